//! What the page says of a season: an invented one, of ships that are called simulated.

use crate::invented::season::with_season;
use crate::invented::{SMALL, dossier, id, of};
use crate::page::{checked, file, html};
use plimsoll_model::*;
use plimsoll_report::*;

#[test]
fn a_case_without_a_season_shows_none_of_it() {
    let page = html(&dossier(SMALL));
    for id in ["season", "numbers", "stays", "challenge", "calls"] {
        assert!(!page.contains(&format!("<section id=\"{id}\"")), "{id}");
    }
}

#[test]
fn a_season_is_well_formed_and_each_of_its_sections_stands_where_it_should() {
    let page = checked(&with_season());
    let sections: Vec<&str> = page
        .elements
        .iter()
        .filter(|e| e.name == "section")
        .filter_map(|e| e.attributes.iter().find(|(k, _)| k == "id"))
        .map(|(_, v)| v.as_str())
        .collect();
    let at = |name: &str| sections.iter().position(|s| *s == name).unwrap();
    assert!(at("season") < at("numbers") && at("numbers") < at("stays") && at("stays") < at("caps"));
    assert!(at("challenge") < at("calls") && at("calls") < at("annex"));
    for words in [
        "SIMULATED: Exhibits show at least",
        "What would have to be false",
        "The finding falls in 1 of 3 trials: without sub-metre.",
        "cannot both hold",
        "none of the register",
        "Best innocent explanation.",
        "Yes: 4 chains that began in different places tell the same story",
        "arcs, not the routes sailed",
        "AIS alone shows no call that could be summed.",
    ] {
        assert!(page.text.contains(words), "{words}");
    }
}

#[test]
fn simulated_stands_on_every_figure_card_and_title_of_a_season() {
    let dossier = with_season();
    let page = checked(&dossier);
    let figures = page.all("role").filter(|role| *role == "img").count();
    assert_eq!(page.all("class").filter(|class| *class == "simmark").count(), figures);
    assert_eq!(page.all("class").filter(|class| *class == "simline").count(), dossier.season.calls.len());
    let mut real = dossier;
    real.is_simulated = false;
    let page = checked(&real);
    assert_eq!(page.all("class").filter(|class| ["simmark", "simline"].contains(class)).count(), 0);
}

#[test]
fn every_number_and_call_of_a_season_has_its_evidence() {
    let whole = with_season();
    assert_eq!(whole.without_evidence(), []);
    let mut holed = whole.clone();
    let (number, call) = (holed.season.numbers[1].id, holed.season.calls[0].call.id);
    holed.evidence.retain(|tree| ![number, call].contains(&tree.record));
    assert_eq!(
        holed.without_evidence(),
        [call, number].into_iter().collect::<std::collections::BTreeSet<_>>().into_iter().collect::<Vec<_>>()
    );
    assert!(checked(&holed).text.contains("† marks"));
}

/// The days on which the probability passes 5, 50 and 95 %, found by hand from the same rows.
#[test]
fn the_crossing_is_where_the_probability_passes_5_50_and_95_per_cent() {
    let dossier = with_season();
    let first = |p: f64| dossier.season.days.iter().find(|d| d.p_exceeded.unwrap() >= p).unwrap().date;
    let words = format!("it is passed on {} (90 % interval {} to {})", first(0.5), first(0.05), first(0.95));
    assert!(checked(&dossier).text.contains(&words), "{words}");
    let mut never = dossier.clone();
    never.season.days.iter_mut().for_each(|day| day.p_exceeded = Some(0.03));
    let page = checked(&never);
    assert!(page.text.contains("the cap is passed with a probability of 3\u{a0}%"));
    assert!(!page.all("class").any(|class| class == "crossing"));
    let mut open = dossier;
    open.season.days.iter_mut().for_each(|day| day.p_exceeded = day.p_exceeded.map(|p| p.min(0.8)));
    assert!(checked(&open).text.contains("the upper end of the interval lies beyond 2024-11-05"));
}

#[test]
fn the_three_kinds_of_number_stand_in_columns_of_their_own() {
    let page = html(&with_season());
    let columns: Vec<&str> = page.split("<div class=\"key ").skip(1).take(3).collect();
    let starts = ["documented", "estimated", "bound"];
    assert!(columns.iter().zip(starts).all(|(column, class)| column.starts_with(class)));
    assert!(columns[0].contains(">27<") && columns[1].contains(">38<") && columns[2].contains(">97<"));
    assert!(!columns[0].contains(">38<") && !columns[1].contains(">27<"));
}

#[test]
fn a_date_that_ends_beyond_the_case_is_no_date() {
    let page = checked(&with_season());
    // Days 19,920 and 19,951 since 1970-01-01 are 16 July and 16 August 2024.
    assert!(page.text.contains("2024-08-16") && page.text.contains("2024-07-16 to after the last day"));
}

#[test]
fn a_map_line_is_as_wide_as_the_calls_expected_on_it() {
    let mut dossier = with_season();
    let to = |d: &Dossier, place: &str| -> f64 {
        let of_place = d.season.voyages.iter().filter(|v| v.to_place == place);
        let p_call = |id| d.season.calls.iter().find(|c| c.call.id == id).unwrap().call.p_call;
        of_place.map(|v| v.p * p_call(v.port_call)).sum()
    };
    let expected = format!("{:.1} calls expected", to(&dossier, "West River Port"));
    assert!(html(&dossier).contains(&expected), "{expected}");
    dossier.season.voyages.retain(|v| v.to_place != "West River Port");
    let count = |d: &Dossier| html(d).matches("class=\"voyage\"").count();
    assert_eq!(count(&dossier), 4, "two ways on each of two canvases");
}

#[test]
fn pictures_of_calls_stand_on_their_cards_and_not_twice() {
    let dossier = with_season();
    let page = checked(&dossier);
    let chips = dossier.scenes.chips.len();
    let on_cards = page.all("class").filter(|class| *class == "callchip").count();
    let apart = page.all("class").filter(|class| *class == "chip").count();
    assert_eq!((on_cards, apart), (chips, 0));
    let path = format!("chips/{}.png", dossier.scenes.chips[0].detection);
    assert!(!file(&render(&dossier), &path).is_empty());
}

#[test]
fn a_season_is_the_same_in_whatever_order_its_rows_were_read_and_stays_small() {
    let dossier = with_season();
    let page = html(&dossier);
    assert!(page.len() < 1_500_000, "{}", page.len());
    let mut turned = dossier.clone();
    let season = &mut turned.season;
    season.days.reverse();
    season.weeks.reverse();
    season.calls.reverse();
    season.sightings.reverse();
    season.voyages.reverse();
    season.looks.reverse();
    season.silences.reverse();
    season.variance.reverse();
    season.legs.reverse();
    assert!(html(&turned) == page);
}

#[test]
fn odd_rows_are_drawn_without_a_number_that_is_none() {
    let mut odd = with_season();
    let season = &mut odd.season;
    season.days.truncate(1);
    season.weeks.truncate(1);
    season.variance[0].share = f64::NAN;
    season.variance[1].share = -0.3;
    season.voyages[0].p = f64::NAN;
    season.numbers[3].mid = None;
    season.numbers[7].mid = Some(1e300);
    season.chains[0].r_hat = f64::NAN;
    season.calls[0].call.volume_bbl = of(5.0, 5.0, 5.0);
    season.calls[0].call.ship_name = Some("<script>alert(1)</script>".into());
    season.sightings[0].sighting.place = None;
    season.legs[0].path.clear();
    let page = checked(&odd);
    assert!(!page.all("d").any(|d| d.contains("NaN")) && page.text.contains("not within the case"));
    for empty in [
        SeasonEntry::default(),
        SeasonEntry { numbers: odd.season.numbers.clone(), ..SeasonEntry::default() },
    ] {
        let mut bare = odd.clone();
        bare.season = empty;
        checked(&bare);
    }
}

#[test]
fn chains_that_differ_are_said_to_differ() {
    let mut apart = with_season();
    apart.season.chains[1].r_hat = 1.31;
    apart.season.warnings = vec!["The chains do not agree on barrels.".into()];
    let page = checked(&apart);
    assert!(page.text.contains("Not fully: the chains still differ more than they should"));
    assert!(page.text.contains("The chains do not agree on barrels."));
    let mut few = with_season();
    few.season.chains.iter_mut().for_each(|chain| chain.effective_draws = 90.0);
    assert!(checked(&few).text.contains("the draws are few"));
}

#[test]
fn what_others_said_of_a_number_stands_below_the_table_and_is_counted_in_it() {
    let dossier = with_season();
    let claim = &dossier.season.claims[0];
    let number = dossier.season.numbers.iter().find(|n| Some(&n.name) == claim.number.as_ref()).unwrap();
    let page = checked(&dossier);
    let target = format!("#said-{}", number.id);
    assert!(page.all("href").any(|href| href == target), "the table leads to {target}");
    assert!(page.text.contains("What others said, number by number"));
    assert!(page.text.contains("The statements are real, the season is SIMULATED"));
    let mut silent = dossier.clone();
    silent.season.claims.iter_mut().for_each(|claim| claim.number = None);
    assert!(!checked(&silent).text.contains("number by number"));
}

#[test]
fn a_statement_without_our_number_stands_among_the_others() {
    let mut dossier = with_season();
    dossier.season.claims[0].number = Some("no such number".into());
    let page = checked(&dossier);
    assert!(page.text.contains("43 lies within our interval"));
    dossier.season.numbers.clear();
    dossier.season.calls.clear();
    dossier.season.claims[0].record = id(RecordKind::Finding, 700);
    assert!(checked(&dossier).text.contains("What others said, against each other"));
}
