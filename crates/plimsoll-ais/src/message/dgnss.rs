//! Message 17: corrections for satellite positions (ITU-R M.1371-5, annex 8, tables 68 and 69; the data as in ITU-R
//! M.823, without preamble and parity).

use super::field::Fields;
use super::value::FieldSink;
use plimsoll_model::Position;

/// Corrections that a base station broadcasts. `None`: not available, or cut off.
#[derive(Clone, Debug, PartialEq)]
pub struct DgnssCorrections {
    /// Where the reference station is, which need not be the base station; to 1/10 minute.
    pub reference_position: Option<Position>,
    /// The corrections; `None` if the message has none.
    pub data: Option<CorrectionData>,
}

/// The head and the words of the corrections.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectionData {
    /// Type of the correction message: 1, 9: GPS ...
    pub message_type: Option<u8>,
    /// Number of the reference station.
    pub station_id: Option<u16>,
    /// Time in the hour, in steps of 0.6 s, 0 to 5,999.
    pub z_count: Option<u16>,
    /// Number of the correction message, 0 to 7.
    pub sequence_number: Option<u8>,
    /// How many words follow, 0 to 29.
    pub word_count: Option<u8>,
    /// Health of the reference station.
    pub health: Option<u8>,
    /// Words of 24 bits, those that are whole.
    pub words: Vec<u32>,
}

impl DgnssCorrections {
    pub(crate) fn read(f: &mut Fields<'_>) -> Self {
        f.spare(2);
        let reference_position = f.position_18_17();
        f.spare(5);
        let data = (f.bits_left() > 0).then(|| CorrectionData::read(f));
        Self { reference_position, data }
    }

    pub(crate) fn list(&self, out: &mut impl FieldSink) {
        let data = self.data.as_ref();
        out.float("lon_deg", self.reference_position.map(Position::lon_deg));
        out.float("lat_deg", self.reference_position.map(Position::lat_deg));
        out.int("dgnss_message_type", data.and_then(|data| data.message_type));
        out.int("dgnss_station_id", data.and_then(|data| data.station_id));
        out.float("dgnss_z_count_s", data.and_then(|data| data.z_count_s()));
        out.int("dgnss_sequence_number", data.and_then(|data| data.sequence_number));
        out.int("dgnss_word_count", data.and_then(|data| data.word_count));
        out.int("dgnss_health", data.and_then(|data| data.health));
        out.text("dgnss_data_hex", data.map(CorrectionData::hexadecimal));
    }
}

impl CorrectionData {
    fn read(f: &mut Fields<'_>) -> Self {
        let message_type = f.byte(6);
        let station_id = f.short(10);
        let z_count = f.ranged("Z count", 13, 0..=5_999, 8_191).map(|count| count as u16);
        let sequence_number = f.byte(3);
        let word_count = f.byte(5);
        let health = f.byte(3);
        let words = (0..word_count.unwrap_or(0)).filter_map(|_| f.number(24)).collect();
        Self { message_type, station_id, z_count, sequence_number, word_count, health, words }
    }

    /// Time in the hour, seconds.
    pub fn z_count_s(&self) -> Option<f64> {
        self.z_count.map(|count| f64::from(count) * 6.0 / 10.0)
    }

    /// The words, six digits each.
    fn hexadecimal(&self) -> String {
        self.words.iter().map(|word| format!("{word:06X}")).collect()
    }
}
