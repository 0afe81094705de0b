//! stub
use plimsoll_model::*;
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct IdentityChangeParams { pub min_dimension_change_m: f64 }
pub struct IdentityChanges;
impl IdentityChanges { pub fn new(_: &IdentityChangeParams) -> Self { Self } pub fn push(&mut self, _: &StaticReport, _: &mut Vec<IdentityChange>) {} pub fn finish(self, _: &mut Vec<IdentityChange>) {} }
