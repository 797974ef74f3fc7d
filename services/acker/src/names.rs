//! What a name means: the ids behind it, among what is there.
//!
//! A list is asked for once, when the first name of its kind has to be looked up.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use anyhow::Result;
use events::Noun;
use serde_json::Value;
use uuid::Uuid;

use crate::{
    backend::{Backend, Refused},
    cli::WrongUse,
    output,
    words::{listed, told},
};

/// Candidates that are told where a name is none or several.
const TOLD: usize = 6;
/// From this likeness on, a name may be what was meant.
const ALIKE: f64 = 0.75;

/// Things that are meant by a name among others of their kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Among {
    /// All of a noun.
    Noun(Noun),
    /// The steps of a process.
    Steps(Uuid),
    /// The hand-overs of a process, called `from → to`.
    HandOvers(Uuid),
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) id: Uuid,
    pub(crate) name: String,
}

type Ids = BTreeMap<String, BTreeSet<Uuid>>;

/// The names that were looked up.
#[derive(Debug, Default)]
pub(crate) struct Names(BTreeMap<Among, Ids>);

impl Among {
    /// One of them, in words for people.
    fn singular(self) -> String {
        let key = match self {
            Self::Noun(noun) => noun.singular().replace(' ', "_"),
            Self::Steps(_) => "step".to_owned(),
            Self::HandOvers(_) => "hand_over".to_owned(),
        };
        listed(&key.into())
    }

    /// Whether a part of a name that no other has is enough.
    fn is_called_by_sentences(self) -> bool {
        matches!(self, Self::Noun(noun) if is_called_by_sentences(noun))
    }
}

/// Whether things of a noun are called by whole sentences.
pub(crate) const fn is_called_by_sentences(noun: Noun) -> bool {
    matches!(noun, Noun::PainPoint | Noun::Idea)
}

impl Names {
    /// The names of everything that tables refer to.
    pub(crate) async fn of_all(backend: &Backend) -> Result<Self> {
        let mut names = Self::default();
        for noun in Noun::ALL.into_iter().filter(|it| !matches!(it, Noun::Log | Noun::Duplicate)) {
            names.look_up(backend, Among::Noun(noun)).await?;
        }
        let processes = names.0.get(&Among::Noun(Noun::Process)).into_iter().flatten();
        let processes: Vec<Uuid> = processes.flat_map(|it| it.1).copied().collect();
        for process in processes {
            names.look_up(backend, Among::Steps(process)).await?;
        }
        Ok(names)
    }

    /// How many are called exactly so, and one of them.
    pub(crate) fn exactly(&self, among: Among, name: &str) -> (usize, Option<Uuid>) {
        let ids = self.0.get(&among).and_then(|it| it.get(name));
        ids.map_or((0, None), |it| (it.len(), it.first().copied()))
    }

    /// The one that is meant: by its id, by its name, by its name in other letters, or by a part of the
    /// sentence that it is called by. Where none or several are meant, the candidates are told.
    pub(crate) async fn find(
        &mut self,
        backend: &Backend,
        among: Among,
        said: &str,
    ) -> Result<Named> {
        if let Ok(id) = Uuid::parse_str(said) {
            return Ok(Named { id, name: said.to_owned() });
        }
        self.look_up(backend, among).await?;
        let ids = &self.0[&among];
        let meant = meant(ids, among, said);
        match &meant[..] {
            [one] => Ok(one.clone()),
            [] => Err(WrongUse(unknown(ids, among, said)).into()),
            several => Err(WrongUse(ambiguous(several, among, said)).into()),
        }
    }

    async fn look_up(&mut self, backend: &Backend, among: Among) -> Result<()> {
        if let Entry::Vacant(place) = self.0.entry(among) {
            place.insert(ask(backend, among).await?);
        }
        Ok(())
    }
}

async fn ask(backend: &Backend, among: Among) -> Result<Ids> {
    match among {
        Among::Noun(Noun::PainPoint) => list(backend, "pain-points?status=all").await,
        Among::Noun(noun) => list(backend, noun.path()).await,
        Among::Steps(process) => {
            Ok(called(items(&backend.get(&format!("processes/{process}")).await?, "steps")))
        }
        Among::HandOvers(process) => {
            Ok(hand_overs(&backend.get(&format!("processes/{process}")).await?))
        }
    }
}

/// The names of a list; none where the server does not know it.
async fn list(backend: &Backend, path: &str) -> Result<Ids> {
    match backend.list(path).await {
        Err(error) if error.downcast_ref::<Refused>().is_some_and(|it| it.0["status"] == 404) => {
            Ok(Ids::new())
        }
        other => Ok(called(other?.iter())),
    }
}

fn items<'a>(of: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    of[key].as_array().into_iter().flatten()
}

fn called<'a>(items: impl Iterator<Item = &'a Value>) -> Ids {
    let mut ids = Ids::new();
    for item in items {
        let name = ["name", "title", "text"].iter().find_map(|it| item[*it].as_str());
        if let (Some(name), Some(id)) = (name, id_of(item)) {
            ids.entry(name.to_owned()).or_default().insert(id);
        }
    }
    ids
}

fn hand_overs(process: &Value) -> Ids {
    let step = |id: &Value| {
        let found = items(process, "steps").find(|it| it["id"] == *id);
        found.map_or_else(|| output::text(id), |it| output::text(&it["name"]))
    };
    let mut ids = Ids::new();
    for item in items(process, "hand_overs") {
        if let Some(id) = id_of(item) {
            let name = format!("{} → {}", step(&item["from"]), step(&item["to"]["step"]));
            ids.entry(name).or_default().insert(id);
        }
    }
    ids
}

fn id_of(item: &Value) -> Option<Uuid> {
    Uuid::parse_str(item["id"].as_str()?).ok()
}

/// All that may be meant, by the strictest reading that means any.
fn meant(ids: &Ids, among: Among, said: &str) -> Vec<Named> {
    let wanted = folded(said);
    let is_called = |name: &str| folded(name) == wanted;
    let has_part = |name: &str| among.is_called_by_sentences() && folded(name).contains(&wanted);
    let readings: [&dyn Fn(&str) -> bool; 3] = [&|name| name == said, &is_called, &has_part];
    if wanted.is_empty() {
        return Vec::new();
    }
    let all = readings.iter().map(|is_meant| those(ids, is_meant));
    all.into_iter().find(|it| !it.is_empty()).unwrap_or_default()
}

fn those(ids: &Ids, is_meant: &dyn Fn(&str) -> bool) -> Vec<Named> {
    let named = ids.iter().filter(|(name, _)| is_meant(name));
    named
        .flat_map(|(name, ids)| ids.iter().map(|id| Named { id: *id, name: name.clone() }))
        .collect()
}

/// Capitals and the way an arrow is typed do not matter.
fn folded(name: &str) -> String {
    name.trim().to_lowercase().replace("->", "→")
}

fn unknown(ids: &Ids, among: Among, said: &str) -> String {
    let kind = among.singular();
    let told = told!("there is no {kind} `{said}`", "nicht gefunden: {kind} `{said}`");
    let nearest = nearest(said, ids.keys().map(String::as_str));
    if nearest.is_empty() {
        return told;
    }
    let nearest = quoted(&nearest);
    told!("{told}; there is {nearest}", "{told}; es gibt {nearest}")
}

fn ambiguous(several: &[Named], among: Among, said: &str) -> String {
    let lines = several.iter().take(TOLD).map(|it| format!("\n  {}  {}", it.id, it.name));
    let more = several.len().saturating_sub(TOLD);
    let more = if more > 0 {
        told!("\n  … and {more} more", "\n  … und {more} weitere")
    } else {
        String::new()
    };
    let (count, kind) = (several.len(), among.singular());
    told!(
        "`{said}` may mean {count} of the kind {kind}: give the id{}{more}",
        "`{said}` kann {count} meinen ({kind}): bitte die Kennung{}{more}",
        lines.collect::<String>()
    )
}

fn quoted(names: &[&str]) -> String {
    names.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ")
}

/// What may have been meant, the nearest first: names that contain what was said, and names like it.
pub(crate) fn nearest<'a>(said: &str, names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let said = folded(said);
    let likeness = |name: &str| {
        let name = folded(name);
        if !said.is_empty() && name.contains(&said) { 1.0 } else { strsim::jaro(&said, &name) }
    };
    let mut near: Vec<_> = names.map(|it| (likeness(it), it)).filter(|it| it.0 >= ALIKE).collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    near.into_iter().map(|it| it.1).take(TOLD).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNITS: Among = Among::Noun(Noun::Unit);
    const PAIN_POINTS: Among = Among::Noun(Noun::PainPoint);

    fn ids(names: &[&str]) -> Ids {
        let numbered = names.iter().zip(1_u128..);
        let mut ids = Ids::new();
        for (name, n) in numbered {
            ids.entry((*name).to_owned()).or_default().insert(Uuid::from_u128(n));
        }
        ids
    }

    fn found(ids: &Ids, among: Among, said: &str) -> Vec<String> {
        meant(ids, among, said).into_iter().map(|it| it.name).collect()
    }

    #[test]
    fn capitals_matter_only_where_two_names_differ_by_nothing_else() {
        let units = ids(&["Einkauf", "EINKAUF", "Verkauf"]);
        assert_eq!(found(&units, UNITS, "Einkauf"), ["Einkauf"]);
        assert_eq!(found(&units, UNITS, "verkauf"), ["Verkauf"]);
        assert_eq!(found(&units, UNITS, "einkauf").len(), 2);
    }

    #[test]
    fn a_part_means_a_sentence_and_never_a_unit() {
        let names = ids(&["Drei Excel-Listen", "Zwei Portale"]);
        assert_eq!(found(&names, PAIN_POINTS, "excel"), ["Drei Excel-Listen"]);
        assert!(found(&names, UNITS, "excel").is_empty());
        assert!(found(&names, PAIN_POINTS, " ").is_empty());
    }

    #[test]
    fn who_is_unknown_is_told_what_is_alike_and_who_is_ambiguous_what_there_is() {
        let units = ids(&["Einkauf", "Einkauf & Logistik", "Controlling"]);
        let told = unknown(&units, UNITS, "Einkuaf");
        assert!(told.contains("`Einkauf`") && !told.contains("Controlling"), "{told}");
        let twins = ids(&["Einkauf", "Einkauf"]);
        let told = ambiguous(&meant(&twins, UNITS, "Einkauf"), UNITS, "Einkauf");
        assert!(told.contains(&Uuid::from_u128(1).to_string()), "{told}");
        assert!(told.contains(&Uuid::from_u128(2).to_string()), "{told}");
    }
}
