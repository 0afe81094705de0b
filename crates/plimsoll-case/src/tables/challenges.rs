//! `challenges`: what becomes of a season's finding when something it stands on is taken away.

use super::columns;
use plimsoll_model::{ChallengeKind, ChallengeRow};

columns! {
    ChallengeRow, "challenges", 1, "What becomes of the finding of a season when something it stands on is taken away.",
    label ["kind", "subject", "p_exceeded"],
    |r| {
        "challenge_id": Text, "-", "This challenge." => r.id;
        "kind": Text, "-", "base, without-source, without-analyst, without-ship, placebo, refutation or innocent." => r.kind.as_str();
        "subject": Text, "-", "What was taken away or is explained." => &r.subject;
        "p_exceeded": Float, "0-1", "Probability that the cap was exceeded, after it." => r.p_exceeded;
        "calls_low": Float, "calls", "Calls after it: 5th percentile." => r.calls.map(|e| e.low());
        "calls_mid": Float, "calls", "Calls after it: median." => r.calls.map(|e| e.mid());
        "calls_high": Float, "calls", "Calls after it: 95th percentile." => r.calls.map(|e| e.high());
        "volume_bbl_low": Float, "bbl", "Barrels after it: 5th percentile." => r.barrels.map(|e| e.low());
        "volume_bbl_mid": Float, "bbl", "Barrels after it: median." => r.barrels.map(|e| e.mid());
        "volume_bbl_high": Float, "bbl", "Barrels after it: 95th percentile." => r.barrels.map(|e| e.high());
        "p": Float, "0-1", "Probability of an innocent explanation." => r.p;
        "stands": Bool, "-", "True if the finding stands after it." => r.stands;
        "sentence": Text, "-", "What it says." => &r.sentence;
        "parents": List, "-", "The sightings or ships that it is about." => &r.parents;
    },
    from |row| Self {
        id: row.id("challenge_id")?,
        kind: row.word("kind", "a kind of challenge", ChallengeKind::parse)?,
        subject: row.text("subject")?,
        p_exceeded: row.opt_float("p_exceeded")?,
        calls: row.opt_estimate("calls")?,
        barrels: row.opt_estimate("volume_bbl")?,
        p: row.opt_float("p")?,
        stands: row.truth("stands")?,
        sentence: row.text("sentence")?,
        parents: row.ids("parents")?,
    }
}
