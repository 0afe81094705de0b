//! temp
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
/// temp
pub struct Flag([u8; 2]);
impl Flag {
    /// t
    pub fn of_mid(_m: u16) -> Option<Self> { None }
    /// t
    pub fn of_words(_m: &str) -> Option<Self> { None }
    /// t
    pub fn name(self) -> &'static str { "" }
    /// t
    pub fn code(self) -> &'static str { "" }
    /// t
    pub fn is_un_bound(self) -> bool { true }
    /// t
    pub fn bound_as(self) -> Self { self }
    /// t
    pub fn is_eu_member_on(self, _d: jiff::civil::Date) -> bool { false }
}
