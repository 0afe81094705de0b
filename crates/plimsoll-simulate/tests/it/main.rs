//! The season as a whole: read back by a decoder that is not ours, and held against the coast and its own truth.

#[cfg(test)]
mod archive;
#[cfg(test)]
mod archive_files;
#[cfg(test)]
mod committed;
#[cfg(test)]
mod emulated;
#[cfg(test)]
mod heard;
#[cfg(test)]
mod hulls;
#[cfg(test)]
mod sar;
#[cfg(test)]
mod scored;
#[cfg(test)]
mod season;
