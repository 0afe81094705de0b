//! stub
use plimsoll_model::*;
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct DraughtChangeParams { pub min_change_m: f64, pub flicker_h: f64 }
pub struct DraughtChanges;
impl DraughtChanges { pub fn new(_: &DraughtChangeParams) -> Self { Self } pub fn push(&mut self, _: &StaticReport, _: Option<Position>, _: &mut Vec<DraughtChange>) {} pub fn finish(self, _: &mut Vec<DraughtChange>) {} }
