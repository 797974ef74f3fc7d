//! What can happen to a site.

use jiff::civil::Date;

use crate::{change::Change, words::Words, working_hours::WorkingHours};

facts! {
    /// What happened to a site.
    pub enum Event {
        /// A site became known.
        Registered = "site_registered" v 1,
        /// Something about it changed.
        Revised = "site_revised" v 1,
    }
}

fact! {
    /// A site became known: a place with a time zone.
    pub struct Registered {
        /// What people call it.
        pub name: Words,
        /// ISO 3166-1 alpha-2: `DE`.
        pub country: String,
        /// IANA name: `Europe/Berlin`.
        pub time_zone: String,
        /// The part of the world, as the organisation divides it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub region: Option<Words>,
        /// When people work there, in local time.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub working_hours: Option<WorkingHours>,
        /// Days off.
        #[schemars(with = "Vec<String>")]
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub holidays: Vec<Date>,
    }
}

fact! {
    /// Something about a site changed.
    pub struct Revised {
        /// What people call it now.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub name: Change<Words>,
        /// ISO 3166-1 alpha-2.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub country: Change<String>,
        /// IANA name.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub time_zone: Change<String>,
        /// The part of the world.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub region: Change<Words>,
        /// When people work there.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub working_hours: Change<WorkingHours>,
        /// Days off.
        #[schemars(with = "Option<Vec<String>>")]
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub holidays: Change<Vec<Date>>,
    }
}

impl Registered {
    /// The site as it is after a revision.
    pub fn revise(&mut self, revised: &Revised) {
        let Revised { name, country, time_zone, region, working_hours, holidays } = revised;
        name.set_in(&mut self.name);
        country.set_in(&mut self.country);
        time_zone.set_in(&mut self.time_zone);
        region.apply_to(&mut self.region);
        working_hours.apply_to(&mut self.working_hours);
        holidays.set_or_empty(&mut self.holidays);
    }
}
