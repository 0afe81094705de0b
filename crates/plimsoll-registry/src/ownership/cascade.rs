//! The fixed point itself, once with the least shares and once with the greatest.
//!
//! A party enters the set of the blocked once and never leaves it, so the work ends after as many steps as there are stakes,
//! cycles or not, and the set does not depend on the order of the steps.

use super::{OwnedParty, Owner, OwnershipVerdict, Stake, Threshold};
use jiff::civil::Date;
use plimsoll_model::Source;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Shares are added up in millionths of a percent, so that no sum depends on its order.
const PARTS: f64 = 1e6;
/// Half of the whole.
const HALF: i64 = 50_000_000;
/// The whole.
const WHOLE: i64 = 100_000_000;

/// All that the sources say of one owner's share in one party.
struct Share {
    owner: usize,
    owned: usize,
    low: i64,
    high: i64,
    sources: Vec<Source>,
}

/// The stakes of a day.
struct Graph<'a> {
    /// Names in alphabetical order.
    names: Vec<&'a str>,
    is_listed: Vec<bool>,
    /// By owner, then by owned.
    shares: Vec<Share>,
    /// For each party the shares that it owns, and those owned in it.
    owning: Vec<Vec<usize>>,
    owned: Vec<Vec<usize>>,
    remarks: Vec<Vec<String>>,
}

/// Which parties the owners block.
struct Run {
    /// When each was blocked, from 0; `None` where it is not.
    rank: Vec<Option<usize>>,
    /// What blocked parties hold of each.
    sum: Vec<i64>,
}

pub(super) fn parties(
    stakes: &[Stake],
    listed: &BTreeSet<String>,
    threshold: Threshold,
    on: Date,
) -> Vec<OwnedParty> {
    let graph = Graph::new(stakes, listed, on);
    let certain = graph.spread(threshold, false);
    let possible = graph.spread(threshold, true);
    let verdict = |party: usize| match (certain.rank[party], possible.rank[party]) {
        (Some(_), _) => OwnershipVerdict::Blocked,
        (None, Some(_)) => OwnershipVerdict::Perhaps,
        (None, None) => OwnershipVerdict::NotShown,
    };
    let owner = |share: &Share| Owner {
        owner: graph.names[share.owner].to_owned(),
        share_percent: (percent(share.low), percent(share.high)),
        verdict: (!graph.is_listed[share.owner]).then(|| verdict(share.owner)),
        sources: share.sources.clone(),
    };
    let count = graph.names.len();
    let party = |party: usize| OwnedParty {
        party: graph.names[party].to_owned(),
        verdict: verdict(party),
        percent: (percent(certain.sum[party]), percent(possible.sum[party])),
        owners: graph.owned[party].iter().map(|share| owner(&graph.shares[*share])).collect(),
        remarks: graph.remarks[party].clone(),
        // The surely blocked first, then those that may be: no path leads back.
        rank: match (certain.rank[party], possible.rank[party]) {
            (Some(rank), _) => rank,
            (None, Some(rank)) => count + rank,
            (None, None) => 2 * count,
        },
    };
    let is_owned = |party: usize| !graph.owned[party].is_empty() || !graph.remarks[party].is_empty();
    let is_shown = |party: &usize| !graph.is_listed[*party] && is_owned(*party);
    (0..count).filter(is_shown).map(party).collect()
}

impl<'a> Graph<'a> {
    fn new(stakes: &'a [Stake], listed: &BTreeSet<String>, on: Date) -> Self {
        let held: Vec<&Stake> = stakes.iter().filter(|stake| stake.holds_on(on)).collect();
        let names: BTreeSet<&str> = held.iter().flat_map(|s| [s.owner.as_str(), s.owned.as_str()]).collect();
        let names: Vec<&str> = names.into_iter().collect();
        let index: BTreeMap<&str, usize> =
            names.iter().enumerate().map(|(index, name)| (*name, index)).collect();
        let is_listed = names.iter().map(|name| listed.contains(*name)).collect();
        let empty = || vec![Vec::new(); names.len()];
        let mut graph = Self {
            is_listed,
            shares: Vec::new(),
            owning: empty(),
            owned: empty(),
            remarks: vec![Vec::new(); names.len()],
            names,
        };
        let mut pairs: BTreeMap<(usize, usize), Vec<&Stake>> = BTreeMap::new();
        for stake in held {
            pairs.entry((index[stake.owner.as_str()], index[stake.owned.as_str()])).or_default().push(stake);
        }
        for ((owner, owned), stakes) in pairs {
            graph.add(owner, owned, &stakes);
        }
        graph.remark_sums();
        graph
    }

    /// Adds what the sources say of one owner in one party.
    fn add(&mut self, owner: usize, owned: usize, stakes: &[&Stake]) {
        if owner == owned {
            self.remarks[owned].push("a share of the party in itself is left out: it blocks nobody".into());
            return;
        }
        let low = stakes.iter().map(|stake| parts(stake.share_percent.0)).min().unwrap_or(0);
        let high = stakes.iter().map(|stake| parts(stake.share_percent.1)).max().unwrap_or(WHOLE).max(low);
        if stakes.len() > 1 {
            self.remarks[owned].push(format!(
                "{} rows give the share of {}: counted once, from {} to {} %",
                stakes.len(),
                self.names[owner],
                percent(low),
                percent(high)
            ));
        }
        let sources = stakes.iter().map(|stake| stake.source).collect();
        self.owning[owner].push(self.shares.len());
        self.owned[owned].push(self.shares.len());
        self.shares.push(Share { owner, owned, low, high, sources });
    }

    fn remark_sums(&mut self) {
        for party in 0..self.names.len() {
            let least = self.least_of_all(party);
            if least > WHOLE {
                self.remarks[party].push(format!(
                    "the shares of its owners add up to at least {} %, more than the whole",
                    percent(least)
                ));
            }
        }
    }

    /// What all owners of a party surely hold of it.
    fn least_of_all(&self, party: usize) -> i64 {
        self.owned[party].iter().map(|share| self.shares[*share].low).sum()
    }

    /// The parties that become blocked one after another, with the least or with the greatest shares.
    fn spread(&self, threshold: Threshold, with_greatest: bool) -> Run {
        let count = self.names.len();
        let mut run = Run { rank: vec![None; count], sum: vec![0; count] };
        let mut greatest = vec![0; count];
        // What owners that are not blocked surely hold leaves no more than the rest, unless the sources contradict each other.
        let mut rest: Vec<i64> = (0..count).map(|party| WHOLE - self.least_of_all(party)).collect();
        let is_bounded: Vec<bool> = rest.iter().map(|rest| *rest >= 0).collect();
        let mut waiting: VecDeque<usize> = (0..count).filter(|party| self.is_listed[*party]).collect();
        let mut next_rank = 0;
        while let Some(owner) = waiting.pop_front() {
            for share in self.owning[owner].iter().map(|share| &self.shares[*share]) {
                let party = share.owned;
                greatest[party] += share.high;
                rest[party] += share.low;
                run.sum[party] = match (with_greatest, is_bounded[party]) {
                    (false, _) => run.sum[party] + share.low,
                    (true, true) => greatest[party].min(rest[party]),
                    (true, false) => greatest[party],
                };
                let is_new = run.rank[party].is_none() && !self.is_listed[party];
                if is_new && threshold.is_reached(run.sum[party]) {
                    run.rank[party] = Some(next_rank);
                    next_rank += 1;
                    waiting.push_back(party);
                }
            }
        }
        run
    }
}

impl Threshold {
    const fn is_reached(self, sum: i64) -> bool {
        match self {
            Self::Half => sum >= HALF,
            Self::MoreThanHalf => sum > HALF,
        }
    }
}

/// A percentage in millionths of a percent. What is no number is nothing, what is beyond the whole is the whole.
fn parts(percent: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "clamped to 0 to 100 percent; NaN becomes 0")]
    let parts = (percent.clamp(0.0, 100.0) * PARTS).round() as i64;
    parts
}

fn percent(parts: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "far below 2^53 parts")]
    let parts = parts as f64;
    parts / PARTS
}
