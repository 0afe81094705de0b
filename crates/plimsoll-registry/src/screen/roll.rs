//! What the lists at hand say, gathered by whom they say it about.

use crate::names::{NameIndex, ShipName};
use plimsoll_model::{Claim, ClaimSubject, EntryKind, ImoNumber, ListEntry, Mmsi, RecordId};
use std::collections::BTreeMap;

/// How a list uses a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameUse {
    /// The name.
    Name,
    /// Another name of now.
    Alias,
    /// A name that the list itself calls weak.
    WeakAlias,
    /// A name of before.
    FormerName,
}

impl NameUse {
    /// The use by the property of a claim; `None` for properties that are no names.
    pub fn of_property(property: &str) -> Option<Self> {
        match property {
            "ship_name" => Some(Self::Name),
            "alias" => Some(Self::Alias),
            "weak_alias" => Some(Self::WeakAlias),
            "former_name" | "former_names" => Some(Self::FormerName),
            _ => None,
        }
    }

    /// In words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Alias => "also called",
            Self::WeakAlias => "weak alias",
            Self::FormerName => "former name",
        }
    }
}

/// A name that a list gives.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedName {
    /// As the list spells it.
    pub text: String,
    /// How the list uses it.
    pub name_use: NameUse,
    /// The claim.
    pub claim: RecordId,
    /// The name, read.
    pub name: ShipName,
}

/// What one list says about one ship, in all versions at hand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listed {
    /// The list.
    pub list: String,
    /// The list's key of the entry; for a register, the number that it is about.
    pub key: String,
    /// The entries, of the oldest version to the newest; empty for a register.
    pub entries: Vec<RecordId>,
    /// The hull numbers that pass their check digit.
    pub imo_numbers: Vec<(ImoNumber, RecordId)>,
    /// The radios, with the property that names them (`mmsi` or `former_mmsi`).
    pub mmsis: Vec<(Mmsi, String, RecordId)>,
    /// The call signs, in capitals.
    pub call_signs: Vec<(String, RecordId)>,
    /// The names, each spelling once.
    pub names: Vec<ListedName>,
    /// All other claims, by property: value and claim.
    pub others: Vec<(String, String, RecordId)>,
}

impl Listed {
    /// The first name of now, else any name.
    pub fn first_name(&self) -> Option<&str> {
        self.names.iter().min_by_key(|n| n.name_use).map(|n| n.text.as_str())
    }

    /// The values of a property, each once.
    pub fn values<'a>(&'a self, property: &'a str) -> impl Iterator<Item = &'a str> {
        self.others.iter().filter(move |(p, _, _)| p == property).map(|(_, value, _)| value.as_str())
    }

    /// Adds what a claim says, once.
    fn take(&mut self, claim: &Claim) {
        match claim.property.as_str() {
            "imo_number" => {
                if let Ok(imo) = ImoNumber::parse(&claim.value)
                    && !self.imo_numbers.iter().any(|(n, _)| *n == imo)
                {
                    self.imo_numbers.push((imo, claim.id));
                }
            }
            "mmsi" | "former_mmsi" => {
                if let Ok(mmsi) = Mmsi::parse(&claim.value)
                    && !self.mmsis.iter().any(|(n, _, _)| *n == mmsi)
                {
                    self.mmsis.push((mmsi, claim.property.clone(), claim.id));
                }
            }
            "call_sign" => {
                let sign = claim.value.trim().to_uppercase();
                if !sign.is_empty() && !self.call_signs.iter().any(|(s, _)| *s == sign) {
                    self.call_signs.push((sign, claim.id));
                }
            }
            property => match NameUse::of_property(property) {
                Some(name_use) => self.take_name(claim, name_use),
                None => self.take_other(claim),
            },
        }
    }

    fn take_name(&mut self, claim: &Claim, name_use: NameUse) {
        let text = &claim.value;
        match self.names.iter_mut().find(|n| n.text == *text) {
            Some(known) => known.name_use = known.name_use.min(name_use),
            None => self.names.push(ListedName {
                text: text.clone(),
                name_use,
                claim: claim.id,
                name: ShipName::read(text),
            }),
        }
    }

    fn take_other(&mut self, claim: &Claim) {
        let is_known = self.others.iter().any(|(p, v, _)| *p == claim.property && *v == claim.value);
        if !is_known {
            self.others.push((claim.property.clone(), claim.value.clone(), claim.id));
        }
    }
}

/// The lists at hand, ready to be asked.
#[derive(Debug)]
pub struct Roll {
    listed: Vec<Listed>,
    by_imo: BTreeMap<ImoNumber, Vec<u32>>,
    by_mmsi: BTreeMap<Mmsi, Vec<u32>>,
    by_call_sign: BTreeMap<String, Vec<u32>>,
    names: NameIndex,
}

impl Roll {
    /// From the entries and claims of all lists at hand. Only vessels are taken; claims of registers, which have no
    /// entries, are gathered by hull.
    pub fn new(entries: &[ListEntry], claims: &[Claim]) -> Self {
        let mut places: BTreeMap<RecordId, (&str, &str)> = BTreeMap::new();
        let mut gathered: BTreeMap<(String, String), Listed> = BTreeMap::new();
        for entry in entries.iter().filter(|e| e.kind == EntryKind::Vessel) {
            places.insert(entry.id, (&entry.list, &entry.key));
            let listed = at(&mut gathered, &entry.list, &entry.key);
            listed.entries.push(entry.id);
        }
        for claim in claims {
            match (claim.entry, claim.subject) {
                (Some(entry), _) => {
                    if let Some((list, key)) = places.get(&entry) {
                        at(&mut gathered, list, key).take(claim);
                    }
                }
                (None, ClaimSubject::Imo(imo)) => {
                    let listed = at(&mut gathered, &claim.list, &imo.to_string());
                    if listed.imo_numbers.is_empty() {
                        listed.imo_numbers.push((imo, claim.id));
                    }
                    listed.take(claim);
                }
                (None, ClaimSubject::Mmsi(mmsi)) => {
                    let listed = at(&mut gathered, &claim.list, &format!("MMSI {mmsi}"));
                    if listed.mmsis.is_empty() {
                        listed.mmsis.push((mmsi, "mmsi".into(), claim.id));
                    }
                    listed.take(claim);
                }
                (None, ClaimSubject::Entry(_)) => {}
            }
        }
        Self::of_listed(gathered.into_values().collect())
    }

    fn of_listed(listed: Vec<Listed>) -> Self {
        let mut by_imo: BTreeMap<ImoNumber, Vec<u32>> = BTreeMap::new();
        let mut by_mmsi: BTreeMap<Mmsi, Vec<u32>> = BTreeMap::new();
        let mut by_call_sign: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        let mut names: Vec<(u32, &str)> = Vec::new();
        for (place, one) in (0_u32..).zip(&listed) {
            one.imo_numbers.iter().for_each(|(n, _)| by_imo.entry(*n).or_default().push(place));
            one.mmsis.iter().for_each(|(n, _, _)| by_mmsi.entry(*n).or_default().push(place));
            one.call_signs.iter().for_each(|(s, _)| by_call_sign.entry(s.clone()).or_default().push(place));
            names.extend(one.names.iter().map(|n| (place, n.text.as_str())));
        }
        let names = NameIndex::new(names.into_iter());
        Self { listed, by_imo, by_mmsi, by_call_sign, names }
    }

    /// Everyone on it, in order of list and key.
    pub fn listed(&self) -> &[Listed] {
        &self.listed
    }

    /// The one at a place.
    pub fn at(&self, place: u32) -> Option<&Listed> {
        self.listed.get(usize::try_from(place).ok()?)
    }

    /// Who has this hull number.
    pub(super) fn with_imo(&self, imo: ImoNumber) -> &[u32] {
        self.by_imo.get(&imo).map_or(&[], Vec::as_slice)
    }

    /// Who has this radio.
    pub(super) fn with_mmsi(&self, mmsi: Mmsi) -> &[u32] {
        self.by_mmsi.get(&mmsi).map_or(&[], Vec::as_slice)
    }

    /// Who has this call sign.
    pub(super) fn with_call_sign(&self, sign: &str) -> &[u32] {
        self.by_call_sign.get(&sign.trim().to_uppercase()).map_or(&[], Vec::as_slice)
    }

    /// Who has a name near this one, nearest first, and by how many letters it is off.
    pub(super) fn with_name_near(&self, name: &str, most: usize) -> Vec<(u32, u32)> {
        let mut places: Vec<(u32, u32)> = Vec::new();
        for hit in self.names.nearest(name, most) {
            for place in hit.payloads {
                if !places.iter().any(|(known, _)| known == place) {
                    places.push((*place, hit.distance));
                }
            }
        }
        places
    }

    /// Whether a place of the roll is of a register, which names ships and lists nobody.
    pub fn is_register(&self, place: u32) -> bool {
        self.at(place).is_some_and(|listed| listed.entries.is_empty())
    }
}

fn at<'a>(gathered: &'a mut BTreeMap<(String, String), Listed>, list: &str, key: &str) -> &'a mut Listed {
    gathered.entry((list.to_owned(), key.to_owned())).or_insert_with(|| Listed {
        list: list.to_owned(),
        key: key.to_owned(),
        ..Listed::default()
    })
}
