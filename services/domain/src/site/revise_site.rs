//! Revise a site: a field that is absent stays, `null` clears it. Name, country and zone cannot be cleared.

use events::site::Revised;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Site;
use crate::{Command, Decision, fields::Fields};

/// Change something about a site. Absent keeps, `null` clears.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ReviseSite(pub Revised);

impl Command for ReviseSite {
    type Aggregate = Site;
    const NAME: &'static str = "revise-site";

    fn decide(self, site: &Site) -> Decision {
        let Some(site) = &site.0 else { return Ok(vec![]) };
        self.check()?;
        let now = &site.now;
        let wish = Revised { holidays: self.0.holidays.cleared_if_empty(), ..self.0 };
        Ok(revised!(wish, Revised {
            ;
            name: Some(&now.name),
            country: Some(&now.country),
            time_zone: Some(&now.time_zone),
            region: now.region.as_ref(),
            working_hours: now.working_hours.as_ref(),
            holidays: (!now.holidays.is_empty()).then_some(&now.holidays),
        }))
    }
}

impl ReviseSite {
    fn check(&self) -> Result<(), crate::Rejection> {
        let Revised { name, country, time_zone, region, working_hours, holidays } = &self.0;
        let mut fields = Fields::default();
        fields.not_cleared("/name", name);
        fields.some_name("/name", name.value());
        fields.not_cleared("/country", country);
        if let Some(country) = country.value() {
            fields.country("/country", country);
        }
        fields.not_cleared("/time_zone", time_zone);
        if let Some(zone) = time_zone.value() {
            fields.time_zone("/time_zone", zone);
        }
        fields.some_name("/region", region.value());
        fields.working_hours("/working_hours", working_hours.value());
        fields.at_most("/holidays", holidays.value().map_or(0, Vec::len), 400);
        fields.finish()
    }
}

#[cfg(test)]
mod tests {
    use events::{Change, Event, site::Registered};

    use super::*;
    use crate::testing::given;

    #[test]
    fn records_only_what_really_changes() {
        let wish = Revised { name: Change::Set("Pune".into()), region: europe(), ..nothing() };
        given([pune()])
            .when(ReviseSite(wish))
            .then([Revised { region: europe(), ..nothing() }.into()]);
    }

    #[test]
    fn changes_nothing_when_nothing_differs() {
        given([pune()]).when(ReviseSite(nothing())).then_nothing();
    }

    #[test]
    fn refuses_to_clear_the_name() {
        let wish = Revised { name: Change::Clear, ..nothing() };
        given([pune()]).when(ReviseSite(wish)).then_refused_as("name-missing");
    }

    #[test]
    fn refuses_an_unknown_zone() {
        let wish = Revised { time_zone: Change::Set("Mars/Olympus".to_owned()), ..nothing() };
        given([pune()]).when(ReviseSite(wish)).then_refused_as("time-zone-unknown");
    }

    fn europe() -> Change<events::Words> {
        Change::Set("Europe".into())
    }

    fn nothing() -> Revised {
        Revised {
            name: Change::Keep,
            country: Change::Keep,
            time_zone: Change::Keep,
            region: Change::Keep,
            working_hours: Change::Keep,
            holidays: Change::Keep,
        }
    }

    fn pune() -> Event {
        let (country, time_zone) = ("IN".to_owned(), "Asia/Kolkata".to_owned());
        let name = "Pune".into();
        let it = Registered {
            name,
            country,
            time_zone,
            region: None,
            working_hours: None,
            holidays: vec![],
        };
        it.into()
    }
}
