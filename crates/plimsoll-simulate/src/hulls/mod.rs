//! Hulls of known draught as satellites, patrol aircraft and ships see them, and the points that a person would set.
//!
//! A seed makes an invented ship of 2,000 to 6,000 t deadweight. She floats at given draughts, listed or not, in swell or not, free or
//! beside a quay. She is drawn from above with the shadow she casts, or from the side against the horizon, through air,
//! blur and noise. An [`Analyst`] sets points on the pixels so made, and not where they show nothing. Nothing here
//! is shared with what reads such points. Method page: `docs/methods/simulated-hulls.md`.
//!
//! | module | holds |
//! |---|---|
//! | `ship` | [`Ship`]: particulars and shape; [`Afloat`]: how she floats |
//! | `body` | ship and quay as triangles |
//! | `sea` | [`Water`] |
//! | `light` | sun, shadow, colours |
//! | `buffer` | triangles drawn, the nearest on top |
//! | `picture` | [`Picture`], [`Sensor`] |
//! | `above` | [`from_above`] |
//! | `photo` | [`from_the_side`] |
//! | `profile` | edges in pixels, as an eye finds them |
//! | `analyst` | [`Analyst`]: [`clicks_from_above`], [`clicks_on_photo`] |
//! | `plan` | [`OverheadCase`], [`PhotoCase`]: scenes of a seed |
//! | `wide` | [`from_above_wide`]: a ship amid drawn surroundings |
//! | `stamp` | the word that every picture bears |
//! | `points` | [`Sitting`]: a file of points |

mod above;
mod analyst;
mod body;
mod buffer;
mod light;
mod photo;
mod picture;
mod plan;
mod points;
mod profile;
mod sea;
mod ship;
mod space;
mod stamp;
mod wide;

pub use above::{Overhead, OverheadImage, Scene, SideTruth, Spot, from_above};
pub use analyst::{Analyst, clicks_from_above, clicks_on_photo, deck_clicks_from_above};
pub use body::Quay;
pub use photo::{Photo, Photograph, StationTruth, Tile, from_the_side, from_the_side_whole};
pub use picture::{Picture, Sensor};
pub use plan::{OverheadCase, PhotoCase};
pub use points::{HEADER, Sitting};
pub use sea::{Clarity, Water};
pub use ship::{Afloat, Paint, Ship, Side, Trade};
pub(crate) use stamp::stamp_ink;
pub use wide::{Wide, from_above_wide};
