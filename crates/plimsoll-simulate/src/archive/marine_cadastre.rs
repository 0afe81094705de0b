//! The table of MarineCadastre (US Coast Guard, as published until 2024), 17 columns.

use super::danish::cog;
use super::stream::{Body, PositionRow, Row};
use super::truth::Written;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::io::{self, Write};

const HEADER: &str = "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status,Length,Width,\
Draft,Cargo,TransceiverClass";

/// Writes rows as a table of MarineCadastre: times `yyyy-mm-ddTHH:MM:SS`, UTC. Base stations are left out, as there.
///
/// # Errors
/// If writing fails.
pub fn write_marine_cadastre(out: &mut impl Write, rows: impl Iterator<Item = Row>) -> io::Result<Written> {
    let mut written = Written { lines: 1, ..Written::default() };
    writeln!(out, "{HEADER}")?;
    for row in rows {
        let Body::Position(report) = &row.body else { continue };
        write_position(out, row.time, report)?;
        written.count(report.planted);
        written.lines += 1;
    }
    Ok(written)
}

fn write_position(out: &mut impl Write, time: Timestamp, report: &PositionRow) -> io::Result<()> {
    let ship = &*report.particulars;
    let (lat, lon) = report.position.map_or((91.0, 181.0), |p| (p.lat_deg(), p.lon_deg()));
    let time = time.to_zoned(TimeZone::UTC).datetime();
    let heading = report.heading_deg.unwrap_or(511);
    write!(
        out,
        "{},{time},{lat:.5},{lon:.5},{:.1},{:.1},{heading}.0,{},",
        ship.mmsi.value(),
        report.sog_kn,
        cog(report),
        ship.ship_name
    )?;
    if let Some(imo) = ship.imo_number {
        write!(out, "IMO{}", imo.value())?;
    }
    let (kind, [bow, stern, port, starboard]) = (ship.kind, ship.antenna);
    write!(out, ",{},{},", ship.call_sign, kind.code())?;
    if kind.is_class_a() {
        write!(out, "{}.0", report.navigational_status)?;
    }
    write!(out, ",{}.0,{}.0,", bow + stern, port + starboard)?;
    if ship.draught_dm > 0 {
        write!(out, "{}.{}", ship.draught_dm / 10, ship.draught_dm % 10)?;
    }
    writeln!(out, ",{}.0,{}", kind.code(), if kind.is_class_a() { 'A' } else { 'B' })
}
