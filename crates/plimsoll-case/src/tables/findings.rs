//! `findings`: sentences with numbers, each standing on records.

use super::columns;
use plimsoll_model::Finding;

columns! {
    Finding, "findings", 1, "A sentence with numbers that stands on records.",
    label ["topic", "sentence"],
    |r| {
        "finding_id": Text, "-", "This finding." => r.id;
        "topic": Text, "-", "What it is about." => &r.topic;
        "sentence": Text, "-", "The sentence." => &r.sentence;
        "probability": Float, "0-1", "Probability that it is true, where it can be true or false." => r.probability;
        "likelihood": Text, "-", "How likely that is in words (ICD 203)." => &r.likelihood;
        "parents": List, "-", "The records that it stands on." => &r.parents;
    },
    from |row| Self {
        id: row.id("finding_id")?,
        topic: row.text("topic")?,
        sentence: row.text("sentence")?,
        probability: row.opt_float("probability")?,
        likelihood: row.opt_text("likelihood")?,
        parents: row.ids("parents")?,
    }
}
