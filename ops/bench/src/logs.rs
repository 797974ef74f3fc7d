//! Reading event logs, beside pm4py on the same files; each in a process of its own, so that its largest
//! memory is its own. Both only read; ours keeps the columns of a mapping, pm4py all of them.
//!
//! The logs are public data that do not come with the project: `ACKER_DATA` names their folder.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, ensure};
use formats::{
    analyse,
    event_log::{LogFormat, Mapping},
    limits::Limits,
    source,
};

use crate::{
    Options, Wish,
    clock::{median, timed, times},
    goal::Goal,
    memory::Memory,
    python::{self, Measured},
    table::{Bound, Row, thousands, time},
};

/// A file, its columns for case, time and activity, and the one between whose values work goes.
const LOGS: [[&str; 5]; 3] = [
    ["event-logs/receipt.xes.gz", "concept:name", "time:timestamp", "concept:name", "org:group"],
    ["bpic2013/incidents.csv.gz", "SR Number", "Change Date+Time", "Status", "Involved ST"],
    [
        "bpic2013/incidents-half-a.xes.gz",
        "concept:name",
        "time:timestamp",
        "concept:name",
        "org:group",
    ],
];

const PM4PY: &str = "
import sys, time
import pandas, pm4py
path = sys.argv[1]
start = time.perf_counter()
if '.csv' in path:
    table = pandas.read_csv(path, encoding='utf-8-sig', sep=None, engine='python')
    pm4py.format_dataframe(table, case_id='SR Number', activity_key='Status',
                           timestamp_key='Change Date+Time')
else:
    pm4py.read_xes(path)
took = time.perf_counter() - start
with open('/proc/self/status') as status:
    peak = next(it.split()[1] for it in status if it.startswith('VmHWM'))
print()
print(took, peak)
";

pub(crate) fn measure(options: &Options) -> Result<Vec<Row>> {
    let Some(folder) = data_folder() else { return Ok(vec![missing()]) };
    let logs = LOGS.iter().filter(|log| folder.join(log[0]).exists());
    logs.map(|log| of(options, &folder, log)).collect()
}

fn of(options: &Options, folder: &Path, log: &[&str; 5]) -> Result<Row> {
    let file = folder.join(log[0]);
    let (ours, events) = ours(options, &file, log)?;
    let pm4py = python::run("pm4py", PM4PY, &[&file])?;
    let megabytes = |bytes: usize| thousands((bytes / 1_000_000) as u64);
    let limit = pm4py.map_or(python::MISSING.to_owned(), |it| {
        format!("{} pm4py, {} MB at most", time(it.time), megabytes(it.peak))
    });
    let faster = pm4py.map(|it| times(it.time, ours.time));
    Ok(Row {
        name: format!("reading {}", log[0]),
        ours: format!("{}, {} MB at most", time(ours.time), megabytes(ours.peak)),
        limit,
        ratio: faster.map_or("–".to_owned(), |it| format!("{it:.1} × as fast")),
        goal: faster.map(|it| Goal::AtLeast(15.0, it)),
        n: format!("{} events", thousands(events as u64)),
        bound: Bound::Processor,
    })
}

/// Each time in a process of its own.
fn ours(options: &Options, file: &Path, log: &[&str; 5]) -> Result<(Measured, usize)> {
    let (mut all, mut peak, mut events) = (vec![], 0, 0);
    for _ in 0..options.rounds() {
        let told =
            Command::new(env::current_exe()?).arg(Wish::READ).arg(file).args(&log[1..]).output()?;
        ensure!(told.status.success(), "reading: {}", String::from_utf8_lossy(&told.stderr));
        let told = String::from_utf8(told.stdout)?;
        let (first, rest) = told.split_once(' ').context("events, then the figures")?;
        events = first.parse()?;
        let measured = python::read(rest).context("seconds and kilobytes")?;
        all.push(measured.time);
        peak = peak.max(measured.peak);
    }
    Ok((Measured { time: median(all), peak }, events))
}

/// Reads a log and counts by one column; tells events, seconds and kilobytes.
pub(crate) fn read(words: &[String]) -> Result<String> {
    let [file, case, time, activity, by] = words else {
        anyhow::bail!("a file and four columns");
    };
    let mapping = Mapping {
        case: case.clone(),
        time: time.clone(),
        activity: Some(activity.clone()),
        by: vec![by.clone()],
    };
    let format = if file.contains(".csv") { LogFormat::Csv } else { LogFormat::Xes };
    let limits = Limits::default();
    let (log, took) = timed(|| -> Result<_> {
        let (log, _) =
            analyse::load(source::open(Path::new(file), limits)?, format, &mapping, limits)?;
        Ok(log)
    });
    let (log, peak) = (log?, Memory::now().map_or(0, |it| it.peak));
    Ok(format!("{} {} {}", log.events(), took.as_secs_f64(), peak / 1_024))
}

/// What `ACKER_DATA` names; else the folder `data` in a neighbour of the project that holds such logs.
fn data_folder() -> Option<PathBuf> {
    if let Some(named) = env::var_os("ACKER_DATA") {
        return Some(named.into());
    }
    let around = env::current_dir().ok()?.parent()?.to_owned();
    let neighbours = fs::read_dir(around).ok()?.flatten().map(|it| it.path().join("data"));
    neighbours.into_iter().find(|it| it.join(LOGS[1][0]).exists())
}

fn missing() -> Row {
    Row {
        name: "reading event logs".to_owned(),
        ours: "not measured".to_owned(),
        limit: "`ACKER_DATA` names the folder of the logs".to_owned(),
        ratio: "–".to_owned(),
        goal: None,
        n: "0".to_owned(),
        bound: Bound::Processor,
    }
}
