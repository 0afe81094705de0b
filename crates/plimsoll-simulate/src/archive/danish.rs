//! The table of the Danish Maritime Authority (aisdk), 26 columns.

use super::stream::{Body, Planted, PositionRow, Row};
use super::truth::Written;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::io::{self, Write};

const HEADER: &str = "# Timestamp,Type of mobile,MMSI,Latitude,Longitude,Navigational status,ROT,SOG,COG,Heading,IMO,\
Callsign,Name,Ship type,Cargo type,Width,Length,Type of position fixing device,Draught,Destination,ETA,\
Data source type,A,B,C,D";

/// Writes rows as a table of the Danish Maritime Authority: times `dd/mm/yyyy HH:MM:SS`, UTC, what the ship says of
/// itself in each row.
///
/// # Errors
/// If writing fails.
pub fn write_danish(out: &mut impl Write, rows: impl Iterator<Item = Row>) -> io::Result<Written> {
    let mut written = Written::default();
    let mut date = Date::default();
    writeln!(out, "{HEADER}")?;
    written.lines += 1;
    for row in rows {
        match &row.body {
            Body::Static(_) => continue,
            Body::Position(report) => {
                date.write(out, row.time)?;
                write_position(out, report)?;
                written.count(report.planted);
            }
            Body::Station(station) => {
                date.write(out, row.time)?;
                let empty = ",".repeat(10);
                let at = station.position;
                writeln!(
                    out,
                    ",Base Station,{},{:.6},{:.6},Unknown value,,,,,Unknown{empty},AIS,,,,",
                    station.mmsi.value(),
                    at.lat_deg(),
                    at.lon_deg()
                )?;
                written.stations += 1;
            }
        }
        written.lines += 1;
    }
    Ok(written)
}

fn write_position(out: &mut impl Write, report: &PositionRow) -> io::Result<()> {
    let ship = &*report.particulars;
    let (lat, lon) = report.position.map_or((91.0, 181.0), |p| (p.lat_deg(), p.lon_deg()));
    let class = if ship.kind.is_class_a() { "Class A" } else { "Class B" };
    let status = match report.navigational_status {
        _ if !ship.kind.is_class_a() => "Unknown value",
        5 => "Moored",
        _ => "Under way using engine",
    };
    write!(out, ",{class},{},{lat:.6},{lon:.6},{status},", ship.mmsi.value())?;
    write!(
        out,
        "{},{:.1},{:.1},",
        if ship.kind.is_class_a() { "0.0" } else { "" },
        report.sog_kn,
        cog(report)
    )?;
    if let Some(heading) = report.heading_deg {
        write!(out, "{heading}")?;
    }
    match ship.imo_number {
        Some(imo) => write!(out, ",{},", imo.value())?,
        None => write!(out, ",Unknown,")?,
    }
    let [bow, stern, port, starboard] = ship.antenna;
    let cargo = if ship.kind.is_merchant() { "No additional information" } else { "" };
    write!(
        out,
        "{},{},{},{cargo},{},{},GPS,",
        ship.call_sign,
        ship.ship_name,
        ship.kind.word(),
        port + starboard,
        bow + stern
    )?;
    if ship.draught_dm > 0 {
        write!(out, "{}.{}", ship.draught_dm / 10, ship.draught_dm % 10)?;
    }
    let destination = if ship.kind.is_class_a() { ship.destination } else { "Unknown" };
    writeln!(out, ",{destination},,AIS,{bow},{stern},{port},{starboard}")
}

/// Course to a tenth of a degree, below 360.
pub(super) fn cog(report: &PositionRow) -> f64 {
    let tenths = (report.cog_deg * 10.0).round();
    if tenths >= 3600.0 { 0.0 } else { tenths / 10.0 }
}

impl Written {
    /// Counts a position row.
    pub(super) fn count(&mut self, planted: Planted) {
        self.positions += 1;
        match planted {
            Planted::Nothing => {}
            Planted::Spike => self.spikes += 1,
            Planted::NoPosition => self.without_position += 1,
            Planted::Duplicate => self.duplicates += 1,
        }
    }
}

/// Writes times; remembers the day, whose date is costly to reckon.
#[derive(Default)]
struct Date {
    day: Option<i64>,
    text: String,
}

impl Date {
    fn write(&mut self, out: &mut impl Write, time: Timestamp) -> io::Result<()> {
        let second = time.as_second();
        let day = second.div_euclid(86_400);
        if self.day != Some(day) {
            let date = time.to_zoned(TimeZone::UTC).date();
            self.text = format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year());
            self.day = Some(day);
        }
        let second = second.rem_euclid(86_400);
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        write!(out, "{} {hour:02}:{minute:02}:{second:02}", self.text)
    }
}
