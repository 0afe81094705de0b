//! Seasons outside the priors, each by a clear factor.

use plimsoll_simulate::season::EmulatorSettings;

/// In what a season is unlike what is believed beforehand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outside {
    /// Ships stay 0.4 times as long at the loading place.
    Stay,
    /// Of what the effort log promises, three fifths is seen: thin cloud that no mask knows.
    Cloud,
    /// Ships load 0.62 of their capacity on the mean.
    Fill,
    /// All barrels are 1.2 times as many: another product in the tanks.
    Product,
    /// From mid-season on ships idle a quarter as long.
    Cadence,
    /// Nine ships instead of 1.5 are in no register.
    Fleet,
}

impl Outside {
    /// Every one.
    pub const ALL: [Self; 6] =
        [Self::Stay, Self::Cloud, Self::Fill, Self::Product, Self::Cadence, Self::Fleet];

    /// The word for tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Stay => "stay x 0.4",
            Self::Cloud => "seen x 0.6",
            Self::Fill => "fill 0.62",
            Self::Product => "barrels x 1.2",
            Self::Cadence => "idle x 0.25",
            Self::Fleet => "9 not known",
        }
    }

    /// The settings with this one thing changed.
    pub fn of(self, inside: &EmulatorSettings) -> EmulatorSettings {
        let mut settings = inside.clone();
        match self {
            Self::Stay => settings.season.loading_stay_h.0 *= 0.4,
            Self::Cloud => settings.looks.kept_share = 0.6,
            Self::Fill => settings.season.fill = (0.62, settings.season.fill.1 / 2.0),
            Self::Product => settings.season.product_median = 1.2,
            Self::Cadence => settings.season.idle_changes = Some((settings.season.end_h / 2.0, 0.25)),
            Self::Fleet => settings.season.unregistered_mean = 9.0,
        }
        settings
    }
}
