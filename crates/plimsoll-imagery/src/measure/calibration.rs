//! What sizes in an image have to do with sizes of ships, by sensor.
