//! Which version a file is, when it was published, and how that is known.

use super::ListSource;
use jiff::civil::Date;
use plimsoll_model::list::VersionDays;

/// A version with its days and how they are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Version {
    /// The version's name.
    pub(super) name: String,
    /// When it was published.
    pub(super) days: VersionDays,
    /// How that is known.
    pub(super) basis: String,
}

/// The version of a file: as the file says; else as the user says; else by the date in the file's name; else not before
/// the newest dates inside it. A name that one of these lacks comes from the next, but for the user's, which goes first. What
/// the user says against the file is said in the basis.
pub(super) fn version(source: &ListSource<'_>, stated: Option<Version>, newest: Option<Date>) -> Version {
    let given = source.version.map(|(name, days)| Version {
        name: name.into(),
        days,
        basis: "given by the user".into(),
    });
    let named = by_name(source.file_name);
    let newest = newest.map(|day| Version {
        name: String::new(),
        days: VersionDays { earliest: Some(day), latest: None },
        basis: "not before the newest dates in it".into(),
    });
    let contradiction = contradiction(given.as_ref(), stated.as_ref(), newest.as_ref());
    let names = [&given, &stated, &named].map(|v| v.as_ref().map(|v| v.name.clone()));
    let name = names.into_iter().flatten().find(|name| !name.is_empty());
    let known: Vec<Version> = [stated, given, named, newest].into_iter().flatten().collect();
    let name = name.unwrap_or_else(|| hashed(source.sha256));
    let dated = known.iter().find(|v| v.days != VersionDays::default());
    let (days, basis) = dated.map_or_else(
        || (VersionDays::default(), "not known: no date in the file or its name".into()),
        |v| (v.days, v.basis.clone() + &contradiction),
    );
    Version { name, days, basis }
}

/// What speaks against the day that the user gives, in words to go behind the basis.
fn contradiction(given: Option<&Version>, stated: Option<&Version>, newest: Option<&Version>) -> String {
    let Some(given) = given.filter(|v| v.days != VersionDays::default()) else { return String::new() };
    if let Some(stated) = stated
        && stated.days != given.days
    {
        return format!("; the user says {}, which is not what the file says", given.name);
    }
    match (given.days.latest, newest.and_then(|v| v.days.earliest)) {
        (Some(latest), Some(newest)) if latest < newest => {
            format!("; but it holds dates up to {newest}: is the day right?")
        }
        _ => String::new(),
    }
}

/// A name made of the hash of the file's bytes.
fn hashed(sha256: &str) -> String {
    format!("sha256:{}", sha256.chars().take(12).collect::<String>())
}

/// The one date in a file's name: `2026-02-27`, `2026_02_27`, `20260227`, or `2023-11` for a whole month. `None` where
/// there is none, or where there are two that differ.
fn by_name(file_name: &str) -> Option<Version> {
    let runs = runs(file_name);
    let mut found: Vec<(String, VersionDays)> = Vec::new();
    let mut at = 0;
    while at < runs.len() {
        let (version, used) = dated(&runs[at..]);
        found.extend(version);
        at += used;
    }
    found.dedup_by(|a, b| a.1 == b.1);
    match found.as_slice() {
        [(name, days)] => Some(Version { name: name.clone(), days: *days, basis: "by its file name".into() }),
        _ => None,
    }
}

/// The runs of digits of a text, each with what stands between it and the next.
fn runs(text: &str) -> Vec<(&str, &str)> {
    let mut runs = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        rest = &rest[start..];
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (digits, behind) = rest.split_at(end);
        let next = behind.find(|c: char| c.is_ascii_digit()).unwrap_or(behind.len());
        runs.push((digits, &behind[..next]));
        rest = behind;
    }
    runs
}

/// The date with which runs of digits begin, and how many runs it takes.
fn dated(runs: &[(&str, &str)]) -> (Option<(String, VersionDays)>, usize) {
    let on = |text: String| day(&text).map(|day| (day.to_string(), VersionDays::on(day)));
    match *runs {
        [(one, _), ..] if one.len() == 8 => (on(format!("{}-{}-{}", &one[..4], &one[4..6], &one[6..])), 1),
        [(year, a @ ("-" | "_")), (month, b), (day, _), ..]
            if a == b && (year.len(), month.len(), day.len()) == (4, 2, 2) =>
        {
            (on(format!("{year}-{month}-{day}")), 3)
        }
        [(year, "-"), (month, _), ..] if (year.len(), month.len()) == (4, 2) => (whole_month(year, month), 2),
        _ => (None, 1),
    }
}

fn whole_month(year: &str, month: &str) -> Option<(String, VersionDays)> {
    let first = day(&format!("{year}-{month}-01"))?;
    let days = VersionDays { earliest: Some(first), latest: Some(first.last_of_month()) };
    Some((format!("{year}-{month}"), days))
}

/// A day since lists of ships are published as files.
fn day(text: &str) -> Option<Date> {
    text.parse().ok().filter(|day: &Date| (1990..=2100).contains(&day.year()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use plimsoll_model::{RecordId, RecordKind};
    use proptest::prelude::*;

    fn source(file_name: &str) -> ListSource<'_> {
        let exhibit = RecordId::of(RecordKind::Exhibit, &[]);
        ListSource { exhibit, sha256: "0123456789abcdef", file_name, list: None, version: None }
    }

    #[test]
    fn a_file_name_gives_a_day_or_a_month() {
        let month = VersionDays { earliest: Some(date(2024, 2, 1)), latest: Some(date(2024, 2, 29)) };
        for (name, days) in [
            ("un_consolidated_2026-02-27.xml.gz", VersionDays::on(date(2026, 2, 27))),
            ("sdn20231130.csv", VersionDays::on(date(2023, 11, 30))),
            ("sdn_2023_11_30.csv", VersionDays::on(date(2023, 11, 30))),
            ("ofac_sdn_2024-02.csv.gz", month),
        ] {
            let version = version(&source(name), None, Some(date(2001, 1, 1)));
            assert_eq!((version.days, version.basis.as_str()), (days, "by its file name"), "{name}");
        }
    }

    #[test]
    fn numbers_that_are_no_date_give_none() {
        for name in [
            "eu_32017R1509.csv",
            "mrv_2018_2020.csv",
            "sdn_2023-13.csv",
            "99999999.csv",
            "a_2023-01-01_2024-01-01.csv",
            "",
            "é2é",
        ] {
            let version = version(&source(name), None, None);
            assert_eq!(version.days, VersionDays::default(), "{name}");
            assert_eq!(version.name, "sha256:0123456789ab");
        }
    }

    #[test]
    fn the_file_goes_before_the_user_and_the_user_before_its_name() {
        let (a, b) = (VersionDays::on(date(2020, 1, 1)), VersionDays::on(date(2021, 1, 1)));
        let stated = Some(Version { name: "issue 7".into(), days: b, basis: "stated in the file".into() });
        let mut source = source("x_2022-01-01.csv");
        assert_eq!(version(&source, stated.clone(), None).days, b);
        source.version = Some(("mine", a));
        let found = version(&source, stated.clone(), None);
        assert_eq!((found.name.as_str(), found.days), ("mine", b), "a file knows its own day");
        assert!(found.basis.contains("the user says mine"), "{}", found.basis);
        let found = version(&source, None, None);
        assert_eq!((found.name.as_str(), found.days, found.basis.as_str()), ("mine", a, "given by the user"));
        let older = version(&source, None, Some(date(2020, 1, 2)));
        assert!(older.basis.contains("dates up to 2020-01-02"), "{}", older.basis);
        source.version = Some(("mine", VersionDays::default()));
        let found = version(&source, stated, None);
        assert_eq!((found.name.as_str(), found.days), ("mine", b));
    }

    #[test]
    fn the_newest_date_inside_is_a_lower_bound_only() {
        let found = version(&source("x.csv"), None, Some(date(2018, 10, 16)));
        assert_eq!(found.days, VersionDays { earliest: Some(date(2018, 10, 16)), latest: None });
        assert_eq!(found.name, "sha256:0123456789ab");
    }

    proptest! {
        #[test]
        fn no_name_panics(name in "\\PC{0,24}", digits in "[0-9_-]{0,24}") {
            let _ = (by_name(&name), by_name(&digits));
        }
    }
}
