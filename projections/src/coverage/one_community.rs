//! What one community stands for, who else has the pain that it took up, and what else would fit it.

use std::collections::{BTreeMap, BTreeSet};

use events::{
    Area, Noun,
    ids::{CommunityId, PainPointId, UnitId},
};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    answer::CommunityCoverage,
    gaps::{NamedCommunity, PainPointBrief},
    ladder::fresh_from,
    survey::Reach,
};
use crate::{Projections, evidence::Evidence, known::KnownUnits, pain_points::PainPoint};

/// Pain points that are listed as fitting, at most; the dearest.
const FITS_MAX: usize = 100;

/// What one community stands for, and who else has its pain.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CommunityStands {
    /// The community.
    pub id: CommunityId,
    /// What people call it.
    pub name: Option<String>,
    /// How much of the organisation the answer rests on.
    pub known: KnownUnits,
    /// Said where that is too little to rank anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<&'static str>,
    /// The areas in which it stands, in order.
    pub areas: Vec<StandsIn>,
    /// What it took up and is still open, the dearest first.
    pub taken_up: Vec<TakenUp>,
    /// What nobody took up, lies in its areas and is had by its units, the dearest first.
    pub fits: Vec<Fit>,
    /// How many of those there are; at most a hundred are listed.
    pub fits_count: usize,
}

/// How a community stands in an area.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct StandsIn {
    /// The area.
    pub area: Area,
    /// How.
    #[serde(flatten)]
    pub stands: CommunityCoverage,
}

/// A pain point that a community took up, and who else has it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TakenUp {
    /// The pain point.
    #[serde(flatten)]
    pub pain_point: PainPointBrief,
    /// Whether the community speaks for a unit that has it.
    pub speaks_for: bool,
    /// Units that have it and for which the community does not speak.
    pub other_units: Vec<UnitWithPain>,
    /// Others that took it up.
    pub other_communities: Vec<OtherTaker>,
    /// The events behind it.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// A unit that has a pain point.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct UnitWithPain {
    /// The unit.
    pub id: UnitId,
    /// What people call it.
    pub name: Option<String>,
    /// What it costs that unit, as it said; none where it did not.
    pub hours_per_month: Option<f64>,
}

/// Another community that took up the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OtherTaker {
    /// The community.
    #[serde(flatten)]
    pub community: NamedCommunity,
    /// Whether somebody manages both.
    pub has_common_manager: bool,
}

/// A pain point that a community could take up.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Fit {
    /// The pain point.
    #[serde(flatten)]
    pub pain_point: PainPointBrief,
    /// The areas of the community in which it lies.
    pub areas: Vec<Area>,
    /// The units that have it and for which the community speaks.
    pub units: Vec<UnitWithPain>,
    /// The events behind it.
    #[serde(flatten)]
    pub evidence: Evidence,
}

impl Projections {
    /// What one community stands for; none where there is no such community.
    pub fn community_stands(&self, id: CommunityId, now: Timestamp) -> Option<CommunityStands> {
        let known = self.units_with_pain();
        let fits = self.fits(id, now);
        Some(CommunityStands {
            name: self
                .registry
                .communities()
                .contains_key(&id)
                .then(|| self.named_community(id))?
                .name,
            id,
            known,
            note: known.note(),
            areas: self.stands_in(id, now),
            taken_up: self.taken_up(id),
            fits_count: fits.len(),
            fits: fits.into_iter().take(FITS_MAX).collect(),
        })
    }

    fn stands_in(&self, id: CommunityId, now: Timestamp) -> Vec<StandsIn> {
        let climbs = self.climbs(id).into_iter();
        let stands = climbs.map(|(area, climb)| StandsIn {
            area,
            stands: self.community_coverage(id, area, &climb, fresh_from(now)),
        });
        stands.collect()
    }

    fn taken_up(&self, id: CommunityId) -> Vec<TakenUp> {
        let standing = self.coverage.standing(id).filter(|it| it.dissolved.is_none());
        let merges = self.pain_points.merges();
        let taken = standing.into_iter().flat_map(|it| it.taken_up.keys());
        let roots: BTreeSet<_> = taken.map(|it| merges.root(*it)).collect();
        let open = roots.into_iter().filter_map(|it| Some((it, self.pain_points.get(it)?)));
        let mut items: Vec<_> = open
            .filter(|(_, point)| point.is_open())
            .map(|(pain_point, point)| self.taken_up_item(id, pain_point, point))
            .collect();
        items.sort_by(|a, b| dearest_first(&a.pain_point, &b.pain_point));
        items
    }

    fn taken_up_item(&self, own: CommunityId, id: PainPointId, point: &PainPoint) -> TakenUp {
        let others = self.takers(id).into_keys().filter(|it| *it != own);
        let other = |it| OtherTaker {
            community: self.named_community(it),
            has_common_manager: self.have_common_manager(&[own, it]),
        };
        TakenUp {
            pain_point: self.pain_point_brief(id, point.hours_per_month(&self.registry)),
            speaks_for: self.speaking_for(own, id).next().is_some(),
            other_units: self.units_with(point, |unit| !self.speaks_for_unit(own, unit)),
            other_communities: others.map(other).collect(),
            evidence: Evidence::new(&self.survey_evidence(id), &format!("taken-up/{own}/{id}")),
        }
    }

    /// What nobody took up, in the areas that a community addresses and of the units for which it speaks.
    fn fits(&self, id: CommunityId, now: Timestamp) -> Vec<Fit> {
        let standing = self.coverage.standing(id).filter(|it| it.dissolved.is_none());
        let Some(standing) = standing else { return vec![] };
        let survey = self.survey(fresh_from(now)).points;
        let uncovered = survey.into_iter().filter(|it| it.reach == Reach::Uncovered);
        let mut fits: Vec<_> = uncovered
            .filter_map(|it| {
                let in_its = it.areas.iter().filter(|area| standing.areas.contains_key(area));
                let areas: Vec<_> = in_its.collect();
                if areas.is_empty() {
                    return None;
                }
                let point = self.pain_points.get(it.id)?;
                let units = self.units_with(point, |unit| self.speaks_for_unit(id, unit));
                (!units.is_empty()).then(|| Fit {
                    areas,
                    units,
                    pain_point: self.pain_point_brief(it.id, it.hours),
                    evidence: Evidence::new(
                        &self.pain_point_evidence(it.id),
                        &format!("pain-points/{}", it.id),
                    ),
                })
            })
            .collect();
        fits.sort_by(|a, b| dearest_first(&a.pain_point, &b.pain_point));
        fits
    }

    /// The units that still have a pain point, of those that are asked for, by id.
    fn units_with(
        &self,
        point: &PainPoint,
        is_asked: impl Fn(UnitId) -> bool,
    ) -> Vec<UnitWithPain> {
        let backed = point.open_backings().filter_map(|(unit, it)| Some((unit?, it.hours)));
        let by_unit: BTreeMap<_, _> = backed.filter(|(unit, _)| is_asked(*unit)).collect();
        let item = |(id, hours): (UnitId, Option<events::hours::Effort>)| UnitWithPain {
            id,
            name: self.registry.name_of(Noun::Unit, id.0),
            hours_per_month: hours.map(|it| crate::evidence::rounded(it.hours_per_month())),
        };
        by_unit.into_iter().map(item).collect()
    }

    /// Whether a community represents a unit, or one that it is part of.
    fn speaks_for_unit(&self, community: CommunityId, unit: UnitId) -> bool {
        let represented = self.coverage.standing(community).map(|it| &it.units);
        let mut above = std::iter::once(unit).chain(self.registry.ancestors(unit));
        represented.is_some_and(|units| above.any(|it| units.contains_key(&it)))
    }
}

fn dearest_first(a: &PainPointBrief, b: &PainPointBrief) -> std::cmp::Ordering {
    b.hours_per_month.total_cmp(&a.hours_per_month).then(a.id.cmp(&b.id))
}

#[cfg(test)]
mod tests {
    use events::{
        Area,
        community::{AreaAddressed, ManagerAppointed, PainPointTakenUp, UnitRepresented},
        ids::ActorId,
        pain_point::{Backed, Logged, Resolved},
        samples::id,
    };

    use super::*;
    use crate::testing::{Told, community, day, monthly, pain_point, unit};

    const DIVISION: UnitId = UnitId(id(10));
    const TEAM: UnitId = UnitId(id(11));
    const OTHER: UnitId = UnitId(id(12));
    const CIRCLE: CommunityId = CommunityId(id(71));
    const NETWORK: CommunityId = CommunityId(id(72));
    const LISTS: PainPointId = PainPointId(id(41));
    const SEALS: PainPointId = PainPointId(id(42));

    #[test]
    fn who_else_has_what_a_community_took_up_are_units_it_does_not_speak_for_and_other_takers() {
        let told = told()
            .tell(LISTS.0, Backed { unit: OTHER, hours: Some(monthly(2.0)) })
            .tell(CIRCLE.0, PainPointTakenUp { pain_point: LISTS })
            .tell(NETWORK.0, PainPointTakenUp { pain_point: LISTS });
        let taken = stands(&told).taken_up.remove(0);
        assert!(taken.speaks_for, "through the division of the team");
        assert_eq!(taken.other_units.iter().map(|it| it.id).collect::<Vec<_>>(), [OTHER]);
        assert_eq!(taken.other_units[0].hours_per_month, Some(2.0));
        assert_eq!(taken.other_communities[0].community.id, NETWORK);
        assert!(!taken.other_communities[0].has_common_manager);
        let ana = ManagerAppointed { person: ActorId(id(1)) };
        let told = told.tell(CIRCLE.0, ana.clone()).tell(NETWORK.0, ana);
        assert!(stands(&told).taken_up[0].other_communities[0].has_common_manager);
    }

    #[test]
    fn what_nobody_took_up_fits_where_both_the_area_and_a_unit_are_the_communitys() {
        let told = told().tell(SEALS.0, Logged { unit: Some(OTHER), ..in_support(9.0) });
        assert_eq!(fits(&told), [], "it does not address the area yet");
        let told = told.tell(CIRCLE.0, AreaAddressed { area: Area::Support });
        assert_eq!(fits(&told), [LISTS], "the other unit is not its own");
        let told = told.tell(CIRCLE.0, UnitRepresented { unit: OTHER });
        assert_eq!(fits(&told), [LISTS, SEALS], "the dearest first");
        let told = told.tell(NETWORK.0, PainPointTakenUp { pain_point: LISTS });
        assert_eq!(fits(&told), [SEALS]);
    }

    #[test]
    fn what_is_over_is_neither_told_as_taken_up_nor_as_fitting() {
        let over = Resolved { how: "Eine Liste".into(), units: vec![], idea: None, found_at: None };
        let told = told()
            .tell(CIRCLE.0, AreaAddressed { area: Area::Support })
            .tell(CIRCLE.0, PainPointTakenUp { pain_point: LISTS })
            .tell(LISTS.0, over);
        assert_eq!((stands(&told).taken_up, fits(&told)), (vec![], vec![]));
    }

    #[test]
    fn every_link_leads_to_exactly_the_events_that_were_counted() {
        let told = told()
            .tell(CIRCLE.0, AreaAddressed { area: Area::Support })
            .tell(SEALS.0, in_support(3.0))
            .tell(CIRCLE.0, PainPointTakenUp { pain_point: LISTS });
        let projections = told.projections();
        let stands = projections.community_stands(CIRCLE, day(0)).unwrap();
        let evidence = [&stands.taken_up[0].evidence, &stands.fits[0].evidence];
        for it in evidence.into_iter().chain(stands.areas.iter().map(|it| &it.stands.evidence)) {
            let of = it.evidence_link.split_once("of=").unwrap().1;
            assert_eq!(Evidence::new(&projections.evidence_of(of).unwrap(), of), *it);
        }
    }

    #[test]
    fn nothing_is_told_of_a_community_that_does_not_exist() {
        assert_eq!(Told::default().projections().community_stands(CIRCLE, day(0)), None);
    }

    fn told() -> Told {
        Told::default()
            .tell(DIVISION.0, unit("Einkauf", None))
            .tell(TEAM.0, unit("Serie", Some(DIVISION)))
            .tell(OTHER.0, unit("Montage", None))
            .tell(CIRCLE.0, community("Stammdaten"))
            .tell(NETWORK.0, community("Einkaufsnetz"))
            .tell(CIRCLE.0, UnitRepresented { unit: DIVISION })
            .tell(LISTS.0, in_support(30.0))
    }

    fn in_support(hours: f64) -> Logged {
        let areas = vec![Area::Support];
        Logged { areas, unit: Some(TEAM), hours: Some(monthly(hours)), ..pain_point("Drei Listen") }
    }

    fn stands(told: &Told) -> CommunityStands {
        told.projections().community_stands(CIRCLE, day(0)).expect("it is there")
    }

    fn fits(told: &Told) -> Vec<PainPointId> {
        stands(told).fits.into_iter().map(|it| it.pain_point.id).collect()
    }
}
