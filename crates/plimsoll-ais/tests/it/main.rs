//! Tests over whole logs and tables: against independent decoders, against hostile input, and on real files.
// `cfg(test)` tells the lints that this is test code.

#[cfg(test)]
mod applications;
#[cfg(test)]
mod burrard;
#[cfg(test)]
mod columns;
#[cfg(test)]
mod committed;
#[cfg(test)]
mod encoder;
#[cfg(test)]
mod feeds;
#[cfg(test)]
mod golden_gpsd;
#[cfg(test)]
mod golden_libais;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod real_files;
#[cfg(test)]
mod second_opinion;
#[cfg(test)]
mod second_opinion_stations;
#[cfg(test)]
mod tables;
