//! Which state a measure bound in respect of a call.
//!
//! A measure of the Security Council binds members of the United Nations (Charter, Article 25): a port entry ban the state of
//! the port, a de-flagging the flag state. A regulation of the European Union binds its members and the persons under their
//! jurisdiction, a blocking by the United States its own persons. A publication binds nobody. Method page:
//! `docs/methods/measures.md`.

use jiff::civil::Date;
use plimsoll_model::{Authority, Flag, Measure};

/// A call, as far as it decides who is bound.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Call {
    /// The day.
    pub day: Date,
    /// The state of the port; `None` where the case does not say.
    pub port: Option<Flag>,
    /// The flag that the ship showed, with how it is known.
    pub flag: Option<(Flag, FlagBasis)>,
}

/// How a flag is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FlagBasis {
    /// A list or register says so.
    Claimed,
    /// Only the country digits of the radio say so.
    RadioDigits,
}

impl FlagBasis {
    const fn in_words(self) -> &'static str {
        match self {
            Self::Claimed => "by a list or register",
            Self::RadioDigits => {
                "by the country digits of her radio, which say where the radio was registered"
            }
        }
    }
}

/// Who is bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The states bound in respect of this call, each with its part and its duty; empty: none of them.
    pub states: Vec<String>,
    /// Whom the measure binds at all, in a sentence.
    pub reach: &'static str,
}

/// Who is bound by a measure of an authority in respect of a call, by which instrument. The measure must hold on that day.
pub fn bound(authority: Authority, measure: Measure, instrument: &str, call: &Call) -> Bound {
    match authority {
        Authority::UnSecurityCouncil => by_council(measure, call),
        Authority::EuropeanUnion => Bound {
            states: roles(call, |flag| flag.is_eu_member_on(call.day), eu_duty(measure, instrument)),
            reach: "It binds the members of the European Union and the persons under their jurisdiction.",
        },
        Authority::UnitedStates => Bound {
            states: roles(
                call,
                |flag| flag.code() == "US",
                "property of hers within its jurisdiction is blocked",
            ),
            reach: "It binds persons of the United States, wherever they are, and what is within its jurisdiction.",
        },
        Authority::Publisher => Bound { states: Vec::new(), reach: "It is a publication and binds nobody." },
        Authority::Unstated => Bound {
            states: Vec::new(),
            reach: "Whom it binds is not known: the list does not say who orders it.",
        },
    }
}

const COUNCIL: &str = "It binds the members of the United Nations (Charter, Article 25).";

fn by_council(measure: Measure, call: &Call) -> Bound {
    let port = |duty: &str| port_role(call, Flag::is_un_member, duty);
    let flag = |duty: &str| flag_role(call, Flag::is_un_member, duty);
    let states: Vec<String> = match measure {
        Measure::PortEntryBan => port(PORT_BAN).into_iter().collect(),
        Measure::AssetFreeze | Measure::EconomicResource => {
            let duty = "to freeze her as an asset while she is in its territory";
            port(duty).into_iter().chain(flag("to freeze her as an asset in its jurisdiction")).collect()
        }
        Measure::Deflag => flag("to strike her off its register").into_iter().collect(),
        Measure::DirectToPort => flag("to direct her to a port named by the Committee").into_iter().collect(),
        Measure::TransportRestrictions | Measure::BlockedProperty | Measure::Named | Measure::Unstated => {
            return Bound {
                states: Vec::new(),
                reach: "It binds the members of the United Nations; which measure it is, the file does not say.",
            };
        }
    };
    Bound { states, reach: COUNCIL }
}

/// The port ban with its exceptions (UNSCR 2371 (2017), OP 6, as the Committee applies it).
const PORT_BAN: &str = "to refuse her entry, unless in an emergency, on return to her port of origin or with the Committee's \
                        approval";

/// What the Union forbids, by annex where its table does not split the measure.
fn eu_duty(measure: Measure, instrument: &str) -> &'static str {
    match measure {
        Measure::AssetFreeze => "funds and economic resources, the ship among them, are frozen there",
        Measure::PortEntryBan => "access to its ports is forbidden, with exceptions",
        Measure::TransportRestrictions if instrument.ends_with("2017/1509, Annex XIV.B") => {
            "access to its ports is forbidden (Article 39 (1) (g)), with exceptions"
        }
        Measure::TransportRestrictions if instrument.ends_with("833/2014, Annex XLII") => {
            "access to its ports, anchorages and locks, and services to her, are forbidden (Article 3s (1)), with exceptions"
        }
        Measure::TransportRestrictions => "the transport restrictions of the annex hold there",
        _ => "the measure of the annex holds there",
    }
}

/// Port state and flag state, where the test holds.
fn roles(call: &Call, test: impl Fn(Flag) -> bool + Copy, duty: &str) -> Vec<String> {
    port_role(call, test, duty).into_iter().chain(flag_role(call, test, duty)).collect()
}

fn port_role(call: &Call, test: impl Fn(Flag) -> bool, duty: &str) -> Option<String> {
    let Some(port) = call.port else {
        return Some(format!(
            "the state of the port, which the case does not name, if it is one of them: {duty}"
        ));
    };
    let port = port.bound_as();
    test(port).then(|| format!("{}, as the state of the port: {duty}", port.name()))
}

fn flag_role(call: &Call, test: impl Fn(Flag) -> bool, duty: &str) -> Option<String> {
    let (flag, basis) = call.flag?;
    let state = flag.bound_as();
    test(state).then(|| format!("{}, as the flag state ({}): {duty}", state.name(), basis.in_words()))
}
