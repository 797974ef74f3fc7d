//! What changed of coverage between two moments: before, after and difference, with the events that made
//! it so.
//!
//! What a change rests on: everything that happened meanwhile to the pain points that lay in the area
//! at either moment, and what counted before and counts no more, such as taking up what was dropped since.

use std::collections::{BTreeMap, BTreeSet};

use events::{
    Area, Position,
    ids::{CommunityId, PainPointId},
};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    answer::{AreaCoverage, CommunityCoverage, CoverageAt},
    survey::Surveyed,
};
use crate::{Projections, difference::Difference, evidence::Evidence, pain_points::Areas};

/// What changed since an earlier moment.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CoverageChange {
    /// The last event of the earlier moment.
    pub position: Position,
    /// Open pain points, each once.
    pub pain_points: Difference,
    /// What they cost.
    pub hours_per_month: Difference,
    /// All thirteen, in order.
    pub areas: Vec<AreaChange>,
    /// What happened meanwhile, and what does not count any more.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// What changed in one area.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AreaChange {
    /// The area.
    pub area: Area,
    /// Open pain points that lie in it.
    pub pain_points: Difference,
    /// What they cost.
    pub hours_per_month: Difference,
    /// Hours of those that nobody took up.
    pub uncovered_hours: Difference,
    /// Hours of those that are taken up only elsewhere.
    pub elsewhere_hours: Difference,
    /// Whether there was a gap.
    pub gap_before: bool,
    /// Whether there is a gap.
    pub gap_after: bool,
    /// The communities that stand elsewhere than they did.
    pub communities: Vec<StandChange>,
    /// What happened meanwhile, and what does not count any more.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// That a community climbed or fell.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct StandChange {
    /// The community.
    pub id: CommunityId,
    /// What people call it.
    pub name: Option<String>,
    /// Its step; 0 where it did not stand there.
    pub strength: Difference,
    /// Whether all its evidence was older than twelve months.
    pub rested_before: bool,
    /// Whether all its evidence is older than twelve months.
    pub rests_after: bool,
    /// What came, and what does not count any more; nothing where it only grew old.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// Where the evidence of a change can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeOf {
    /// Between two positions of the log: by name.
    Log,
    /// Only tried out: by its events, one by one.
    Trial,
}

impl Projections {
    /// What changed between an earlier moment and `now`.
    pub fn coverage_change(
        &self,
        before: &CoverageAt,
        now: Timestamp,
        of: ChangeOf,
    ) -> CoverageChange {
        self.change_to(before, &self.coverage_at(now), of)
    }

    /// The answer for `now`, and what changed since an earlier moment.
    pub fn coverage_since(&self, before: &CoverageAt, now: Timestamp) -> super::CoverageAnswer {
        let after = self.coverage_at(now);
        let since = Some(self.change_to(before, &after, ChangeOf::Log));
        super::CoverageAnswer { since, ..after.answer }
    }

    /// All events behind a change: everywhere, in an area, or of where a community stands there.
    pub fn coverage_change_evidence(
        &self,
        before: &CoverageAt,
        now: Timestamp,
        (area, community): (Option<Area>, Option<CommunityId>),
    ) -> BTreeSet<Position> {
        let after = self.coverage_at(now);
        match (area, community) {
            (Some(area), Some(community)) => stand_evidence(before, &after, area, community),
            _ => in_area(&self.moved_between(before, &after), area),
        }
    }

    fn change_to(&self, before: &CoverageAt, after: &CoverageAt, of: ChangeOf) -> CoverageChange {
        let named = |positions: BTreeSet<Position>, name: String| match of {
            ChangeOf::Log => {
                let name = format!("coverage-change/{}/{name}", before.position);
                Evidence::new(&positions, &name)
            }
            ChangeOf::Trial => Evidence::of_events(&positions),
        };
        let moved = self.moved_between(before, after);
        let area = |(was, is): (&AreaCoverage, &AreaCoverage)| AreaChange {
            evidence: named(in_area(&moved, Some(is.area)), is.area.key().to_owned()),
            communities: stand_changes(was, is, |id| {
                let behind = stand_evidence(before, after, is.area, id);
                named(behind, format!("{}/{id}", is.area.key()))
            }),
            ..area_change(was, is)
        };
        let (was, is) = (&before.answer.total_distinct, &after.answer.total_distinct);
        CoverageChange {
            position: before.position,
            pain_points: Difference::of_counts(was.pain_points, is.pain_points),
            hours_per_month: Difference::between(was.hours_per_month, is.hours_per_month),
            areas: before.answer.areas.iter().zip(&after.answer.areas).map(area).collect(),
            evidence: named(in_area(&moved, None), "all".to_owned()),
        }
    }

    /// Every pain point that was or is open and does not rest on the same events any more.
    fn moved_between(&self, before: &CoverageAt, after: &CoverageAt) -> Vec<Moved> {
        let (was, is) = (by_id(&before.survey), by_id(&after.survey));
        let ids: BTreeSet<_> = was.keys().chain(is.keys()).copied().collect();
        let moved = |id: PainPointId| {
            let (was, is) = (was.get(&id).copied(), is.get(&id).copied());
            let positions = |it: &Surveyed| it.evidence.iter().copied().collect();
            let then: BTreeSet<_> = was.map(positions).unwrap_or_default();
            // What is over since is asked anew, so that the event that ended it is told as well.
            let now = is.map_or_else(|| self.survey_evidence(id), positions);
            let differs = now.symmetric_difference(&then).copied();
            // What is older than the earlier moment and did not count then is no news.
            let behind = differs.filter(|it| *it > before.position || then.contains(it)).collect();
            let areas = was.into_iter().chain(is).flat_map(|it| it.areas.iter()).collect();
            Moved { areas, behind }
        };
        ids.into_iter().map(moved).filter(|it| !it.behind.is_empty()).collect()
    }
}

/// A pain point about which something changed: the areas in which it lay or lies, and what happened.
struct Moved {
    areas: Areas,
    behind: BTreeSet<Position>,
}

fn by_id(survey: &[Surveyed]) -> BTreeMap<PainPointId, &Surveyed> {
    survey.iter().map(|it| (it.id, it)).collect()
}

/// In an area, or everywhere where none is said.
fn in_area(moved: &[Moved], area: Option<Area>) -> BTreeSet<Position> {
    let there = moved.iter().filter(|it| area.is_none_or(|area| it.areas.contains(area)));
    there.flat_map(|it| it.behind.iter().copied()).collect()
}

fn area_change(was: &AreaCoverage, is: &AreaCoverage) -> AreaChange {
    let (figure, now) = (&was.figure, &is.figure);
    AreaChange {
        area: is.area,
        pain_points: Difference::of_counts(figure.pain_points, now.pain_points),
        hours_per_month: Difference::between(figure.hours_per_month, now.hours_per_month),
        uncovered_hours: Difference::between(was.uncovered_hours, is.uncovered_hours),
        elsewhere_hours: Difference::between(was.elsewhere_hours, is.elsewhere_hours),
        gap_before: was.gap,
        gap_after: is.gap,
        communities: vec![],
        evidence: Evidence::of_events(&BTreeSet::new()),
    }
}

/// Those that stand elsewhere than they did, by id.
fn stand_changes(
    was: &AreaCoverage,
    is: &AreaCoverage,
    evidence: impl Fn(CommunityId) -> Evidence,
) -> Vec<StandChange> {
    let by_id = |area: &AreaCoverage| -> BTreeMap<CommunityId, CommunityCoverage> {
        area.communities.iter().map(|it| (it.id, it.clone())).collect()
    };
    let (was, is) = (by_id(was), by_id(is));
    let ids: BTreeSet<_> = was.keys().chain(is.keys()).copied().collect();
    let change = |id: CommunityId| {
        let (was, is) = (was.get(&id), is.get(&id));
        let strength = |it: Option<&CommunityCoverage>| it.map_or(0.0, |it| f64::from(it.strength));
        let rests = |it: Option<&CommunityCoverage>| it.is_some_and(|it| it.rests);
        StandChange {
            id,
            name: is.or(was).and_then(|it| it.name.clone()),
            strength: Difference::between(strength(was), strength(is)),
            rested_before: rests(was),
            rests_after: rests(is),
            evidence: evidence(id),
        }
    };
    let is_change =
        |it: &StandChange| it.strength.difference.abs() > 0.0 || it.rested_before != it.rests_after;
    ids.into_iter().map(change).filter(is_change).collect()
}

fn stand_evidence(
    before: &CoverageAt,
    after: &CoverageAt,
    area: Area,
    community: CommunityId,
) -> BTreeSet<Position> {
    let behind = |at: &CoverageAt| at.stands.get(&(area, community)).cloned().unwrap_or_default();
    behind(before).symmetric_difference(&behind(after)).copied().collect()
}

#[cfg(test)]
mod tests {
    use events::{
        Area,
        community::{PainPointDropped, PainPointTakenUp, UnitRepresented},
        ids::UnitId,
        pain_point::{Logged, Resolved},
        samples::id,
    };

    use super::*;
    use crate::testing::{Told, community, day, monthly, pain_point, unit};

    const TEAM: UnitId = UnitId(id(11));
    const CIRCLE: CommunityId = CommunityId(id(71));
    const LISTS: PainPointId = PainPointId(id(41));
    const SEALS: PainPointId = PainPointId(id(42));
    const SUPPORT: usize = 1;

    #[test]
    fn what_was_taken_up_since_is_covered_now_and_lifts_the_community() {
        let told = told();
        let before = told.projections().coverage_at(day(0));
        let told = told.tell(CIRCLE.0, took_up(LISTS)).tell(SEALS.0, in_support(5.0));
        let change = told.projections().coverage_change(&before, day(1), ChangeOf::Log);
        let support = &change.areas[SUPPORT];
        assert_eq!(support.uncovered_hours, Difference::between(30.0, 5.0));
        assert_eq!(support.hours_per_month, Difference::between(30.0, 35.0));
        assert_eq!((support.gap_before, support.gap_after), (true, false));
        assert_eq!(support.communities[0].strength, Difference::between(0.0, 2.0));
        // Taking it up, for whom the community speaks, and the new pain point.
        assert_eq!(positions(&support.evidence), [6, 5]);
        assert_eq!(change.areas[0].evidence.evidence_count, 0);
    }

    #[test]
    fn what_ended_and_what_was_dropped_is_told_by_the_events_that_count_no_more() {
        let told = told().tell(CIRCLE.0, took_up(LISTS));
        let before = told.projections().coverage_at(day(0));
        let over = Resolved { how: "Eine Liste".into(), units: vec![], idea: None, found_at: None };
        let dropped = told.tell(CIRCLE.0, PainPointDropped { pain_point: LISTS });
        let change = dropped.projections().coverage_change(&before, day(1), ChangeOf::Log);
        let support = &change.areas[SUPPORT];
        assert_eq!(positions(&support.communities[0].evidence), [5]);
        assert_eq!(support.uncovered_hours, Difference::between(0.0, 30.0));
        let resolved = dropped.tell(LISTS.0, over).projections();
        let change = resolved.coverage_change(&before, day(1), ChangeOf::Log);
        assert_eq!(change.pain_points, Difference::of_counts(1, 0));
        assert!(positions(&change.areas[SUPPORT].evidence).contains(&7));
    }

    #[test]
    fn the_link_of_a_change_names_all_of_its_events() {
        let told = told();
        let before = told.projections().coverage_at(day(0));
        let after = told.tell(CIRCLE.0, took_up(LISTS)).projections();
        let change = after.coverage_change(&before, day(1), ChangeOf::Log);
        let evidence = &change.areas[SUPPORT].evidence;
        assert!(evidence.evidence_link.ends_with("coverage-change/4/support"));
        let all = after.coverage_change_evidence(&before, day(1), (Some(Area::Support), None));
        assert_eq!(Evidence::new(&all, "coverage-change/4/support"), *evidence);
        let stands = (Some(Area::Support), Some(CIRCLE));
        assert_eq!(after.coverage_change_evidence(&before, day(1), stands), [Position(5)].into());
    }

    #[test]
    fn a_moment_compared_with_itself_shows_no_change() {
        let projections = told().tell(CIRCLE.0, took_up(LISTS)).projections();
        let before = projections.coverage_at(day(0));
        let change = projections.coverage_change(&before, day(0), ChangeOf::Log);
        assert_eq!(change.hours_per_month, Difference::between(30.0, 30.0));
        assert!(change.areas.iter().all(|it| it.communities.is_empty()));
        assert!(change.areas.iter().all(|it| it.evidence.evidence_count == 0));
    }

    fn told() -> Told {
        Told::default()
            .tell(TEAM.0, unit("Serie", None))
            .tell(CIRCLE.0, community("Stammdaten"))
            .tell(CIRCLE.0, UnitRepresented { unit: TEAM })
            .tell(LISTS.0, in_support(30.0))
    }

    fn in_support(hours: f64) -> Logged {
        let areas = vec![Area::Support];
        Logged { areas, unit: Some(TEAM), hours: Some(monthly(hours)), ..pain_point("Drei Listen") }
    }

    fn took_up(pain_point: PainPointId) -> PainPointTakenUp {
        PainPointTakenUp { pain_point }
    }

    fn positions(evidence: &Evidence) -> Vec<u64> {
        evidence.evidence.iter().map(|it| it.0).collect()
    }
}
