//! The Process Model Matching Contest of 2015 (Antunes and others, EMISA 2015), birth registration:
//! nine Petri nets, and for each two of them which transitions correspond, as people judged.

use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};
use formats::{
    limits::Limits,
    model::{self, Notation, matching::matched},
};

use crate::matching::Figures;

/// The best of the contest, and a matcher in its middle.
pub(crate) const PUBLISHED: &str = "OPBOT .713/.468/.565 (best), pPalm-DS .502/.422/.459, RMM-NHCM .727/.333/.456, AML .454/.391/.420";

#[derive(Debug)]
pub(crate) struct Matched {
    /// Over all correspondences of all pairs of models.
    pub(crate) micro: Figures,
    /// The mean over the pairs of models.
    pub(crate) macro_f1: f64,
    pub(crate) pairs: usize,
    pub(crate) gold: usize,
}

/// Nothing where the models are not at hand.
pub(crate) fn birth() -> Result<Option<Matched>> {
    let Some(folder) = folder() else { return Ok(None) };
    let mut files: Vec<PathBuf> = fs::read_dir(folder.join("goldstandard"))?
        .map(|it| it.map(|it| it.path()))
        .collect::<Result<_, _>>()?;
    files.sort();
    let mut all = Matched { micro: Figures::default(), macro_f1: 0.0, pairs: files.len(), gold: 0 };
    for file in &files {
        let figures = compare(&folder, file).with_context(|| file.display().to_string())?;
        all.micro.add(figures);
        all.gold += figures.right + figures.missed;
        all.macro_f1 += figures.f1() / files.len() as f64;
    }
    Ok(Some(all))
}

fn compare(folder: &Path, gold: &Path) -> Result<Figures> {
    let name = gold.file_name().and_then(|it| it.to_str()).context("a name")?;
    let (a, b) = name.split_once('-').context("two models")?;
    let open = |name: &str| {
        let file = folder.join("models").join(format!("{name}.pnml"));
        model::open(&file, Notation::Pnml, Limits::for_models())
    };
    let found = matched(&open(a)?, &open(b)?)?;
    let found: BTreeSet<(String, String)> =
        found.pairs.into_iter().map(|it| (it.a.id, it.b.id)).collect();
    let gold = correspondences(&fs::read_to_string(gold)?);
    let right = found.intersection(&gold).count();
    Ok(Figures { right, wrong: found.len() - right, missed: gold.len() - right })
}

/// `<entity1 rdf:resource='http://birthCertificate_p31#t22'/>` and the same for `entity2`.
fn correspondences(alignment: &str) -> BTreeSet<(String, String)> {
    let entity = |cell: &str, name: &str| {
        let (_, behind) = cell.split_once(name)?;
        let (_, behind) = behind.split_once('#')?;
        behind.split_once(['\'', '"']).map(|it| it.0.to_owned())
    };
    let cells = alignment.split("<Cell>").skip(1);
    cells.filter_map(|it| entity(it, "entity1").zip(entity(it, "entity2"))).collect()
}

/// Under what `ACKER_DATA` names, else under a folder `data` in a neighbour of the project.
fn folder() -> Option<PathBuf> {
    const BIRTH: &str = "pmmc2015/birth";
    if let Some(named) = env::var_os("ACKER_DATA") {
        return Some(PathBuf::from(named).join(BIRTH)).filter(|it| it.is_dir());
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().ok()?;
    let neighbours = fs::read_dir(root.parent()?).ok()?.flatten();
    neighbours.map(|it| it.path().join("data").join(BIRTH)).find(|it| it.is_dir())
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    #[test]
    fn birth_registration_reaches_its_floor() {
        let Some(birth) = birth().unwrap() else {
            // A shell writes it, because what a passing test prints is not shown.
            let told = "SKIPPED: no `pmmc2015/birth`; ACKER_DATA names its folder";
            let shown = Command::new("sh").args(["-c", "echo \"$0\" >&2", told]).status();
            assert!(shown.is_ok_and(|it| it.success()), "{told}");
            assert_ne!(env::var("ACKER_REQUIRE_DATA").as_deref(), Ok("1"), "{told}");
            return;
        };
        assert_eq!((birth.pairs, birth.gold), (36, 583));
        assert!(birth.micro.f1() >= 0.57, "{}", birth.micro);
    }

    #[test]
    fn correspondences_are_read_by_their_ids() {
        let cell =
            "<Cell><entity1 rdf:resource='http://a#t1'/><entity2 rdf:resource='http://b#t2'/>";
        assert_eq!(correspondences(cell), BTreeSet::from([("t1".to_owned(), "t2".to_owned())]));
    }
}
