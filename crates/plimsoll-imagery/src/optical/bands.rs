//! What the bands of an optical image show.

/// A band of an optical image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// About 0.66 um.
    Red,
    /// About 0.56 um.
    Green,
    /// About 0.49 um.
    Blue,
    /// About 0.85 um: water is dark in it.
    NearInfrared,
    /// One band over the visible light.
    Grey,
}

impl Band {
    /// Every one.
    pub const ALL: [Self; 5] = [Self::Red, Self::Green, Self::Blue, Self::NearInfrared, Self::Grey];

    /// The word used in files and tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Green => "green",
            Self::Blue => "blue",
            Self::NearInfrared => "near-infrared",
            Self::Grey => "grey",
        }
    }
    /// From the word used in files and tables.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|band| band.as_str() == text)
    }
    /// From a common name of the STAC electro-optical extension (version 1.1, "Common Band Names").
    pub fn of_common_name(name: &str) -> Option<Self> {
        match name {
            "red" => Some(Self::Red),
            "green" => Some(Self::Green),
            "blue" => Some(Self::Blue),
            "nir" | "nir08" => Some(Self::NearInfrared),
            "pan" => Some(Self::Grey),
            _ => None,
        }
    }
    /// The usual order of so many bands: grey; red, green, blue; the same with near infrared behind.
    pub fn usual(count: usize) -> Option<Vec<Self>> {
        let colours = [Self::Red, Self::Green, Self::Blue, Self::NearInfrared];
        match count {
            1 => Some(vec![Self::Grey]),
            3 | 4 => Some(colours[..count].to_vec()),
            _ => None,
        }
    }
}
