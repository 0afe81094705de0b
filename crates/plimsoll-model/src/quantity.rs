//! Physical quantities. One type per quantity, one constructor per unit.
//!
//! The stored unit is private to this file: a caller names the unit going in and the unit coming out, so a
//! number never travels without one. There is no conversion from mass to volume without a density in hand.

/// Declares a quantity: its documentation, and a constructor and a reader for each unit.
macro_rules! quantity {
    ($(#[$doc:meta])* $name:ident { $($unit:ident / $to:ident = $factor:expr),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
        pub struct $name(f64);
        impl $name {
            /// Nothing of it.
            pub const ZERO: Self = Self(0.0);
            $(
                #[doc = concat!("From a number of ", stringify!($unit), ".")]
                pub const fn $unit(value: f64) -> Self { Self(value * ($factor)) }
                #[doc = concat!("The number of ", stringify!($unit), ".")]
                pub const fn $to(self) -> f64 { self.0 / ($factor) }
            )+
            /// True if the number is neither infinite nor not-a-number.
            pub const fn is_finite(self) -> bool { self.0.is_finite() }
            /// The order of the numbers, total, for sorting.
            pub fn total_cmp(&self, other: &Self) -> std::cmp::Ordering { self.0.total_cmp(&other.0) }
            /// The smaller of the two.
            pub const fn min(self, other: Self) -> Self { Self(self.0.min(other.0)) }
            /// The larger of the two.
            pub const fn max(self, other: Self) -> Self { Self(self.0.max(other.0)) }
        }
        impl std::ops::Add for $name { type Output = Self; fn add(self, o: Self) -> Self { Self(self.0 + o.0) } }
        impl std::ops::Sub for $name { type Output = Self; fn sub(self, o: Self) -> Self { Self(self.0 - o.0) } }
        impl std::ops::Mul<f64> for $name { type Output = Self; fn mul(self, k: f64) -> Self { Self(self.0 * k) } }
        impl std::ops::Div<f64> for $name { type Output = Self; fn div(self, k: f64) -> Self { Self(self.0 / k) } }
        impl std::ops::Div for $name { type Output = f64; fn div(self, o: Self) -> f64 { self.0 / o.0 } }
        impl std::iter::Sum for $name {
            fn sum<I: Iterator<Item = Self>>(items: I) -> Self { Self(items.map(|q| q.0).sum()) }
        }
    };
}

quantity! {
    /// A distance or a ship's dimension. Stored in metres.
    Length { metres / to_metres = 1.0, nautical_miles / to_nautical_miles = 1852.0 }
}
quantity! {
    /// A speed. Stored in metres a second.
    Speed { metres_per_second / to_metres_per_second = 1.0, knots / to_knots = 1852.0 / 3600.0 }
}
quantity! {
    /// A mass. Stored in tonnes (1,000 kg), as weighed in vacuum.
    Mass { tonnes / to_tonnes = 1.0, kilograms / to_kilograms = 1.0e-3 }
}
quantity! {
    /// A volume of liquid. Stored in cubic metres. The barrel is the oil barrel of 42 US gallons of
    /// 231 cubic inches each: 0.158 987 294 928 m3 exactly.
    Volume { cubic_metres / to_cubic_metres = 1.0, barrels / to_barrels = 0.158_987_294_928 }
}
quantity! {
    /// A mass by volume. Stored in tonnes a cubic metre. For oil: at 15 C, in vacuum.
    Density { tonnes_per_cubic_metre / to_tonnes_per_cubic_metre = 1.0, kilograms_per_cubic_metre / to_kilograms_per_cubic_metre = 1.0e-3 }
}
quantity! {
    /// An angle. Stored in degrees.
    Angle { degrees / to_degrees = 1.0, radians / to_radians = 180.0 / std::f64::consts::PI }
}

impl std::ops::Mul<Density> for Volume {
    type Output = Mass;
    fn mul(self, density: Density) -> Mass {
        Mass::tonnes(self.to_cubic_metres() * density.to_tonnes_per_cubic_metre())
    }
}

impl std::ops::Div<Density> for Mass {
    type Output = Volume;
    fn div(self, density: Density) -> Volume {
        Volume::cubic_metres(self.to_tonnes() / density.to_tonnes_per_cubic_metre())
    }
}

/// The depth of the keel below the waterline. Not a freeboard, not a depth moulded.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Draught(Length);

impl Draught {
    /// From a number of metres.
    pub const fn metres(value: f64) -> Self {
        Self(Length::metres(value))
    }
    /// The number of metres.
    pub const fn to_metres(self) -> f64 {
        self.0.to_metres()
    }
    /// How much deeper `self` lies than `other`: positive when the ship has been loaded between the two.
    pub fn deeper_than(self, other: Self) -> Length {
        self.0 - other.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_million_barrels_of_gasoil_is_about_134_thousand_tonnes() {
        let cargo = Volume::barrels(1_000_000.0) * Density::tonnes_per_cubic_metre(0.845);
        assert!((cargo.to_tonnes() - 134_344.0).abs() < 0.5, "{}", cargo.to_tonnes());
    }

    #[test]
    fn the_barrel_is_42_gallons_of_231_cubic_inches() {
        let inch = 0.0254_f64;
        let barrel = 42.0 * 231.0 * inch.powi(3);
        assert!((Volume::barrels(1.0).to_cubic_metres() - barrel).abs() < 1e-15);
    }

    #[test]
    fn a_knot_is_a_nautical_mile_an_hour() {
        let distance = Speed::knots(1.0).to_metres_per_second() * 3600.0;
        assert!((distance - Length::nautical_miles(1.0).to_metres()).abs() < 1e-9);
    }
}
