//! `statements`, `reconciliations`: what others said in public, and how it stands to other statements and to us.

use super::columns;
use plimsoll_model::{Bound, Reconciliation, Referent, Statement, StatementQuantity, Verdict};

columns! {
    Statement, "statements", 1, "Something with a number that somebody said in public.",
    label ["label", "in_words", "said_by"],
    |r| {
        "statement_id": Text, "-", "This statement." => r.id;
        "label": Text, "-", "The short name that people use." => &r.label;
        "quantity": Text, "-", "What the number is of: calls, ships, volume, share and so on." => r.quantity.as_str();
        "in_words": Text, "-", "The number with the word that bounds it." => r.amount_in_words();
        "bound": Text, "-", "How the source bounds the number." => r.bound.as_str();
        "value": Float, "as unit", "The number." => r.value;
        "unit": Text, "-", "Its unit; blank for a count, a share or a multiple; `date`: days since 1970-01-01." => r.quantity.unit();
        "low": Float, "as unit", "The least that the source gives, where it gives a range." => r.low;
        "high": Float, "as unit", "The most that it gives." => r.high;
        "equals_value": Float, "bbl or t", "The same amount in the other of bbl and t, as the source gives it." => r.equals;
        "subject": Text, "-", "What is counted." => &r.referent.subject;
        "suppliers": List, "-", "Who supplied; `all` or `each` for everybody together or one by one." => &r.referent.suppliers;
        "places": List, "-", "Where, by every name in use." => &r.referent.places;
        "start": Time, "UTC", "Start of what it covers." => r.referent.period.map(|p| p.start());
        "end": Time, "UTC", "End of what it covers, exclusive." => r.referent.period.map(|p| p.end());
        "instrument": Text, "-", "The rule that is described; blank for none." => &r.referent.instrument;
        "laden_share": Float, "0-1", "How full every ship was assumed to be." => r.referent.laden_share;
        "of": List, "-", "Labels of the statements that it is a ratio or a distance of." => &r.of;
        "parts": List, "-", "Labels of the statements that add up to it." => &r.parts;
        "said_on": Date, "-", "The day on which it was said." => r.said_on;
        "said_by": Text, "-", "Who said it." => &r.said_by;
        "citation": Text, "-", "Where it was read." => &r.citation;
        "words": Text, "-", "What it says, in our words." => &r.words;
        "note": Text, "-", "What a reader must know." => &r.note;
        "is_verified": Bool, "-", "False where whoever typed it in has not read the source." => r.is_verified;
        "exhibit_id": Text, "-", "The exhibit it was read from." => r.source.exhibit;
        "line": Int, "-", "Line in the exhibit, counted from 1." => r.source.line;
        "byte_offset": Int, "bytes", "Offset of the line's first byte after decompression, counted from 0." => r.source.byte_offset;
    },
    from |row| Self {
        id: row.id("statement_id")?,
        source: row.source()?,
        label: row.text("label")?,
        quantity: row.word("quantity", "a quantity of a statement", StatementQuantity::parse)?,
        bound: row.word("bound", "a bound", Bound::parse)?,
        value: row.float("value")?,
        low: row.opt_float("low")?,
        high: row.opt_float("high")?,
        equals: row.opt_float("equals_value")?,
        referent: Referent {
            subject: row.text("subject")?,
            suppliers: row.list("suppliers")?,
            places: row.list("places")?,
            period: row.opt_period("start", "end")?,
            instrument: row.text("instrument")?,
            laden_share: row.opt_float("laden_share")?,
        },
        of: row.list("of")?,
        parts: row.list("parts")?,
        said_on: row.opt_date("said_on")?,
        said_by: row.text("said_by")?,
        citation: row.text("citation")?,
        words: row.text("words")?,
        note: row.text("note")?,
        is_verified: row.truth("is_verified")?,
    }
}

columns! {
    Reconciliation, "reconciliations", 1, "A statement held against another, against a result, or against itself.",
    label ["label", "verdict", "other_label"],
    |r| {
        "reconciliation_id": Text, "-", "This reconciliation." => r.id;
        "statement_id": Text, "-", "The statement." => r.statement;
        "label": Text, "-", "Its short name." => &r.label;
        "other_id": Text, "-", "The statement or the record of ours against which it is held; absent: itself." => r.other;
        "other_label": Text, "-", "The short name or the name of that." => &r.other_label;
        "rule": Text, "-", "The rule by which, a word of the method page." => &r.rule;
        "verdict": Text, "-", "cannot-both-hold, contradicts, agrees or not-comparable." => r.verdict.as_str();
        "why": Text, "-", "Why, in a sentence or two." => &r.why;
        "numbers": List, "-", "The numbers behind it." => &r.numbers;
        "parents": List, "-", "The records that it stands on." => &r.parents;
    },
    from |row| Self {
        id: row.id("reconciliation_id")?,
        statement: row.id("statement_id")?,
        label: row.text("label")?,
        other: row.opt_id("other_id")?,
        other_label: row.text("other_label")?,
        rule: row.text("rule")?,
        verdict: row.word("verdict", "a verdict", Verdict::parse)?,
        why: row.text("why")?,
        numbers: row.list("numbers")?,
        parents: row.ids("parents")?,
    }
}
