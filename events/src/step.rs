//! What can happen to a step: one activity of a process.

use crate::{
    change::Change,
    ids::{SiteId, StepId, UnitId},
    words::Words,
};

fact! {
    /// A step became known.
    pub struct StepAdded {
        /// The step.
        pub step: StepId,
        /// What is done.
        pub name: Words,
        /// How it is done.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub description: Option<Words>,
        /// Who does it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub unit: Option<UnitId>,
        /// Where, if not at the unit's site.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub site: Option<SiteId>,
        /// In which role.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub role: Option<Words>,
        /// With what.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub tools: Vec<Words>,
        /// How long one run takes one person.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub minutes_per_run: Option<f64>,
        /// How often.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub runs_per_month: Option<f64>,
        /// How many people take part in one run.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub people: Option<f64>,
    }
}

fact! {
    /// Something about a step changed.
    pub struct StepRevised {
        /// The step.
        pub step: StepId,
        /// What is done.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub name: Change<Words>,
        /// How it is done.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub description: Change<Words>,
        /// Who does it.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub unit: Change<UnitId>,
        /// Where, if not at the unit's site.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub site: Change<SiteId>,
        /// In which role.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub role: Change<Words>,
        /// With what.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub tools: Change<Vec<Words>>,
        /// How long one run takes one person.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub minutes_per_run: Change<f64>,
        /// How often.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub runs_per_month: Change<f64>,
        /// How many people take part in one run.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub people: Change<f64>,
    }
}

fact! {
    /// A step is not done any more.
    pub struct StepRemoved {
        /// The step.
        pub step: StepId,
    }
}

impl StepAdded {
    /// The step as it is after a revision.
    pub fn revise(&mut self, revised: &StepRevised) {
        let StepRevised {
            name,
            description,
            unit,
            site,
            role,
            minutes_per_run,
            runs_per_month,
            people,
            tools,
            step: _,
        } = revised;
        name.set_in(&mut self.name);
        description.apply_to(&mut self.description);
        unit.apply_to(&mut self.unit);
        site.apply_to(&mut self.site);
        role.apply_to(&mut self.role);
        minutes_per_run.apply_to(&mut self.minutes_per_run);
        runs_per_month.apply_to(&mut self.runs_per_month);
        people.apply_to(&mut self.people);
        tools.set_or_empty(&mut self.tools);
    }
}

impl StepAdded {
    /// Working hours a month: runs × minutes ÷ 60 × people, one person where nobody said it. None where
    /// runs or minutes are not known.
    pub fn hours_per_month(&self) -> Option<f64> {
        Some(self.runs_per_month? * self.minutes_per_run? / 60.0 * self.people.unwrap_or(1.0))
    }
}
