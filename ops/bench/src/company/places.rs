//! Where the company is, who works there, and for what its communities speak.

use domain::line::Line;
use events::{Area, Noun};
use serde_json::json;

use super::{Company, line, words};

const ZONES: [(&str, &str); 7] = [
    ("DE", "Europe/Berlin"),
    ("MX", "America/Mexico_City"),
    ("IN", "Asia/Kolkata"),
    ("US", "America/Chicago"),
    ("PL", "Europe/Warsaw"),
    ("CN", "Asia/Shanghai"),
    ("ES", "Europe/Madrid"),
];

impl Company {
    pub(super) fn register_site(&mut self) -> Line {
        let id = self.mint();
        let place = self.sites.len();
        self.sites.push(id);
        let (country, time_zone) = ZONES[place % ZONES.len()];
        let name = words::product(900_000 + place);
        let region = ["Europe", "Americas", "Asia"][place % 3];
        let body =
            json!({"name": name, "country": country, "time_zone": time_zone, "region": region});
        line(Noun::Site, id, "register-site", body)
    }

    pub(super) fn register_unit(&mut self) -> Line {
        let id = self.mint();
        let place = self.units.len();
        let parent = (place > 0).then(|| self.units[place / 6]);
        self.units.push(id);
        let name = words::subject(&mut self.random, &words::product(800_000 + place));
        let site = self.random.one_of(&self.sites);
        let body = json!({
            "name": name, "parent": parent, "site": site, "head_count": 5 + place % 60,
        });
        line(Noun::Unit, id, "register-unit", body)
    }

    pub(super) fn found_community(&mut self) -> Line {
        let id = self.mint();
        self.communities.push(id);
        let name = words::subject(&mut self.random.clone(), &self.product());
        let (purpose, _) = words::complaint(&mut self.random.clone(), &name);
        let body = json!({"name": name, "purpose": purpose, "member_count": 12});
        line(Noun::Community, id, "found-community", body)
    }

    pub(super) fn speak_up(&mut self) -> Line {
        let community = *self.random.one_of(&self.communities);
        if self.random.in_hundred(30) {
            let body = json!({"area": self.random.one_of(&Area::ALL)});
            return line(Noun::Community, community, "address-area", body);
        }
        let body = json!({"unit": self.random.one_of(&self.units)});
        line(Noun::Community, community, "represent-unit", body)
    }
}
