//! The thirteen areas: the question each lens answers, and what lies in each.

use std::collections::{BTreeMap, BTreeSet};

use events::Area;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Figure, answer::figure};
use crate::Projections;

/// The thirteen areas, and what lies in none of them.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AreasAnswer {
    /// All thirteen, in order.
    pub items: Vec<AreaItem>,
    /// Open pain points that lie in no area.
    pub unplaced: Figure,
    /// Every open pain point once; areas overlap, so theirs add up to more.
    pub total_distinct: Figure,
}

/// One area.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AreaItem {
    /// The key in URLs, files and answers.
    pub area: Area,
    /// The German name.
    pub german: &'static str,
    /// The one question that its lens answers.
    pub question: &'static str,
    /// The open pain points that lie in it.
    #[serde(flatten)]
    pub figure: Figure,
    /// The processes that are run and belong to it, first or also.
    pub processes: usize,
}

impl Projections {
    /// The thirteen areas.
    pub fn areas_answer(&self) -> AreasAnswer {
        // Hours and places do not depend on how fresh the communities' work is.
        let survey = self.survey(Timestamp::MIN);
        let processes = self.processes_by_area();
        let items = survey.by_area().into_iter().map(|(area, lying)| AreaItem {
            area,
            german: area.german(),
            question: question(area),
            figure: figure(&lying, &format!("areas/{}", area.key())),
            processes: processes.get(&area).copied().unwrap_or_default(),
        });
        let items = items.collect();
        AreasAnswer {
            items,
            unplaced: figure(&survey.unplaced(), "areas/unplaced"),
            total_distinct: figure(&survey.points.iter().collect::<Vec<_>>(), "areas/all"),
        }
    }

    fn processes_by_area(&self) -> BTreeMap<Area, usize> {
        let mut counts = BTreeMap::new();
        let run = self.registry.processes().iter().filter(|(id, _)| self.registry.is_run(**id));
        for (_, process) in run {
            let further = process.fact.further_areas.iter().copied();
            let areas: BTreeSet<_> = further.chain([process.fact.primary_area]).collect();
            for area in areas {
                *counts.entry(area).or_default() += 1;
            }
        }
        counts
    }
}

/// The one question that the lens of an area answers.
pub const fn question(area: Area) -> &'static str {
    match area {
        Area::Transparency => {
            "Where is the same process run or described differently by different units?"
        }
        Area::Support => "Which duplicated work, duplicated data and loops cost most per month?",
        Area::ProblemSolving => {
            "Whom can we ask; which is the smallest team of units that covers the skills needed?"
        }
        Area::Development => "Who works on the same thing without a link between them?",
        Area::Communication => "Which paths run only top-down; which have no way back recorded?",
        Area::Collaboration => "Which joint work reached its goal, at what effort?",
        Area::Exchange => {
            "Which practice is known at one site and missing at another that needs it?"
        }
        Area::Coordination => "What does this hand-over cost across sites, time zones included?",
        Area::TeamBuilding => "Which units depend on each other and have never worked together?",
        Area::Service => "Which demand finds no service, and which service no user?",
        Area::Offering => "Which similar services could be merged, and what would that save?",
        Area::Management => "Which decisions lack a reason, a report or participation from below?",
        Area::Decision => "How long from opening to decision, and where is it stuck?",
    }
}
