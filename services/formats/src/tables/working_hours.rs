//! Working hours as people write them: `Mon-Fri 09:00-17:00`, `Mo-Do 8-12 13-17, Fr 8-14`.

use std::collections::BTreeMap;

use serde_json::{Value, json};

const DAYS: [(&str, &str); 7] = [
    ("monday", "montag"),
    ("tuesday", "dienstag"),
    ("wednesday", "mittwoch"),
    ("thursday", "donnerstag"),
    ("friday", "freitag"),
    ("saturday", "samstag"),
    ("sunday", "sonntag"),
];

/// `{"monday": [{"from": "09:00", "to": "17:00"}], …}`
pub fn parse(text: &str) -> Result<Value, String> {
    let text = text.replace(['–', '—'], "-").replace(" -", "-").replace("- ", "-");
    let mut week: BTreeMap<usize, Vec<Value>> = BTreeMap::new();
    let mut days: Vec<usize> = Vec::new();
    // `Mon, Tue 09:00-17:00`: days wait for the next intervals.
    let mut is_served = false;
    for word in text.split([' ', ',', ';', '|']).filter(|it| !it.is_empty()) {
        if !word.starts_with(|it: char| it.is_ascii_digit()) {
            if is_served {
                days.clear();
            }
            days.extend(days_of(word)?);
            is_served = false;
            continue;
        }
        if days.is_empty() {
            return Err(format!("`{word}` has no day before it"));
        }
        let interval = interval_of(word)?;
        for &day in &days {
            week.entry(day).or_default().push(interval.clone());
        }
        is_served = true;
    }
    if !is_served {
        return Err("there is a day without hours".to_owned());
    }
    Ok(week.into_iter().map(|(day, hours)| (DAYS[day].0.to_owned(), json!(hours))).collect())
}

/// The same as people write it: days with the same hours together.
pub(crate) fn written(week: &Value) -> String {
    let hours = |day: &str| {
        let intervals = week[day].as_array().into_iter().flatten();
        let text = |it: &Value, end: &str| it[end].as_str().unwrap_or_default().to_owned();
        let written = intervals.map(|it| format!("{}-{}", text(it, "from"), text(it, "to")));
        written.collect::<Vec<_>>().join(" ")
    };
    let days: Vec<(&str, String)> = DAYS.iter().map(|(day, _)| (*day, hours(day))).collect();
    let mut parts = Vec::new();
    for alike in days.chunk_by(|a, b| a.1 == b.1).filter(|it| !it[0].1.is_empty()) {
        let short = |it: &(&str, String)| {
            let mut letters = it.0[..3].chars();
            letters.next().map(|it| it.to_ascii_uppercase()).into_iter().chain(letters).collect()
        };
        let (first, last): (String, String) = (short(&alike[0]), short(&alike[alike.len() - 1]));
        let range = if first == last { first } else { format!("{first}-{last}") };
        parts.push(format!("{range} {}", alike[0].1));
    }
    parts.join(", ")
}

fn days_of(word: &str) -> Result<Vec<usize>, String> {
    let word = word.trim_end_matches(':');
    let Some((first, last)) = word.split_once('-') else { return Ok(vec![day_of(word)?]) };
    let (first, last) = (day_of(first)?, day_of(last)?);
    // `Sat-Tue` goes over the end of the week.
    let length = (last + 7 - first) % 7 + 1;
    Ok((first..first + length).map(|it| it % 7).collect())
}

fn day_of(word: &str) -> Result<usize, String> {
    let day = word.trim_end_matches('.').to_lowercase();
    let is_day = |name: &str| day.len() >= 2 && name.starts_with(&day);
    let found = DAYS.iter().position(|(english, german)| is_day(english) || is_day(german));
    found.ok_or_else(|| format!("`{word}` is no day of the week"))
}

fn interval_of(word: &str) -> Result<Value, String> {
    let wrong = || format!("`{word}` is no interval such as `09:00-17:00`");
    let (from, to) = word.split_once('-').ok_or_else(wrong)?;
    let (from, to) = (minute_of(from).ok_or_else(wrong)?, minute_of(to).ok_or_else(wrong)?);
    if from >= to {
        return Err(format!("`{word}` ends before it begins; split a shift at midnight"));
    }
    let written = |it: u32| format!("{:02}:{:02}", it / 60, it % 60);
    Ok(json!({ "from": written(from), "to": written(to) }))
}

fn minute_of(text: &str) -> Option<u32> {
    let (hour, minute) = text.split_once([':', '.']).unwrap_or((text, "00"));
    let is_short = |it: &str| matches!(it.len(), 1 | 2) && it.bytes().all(|b| b.is_ascii_digit());
    if !is_short(hour) || !is_short(minute) {
        return None;
    }
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    let total = hour * 60 + minute;
    (minute < 60 && total <= 24 * 60).then_some(total)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_week_of_five_days() {
        let week = parse("Mon-Fri 09:00-17:00").unwrap();
        assert_eq!(week["monday"], json!([{ "from": "09:00", "to": "17:00" }]));
        assert_eq!(week.as_object().unwrap().len(), 5);
    }

    #[test]
    fn breaks_short_days_and_german_names() {
        let week = parse("Mo – Do 8-12 13:00-17.30; Fr. 8-14, Sa, So 22-24").unwrap();
        let two = json!([{ "from": "08:00", "to": "12:00" }, { "from": "13:00", "to": "17:30" }]);
        assert_eq!(week["thursday"], two);
        assert_eq!(week["friday"], json!([{ "from": "08:00", "to": "14:00" }]));
        assert_eq!(week["saturday"], week["sunday"]);
        assert_eq!(week["sunday"], json!([{ "from": "22:00", "to": "24:00" }]));
    }

    #[test]
    fn a_range_of_days_goes_over_the_end_of_the_week() {
        let week = parse("Sun-Tue 9-17").unwrap();
        let days: Vec<_> = week.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(days, ["monday", "sunday", "tuesday"]);
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        for (text, reason) in [
            ("09:00-17:00", "`09:00-17:00` has no day before it"),
            ("Mon", "there is a day without hours"),
            ("Xyz 9-17", "`Xyz` is no day of the week"),
            ("Mon 9", "`9` is no interval such as `09:00-17:00`"),
            ("Mon 9-25", "`9-25` is no interval such as `09:00-17:00`"),
            ("Mon 22-6", "`22-6` ends before it begins; split a shift at midnight"),
        ] {
            assert_eq!(parse(text).unwrap_err(), reason, "{text}");
        }
    }

    proptest! {
        #[test]
        fn written_hours_are_read_as_they_were(day in 0_usize..7, from in 0_u32..1439, length in 1_u32..600) {
            let to = (from + length).min(1440);
            let written = |it: u32| format!("{:02}:{:02}", it / 60, it % 60);
            let text = format!("{} {}-{}", DAYS[day].0, written(from), written(to));
            let hours = json!([{ "from": written(from), "to": written(to) }]);
            prop_assert_eq!(&parse(&text).unwrap()[DAYS[day].0], &hours);
        }

        #[test]
        fn a_week_that_is_written_is_read_as_it_was(shifts in prop::collection::vec(0_usize..3, 7)) {
            let sorts = [json!([]), json!([{ "from": "08:00", "to": "12:00" }, { "from": "13:00", "to": "24:00" }]),
                         json!([{ "from": "22:00", "to": "23:30" }])];
            let worked = DAYS.iter().zip(&shifts).filter(|(_, sort)| **sort > 0);
            let week: Value = worked.map(|((day, _), sort)| ((*day).to_owned(), sorts[*sort].clone())).collect();
            prop_assume!(week != json!({}));
            prop_assert_eq!(parse(&written(&week)).unwrap(), week);
        }

        #[test]
        fn no_text_makes_it_panic(text in ".*") {
            drop(parse(&text));
        }
    }
}
