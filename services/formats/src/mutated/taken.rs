//! What is done with bytes that anybody may send: they are read or refused. Nothing panics, nothing is read for
//! ever, and what was read can be planned, compared and measured. Part of the tests of
//! this crate, and of the targets in `ops/fuzz`.

use std::sync::LazyLock;

use domain::effort;
use formats::{
    analyse, columns,
    event_log::{LogFormat, Mapping, sniff},
    limits::Limits,
    model::{
        Model, Notation,
        commands::{Plan, Request, There, plan},
        matching::matched,
        read,
    },
};

const PNML: &str = include_str!("../../../../tests/data/models/suppliers-as-found.pnml");

static OTHER: LazyLock<Model> = LazyLock::new(|| {
    read(PNML.as_bytes(), Notation::Pnml, Limits::for_models()).expect("it is a good file")
});

/// Reads, plans the import, and compares with a model that is good.
pub(crate) fn model(bytes: &[u8], notation: Notation) -> Option<Plan> {
    let limits = Limits::for_models();
    let model = read(bytes, notation, limits).ok()?;
    if let Ok(matched) = matched(&model, &OTHER) {
        assert!(matched.pairs.iter().all(|it| (0.0..=1.0).contains(&it.score)), "{matched:?}");
    }
    let request =
        Request { file_name: "f", process_name: None, primary_area: "service", sha256: "s" };
    plan(&model, &request, &There::default(), limits).ok()
}

/// Guesses the columns, and loads and measures what can be loaded.
pub(crate) fn log(bytes: &[u8], format: LogFormat) {
    let limits = Limits::default();
    if let Ok(sniffed) = sniff(bytes, format, limits) {
        columns::guess(&sniffed);
    }
    let [case, time, by] = match format {
        LogFormat::Xes => ["concept:name", "time:timestamp", "org:group"],
        LogFormat::Csv => ["case", "time", "team"],
    };
    let [case, time, by] = [case, time, by].map(str::to_owned);
    let mapping = Mapping { case, time, activity: None, by: vec![by] };
    if let Ok((log, _)) = analyse::load(bytes, format, &mapping, limits) {
        analyse::analyse(&log);
    }
}

/// Understands or not; whatever is understood is a number.
pub(crate) fn effort(text: &str) {
    if let Ok(understood) = effort::parse(text) {
        assert!(understood.effort.per_occurrence.is_finite(), "{text}");
    }
    if let Ok(hours) = effort::figure(text) {
        assert!(hours.is_finite(), "{text}");
    }
}
