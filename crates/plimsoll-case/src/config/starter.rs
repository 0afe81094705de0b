//! The `case.toml` that `plimsoll init` writes: valid as it stands, and a lesson in its comments.

/// A commented `case.toml` with this title.
pub fn starter_case_toml(title: &str) -> String {
    let title = title.trim();
    let title = if title.is_empty() { "A new case" } else { title };
    STARTER.replace("@TITLE@", &toml::Value::String(one_line(title)).to_string())
}

/// A title is one line of ordinary characters.
fn one_line(title: &str) -> String {
    title.chars().map(|c| if c.is_control() { ' ' } else { c }).take(200).collect()
}

const STARTER: &str = r##"# The question of one case. Lines that begin with `#` are remarks: delete the mark to use one.
# Every key with its meaning: docs/guide/case-toml.md

title    = @TITLE@
question = "How much oil left these terminals in the period?"

# From the first day up to, not including, the last: this is the whole of 2024, in UTC.
period   = { start = 2024-01-01, end = 2025-01-01 }

# What the report calls itself. The program reads no clock, so write the day yourself.
# edition = "2025-02-01"

# true if the observations are made up. Every page of the report then says so.
simulated = false

# standard_of_proof = "reasonable grounds to believe"
# limitations = ["Satellite reception was poor in March."]

# ---------------------------------------------------------------------------------------------------------------
# A place where ships load or land oil. Without one nothing is counted. Delete the marks and write your own; repeat
# the block for each place.
# [[area]]
# name   = "Vostochny oil terminal"
# locode = "RUVYP"
# role   = "loading"            # loading, discharge or both
# product = "gasoil"          # crude, naphtha, gasoline, jet, gasoil, fuel-oil, lpg or lng
# circle = { lat_deg = 42.75, lon_deg = 133.083, radius_nm = 2.0 }   # north and east are positive
# source = "World Port Index, a point in the harbour; the berths were not surveyed"

# Instead of a circle, one of these:
# polygon = [[42.76, 133.06], [42.76, 133.10], [42.74, 133.10], [42.74, 133.06]]           # [latitude, longitude]
# geojson = { exhibit = "zones.geojson", property = "name", value = "vostochny" }         # after `plimsoll add`
# listed_as = ["Vostochny"]   # the names by which a table of reports lists the place

# ---------------------------------------------------------------------------------------------------------------
# A limit to count against. Leave the marks if there is none.
# [[cap]]
# cap_id    = "unscr-2397-op5"
# measure   = "UNSCR 2397 (2017), operative paragraph 5"
# subject   = "refined petroleum products to the DPRK"
# limit_bbl = 500_000
# period    = "calendar-year"   # or "year-from-12-22", or "case" for the whole period once
# notice_percent      = [75, 90, 95]
# committee_bbl_per_t = 8.33    # how whoever keeps the cap turns tonnes into barrels
# yardstick = false             # true if no law makes the cap bind here
# source    = "S/RES/2397 (2017)"

# ---------------------------------------------------------------------------------------------------------------
# Which column of your register holds what. `plimsoll add register.csv` first.
# [[columns]]
# exhibit = "register.csv"
# kind    = "register"        # or reported-volumes, positions, statements
# list    = "Name of the register"
# map     = { imo_number = "IMO", ship_name = "Vessel", deadweight_t = { column = "DWT", unit = "t" } }

# ---------------------------------------------------------------------------------------------------------------
# Parameters that differ from the defaults. `plimsoll params` lists them all with their reasons.
# [gaps]
# min_duration_h = 12.0
"##;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::CaseConfig;

    #[test]
    fn the_starter_is_a_valid_case() {
        let case = CaseConfig::parse(starter_case_toml("Tankers at Vostochny").as_bytes()).unwrap();
        assert_eq!(case.title, "Tankers at Vostochny");
        assert_eq!((case.areas.len(), case.caps.len(), case.columns.len()), (0, 0, 0));
        assert_eq!(case.period.duration().as_hours(), 366 * 24);
    }

    #[test]
    fn a_title_with_quotation_marks_or_line_ends_is_still_a_title() {
        for title in ["The \"Sea\" of 'Japan'", "a\\b", "two\nlines", "\"\"\"", "", "日本海", "#"] {
            let case = CaseConfig::parse(starter_case_toml(title).as_bytes());
            assert!(case.is_ok(), "{title}: {:?}", case.err());
        }
    }

    /// Each remark of the form `# key = value` or `# [table]` must be right when its mark is deleted.
    #[test]
    fn every_line_that_the_starter_offers_is_valid_when_its_mark_is_deleted() {
        let text = starter_case_toml("t");
        let is_offer = |l: &str| {
            l.strip_prefix("# ").is_some_and(|rest| {
                rest.starts_with('[') || rest.split_once(" = ").is_some_and(|(k, _)| !k.trim().contains(' '))
            })
        };
        let offers = text.lines().filter(|l| is_offer(l)).count();
        assert!(offers >= 12, "{offers}");
        let all: String = text
            .lines()
            .filter(|l| !l.starts_with("# circle") && !l.starts_with("# polygon"))
            .map(|l| if is_offer(l) { &l[2..] } else { l })
            .map(|l| l.replacen("list    =", "list =", 1) + "\n")
            .collect();
        let case = CaseConfig::parse(all.as_bytes()).map_err(|e| e.full_text());
        let case = case.unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(case.columns[0].map.len(), 3);
        assert_eq!(case.edition.as_deref(), Some("2025-02-01"));
    }
}
