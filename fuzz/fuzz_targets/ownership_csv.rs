//! No bytes of a table of stakes make the reader or the cascade panic, every row is a stake or a reject, and every path
//! leads from a listed party down.

#![no_main]

use libfuzzer_sys::fuzz_target;
use plimsoll_model::{RecordId, RecordKind};
use plimsoll_registry::ownership::plain_mapping;
use plimsoll_registry::{OwnershipRule, ownership, stakes};
use std::collections::BTreeSet;

fuzz_target!(|bytes: &[u8]| {
    let exhibit = RecordId::of(RecordKind::Exhibit, &[]);
    let Ok(rows) = stakes(bytes, exhibit, &plain_mapping("fuzz")) else { return };
    let lines: BTreeSet<_> =
        rows.rows.iter().map(|s| s.source.line).chain(rows.rejects.iter().map(|r| r.source.line)).collect();
    assert_eq!(lines.len(), rows.rows.len() + rows.rejects.len());
    let listed: BTreeSet<String> = rows.rows.iter().take(2).map(|stake| stake.owner.clone()).collect();
    for rule in OwnershipRule::ALL {
        let Ok(answer) = ownership(&rows.rows, &listed, rule, jiff::civil::date(2024, 7, 3)) else { continue };
        for party in answer.parties.iter().take(20) {
            let mut blocked: BTreeSet<&str> = listed.iter().map(String::as_str).collect();
            for step in answer.why(&party.party) {
                assert!(blocked.contains(step.owner.owner.as_str()), "a step stands on a later one");
                blocked.insert(step.owned);
            }
        }
    }
});
