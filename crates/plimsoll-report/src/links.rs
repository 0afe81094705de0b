//! Links from numbers to their place in the evidence appendix.

use crate::dossier::{Dossier, EvidencedNumber};
use crate::section::{caps, events, evidence, scenes, season, waterlines};
use maud::{Markup, Render, html};
use plimsoll_model::RecordId;
use std::collections::BTreeSet;

/// Which records have a place in the evidence appendix.
pub(crate) struct Links {
    anchored: BTreeSet<RecordId>,
}

impl Links {
    /// The records of all trees.
    pub(crate) fn of(dossier: &Dossier) -> Self {
        Self { anchored: evidence::anchored(dossier) }
    }

    /// True if the record has a place in the appendix.
    pub(crate) fn has(&self, record: RecordId) -> bool {
        self.anchored.contains(&record)
    }

    /// Something that stands on a record, as a link to the record's evidence. One without evidence is marked.
    pub(crate) fn to(&self, shown: impl Render, record: RecordId) -> Markup {
        if self.has(record) {
            html! { a.ev href={ "#" (record) } { (shown) } }
        } else {
            html! { span.bare title="This edition holds no evidence tree for the record." { (shown) "†" } }
        }
    }

    /// A number with its record.
    pub(crate) fn number(&self, number: &EvidencedNumber) -> Markup {
        self.to(&number.text, number.record)
    }

    /// The identifier of a record, linked where there is something to link to.
    pub(crate) fn id(&self, record: RecordId) -> Markup {
        if self.has(record) {
            html! { a.id href={ "#" (record) } { (record) } }
        } else {
            html! { span.id { (record) } }
        }
    }
}

impl Dossier {
    /// The records that a number on the page stands on, but for which [`Dossier::evidence`] holds no tree, in order.
    /// A report without gaps in its evidence has none; on the page such numbers carry a dagger.
    pub fn without_evidence(&self) -> Vec<RecordId> {
        let links = Links::of(self);
        let mut missing: BTreeSet<RecordId> = BTreeSet::new();
        missing.extend(self.headline.iter().flat_map(|s| s.numbers()).map(|n| n.record));
        missing.extend(self.key_figures.iter().map(|figure| figure.record));
        missing.extend(self.findings.iter().map(|finding| finding.id));
        missing.extend(caps::shown_records(self));
        missing.extend(self.sensitivities.iter().map(|s| s.id));
        missing.extend(self.reported.iter().map(|entry| entry.reported.id));
        missing.extend(self.reported.iter().filter_map(|entry| Some(entry.ours.as_ref()?.record)));
        missing.extend(self.visits.iter().map(|entry| entry.record()));
        missing.extend(events::shown::records(self));
        missing.extend(self.lists.listings.iter().map(|one| one.listing.id));
        missing.extend(self.lists.leads.iter().map(|lead| lead.found.id));
        missing.extend(scenes::records(self));
        missing.extend(waterlines::records(self));
        missing.extend(season::records(self));
        missing.into_iter().filter(|record| !links.has(*record)).collect()
    }
}
