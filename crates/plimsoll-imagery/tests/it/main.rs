//! Tests of the crate from outside.

#[cfg(test)]
mod ashore;
#[cfg(test)]
mod bent_ghosts;
#[cfg(test)]
mod berth;
#[cfg(test)]
mod cfar;
#[cfg(test)]
mod cfar_real;
#[cfg(test)]
mod clutter;
#[cfg(test)]
mod detect_params;
#[cfg(test)]
mod geotiff;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod made_tiff;
#[cfg(test)]
mod measure;
#[cfg(test)]
mod objects;
#[cfg(test)]
mod open;
#[cfg(test)]
mod optical;
#[cfg(test)]
mod photo;
#[cfg(test)]
mod raster_real;
#[cfg(test)]
mod ready;
#[cfg(test)]
mod real_los_angeles;
#[cfg(test)]
mod real_samples;
#[cfg(test)]
mod safe;
#[cfg(test)]
mod shipped;
#[cfg(test)]
mod simulated;
#[cfg(test)]
mod tiff_hostile;
#[cfg(test)]
mod tiff_layouts;
#[cfg(test)]
mod waterline;
#[cfg(test)]
mod waterline_ruler;
