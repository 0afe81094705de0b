//! Sentinel-1 products: the real annotation where it is present, and products made here.

mod calibration;
mod geolocation;
mod real;
