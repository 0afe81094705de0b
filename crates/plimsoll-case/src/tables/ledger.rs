//! `ledger`, `crossings`, `sensitivities`: what was supplied by each day, against a cap.

use super::columns;
use plimsoll_model::{Convention, Crossing, LedgerLine, Scenario, Sensitivity};

columns! {
    LedgerLine, "ledger", 1, "One day of one cap under one convention and scenario: what was supplied up to the end of the day.",
    label ["date", "cap_id", "convention", "scenario", "cumulative_bbl_mid"],
    |r| {
        "ledger_id": Text, "-", "This line." => r.id;
        "date": Date, "UTC", "The day that it covers." => r.date;
        "cap_id": Text, "-", "Which cap; `uncapped` where the case names none." => &r.cap_id;
        "period_start": Time, "UTC", "Start of the counting period." => r.period.start();
        "period_end": Time, "UTC", "End of the counting period, exclusive." => r.period.end();
        "convention": Text, "-", "How tonnes became barrels: physical or committee." => r.convention.as_str();
        "scenario": Text, "-", "documented, estimate, or laden-33 ... laden-100 per cent of deadweight." => r.scenario.to_word();
        "cap_bbl": Float, "bbl", "The limit; absent without cap." => r.cap_bbl;
        "cumulative_bbl_low": Float, "bbl", "Supplied since the period began: lower end of the 90 % interval." => r.cumulative_bbl.low();
        "cumulative_bbl_mid": Float, "bbl", "Supplied since the period began: median." => r.cumulative_bbl.mid();
        "cumulative_bbl_high": Float, "bbl", "Supplied since the period began: upper end of the 90 % interval." => r.cumulative_bbl.high();
        "notified_bbl": Float, "bbl", "Of that, notified by states." => r.notified_bbl;
        "p_exceeded": Float, "0-1", "Probability that the sum exceeds the cap; absent without cap." => r.p_exceeded;
        "calls": Int, "-", "How many port visits are in the sum." => r.calls;
        "parents": List, "-", "The cargoes and reported volumes in the sum." => &r.parents;
    },
    from |row| Self {
        id: row.id("ledger_id")?,
        date: row.date("date")?,
        cap_id: row.text("cap_id")?,
        period: row.period("period_start", "period_end")?,
        convention: row.word("convention", "physical or committee", Convention::parse)?,
        scenario: row.word("scenario", "a scenario", Scenario::parse)?,
        cap_bbl: row.opt_float("cap_bbl")?,
        cumulative_bbl: row.estimate("cumulative_bbl")?,
        notified_bbl: row.float("notified_bbl")?,
        p_exceeded: row.opt_float("p_exceeded")?,
        calls: row.count("calls")?,
        parents: row.ids("parents")?,
    }
}

columns! {
    Crossing, "crossings", 1, "When a cap, or a notice line under it, was crossed.",
    label ["cap_id", "convention", "scenario", "share", "mid"],
    |r| {
        "crossing_id": Text, "-", "This crossing." => r.id;
        "cap_id": Text, "-", "Which cap." => &r.cap_id;
        "period_start": Time, "UTC", "Start of the counting period." => r.period.start();
        "period_end": Time, "UTC", "End of the counting period, exclusive." => r.period.end();
        "convention": Text, "-", "How tonnes became barrels: physical or committee." => r.convention.as_str();
        "scenario": Text, "-", "What was assumed of how full the ships were." => r.scenario.to_word();
        "share": Float, "0-1", "Share of the limit: 1 for the cap itself." => r.share;
        "p_crossed": Float, "0-1", "Probability that the sum crossed it within the period and the case." => r.p_crossed;
        "low": Date, "UTC", "5th percentile of the day of crossing; absent if later than the last day." => r.low;
        "mid": Date, "UTC", "Median day of crossing; absent if later than the last day." => r.mid;
        "high": Date, "UTC", "95th percentile of the day of crossing; absent if later than the last day." => r.high;
        "parents": List, "-", "The ledger lines of the days around it." => &r.parents;
    },
    from |row| Self {
        id: row.id("crossing_id")?,
        cap_id: row.text("cap_id")?,
        period: row.period("period_start", "period_end")?,
        convention: row.word("convention", "physical or committee", Convention::parse)?,
        scenario: row.word("scenario", "a scenario", Scenario::parse)?,
        share: row.float("share")?,
        p_crossed: row.float("p_crossed")?,
        low: row.opt_date("low")?,
        mid: row.opt_date("mid")?,
        high: row.opt_date("high")?,
        parents: row.ids("parents")?,
    }
}

columns! {
    Sensitivity, "sensitivities", 1, "How much one input drives the total of a counting period (scenario estimate).",
    label ["cap_id", "input", "variance_share"],
    |r| {
        "sensitivity_id": Text, "-", "This row." => r.id;
        "cap_id": Text, "-", "Which cap." => &r.cap_id;
        "period_start": Time, "UTC", "Start of the counting period." => r.period.start();
        "period_end": Time, "UTC", "End of the counting period, exclusive." => r.period.end();
        "convention": Text, "-", "How tonnes became barrels: physical or committee." => r.convention.as_str();
        "input": Text, "-", "The input, by its key in `case.toml`." => &r.input;
        "is_shared": Bool, "-", "True if one error of it is common to all calls." => r.is_shared;
        "total_low_bbl": Float, "bbl", "Total with the input at its 5th percentile, others at their medians." => r.low_bbl;
        "total_high_bbl": Float, "bbl", "Total with the input at its 95th percentile, others at their medians." => r.high_bbl;
        "variance_share": Float, "0-1", "Share of the variance of the total that goes when the input is held at its median." => r.variance_share;
        "parents": List, "-", "The cargoes in the total." => &r.parents;
    },
    from |row| Self {
        id: row.id("sensitivity_id")?,
        cap_id: row.text("cap_id")?,
        period: row.period("period_start", "period_end")?,
        convention: row.word("convention", "physical or committee", Convention::parse)?,
        input: row.text("input")?,
        is_shared: row.truth("is_shared")?,
        low_bbl: row.opt_float("total_low_bbl")?,
        high_bbl: row.opt_float("total_high_bbl")?,
        variance_share: row.float("variance_share")?,
        parents: row.ids("parents")?,
    }
}
