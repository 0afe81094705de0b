//! `places`, `caps`, `reported_volumes`: what the case brings besides observations.

use super::columns;
use plimsoll_model::{
    Area, Cap, Length, Place, Position, Product, RecordId, ReportedVolume, ReportedVolumeKind,
    ReportingPeriod, TerminalRole, Volume,
};

/// A place with its identifier and the exhibits its extent was read from.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceRow {
    /// This place.
    pub id: RecordId,
    /// The place.
    pub place: Place,
    /// Names under which reports list it.
    pub listed_as: Vec<String>,
    /// The exhibits that its extent was read from; none where `case.toml` gives it.
    pub parents: Vec<RecordId>,
}

columns! {
    PlaceRow, "places", 1, "A place of interest: a terminal, a port, an anchorage.",
    label ["name", "role", "source"],
    |r| {
        "place_id": Text, "-", "This place." => r.id;
        "name": Text, "-", "Its name, unique in the case." => &r.place.name;
        "role": Text, "-", "What ships do there: loading, discharge or both." => r.place.role.as_str();
        "product": Text, "-", "What is handled there; absent: what the case says." => r.place.product.map(Product::as_str);
        "locode": Text, "-", "UN/LOCODE." => &r.place.locode;
        "extent": Text, "-", "Its extent: `circle lat lon radius_m`, or `polygon` and rings of `lat lon`, rings parted by `;`." => r.place.area.as_ref().map(extent_text);
        "listed_as": List, "-", "Names under which reports list it." => &r.listed_as;
        "source": Text, "-", "Where the extent comes from." => &r.place.source;
        "parents": List, "-", "The exhibits that it was read from." => &r.parents;
    },
    from |row| Self {
        id: row.id("place_id")?,
        place: Place {
            name: row.text("name")?,
            area: match row.opt_text("extent")? {
                None => None,
                Some(_) => Some(row.word("extent", "an extent", parse_extent)?),
            },
            role: row.word("role", "loading, discharge or both", TerminalRole::parse)?,
            product: match row.opt_text("product")? {
                None => None,
                Some(_) => Some(row.word("product", "a product", |t| Product::parse(t).ok())?),
            },
            locode: row.opt_text("locode")?,
            source: row.text("source")?,
        },
        listed_as: row.list("listed_as")?,
        parents: row.ids("parents")?,
    }
}

/// An area as text that reads back exactly (shortest round-trip decimals).
fn extent_text(area: &Area) -> String {
    let corner = |p: &Position| format!("{} {}", p.lat_deg(), p.lon_deg());
    match area {
        Area::Circle { centre, radius } => format!("circle {} {}", corner(centre), radius.to_metres()),
        Area::Polygon { exterior, holes } => {
            let ring = |ring: &Vec<Position>| ring.iter().map(corner).collect::<Vec<_>>().join(" ");
            let rings: Vec<_> = std::iter::once(exterior).chain(holes).map(ring).collect();
            format!("polygon {}", rings.join(" ; "))
        }
    }
}

/// The reverse of [`extent_text`].
fn parse_extent(text: &str) -> Option<Area> {
    let numbers =
        |text: &str| text.split_whitespace().map(|n| n.parse::<f64>().ok()).collect::<Option<Vec<_>>>();
    if let Some(rest) = text.strip_prefix("circle ") {
        let [lat, lon, radius] = numbers(rest)?[..] else { return None };
        let centre = Position::from_lat_lon(lat, lon).ok()?;
        return Some(Area::Circle { centre, radius: Length::metres(radius) });
    }
    let ring = |text: &str| {
        let corners = numbers(text)?;
        corners.chunks_exact(2).map(|c| Position::from_lat_lon(c[0], c[1]).ok()).collect::<Option<Vec<_>>>()
    };
    let mut rings =
        text.strip_prefix("polygon ")?.split(';').map(ring).collect::<Option<Vec<_>>>()?.into_iter();
    Some(Area::Polygon { exterior: rings.next()?, holes: rings.collect() })
}

columns! {
    Cap, "caps", 1, "A limit that somebody set on what may be supplied, as the case states it.",
    label ["measure", "limit_bbl", "period"],
    |r| {
        "record_id": Text, "-", "This cap." => cap_record(r);
        "cap_id": Text, "-", "The word that names it." => &r.cap_id;
        "measure": Text, "-", "Instrument and paragraph." => &r.measure;
        "subject": Text, "-", "What it limits." => &r.subject;
        "limit_bbl": Float, "bbl", "How much in one counting period." => r.limit.to_barrels();
        "period": Text, "-", "Over which periods it counts." => r.reporting_period.to_word();
        "notice_shares": List, "-", "Shares of the limit at which notice is due." => r.notice_shares.iter().map(f64::to_string).collect::<Vec<_>>();
        "committee_bbl_per_t": Float, "bbl/t", "The one factor of whoever keeps the cap." => r.committee_bbl_per_t;
        "is_yardstick": Bool, "-", "True if no law makes it bind here." => r.is_yardstick;
        "source": Text, "-", "Where the facts were read." => &r.source;
    },
    from |row| Self {
        cap_id: row.text("cap_id")?,
        measure: row.text("measure")?,
        subject: row.text("subject")?,
        limit: Volume::barrels(row.float("limit_bbl")?),
        reporting_period: row.word("period", "a counting period", ReportingPeriod::parse)?,
        notice_shares: row.list("notice_shares")?.iter().filter_map(|t| t.parse().ok()).collect(),
        committee_bbl_per_t: row.opt_float("committee_bbl_per_t")?,
        is_yardstick: row.truth("is_yardstick")?,
        source: row.text("source")?,
    }
}

/// The identifier of a cap's record.
pub fn cap_record(cap: &Cap) -> RecordId {
    RecordId::of(plimsoll_model::RecordKind::Cap, &[plimsoll_model::Key::Text(&cap.cap_id)])
}

columns! {
    ReportedVolume, "reported_volumes", 1, "A volume that somebody else reported, as data with its source.",
    label ["kind", "party", "start", "end", "volume_bbl"],
    |r| {
        "reported_volume_id": Text, "-", "This reported volume." => r.id;
        "kind": Text, "-", "`notified` (counts towards a cap) or `third-party` (kept beside, never added)." => r.kind.as_str();
        "party": Text, "-", "Who supplied, or who estimates." => &r.party;
        "start": Time, "UTC", "Start of what it covers." => r.period.start();
        "end": Time, "UTC", "End of what it covers, exclusive." => r.period.end();
        "volume_bbl": Float, "bbl", "How much." => r.volume.to_barrels();
        "is_lower_bound": Bool, "-", "True if it says `at least`." => r.is_lower_bound;
        "subject": Text, "-", "What it counts." => &r.subject;
        "citation": Text, "-", "Who published it, where and when." => &r.citation;
        "exhibit_id": Text, "-", "The exhibit it was read from." => r.source.exhibit;
        "line": Int, "-", "Line in the exhibit, counted from 1." => r.source.line;
        "byte_offset": Int, "bytes", "Offset of the line's first byte after decompression, counted from 0." => r.source.byte_offset;
    },
    from |row| Self {
        id: row.id("reported_volume_id")?,
        source: row.source()?,
        kind: row.word("kind", "notified or third-party", ReportedVolumeKind::parse)?,
        party: row.text("party")?,
        period: row.period("start", "end")?,
        is_lower_bound: row.truth("is_lower_bound")?,
        volume: Volume::barrels(row.float("volume_bbl")?),
        subject: row.text("subject")?,
        citation: row.text("citation")?,
    }
}
