//! Applications: what the binary data of messages 6, 8, 25 and 26 say, by designated area code (DAC) and function
//! identifier (FI). One file a family; each layout is read in order of transmission, one line a field.
//!
//! | file | applications |
//! |---|---|
//! | `functions` | DAC 1: text, acknowledgement, capabilities, persons on board |
//! | `weather` | DAC 1: weather and water, weather from a ship |
//! | `environment` | DAC 1: sensors |
//! | `voyage` | DAC 1: ports, berths, cargo, tidal windows, extended static data |
//! | `area` | DAC 1: areas, routes, signals, targets |
//! | [`inland`] | DAC 200: inland navigation in Europe |
//! | `aids` | DAC 0, 235, 250: state of aids to navigation |
//!
//! A layout only names what stands where: that a message has a known DAC and FI does not prove that its sender meant it.

mod aids;
mod area;
mod environment;
mod functions;
pub mod inland;
mod reader;
mod voyage;
mod weather;

pub(crate) use reader::Nowhere;

use super::field::Fields;
use super::value::FieldSink;
use reader::Reader;

/// Which application, as sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApplicationId {
    /// Designated area code: 1 international, 0 test, else the three digits of a country.
    pub dac: u16,
    /// Function identifier, 0 to 63, given out by whoever is responsible for the area.
    pub fi: u8,
}

/// An application whose layout is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Application {
    LanternMonitoring,
    Text,
    Acknowledgement { is_new: bool },
    Interrogation,
    CapabilityInterrogation,
    CapabilityReply,
    WeatherAndWater236,
    DangerousCargo236,
    FairwayClosed,
    TidalWindows236,
    AirDraught236,
    PersonsOnBoard,
    Targets { most: usize },
    ClearanceToEnter,
    TrafficSignal,
    Berthing,
    ShipWeather,
    AreaNotice,
    ExtendedStatic,
    DangerousCargo289,
    SensorReports,
    Route,
    LinkedText,
    WeatherAndWater289,
    TidalWindows289,
    InlandStatic,
    InlandEta,
    InlandRta,
    WeatherWarning,
    WaterLevels,
    SignalStatus,
    InlandPersons,
    AidMonitoring,
}

impl Application {
    /// The application of a message with so many bits of data. Data that are longer than the layout by a byte or more
    /// are laid out otherwise, whatever the message says: then there is none. FI 16 is two: persons on board if addressed, or if there
    /// is no room for a target. DAC 0 is for tests, so that only the whole form of FI 0 is taken for what a maker of buoys
    /// sends with it.
    pub(crate) fn of(id: ApplicationId, message_type: u8, data_bits: usize) -> Option<Self> {
        Self::named(id, message_type, data_bits).filter(|layout| data_bits < layout.most_bits() + 8)
    }

    fn named(id: ApplicationId, message_type: u8, data_bits: usize) -> Option<Self> {
        Some(match (id.dac, id.fi) {
            (0, 0) if message_type == 6 && data_bits == 48 => Self::LanternMonitoring,
            (1, 0) => Self::Text,
            (1, 1) => Self::Acknowledgement { is_new: false },
            (1, 2) => Self::Interrogation,
            (1, 3) => Self::CapabilityInterrogation,
            (1, 4) => Self::CapabilityReply,
            (1, 5) => Self::Acknowledgement { is_new: true },
            (1, 11) => Self::WeatherAndWater236,
            (1, 12) => Self::DangerousCargo236,
            (1, 13) => Self::FairwayClosed,
            (1, 14) => Self::TidalWindows236,
            (1, 15) => Self::AirDraught236,
            (1, 16) if message_type == 6 || data_bits < 120 => Self::PersonsOnBoard,
            (1, 16) => Self::Targets { most: 7 },
            (1, 17) => Self::Targets { most: 4 },
            (1, 18) => Self::ClearanceToEnter,
            (1, 19) => Self::TrafficSignal,
            (1, 20) => Self::Berthing,
            (1, 21) => Self::ShipWeather,
            (1, 22 | 23) => Self::AreaNotice,
            (1, 24) => Self::ExtendedStatic,
            (1, 25) => Self::DangerousCargo289,
            (1, 26) => Self::SensorReports,
            (1, 27 | 28) => Self::Route,
            (1, 29 | 30) => Self::LinkedText,
            (1, 31) => Self::WeatherAndWater289,
            (1, 32) => Self::TidalWindows289,
            (1, 40) => Self::PersonsOnBoard,
            (200, 10) => Self::InlandStatic,
            (200, 21) => Self::InlandEta,
            (200, 22) => Self::InlandRta,
            (200, 23) => Self::WeatherWarning,
            (200, 24) => Self::WaterLevels,
            (200, 40) => Self::SignalStatus,
            (200, 55) => Self::InlandPersons,
            (235 | 250, 10) => Self::AidMonitoring,
            _ => return None,
        })
    }

    /// How many bits of data it has at most.
    const fn most_bits(self) -> usize {
        match self {
            Self::LanternMonitoring | Self::AidMonitoring | Self::PersonsOnBoard => 48,
            Self::Text => 12 + 154 * 6,
            Self::Acknowledgement { is_new: false } => 24,
            Self::Acknowledgement { is_new: true } | Self::Interrogation | Self::CapabilityInterrogation => {
                80
            }
            Self::CapabilityReply => 264,
            Self::WeatherAndWater236 => 296,
            Self::DangerousCargo236 | Self::ClearanceToEnter | Self::Berthing => 272,
            Self::FairwayClosed => 416,
            Self::TidalWindows236 => 9 + 3 * 93,
            Self::TidalWindows289 => 9 + 3 * 88,
            Self::AirDraught236 => 16,
            Self::Targets { most } => most * 120,
            Self::TrafficSignal | Self::ShipWeather | Self::ExtendedStatic | Self::WeatherAndWater289 => 304,
            Self::AreaNotice => 55 + 10 * 87,
            Self::DangerousCargo289 => 12 + 28 * 17,
            Self::SensorReports => 9 * 112,
            Self::Route => 61 + 16 * 55,
            Self::LinkedText => 10 + 161 * 6,
            Self::InlandStatic | Self::WaterLevels | Self::SignalStatus => 112,
            Self::InlandEta => 160,
            Self::InlandRta => 144,
            Self::WeatherWarning => 200,
            Self::InlandPersons => 80,
        }
    }

    /// In a few words.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::LanternMonitoring => "lantern-monitoring",
            Self::Text => "text",
            Self::Acknowledgement { .. } => "application-acknowledgement",
            Self::Interrogation => "application-interrogation",
            Self::CapabilityInterrogation => "capability-interrogation",
            Self::CapabilityReply => "capability-reply",
            Self::WeatherAndWater236 => "weather-and-water-circ-236",
            Self::DangerousCargo236 => "dangerous-cargo-circ-236",
            Self::FairwayClosed => "fairway-closed",
            Self::TidalWindows236 => "tidal-windows-circ-236",
            Self::AirDraught236 => "air-draught-circ-236",
            Self::PersonsOnBoard => "persons-on-board",
            Self::Targets { .. } => "traffic-service-targets",
            Self::ClearanceToEnter => "clearance-to-enter",
            Self::TrafficSignal => "traffic-signal",
            Self::Berthing => "berthing",
            Self::ShipWeather => "ship-weather",
            Self::AreaNotice => "area-notice",
            Self::ExtendedStatic => "extended-static",
            Self::DangerousCargo289 => "dangerous-cargo-circ-289",
            Self::SensorReports => "sensor-reports",
            Self::Route => "route",
            Self::LinkedText => "linked-text",
            Self::WeatherAndWater289 => "weather-and-water-circ-289",
            Self::TidalWindows289 => "tidal-windows-circ-289",
            Self::InlandStatic => "inland-static",
            Self::InlandEta => "inland-eta",
            Self::InlandRta => "inland-rta",
            Self::WeatherWarning => "weather-warning",
            Self::WaterLevels => "water-levels",
            Self::SignalStatus => "signal-status",
            Self::InlandPersons => "inland-persons-on-board",
            Self::AidMonitoring => "aid-monitoring",
        }
    }

    /// Reads its data and gives its fields on.
    pub(crate) fn read(self, fields: &mut Fields<'_>, out: &mut impl FieldSink) {
        let mut r = Reader { fields, out };
        match self {
            Self::LanternMonitoring => r.lantern_monitoring(),
            Self::Text => r.text_message(),
            Self::Acknowledgement { is_new } => r.application_acknowledgement(is_new),
            Self::Interrogation => r.application_interrogation(),
            Self::CapabilityInterrogation => r.capability_interrogation(),
            Self::CapabilityReply => r.capability_reply(),
            Self::WeatherAndWater236 => r.weather_and_water_236(),
            Self::DangerousCargo236 => r.dangerous_cargo_236(),
            Self::FairwayClosed => r.fairway_closed(),
            Self::TidalWindows236 => r.tidal_windows_236(),
            Self::AirDraught236 => r.air_draught_236(),
            Self::PersonsOnBoard => r.persons_on_board(),
            Self::Targets { most } => r.targets(most),
            Self::ClearanceToEnter => r.clearance_to_enter(),
            Self::TrafficSignal => r.traffic_signal(),
            Self::Berthing => r.berthing(),
            Self::ShipWeather => r.ship_weather(),
            Self::AreaNotice => r.area_notice(),
            Self::ExtendedStatic => r.extended_static(),
            Self::DangerousCargo289 => r.dangerous_cargo_289(),
            Self::SensorReports => r.sensor_reports(),
            Self::Route => r.route(),
            Self::LinkedText => r.linked_text(),
            Self::WeatherAndWater289 => r.weather_and_water_289(),
            Self::TidalWindows289 => r.tidal_windows_289(),
            Self::InlandStatic => r.inland_static(),
            Self::InlandEta => r.inland_eta(),
            Self::InlandRta => r.inland_rta(),
            Self::WeatherWarning => r.weather_warning(),
            Self::WaterLevels => r.water_levels(),
            Self::SignalStatus => r.signal_status(),
            Self::InlandPersons => r.inland_persons(),
            Self::AidMonitoring => r.aid_monitoring(),
        }
    }
}
