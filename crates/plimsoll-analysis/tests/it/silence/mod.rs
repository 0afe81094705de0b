//! Routes, silences and reachable sets.

mod causes;
mod darkening;
mod edges;
mod kit;
mod received;
mod routes;
