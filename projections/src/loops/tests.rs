//! Whole answers, from events to figures.

use events::{
    Position, Words,
    hand_over::{Channel, Destination, HandOverRevised},
    ids::{HandOverId, SiteId, StepId, UnitId},
    log, process,
    samples::id,
    unit,
};
use proptest::prelude::*;

use crate::{
    Projections,
    loops::{
        answer::{CutShort, Loop, LoopsAnswer, LoopsQuery},
        company::{Company, euros, process_id, site_id},
        cycle_kind::CycleKind,
        level::Level,
        scope::{Scope, Whole},
    },
    testing::start,
};

const LOG: u128 = 900;

/// Units 11 and 12 at sites of two regions, unit 13 without a site; process 31.
fn company() -> Company {
    Company::default()
        .site(1, Some("Europe"))
        .site(2, Some("Asia"))
        .unit_with(11, |it| it.site = Some(site_id(1)))
        .unit_with(12, |it| it.site = Some(site_id(2)))
        .unit(13, None)
        .process(31, None)
}

/// Steps 101 (unit 11) and 102 (unit 12) of process 31 go round.
fn rework() -> Company {
    company()
        .step(31, 101, 11, "draw")
        .step(31, 102, 12, "measure")
        .hand_over(31, 101, 102)
        .hand_over(31, 102, 101)
}

fn asked(projections: &Projections, question: LoopsQuery) -> LoopsAnswer {
    let Projections { loops, process_map, registry, .. } = projections;
    loops.answer(process_map, registry, question)
}

fn at(company: &Company, level: Level) -> LoopsAnswer {
    asked(&company.now(), LoopsQuery { level, ..LoopsQuery::at(start()) })
}

fn only(company: &Company) -> Loop {
    let mut cycles = at(company, Level::Unit).cycles;
    assert_eq!(cycles.len(), 1);
    cycles.remove(0)
}

#[test]
fn finds_and_prices_a_cycle_of_steps_as_rework() {
    let found = only(&rework());
    assert_eq!(found.members, [id(11).to_string(), id(12).to_string()]);
    assert_eq!(found.member_names, [Some("Unit 11".to_owned()), Some("Unit 12".to_owned())]);
    assert_eq!((found.kind, found.carried_by), (CycleKind::Rework, vec![process_id(31)]));
    assert_eq!(found.rounds_per_month, Some(10.0));
    assert_eq!(found.work_hours_per_month, Some(20.0));
    assert_eq!(found.delay_hours_per_month, Some(40.0));
    // The hand-overs, their steps, the units and their sites.
    assert_eq!(found.evidence.evidence, [10, 9, 8, 7, 4, 3, 2, 1].map(Position));
}

#[test]
fn a_way_there_and_back_by_design_is_back_and_forth_and_priced() {
    let company = company()
        .step(31, 101, 11, "ask")
        .step(31, 102, 12, "answer")
        .step(31, 103, 11, "go on")
        .hand_over(31, 101, 102)
        .hand_over(31, 102, 103);
    let found = only(&company);
    assert_eq!((found.kind, found.carried_by), (CycleKind::BackAndForth, vec![process_id(31)]));
    assert_eq!(found.work_hours_per_month, Some(20.0));
    assert!(at(&company, Level::Step).cycles.is_empty());
}

#[test]
fn a_cycle_that_only_two_processes_make_together_is_mutual_and_never_priced() {
    let rate = |it: &mut unit::Registered| it.planning_rate = Some(euros(50.0));
    let company = Company::default()
        .unit_with(11, rate)
        .unit_with(12, rate)
        .process(31, None)
        .process(32, None)
        .step(31, 101, 11, "ask")
        .step(31, 102, 12, "answer")
        .step(32, 201, 12, "order")
        .step(32, 202, 11, "deliver")
        .hand_over(31, 101, 102)
        .hand_over(32, 201, 202);
    let answer = at(&company, Level::Unit);
    let found = &answer.cycles[0];
    assert_eq!((found.kind, found.carried_by.len()), (CycleKind::Mutual, 0));
    assert_eq!(found.work_hours_per_month, Some(20.0));
    assert_eq!(found.money_per_month, []);
    assert!(answer.total.work_hours_per_month.abs() < f64::EPSILON);
}

#[test]
fn a_hand_over_into_another_process_and_back_is_mutual_even_in_steps() {
    let company = company()
        .process(32, None)
        .step(31, 101, 11, "ask")
        .step(32, 201, 12, "answer")
        .hand_over_with(31, 101, 201, |it| it.to.process = Some(process_id(32)))
        .hand_over_with(32, 201, 101, |it| it.to.process = Some(process_id(31)));
    assert_eq!(at(&company, Level::Step).cycles[0].kind, CycleKind::Mutual);
}

#[test]
fn folds_to_sites_and_regions_and_counts_what_has_none() {
    let company = rework().step(31, 103, 13, "pack").hand_over(31, 102, 103);
    let members = |level| at(&company, level).cycles[0].member_names.clone();
    assert_eq!(members(Level::Site), [Some("Site 1".to_owned()), Some("Site 2".to_owned())]);
    assert_eq!(members(Level::Region), [Some("Asia".to_owned()), Some("Europe".to_owned())]);
    assert_eq!(at(&company, Level::Unit).unplaced_hand_overs, 0);
    assert_eq!(at(&company, Level::Site).unplaced_hand_overs, 1);
}

#[test]
fn what_stays_within_one_unit_is_no_loop_of_units() {
    let company = company()
        .step(31, 101, 11, "consolidate")
        .step(31, 102, 11, "reconcile")
        .hand_over(31, 101, 102)
        .hand_over(31, 102, 101);
    assert!(at(&company, Level::Unit).cycles.is_empty());
    assert_eq!(at(&company, Level::Step).cycles.len(), 1);
}

#[test]
fn a_retired_process_no_longer_counts() {
    let answer = at(&rework().then(31, process::Retired {}), Level::Unit);
    assert!(answer.cycles.is_empty() && answer.components.is_empty());
}

#[test]
fn rounds_are_the_least_times_and_effort_is_weighted_by_times() {
    let company = company()
        .step(31, 101, 11, "draw")
        .step(31, 102, 12, "measure")
        .step(31, 103, 12, "weigh")
        .hand_over_with(31, 101, 102, |it| {
            (it.times_per_month, it.effort_minutes) = (Some(3.0), Some(60.0));
        })
        .hand_over_with(31, 101, 103, |it| {
            (it.times_per_month, it.effort_minutes) = (Some(1.0), Some(180.0));
        })
        .hand_over_with(31, 102, 101, |it| it.times_per_month = Some(2.0));
    let found = only(&company);
    // There: (3 × 1 h + 1 × 3 h) ÷ 4 = 1.5 h a round; back: no effort said.
    assert_eq!(found.rounds_per_month, Some(2.0));
    assert_eq!(found.work_hours_per_month, Some(3.0));
    assert_eq!((found.hand_overs, found.unknown.effort, found.unknown.wait), (3, 1, 3));
    assert_eq!(found.delay_hours_per_month, None);
}

#[test]
fn a_meeting_takes_two_people_unless_somebody_says_otherwise() {
    let meeting = |people| {
        let revised = HandOverRevised {
            channel: events::Change::Set(Channel::Meeting),
            people,
            ..keep(101, 102)
        };
        only(&rework().then(31, revised)).work_hours_per_month
    };
    assert_eq!(meeting(events::Change::Keep), Some(30.0));
    assert_eq!(meeting(events::Change::Set(5.0)), Some(60.0));
}

#[test]
fn nothing_is_known_of_a_cycle_of_which_a_part_does_not_say_how_often() {
    let revised = HandOverRevised { times_per_month: events::Change::Clear, ..keep(101, 102) };
    let found = only(&rework().then(31, revised));
    assert_eq!(found.rounds_per_month, None);
    assert_eq!((found.work_hours_per_month, found.delay_hours_per_month), (None, None));
    assert_eq!(found.unknown.times, 1);
}

#[test]
fn prices_each_way_at_the_rate_of_the_unit_that_hands_over_or_of_one_above_it() {
    let company = Company::default()
        .unit_with(10, |it| it.planning_rate = Some(euros(40.0)))
        .unit(11, Some(10))
        .unit_with(12, |it| {
            it.planning_rate =
                Some(events::money::Money { amount: 2_000.0, currency: "INR".into() });
        })
        .process(31, None)
        .step(31, 101, 11, "draw")
        .step(31, 102, 12, "measure")
        .hand_over(31, 101, 102)
        .hand_over(31, 102, 101);
    let money: Vec<_> =
        only(&company).money_per_month.into_iter().map(|it| (it.amount, it.currency)).collect();
    assert_eq!(money, [(400.0, "EUR".to_owned()), (20_000.0, "INR".to_owned())]);
}

#[test]
fn the_total_pays_no_hand_over_twice() {
    // 101 → 102 ten times a month; back from 102 directly or through 103.
    let company =
        rework().step(31, 103, 13, "weigh").hand_over(31, 102, 103).hand_over(31, 103, 101);
    let answer = at(&company, Level::Unit);
    let work: Vec<_> = answer.cycles.iter().map(|it| it.work_hours_per_month).collect();
    assert_eq!(work, [Some(30.0), Some(20.0)]);
    assert_eq!(answer.total.work_hours_per_month.to_bits(), 30.0_f64.to_bits());
}

#[test]
fn the_cut_leaves_what_a_rule_demands_and_lists_it() {
    let rule = |text: &str| events::Change::Set(Words::from(text));
    let company = rework()
        .then(31, HandOverRevised { required_by: rule("four-eyes"), ..keep(101, 102) })
        .then(31, HandOverRevised { times_per_month: events::Change::Set(99.0), ..keep(102, 101) });
    let component = at(&company, Level::Unit).components.remove(0);
    let removed: Vec<_> = component.cut.hand_overs.iter().map(|it| it.weight).collect();
    assert_eq!((removed, component.cut.exact, component.hand_overs), (vec![99.0], true, 2));
    assert_eq!(component.must_stay[0].required_by, ["four-eyes"]);
    let company = company.then(31, HandOverRevised { required_by: rule("law"), ..keep(102, 101) });
    let component = at(&company, Level::Unit).components.remove(0);
    assert!(component.cut.hand_overs.is_empty());
    assert_eq!(component.must_stay.len(), 2);
}

#[test]
fn says_when_there_are_more_than_asked_for_and_still_totals_all() {
    let company =
        rework().step(31, 103, 13, "weigh").hand_over(31, 101, 103).hand_over(31, 103, 101);
    let answer = asked(&company.now(), LoopsQuery { limit: 1, ..LoopsQuery::at(start()) });
    assert_eq!((answer.returned, answer.truncated), (1, true));
    assert_eq!(answer.reason, Some(CutShort::Count));
    assert_eq!(answer.total.work_hours_per_month.to_bits(), 40.0_f64.to_bits());
}

#[test]
fn asked_about_one_process_it_takes_only_what_that_keeps() {
    let company = rework()
        .process(32, None)
        .step(32, 201, 11, "ask")
        .step(32, 202, 12, "answer")
        .hand_over(32, 201, 202);
    let of = |n| {
        let scope = Scope { process: Some(process_id(n)), ..Scope::default() };
        LoopsQuery { scope, ..LoopsQuery::at(start()) }
    };
    let projections = company.now();
    assert_eq!(asked(&projections, of(31)).cycles[0].hand_overs, 2);
    assert_eq!(asked(&projections, of(32)).cycles.len(), 0);
    assert_eq!(asked(&projections, LoopsQuery::at(start())).cycles[0].hand_overs, 3);
}

#[test]
fn the_link_of_every_figure_leads_to_all_of_its_evidence() {
    let projections = bound().now();
    for level in Level::ALL {
        let process = Scope { process: Some(process_id(31)), ..Scope::default() };
        let within = vec![Whole::Id(id(1)), Whole::Region("Asia".into()), Whole::Id(id(13))];
        let within = Scope { within, ..Scope::default() };
        for scope in [Scope::default(), process, within] {
            let question = LoopsQuery { level, scope, ..LoopsQuery::at(start()) };
            let LoopsAnswer { cycles, components, total, hand_overs, .. } =
                asked(&projections, question);
            let figures = cycles.into_iter().map(|it| it.evidence);
            let figures = figures.chain(components.into_iter().map(|it| it.evidence));
            let figures = figures.chain(hand_overs.into_iter().map(|it| it.evidence));
            for evidence in figures.chain([total.evidence]) {
                let link = evidence.evidence_link;
                let of = link.split_once("of=").unwrap().1;
                let Projections { loops, process_map, registry, .. } = &projections;
                let all = loops.evidence(process_map, registry, of).unwrap();
                assert_eq!(all.len(), evidence.evidence_count, "{link}");
            }
        }
    }
}

#[test]
fn there_is_no_evidence_for_a_way_that_does_not_exist() {
    let Projections { loops, process_map, registry, .. } = company().now();
    let of = format!("loops/unit/{},{}", id(11), id(12));
    assert_eq!(loops.evidence(&process_map, &registry, &of), None);
}

#[test]
fn measured_figures_stand_beside_the_claimed_ones() {
    let found = only(&bound());
    assert_eq!((found.claimed, found.work_hours_per_month), (true, Some(20.0)));
    let measured = found.measured.unwrap();
    assert_eq!((measured.cases, measured.occurrences, measured.hand_overs), (5, 9, 70));
    let months: Vec<_> = measured.months.iter().map(|it| (&*it.month, it.occurrences)).collect();
    assert_eq!((months, measured.trend), (vec![("2012-04", 6), ("2012-05", 3)], None));
    assert_eq!(at(&bound(), Level::Step).cycles[0].measured, None);
}

#[test]
fn what_only_a_log_shows_is_rework_without_figures_of_its_own_and_comes_last() {
    let company = measured(company())
        .then(LOG, binding("a", Some(11), None))
        .then(LOG, binding("b", Some(13), None))
        .step(31, 101, 11, "draw")
        .step(31, 102, 12, "measure")
        .hand_over_with(31, 101, 102, |_| {})
        .hand_over_with(31, 102, 101, |_| {});
    let cycles = at(&company, Level::Unit).cycles;
    assert_eq!(cycles.iter().map(|it| it.claimed).collect::<Vec<_>>(), [true, false]);
    let found = &cycles[1];
    assert_eq!((found.kind, found.carried_by.len()), (CycleKind::Rework, 0));
    assert_eq!((found.rounds_per_month, found.work_hours_per_month), (None, None));
    assert_eq!(found.measured.as_ref().map(|it| it.occurrences), Some(9));
}

#[test]
fn with_nothing_but_a_log_components_cycles_and_the_cut_are_those_that_it_counted() {
    let units = Company::default().unit(11, None).unit(12, None);
    let company = measured(units)
        .then(LOG, binding("a", Some(11), None))
        .then(LOG, binding("b", Some(12), None));
    let answer = at(&company, Level::Unit);
    let component = &answer.components[0];
    assert_eq!((component.claimed, component.hand_overs, answer.cycles.len()), (false, 70, 1));
    let cut: Vec<_> = component.cut.hand_overs.iter().map(|it| (&*it.from, it.weight)).collect();
    assert_eq!(cut, [(id(12).to_string().as_str(), 30.0)]);
    assert_eq!(component.cut.share.to_bits(), 0.4286_f64.to_bits());
    assert!(!answer.cycles[0].claimed && answer.cycles[0].kind == CycleKind::Rework);
}

#[test]
fn what_is_measured_and_what_is_described_are_two_components_and_a_rule_counts_in_both() {
    let rule = events::Change::Set(Words::from("four-eyes"));
    let company = bound().then(31, HandOverRevised { required_by: rule, ..keep(102, 101) });
    let components = at(&company, Level::Unit).components;
    assert_eq!(components.iter().map(|it| it.claimed).collect::<Vec<_>>(), [true, false]);
    // The lighter way back must stay, so the other one is cut.
    assert_eq!(components[1].cut.hand_overs[0].weight.to_bits(), 40.0_f64.to_bits());
    let stays = &components[1].must_stay[0];
    assert_eq!((stays.weight, &stays.required_by[..]), (30.0, &["four-eyes".to_owned()][..]));
}

#[test]
fn what_a_log_says_of_cases_handed_over_equally_often_stands_beside_with_its_numbers() {
    let group = |cases, median_days| log::CasesAndMedian { cases, median_days };
    let compared = |cases| log::CasesCompared {
        level: "team".into(),
        equally_often: vec![log::EquallyOften {
            hand_overs: 2,
            bounced: group(cases, Some(7.75)),
            not_bounced: group(664, None),
        }],
    };
    let company = company().then(LOG, imported()).then(LOG, compared(1)).then(LOG, compared(309));
    let projections = company.now();
    let found = asked(&projections, LoopsQuery::at(start())).compared.remove(0);
    assert_eq!((found.note, found.equally_often[0].bounced.cases), ("difference, not effect", 309));
    assert_eq!((found.log_name.as_deref(), found.by.as_deref()), (Some("Störungen"), Some("team")));
    let of = found.evidence.evidence_link.split_once("of=").unwrap().1;
    let Projections { loops, process_map, registry, .. } = &projections;
    let behind = loops.evidence(process_map, registry, of).unwrap();
    assert_eq!(behind.into_iter().collect::<Vec<_>>(), found.evidence.evidence);
}

#[test]
fn a_longer_way_round_that_only_a_log_shows_is_mutual_as_no_case_need_have_gone_it() {
    let ring = log::HandOversMeasured {
        level: "team".into(),
        month: "2012-04".into(),
        part: 0,
        values: vec!["a".into(), "b".into(), "c".into()],
        pairs: [(0, 1), (1, 2), (2, 0)]
            .map(|(from, to)| log::MeasuredHandOver { from, to, times: 5, median_hours: 1.0 })
            .to_vec(),
    };
    let bound = |it: Company, (value, unit)| it.then(LOG, binding(value, Some(unit), None));
    let company = [("a", 11), ("b", 12), ("c", 13)].into_iter().fold(company(), bound);
    let answer = at(&company.then(LOG, ring), Level::Unit);
    assert_eq!((answer.cycles.len(), answer.components.len()), (1, 1));
    assert_eq!((answer.cycles[0].kind, answer.cycles[0].members.len()), (CycleKind::Mutual, 3));
    assert!(answer.cycles[0].evidence.evidence_count > 0);
}

#[test]
fn activities_that_stand_for_steps_are_measured_between_steps() {
    let company = measured(rework()).then(
        LOG,
        log::Imported {
            mapping: log::Mapping { activity: "team".into(), ..imported().mapping },
            ..imported()
        },
    );
    let activity = |name: &str, step| log::ActivityBound {
        activity: name.into(),
        process: process_id(31),
        step: StepId(id(step)),
    };
    let company = company.then(LOG, activity("a", 101)).then(LOG, activity("b", 102));
    for level in [Level::Step, Level::Unit] {
        let cycle = at(&company, level).cycles.remove(0);
        assert_eq!(cycle.measured.map(|it| it.occurrences), Some(9), "{level:?}");
    }
    let unbound = log::Unbound { by: None, value: None, activity: Some("b".into()) };
    let answer = at(&company.then(LOG, unbound), Level::Step);
    assert_eq!((answer.cycles[0].measured.is_none(), answer.unplaced_values), (true, 1));
}

#[test]
fn a_value_that_is_not_bound_is_counted_and_left_out() {
    let company = measured(company()).then(LOG, binding("a", Some(11), None));
    let answer = at(&company, Level::Unit);
    assert_eq!((answer.cycles.len(), answer.unplaced_values), (0, 1));
}

#[test]
fn a_value_bound_to_a_site_has_no_place_among_units() {
    let company = measured(company())
        .then(LOG, binding("a", Some(11), None))
        .then(LOG, binding("b", None, Some(2)));
    assert_eq!(at(&company, Level::Unit).unplaced_values, 1);
    let at_sites = at(&company, Level::Site);
    assert_eq!((at_sites.cycles.len(), at_sites.unplaced_values), (1, 0));
}

#[test]
fn the_same_month_counted_again_replaces_what_was_counted() {
    let company = bound().then(LOG, bounces("team", "2012-04", (1, 2)));
    assert_eq!(only(&company).measured.map(|it| it.occurrences), Some(9 - 6 + 2));
}

#[test]
fn two_columns_of_one_log_are_never_added() {
    let company = bound()
        .then(LOG, bounces("line", "2012-04", (50, 80)))
        .then(LOG, log::ValueBound { by: "line".into(), ..binding("a", Some(11), None) })
        .then(LOG, log::ValueBound { by: "line".into(), ..binding("b", Some(12), None) });
    let measured = only(&company).measured.unwrap();
    assert_eq!((measured.cases, measured.occurrences, measured.hand_overs), (50, 80, 0));
}

#[test]
fn two_imports_of_one_file_are_never_added() {
    let again = 92;
    let company = bound()
        .then(LOG, imported())
        .then(again, imported())
        .then(again, bounces("team", "2012-04", (3, 6)))
        .then(again, binding("a", Some(11), None))
        .then(again, binding("b", Some(12), None));
    assert_eq!(only(&company).measured.map(|it| it.occurrences), Some(9));
}

fn imported() -> log::Imported {
    let column = || "column".into();
    log::Imported {
        name: "Störungen".into(),
        sha256: "ab".repeat(32),
        mapping: log::Mapping { case: column(), time: column(), activity: column(), by: vec![] },
        process: None,
        cases: 1,
        events: 1,
        from: jiff::Timestamp::UNIX_EPOCH,
        to: jiff::Timestamp::UNIX_EPOCH,
    }
}

/// Unit 11 in Berlin and unit 12 in Shanghai; asked about a week in January.
fn berlin_and_shanghai() -> Company {
    Company::default()
        .site(1, Some("Europe"))
        .site_in(2, "Asia/Shanghai", Some("Asia"))
        .unit_with(11, |it| it.site = Some(site_id(1)))
        .unit_with(12, |it| it.site = Some(site_id(2)))
        .process(31, None)
        .step(31, 101, 11, "draw")
        .step(31, 102, 12, "measure")
}

#[test]
fn waiting_is_the_larger_of_what_is_said_and_what_zones_add_and_never_their_sum() {
    let hand_over = |claimed, channel| {
        let company = berlin_and_shanghai().hand_over_with(31, 101, 102, |it| {
            (it.times_per_month, it.wait_hours, it.channel) = (Some(10.0), claimed, channel);
        });
        at(&company, Level::Site).hand_overs.remove(0)
    };
    let mail = hand_over(Some(10.0), Some(Channel::Email));
    assert_eq!(mail.delay_hours_per_month, Some(193.375));
    let waiting = mail.way.waiting.unwrap();
    assert_eq!((waiting.hours, waiting.claimed_hours), (Some(19.3375), Some(10.0)));
    assert_eq!(
        (waiting.time_zones_hours_max, waiting.time_zones_working_hours),
        (Some(19.3375), Some(3.0625))
    );
    let week = waiting.between[0].week.unwrap();
    assert_eq!(week.shared_hours_per_day.to_bits(), 1.0_f64.to_bits());
    let slow = hand_over(Some(30.0), None).way.waiting.unwrap();
    assert_eq!((slow.hours, slow.time_zones_hours_max), (Some(30.0), Some(19.3375)));
    let meeting = hand_over(None, Some(Channel::Meeting));
    assert_eq!(meeting.delay_hours_per_month, Some(254.625));
    assert_eq!(meeting.way.waiting.unwrap().claimed_hours, None);
}

#[test]
fn a_loop_between_sites_says_what_time_zones_explain_of_its_delay_and_where_hours_are_assumed() {
    let company = berlin_and_shanghai().hand_over(31, 101, 102).hand_over(31, 102, 101);
    let answer = at(&company, Level::Site);
    let found = &answer.cycles[0];
    // To Shanghai 19.3375 h. Back from 1 to 9 UTC: 7 of 8 hours wait for 8, 3.5 h on average.
    assert_eq!(found.delay_hours_per_month, Some(224.0));
    let waiting = found.waiting.unwrap();
    assert_eq!(waiting.claimed_hours_per_month, Some(40.0));
    assert_eq!(waiting.time_zones_hours_per_month_max, Some(224.0));
    assert_eq!(found.ways.len(), 2);
    assert_eq!(answer.time_zones.assumed_hours.len(), 2);
    assert_eq!(answer.time_zones.week.from.to_string(), "2026-01-05");
    let in_july = LoopsQuery { day: "2026-07-15".parse().unwrap(), ..LoopsQuery::at(start()) };
    let in_july = asked(&company.now(), in_july).cycles.remove(0).waiting.unwrap();
    assert!(in_july.time_zones_hours_per_month_max < waiting.time_zones_hours_per_month_max);
}

#[test]
fn a_units_own_hours_count_before_its_sites_and_one_site_waits_for_no_zone() {
    let evenings = events::working_hours::WorkingHours(
        [(events::working_hours::Weekday::Monday, vec![interval(1_320, 1_440)])].into(),
    );
    let revised = unit::Revised {
        name: events::Change::Keep,
        head_count: events::Change::Keep,
        working_hours: events::Change::Set(evenings),
        planning_rate: events::Change::Keep,
    };
    let company = berlin_and_shanghai().hand_over(31, 101, 102);
    let wait = |it: &Company| at(it, Level::Site).hand_overs.remove(0).way.waiting.unwrap().hours;
    let in_the_evening = company.then(12, revised.clone());
    assert!(wait(&in_the_evening) > Some(60.0));
    let at_one_site = company_at_one_site().then(12, revised);
    assert_eq!(at(&at_one_site, Level::Unit).hand_overs[0].way.waiting, None);
}

#[test]
fn a_meeting_without_a_shared_hour_is_an_answer_of_its_own() {
    let company = Company::default()
        .site(1, None)
        .site_in(2, "America/Los_Angeles", None)
        .unit_with(11, |it| it.site = Some(site_id(1)))
        .unit_with(12, |it| it.site = Some(site_id(2)))
        .process(31, None)
        .step(31, 101, 11, "draw")
        .step(31, 102, 12, "measure")
        .hand_over_with(31, 101, 102, |it| it.channel = Some(Channel::Meeting));
    let hand_over = at(&company, Level::Site).hand_overs.remove(0);
    let waiting = hand_over.way.waiting.unwrap();
    assert_eq!(
        (waiting.without_shared_hour, waiting.between[0].week.unwrap().synchronous),
        (1, None)
    );
    assert_eq!(hand_over.delay_hours_per_month, None);
}

#[test]
fn units_of_one_parent_are_one_node_and_a_unit_without_a_parent_stands_for_itself() {
    let company = Company::default()
        .unit(10, None)
        .unit(11, Some(10))
        .unit(12, Some(10))
        .unit(13, None)
        .process(31, None)
        .step(31, 101, 11, "draw")
        .step(31, 102, 12, "measure")
        .step(31, 103, 13, "weigh")
        .hand_over(31, 101, 102)
        .hand_over(31, 102, 103)
        .hand_over(31, 103, 101);
    assert_eq!(at(&company, Level::Unit).cycles[0].members.len(), 3);
    let cycle = at(&company, Level::ParentUnit).cycles.remove(0);
    assert_eq!(cycle.members, [id(10).to_string(), id(13).to_string()]);
    // The parents are in the evidence, too.
    assert!(cycle.evidence.evidence.contains(&Position(1)));
}

#[test]
fn a_figure_opens_to_what_goes_on_within_its_members_one_level_finer() {
    let company =
        rework().step(31, 103, 13, "weigh").hand_over(31, 102, 103).hand_over(31, 103, 102);
    let projections = company.now();
    let mut question = LoopsQuery { level: Level::Region, ..LoopsQuery::at(start()) };
    let mut seen = vec![];
    loop {
        let answer = asked(&projections, question.clone());
        let cycle = &answer.cycles[0];
        seen.push((answer.level, answer.cycles.len(), cycle.hand_overs));
        let Some(link) = &cycle.finer_link else { break };
        let (level, within) =
            link.strip_prefix("/api/v1/loops?level=").unwrap().split_once('&').unwrap();
        question.level = level.parse().unwrap();
        question.scope.within = Whole::list(within.strip_prefix("within=").unwrap());
    }
    let levels = [Level::Region, Level::Site, Level::ParentUnit, Level::Unit, Level::Step];
    assert_eq!(seen, levels.map(|level| (level, 1, 2)));
}

#[test]
fn money_rests_on_the_unit_whose_rate_was_taken() {
    let company = Company::default()
        .unit_with(10, |it| it.planning_rate = Some(euros(40.0)))
        .unit(9, Some(10))
        .unit(11, Some(9))
        .unit(12, None)
        .process(31, None)
        .step(31, 101, 11, "draw")
        .step(31, 102, 12, "measure")
        .hand_over(31, 101, 102)
        .hand_over(31, 102, 101);
    let found = only(&company);
    assert_eq!(found.money_per_month.len(), 1);
    // Unit 10 says the rate; unit 9, between them, says nothing.
    let evidence = found.evidence.evidence;
    assert!(evidence.contains(&Position(1)) && !evidence.contains(&Position(2)));
}

fn company_at_one_site() -> Company {
    Company::default()
        .site(1, None)
        .unit_with(11, |it| it.site = Some(site_id(1)))
        .unit_with(12, |it| it.site = Some(site_id(1)))
        .process(31, None)
        .step(31, 101, 11, "draw")
        .step(31, 102, 12, "measure")
        .hand_over(31, 101, 102)
}

fn interval(from: u16, to: u16) -> events::working_hours::Interval {
    use events::working_hours::{Interval, TimeOfDay};
    Interval { from: TimeOfDay(from), to: TimeOfDay(to) }
}

/// Values `a` and `b` of column `team` in two months, and rework between the units they stand for.
fn bound() -> Company {
    measured(rework())
        .then(LOG, binding("a", Some(11), None))
        .then(LOG, binding("b", Some(12), None))
}

fn measured(company: Company) -> Company {
    let pairs = [(0, 1, 40), (1, 0, 30), (0, 0, 500)]
        .map(|(from, to, times)| log::MeasuredHandOver { from, to, times, median_hours: 1.0 });
    let hand_overs = log::HandOversMeasured {
        level: "team".into(),
        month: "2012-04".into(),
        part: 0,
        values: vec!["a".into(), "b".into()],
        pairs: pairs.to_vec(),
    };
    company
        .then(LOG, hand_overs)
        .then(LOG, bounces("team", "2012-04", (3, 6)))
        .then(LOG, bounces("team", "2012-05", (2, 3)))
}

fn bounces(level: &str, month: &str, (cases, occurrences): (u64, u64)) -> log::BouncesMeasured {
    let pair = log::MeasuredBounce { between: (1, 0), cases, occurrences, median_stay_hours: 1.0 };
    log::BouncesMeasured {
        level: level.into(),
        month: month.into(),
        part: 0,
        values: vec!["a".into(), "b".into()],
        pairs: vec![pair],
    }
}

fn binding(value: &str, unit: Option<u128>, site: Option<u128>) -> log::ValueBound {
    let (unit, site) = (unit.map(|it| UnitId(id(it))), site.map(|it| SiteId(id(it))));
    log::ValueBound { by: "team".into(), value: value.into(), unit, site }
}

/// Nothing about the hand-over between two steps changes.
fn keep(from: u128, to: u128) -> HandOverRevised {
    HandOverRevised {
        hand_over: HandOverId(id(1_000_000 + from * 1_000 + to)),
        kind: events::Change::Keep,
        channel: events::Change::Keep,
        effort_minutes: events::Change::Keep,
        wait_hours: events::Change::Keep,
        times_per_month: events::Change::Keep,
        people: events::Change::Keep,
        share: events::Change::Keep,
        condition: events::Change::Keep,
        required_by: events::Change::Keep,
    }
}

/// Hand-overs between nine steps of three processes and four units.
fn any_company() -> impl Strategy<Value = Company> {
    let hand_over = (0..9_u128, 0..9_u128, 1..20_u8);
    prop::collection::vec(hand_over, 0..24).prop_map(|hand_overs| {
        let processes = (0..3).fold(Company::default(), |it, n| it.process(31 + n, None));
        let units = (0..4).fold(processes, |it, n| {
            it.unit_with(11 + n, |it| it.planning_rate = Some(euros(60.0)))
        });
        let steps = (0..9).fold(units, |it, n| it.step(31 + n / 3, 101 + n, 11 + n % 4, "work"));
        hand_overs.into_iter().fold(steps, |it, (from, to, times)| {
            it.hand_over_with(31 + from / 3, 101 + from, 101 + to, |it| {
                it.to = Destination { process: None, step: StepId(id(101 + to)) };
                it.times_per_month = Some(times.into());
                it.effort_minutes = Some(60.0);
            })
        })
    })
}

/// Something that happens to a company of [`any_company`].
fn any_change() -> impl Strategy<Value = Change> {
    let steps = (0..9_u128, 0..9_u128);
    prop_oneof![
        (steps, 1..20_u8).prop_map(|((from, to), times)| Change::Add(from, to, times)),
        (0..9_u128, 0..9_u128, prop::option::of(1..20_u8))
            .prop_map(|(from, to, times)| Change::Revise(from, to, times)),
        (0..9_u128, 0..9_u128).prop_map(|(from, to)| Change::Remove(from, to)),
        (0..9_u128, prop::option::of(0..4_u128)).prop_map(|(step, unit)| Change::Place(step, unit)),
        (0..9_u128).prop_map(Change::RemoveStep),
        (0..3_u128).prop_map(Change::Retire),
        (0..4_u128, 0..4_u128).prop_map(|(unit, parent)| Change::Move(unit, parent)),
    ]
}

#[derive(Debug, Clone, Copy)]
enum Change {
    Add(u128, u128, u8),
    Revise(u128, u128, Option<u8>),
    Remove(u128, u128),
    Place(u128, Option<u128>),
    RemoveStep(u128),
    Retire(u128),
    Move(u128, u128),
}

fn changed(company: Company, change: Change) -> Company {
    let process_of = |step: u128| 31 + step / 3;
    let hand_over = |from: u128, to: u128| keep(101 + from, 101 + to);
    match change {
        Change::Add(from, to, times) => {
            company.hand_over_with(process_of(from), 101 + from, 101 + to, |it| {
                it.times_per_month = Some(times.into());
                it.wait_hours = Some(1.5);
            })
        }
        Change::Revise(from, to, times) => {
            let times = times.map_or(events::Change::Clear, |it| events::Change::Set(it.into()));
            let revised = HandOverRevised { times_per_month: times, ..hand_over(from, to) };
            company.then(process_of(from), revised)
        }
        Change::Remove(from, to) => {
            let hand_over = hand_over(from, to).hand_over;
            company.then(process_of(from), events::hand_over::HandOverRemoved { hand_over })
        }
        Change::Place(step, unit) => {
            let unit = unit.map(|it| UnitId(id(11 + it)));
            let unit = unit.map_or(events::Change::Clear, events::Change::Set);
            company.then(process_of(step), placed(101 + step, unit))
        }
        Change::RemoveStep(step) => {
            let step_id = StepId(id(101 + step));
            company.then(process_of(step), events::step::StepRemoved { step: step_id })
        }
        Change::Retire(process) => company.then(31 + process, process::Retired {}),
        Change::Move(unit, parent) => {
            let parent = events::Change::Set(UnitId(id(11 + parent)));
            company.then(11 + unit, unit::Moved { parent, site: events::Change::Keep })
        }
    }
}

fn placed(step: u128, unit: events::Change<UnitId>) -> events::step::StepRevised {
    use events::Change::Keep;
    events::step::StepRevised {
        step: StepId(id(step)),
        name: Keep,
        description: Keep,
        unit,
        site: Keep,
        role: Keep,
        tools: Keep,
        minutes_per_run: Keep,
        runs_per_month: Keep,
        people: Keep,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn asked_after_every_event_the_answers_are_those_of_one_fold_of_them_all(
        company in any_company(),
        changes in prop::collection::vec(any_change(), 0..12),
    ) {
        let company = changes.into_iter().fold(company, changed);
        let mut live = Projections::default();
        let all = || Level::ALL.map(|level| LoopsQuery { level, ..LoopsQuery::at(start()) });
        for event in company.events() {
            live.apply(event);
            // What is remembered of this answer goes into the next one; beside it
            // stands one that looks at every hand-over.
            let told = all().map(|it| asked(&live, it));
            let anew = Projections { loops: live.loops.forgetful(), ..live.clone() };
            prop_assert_eq!(told, all().map(|it| asked(&anew, it)));
        }
        let told = all().map(|it| asked(&live, it));
        prop_assert_eq!(told, all().map(|it| asked(&company.now(), it)));
    }

    #[test]
    fn the_total_is_never_more_than_the_work_of_all_hand_overs_and_the_dearest_comes_first(
        company in any_company(),
    ) {
        let projections = company.now();
        for level in Level::ALL {
            let answer = asked(&projections, LoopsQuery { level, ..LoopsQuery::at(start()) });
            let all: f64 = projections
                .process_map
                .hand_overs()
                .filter_map(|(_, _, it)| it.known.fact.times_per_month)
                .sum();
            prop_assert!(answer.total.work_hours_per_month <= all + 1e-6);
            prop_assert!(answer.cycles.is_sorted_by(|a, b| a.work_hours_per_month >= b.work_hours_per_month));
        }
    }

    #[test]
    fn in_steps_a_cycle_is_rework_exactly_if_all_its_steps_are_of_one_process(
        company in any_company(),
    ) {
        let projections = company.now();
        for found in at(&company, Level::Step).cycles {
            let process = |step: &String| {
                let id = StepId(step.parse().expect("an id"));
                projections.process_map.step(id).map(|it| it.process)
            };
            let is_one = found.members.iter().all(|it| process(it) == process(&found.members[0]));
            prop_assert_eq!(found.kind == CycleKind::Rework, is_one);
            prop_assert_eq!(found.kind == CycleKind::Mutual, !is_one);
        }
    }
}
