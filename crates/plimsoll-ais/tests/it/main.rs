//! Tests over whole logs and tables: against independent decoders, against hostile input, and on real files.

mod burrard;
mod encoder;
mod feeds;
mod golden_gpsd;
mod golden_libais;
mod hostile;
mod real_files;
mod second_opinion;
