//! From a message to the rows of a case: which of its fields a position, static or station report has.

use crate::decode::Decoded;
use crate::message::binary::BinaryMessage;
use crate::message::class_b::{ClassBExtendedPosition, ClassBPosition, StaticDataPartA, StaticDataPartB};
use crate::message::kinematics::{CourseOverGround, SpeedOverGround};
use crate::message::long_range::LongRangePosition;
use crate::message::particulars::AntennaPlace;
use crate::message::position::ClassAPosition;
use crate::message::static_voyage::StaticAndVoyageData;
use crate::{Body, Message, Row, SixBitText};
use jiff::Timestamp;
use plimsoll_model::{
    Angle, Dimensions, Draught, ImoNumber, Mmsi, Position, PositionReport, RecordId, RecordKind, Reject,
    Source, StaticReport, StationReport,
};
use std::collections::VecDeque;

/// A message with its time and place, of which rows are made.
pub(crate) struct Report<'a> {
    pub(crate) decoded: &'a Decoded,
    pub(crate) message: &'a Message,
    pub(crate) source: Source,
    pub(crate) mmsi: Mmsi,
    pub(crate) time: Timestamp,
    pub(crate) row: &'a [u8],
}

impl Report<'_> {
    /// The rows that the message gives.
    pub(crate) fn rows(&self, ready: &mut VecDeque<Row>) {
        match &self.message.body {
            Body::ClassAPosition(body) => ready.push_back(self.position(body.into())),
            Body::ClassBPosition(body) => ready.push_back(self.position(body.into())),
            Body::LongRange(body) => ready.push_back(self.position(body.into())),
            Body::ClassBExtended(body) => {
                ready.push_back(self.position(body.as_ref().into()));
                ready.push_back(self.statics(body.as_ref().into()));
            }
            Body::StaticAndVoyage(body) => ready.push_back(self.statics(body.as_ref().into())),
            Body::StaticPartA(body) => ready.push_back(self.statics(body.into())),
            Body::StaticPartB(body) => ready.push_back(self.statics(body.into())),
            Body::BaseStation(body) => ready.push_back(self.station(body.position, None, body.sent_time())),
            Body::SarAircraft(body) => ready.push_back(self.station(body.position, None, None)),
            Body::AidToNavigation(body) => {
                ready.push_back(self.station(body.position, text(&body.name), None))
            }
            // Only base stations send these. The position in message 17 is that of the reference station.
            Body::AssignedMode(_)
            | Body::Dgnss(_)
            | Body::DataLinkManagement(_)
            | Body::ChannelManagement(_)
            | Body::GroupAssignment(_) => ready.push_back(self.station(None, None, None)),
            Body::Binary(body) => ready.push_back(self.inland(body).unwrap_or_else(|| self.heard())),
            Body::Acknowledgement(_)
            | Body::UtcInquiry(_)
            | Body::Safety(_)
            | Body::Interrogation(_)
            | Body::StaticPartUnknown(_) => ready.push_back(self.heard()),
        }
        if let Some(cut) = self.message.truncation {
            let reason = format!(
                "message {}: cut off at bit {} of {}; the fields up to there are kept",
                self.message.message_type, cut.at_bit, cut.needs_bits
            );
            ready.push_back(self.reject(reason));
        }
    }

    /// The row of a message that says nothing of its sender but that its radio was on.
    fn heard(&self) -> Row {
        if is_not_a_ship(self.mmsi) {
            self.station(None, None, None)
        } else {
            self.position(Kinematics::NONE)
        }
    }

    /// The row of the static data of an inland ship. Other messages have been seen under the same application number,
    /// so data that are cut off or outside the standard in any field give none.
    fn inland(&self, body: &BinaryMessage) -> Option<Row> {
        let said = body.inland_static()?;
        let is_whole = self.message.truncation.is_none() && self.message.remarks.is_empty();
        let (dimensions, draught) = (said.dimensions(), said.draught());
        (is_whole && dimensions.length_overall.is_some())
            .then(|| self.statics(Particulars { dimensions, draught, ..Particulars::default() }))
    }

    /// A position report, also of a ship that has no position: its radio was on.
    fn position(&self, said: Kinematics) -> Row {
        let report = PositionReport {
            source: self.source,
            mmsi: self.mmsi,
            time: self.time,
            message_type: Some(self.message.message_type),
            position: said.position,
            sog: said.sog.map(SpeedOverGround::speed),
            cog: said.cog.map(CourseOverGround::angle),
            heading: said.heading_deg.map(|degrees| Angle::degrees(f64::from(degrees))),
            navigational_status: said.navigational_status,
        };
        Row::Position(report, self.decoded.receiver.clone())
    }

    fn statics(&self, said: Particulars) -> Row {
        Row::Static(StaticReport {
            id: self.id(RecordKind::StaticReport),
            source: self.source,
            mmsi: self.mmsi,
            time: self.time,
            message_type: Some(self.message.message_type),
            imo_sent: said.imo_sent,
            imo_number: said.imo_sent.and_then(|sent| ImoNumber::new(sent).ok()),
            call_sign: said.call_sign,
            ship_name: said.ship_name,
            ship_type: said.ship_type,
            dimensions: said.dimensions,
            draught: said.draught,
            destination: said.destination,
            listed_place: None,
            receiver: self.receiver(),
        })
    }

    fn station(&self, position: Option<Position>, name: Option<String>, utc: Option<Timestamp>) -> Row {
        Row::Station(StationReport {
            id: self.id(RecordKind::StationReport),
            source: self.source,
            mmsi: self.mmsi,
            time: self.time,
            message_type: self.message.message_type,
            position,
            name,
            utc,
            receiver: self.receiver(),
        })
    }

    fn reject(&self, reason: String) -> Row {
        Row::Reject(Reject::new(self.source, reason, self.row))
    }

    fn id(&self, kind: RecordKind) -> RecordId {
        self.source.record(kind)
    }

    fn receiver(&self) -> Option<String> {
        self.decoded.receiver.as_deref().map(str::to_owned)
    }
}

/// What a message says of a ship's movement.
struct Kinematics {
    position: Option<Position>,
    sog: Option<SpeedOverGround>,
    cog: Option<CourseOverGround>,
    heading_deg: Option<u16>,
    navigational_status: Option<u8>,
}

impl Kinematics {
    /// Nothing.
    const NONE: Self =
        Self { position: None, sog: None, cog: None, heading_deg: None, navigational_status: None };
}

/// True if the number has the form of a coast station (`00MIDxxxx`), an aircraft in search and rescue (`111MIDxxx`) or
/// an aid to navigation (`99MIDxxxx`): not a ship's (ITU-R M.585, annex 1).
fn is_not_a_ship(mmsi: Mmsi) -> bool {
    matches!(mmsi.value(), 0..=9_999_999 | 111_000_000..=111_999_999 | 990_000_000..=999_999_999)
}

/// What a message says of a ship.
#[derive(Default)]
struct Particulars {
    imo_sent: Option<u32>,
    call_sign: Option<String>,
    ship_name: Option<String>,
    ship_type: Option<u8>,
    dimensions: Dimensions,
    draught: Option<Draught>,
    destination: Option<String>,
}

fn text<const N: usize>(text: &Option<SixBitText<N>>) -> Option<String> {
    text.as_ref().map(|text| text.as_str().to_owned())
}

fn dimensions(place: Option<AntennaPlace>) -> Dimensions {
    place.map(AntennaPlace::dimensions).unwrap_or_default()
}

impl From<&ClassAPosition> for Kinematics {
    fn from(body: &ClassAPosition) -> Self {
        Self {
            position: body.position,
            sog: body.sog,
            cog: body.cog,
            heading_deg: body.heading_deg,
            navigational_status: body.navigational_status,
        }
    }
}

impl From<&ClassBPosition> for Kinematics {
    fn from(body: &ClassBPosition) -> Self {
        Self {
            position: body.position,
            sog: body.sog,
            cog: body.cog,
            heading_deg: body.heading_deg,
            navigational_status: None,
        }
    }
}

impl From<&ClassBExtendedPosition> for Kinematics {
    fn from(body: &ClassBExtendedPosition) -> Self {
        Self {
            position: body.position,
            sog: body.sog,
            cog: body.cog,
            heading_deg: body.heading_deg,
            navigational_status: None,
        }
    }
}

impl From<&LongRangePosition> for Kinematics {
    fn from(body: &LongRangePosition) -> Self {
        Self {
            position: body.position,
            sog: body.sog,
            cog: body.cog,
            heading_deg: None,
            navigational_status: body.navigational_status,
        }
    }
}

impl From<&StaticAndVoyageData> for Particulars {
    fn from(body: &StaticAndVoyageData) -> Self {
        Self {
            imo_sent: body.imo_sent,
            call_sign: text(&body.call_sign),
            ship_name: text(&body.ship_name),
            ship_type: body.ship_type,
            dimensions: dimensions(body.antenna_place),
            draught: body.draught.map(|draught| draught.draught()),
            destination: text(&body.destination),
        }
    }
}

impl From<&ClassBExtendedPosition> for Particulars {
    fn from(body: &ClassBExtendedPosition) -> Self {
        Self {
            ship_name: text(&body.ship_name),
            ship_type: body.ship_type,
            dimensions: dimensions(body.antenna_place),
            ..Self::default()
        }
    }
}

impl From<&StaticDataPartA> for Particulars {
    fn from(body: &StaticDataPartA) -> Self {
        Self { ship_name: text(&body.ship_name), ..Self::default() }
    }
}

impl From<&StaticDataPartB> for Particulars {
    fn from(body: &StaticDataPartB) -> Self {
        Self {
            call_sign: text(&body.call_sign),
            ship_type: body.ship_type,
            dimensions: dimensions(body.antenna_place),
            ..Self::default()
        }
    }
}
