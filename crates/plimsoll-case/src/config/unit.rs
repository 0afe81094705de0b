//! Units in which a column may be written, and the factor to ours. Every factor is exact by definition
//! (foot 0.3048 m, pound 0.45359237 kg, US gallon 231 cubic inches, barrel 42 gallons: NIST SP 811, appendix B.8).

use crate::error::{nearest, shown};

/// What a property measures, and so its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Metres.
    Length,
    /// Tonnes.
    Mass,
    /// Cubic metres.
    Volume,
    /// Barrels.
    Barrels,
    /// Tonnes a centimetre.
    MassPerLength,
    /// Knots.
    Speed,
    /// Degrees.
    Angle,
}

/// Cubic metres in a barrel of 42 US gallons.
const BARREL_M3: f64 = 0.158_987_294_928;
/// Tonnes in a long ton of 2,240 lb, and in a short ton of 2,000 lb.
const LONG_TON_T: f64 = 1.016_046_908_8;
const SHORT_TON_T: f64 = 0.907_184_74;

/// Metres in a nautical mile, exactly; a knot is one an hour.
const NAUTICAL_MILE_M: f64 = 1852.0;

/// Word, what it measures, and how many metres, tonnes, cubic metres, knots or degrees one of it is. `kn/10`, `deg/10`,
/// `min/10000` and `dm` are the steps in which AIS sends speed, course, position and draught.
pub(super) const UNITS: [(&str, Quantity, f64); 29] = [
    ("m", Quantity::Length, 1.0),
    ("dm", Quantity::Length, 0.1),
    ("cm", Quantity::Length, 0.01),
    ("mm", Quantity::Length, 0.001),
    ("ft", Quantity::Length, 0.3048),
    ("in", Quantity::Length, 0.0254),
    ("t", Quantity::Mass, 1.0),
    ("kg", Quantity::Mass, 0.001),
    ("kt", Quantity::Mass, 1000.0),
    ("long-ton", Quantity::Mass, LONG_TON_T),
    ("short-ton", Quantity::Mass, SHORT_TON_T),
    ("m3", Quantity::Volume, 1.0),
    ("l", Quantity::Volume, 0.001),
    ("ft3", Quantity::Volume, 0.028_316_846_592),
    ("gal", Quantity::Volume, 0.003_785_411_784),
    ("bbl", Quantity::Volume, BARREL_M3),
    ("kbbl", Quantity::Volume, BARREL_M3 * 1000.0),
    ("t/cm", Quantity::MassPerLength, 1.0),
    ("t/m", Quantity::MassPerLength, 0.01),
    ("long-ton/in", Quantity::MassPerLength, LONG_TON_T / 2.54),
    ("kn", Quantity::Speed, 1.0),
    ("kn/10", Quantity::Speed, 0.1),
    ("m/s", Quantity::Speed, 3600.0 / NAUTICAL_MILE_M),
    ("km/h", Quantity::Speed, 1000.0 / NAUTICAL_MILE_M),
    ("mph", Quantity::Speed, 5280.0 * 0.3048 / NAUTICAL_MILE_M),
    ("deg", Quantity::Angle, 1.0),
    ("deg/10", Quantity::Angle, 0.1),
    ("min/10000", Quantity::Angle, 1.0 / 600_000.0),
    ("rad", Quantity::Angle, 180.0 / std::f64::consts::PI),
];

/// Why a unit cannot serve.
pub(super) struct UnitProblem {
    pub(super) message: String,
    pub(super) hint: String,
}

/// The factor from a unit to the unit of a quantity.
pub(super) fn factor(unit: &str, wanted: Quantity) -> Result<f64, UnitProblem> {
    let (kind, house) = match wanted {
        Quantity::Barrels => (Quantity::Volume, BARREL_M3),
        other => (other, 1.0),
    };
    let fitting: Vec<&str> = UNITS.iter().filter(|u| u.1 == kind).map(|u| u.0).collect();
    let expected = super::section::list_words(&fitting);
    match UNITS.iter().find(|u| u.0 == unit) {
        Some((_, found, size)) if *found == kind => Ok(size / house),
        Some((_, found, _)) => Err(UnitProblem {
            message: format!("`{unit}` measures {}, expected {} ({expected})", words(*found), words(kind)),
            hint: if [*found, kind] == [Quantity::Mass, Quantity::Volume] {
                "tonnes become a volume only with a density, which a column mapping does not have".into()
            } else {
                format!("choose one of {expected}, or map the column to another property")
            },
        }),
        None => Err(UnitProblem {
            message: format!("`{}` is not a unit here, expected one of {expected}", shown(unit, 20)),
            hint: match nearest(unit, fitting.iter().copied()) {
                Some(word) => format!("did you mean unit = \"{word}\"?"),
                None => format!("choose one of {expected}"),
            },
        }),
    }
}

const fn words(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::Length => "a length",
        Quantity::Mass => "a mass",
        Quantity::Volume | Quantity::Barrels => "a volume",
        Quantity::MassPerLength => "a mass by length",
        Quantity::Speed => "a speed",
        Quantity::Angle => "an angle",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factors_agree_with_their_definitions_in_inches_and_pounds() {
        let (inch, pound) = (0.0254_f64, 0.453_592_37);
        let checks = [
            ("ft", Quantity::Length, 12.0 * inch),
            ("long-ton", Quantity::Mass, 2240.0 * pound / 1000.0),
            ("short-ton", Quantity::Mass, 2000.0 * pound / 1000.0),
            ("gal", Quantity::Volume, 231.0 * inch.powi(3)),
            ("ft3", Quantity::Volume, (12.0 * inch).powi(3)),
            ("bbl", Quantity::Volume, 42.0 * 231.0 * inch.powi(3)),
            ("m3", Quantity::Barrels, 1.0 / (42.0 * 231.0 * inch.powi(3))),
            ("kbbl", Quantity::Barrels, 1000.0),
            ("long-ton/in", Quantity::MassPerLength, 2240.0 * pound / 1000.0 / (inch * 100.0)),
            ("dm", Quantity::Length, 1.0 / 10.0),
            ("kn/10", Quantity::Speed, 1.0 / 10.0),
            ("m/s", Quantity::Speed, 3.6 / 1.852),
            ("km/h", Quantity::Speed, 1.0 / 1.852),
            ("mph", Quantity::Speed, 63_360.0 * inch / 1852.0),
            ("min/10000", Quantity::Angle, 1.0 / 60.0 / 10_000.0),
            ("rad", Quantity::Angle, 360.0 / std::f64::consts::TAU),
        ];
        for (unit, quantity, expected) in checks {
            let Ok(found) = factor(unit, quantity) else { panic!("{unit}") };
            assert!((found / expected - 1.0).abs() < 1e-12, "{unit}: {found} and {expected}");
        }
    }

    #[test]
    fn tonnes_do_not_become_barrels() {
        let Err(problem) = factor("t", Quantity::Barrels) else { panic!("tonnes became barrels") };
        assert!(problem.hint.contains("density"), "{}", problem.hint);
    }
}
