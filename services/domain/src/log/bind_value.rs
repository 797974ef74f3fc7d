//! Bind a value of a log to the unit or the site it stands for. Binding it again replaces the binding.

use events::log::ValueBound;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Log;
use crate::{Command, Decision, Needs, fields::Fields};

/// Say which unit or which site a value of a log stands for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct BindValue(pub ValueBound);

impl Command for BindValue {
    type Aggregate = Log;
    const NAME: &'static str = "bind-value";

    fn needs(&self, needs: &mut Needs) {
        needs.unit("/unit", self.0.unit.as_ref());
        needs.site("/site", self.0.site.as_ref());
    }

    fn decide(self, log: &Log) -> Decision {
        let ValueBound { by, value, unit, site } = &self.0;
        let mut fields = Fields::default();
        fields.name("/by", by);
        fields.name("/value", value);
        if unit.is_some() == site.is_some() {
            fields.wrong("/unit", "ambiguous", "either a unit or a site must be named, not both");
        }
        fields.finish()?;
        let is_so = log.bound.get(&(by.clone(), value.clone())) == Some(&self.0);
        Ok(if is_so { vec![] } else { vec![self.0.into()] })
    }
}

#[cfg(test)]
mod tests {
    use events::{
        ids::{SiteId, UnitId},
        samples::id,
    };

    use super::*;
    use crate::{log::fixtures::imported, testing::given};

    #[test]
    fn records_the_binding() {
        given([imported().into()]).when(BindValue(bound())).then([bound().into()]);
    }

    #[test]
    fn refuses_a_unit_and_a_site_at_once() {
        let both = ValueBound { site: Some(SiteId(id(2))), ..bound() };
        given([imported().into()]).when(BindValue(both)).then_refused_as("unit-ambiguous");
    }

    fn bound() -> ValueBound {
        let (by, value) = ("team".into(), "A".into());
        ValueBound { by, value, unit: Some(UnitId(id(1))), site: None }
    }
}
