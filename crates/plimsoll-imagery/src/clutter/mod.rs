//! Statistics of the sea about a pixel.
//!
//! A scene is cut into blocks, which share one threshold, and cells of blocks, which share one law. Both have a fixed
//! place in the scene, so that nothing depends on how it is read.
//!
//! | module | holds |
//! |---|---|
//! | `grid` | [`Grid`]: which pixels make a block, which blocks a cell |
//! | `kernel` | sums over a line of pixels, and the logarithm for them |
//! | `cells` | sums of blocks, moments and histogram of a cell |
//! | `donut` | sums over the blocks about a block |
//! | `shape` | which law a cell follows, and how spiky it is |
//! | `looks` | the equivalent number of looks of a scene |

pub(crate) mod cells;
pub(crate) mod donut;
pub mod grid;
pub mod kernel;
pub mod looks;
pub(crate) mod shape;

pub use grid::Grid;
pub use kernel::natural_log;
pub use looks::estimate_looks;
