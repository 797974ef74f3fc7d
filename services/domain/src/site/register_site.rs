//! Register a site. It has a name, a country and a time zone; registering it again with the same
//! fields changes nothing.

use events::site::Registered;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Site;
use crate::{Command, Decision, fields::Fields, founded::Founded};

/// Register a site: a place where people of the organisation work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct RegisterSite(pub Registered);

impl Command for RegisterSite {
    type Aggregate = Site;
    const NAME: &'static str = "register-site";

    fn decide(self, site: &Site) -> Decision {
        let Registered { name, country, time_zone, region, working_hours, holidays } = &self.0;
        let mut fields = Fields::default();
        fields.name("/name", name);
        fields.country("/country", country);
        fields.time_zone("/time_zone", time_zone);
        fields.some_name("/region", region.as_ref());
        fields.working_hours("/working_hours", working_hours.as_ref());
        fields.at_most("/holidays", holidays.len(), 400);
        fields.finish()?;
        Founded::found(site.0.as_ref(), self.0, "the id of this site")
    }
}

#[cfg(test)]
mod tests {
    use events::{Change, site::Revised};

    use super::*;
    use crate::{
        Rejection,
        testing::{given, given_nothing},
    };

    #[test]
    fn records_the_site() {
        given_nothing().when(RegisterSite(pune())).then([pune().into()]);
    }

    #[test]
    fn changes_nothing_when_repeated_even_after_a_revision() {
        let renamed = Revised {
            name: Change::Set("Pune East".into()),
            country: Change::Keep,
            time_zone: Change::Keep,
            region: Change::Keep,
            working_hours: Change::Keep,
            holidays: Change::Keep,
        };
        given([pune().into(), renamed.into()]).when(RegisterSite(pune())).then_nothing();
    }

    #[test]
    fn refuses_an_id_that_names_another_site() {
        let other = Registered { name: "Toluca".into(), ..pune() };
        given([pune().into()])
            .when(RegisterSite(other))
            .then_rejected(Rejection::IdTaken("the id of this site".to_owned()));
    }

    #[test]
    fn tells_all_wrong_fields_at_once() {
        let wrong = Registered {
            name: " ".into(),
            country: "India".to_owned(),
            time_zone: "Asia/Poona".to_owned(),
            ..pune()
        };
        let Err(Rejection::Fields(errors)) = RegisterSite(wrong).decide(&Site::default()) else {
            panic!("was not refused");
        };
        let pointers: Vec<_> = errors.iter().map(|it| it.pointer.as_str()).collect();
        assert_eq!(pointers, ["/name", "/country", "/time_zone"]);
    }

    fn pune() -> Registered {
        Registered {
            name: "Pune".into(),
            country: "IN".to_owned(),
            time_zone: "Asia/Kolkata".to_owned(),
            region: None,
            working_hours: None,
            holidays: vec![],
        }
    }
}
