//! Figures for simulation as `BPSim` 1.0 and 2.0 write them (Workflow Management Coalition, 2013 and 2016), beside
//! the process in `relationship` or `extensionElements`. Of them the probabilities of flows are read: the share
//! of cases that goes each way. Where several scenarios say one, the first counts.

use std::collections::HashMap;

use crate::xml::Element;

/// What was read, and where in it the reading is.
#[derive(Debug, Default)]
pub(super) struct Simulated {
    /// By the id of the flow, from 0 to 1.
    pub(super) probabilities: HashMap<String, f64>,
    /// Whether there are any such figures.
    pub(super) is_any: bool,
    /// Whose parameters these are, and how deep they lie.
    about: Option<(String, usize)>,
    /// How deep its probability lies.
    probability: Option<usize>,
}

impl Simulated {
    pub(super) fn begins(&mut self, element: &Element<'_>, depth: usize) {
        if !element.namespace().contains("bpsim.org/") {
            return;
        }
        self.is_any = true;
        match element.name {
            "ElementParameters" => {
                self.about = element.attribute("elementRef").map(|it| (it.to_owned(), depth));
            }
            "Probability" => self.probability = Some(depth),
            _ if self.probability.is_some() => self.take(element.attribute("value")),
            _ => {}
        }
    }

    pub(super) fn ends(&mut self, depth: usize) {
        self.about.take_if(|it| it.1 >= depth);
        self.probability.take_if(|it| *it >= depth);
    }

    fn take(&mut self, value: Option<&str>) {
        let share: Option<f64> = value.and_then(|it| it.trim().parse().ok());
        let share = share.filter(|it| (0.0..=1.0).contains(it));
        if let (Some((flow, _)), Some(share)) = (&self.about, share) {
            self.probabilities.entry(flow.clone()).or_insert(share);
        }
    }
}
