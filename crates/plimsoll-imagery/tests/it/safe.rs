//! Sentinel-1 products: the real annotation where it is present, and products made here.

mod archive;
mod calibration;
mod geolocation;
mod hostile;
mod made;
mod pixels;
mod real;
