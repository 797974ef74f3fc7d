//! Coordination loops of a very large company: 1,000,000 steps and 1,600,000 hand-overs.
//!
//! Components are found beside petgraph's Tarjan on a graph that is already built, and beside `NetworkX`
//! on the same arcs. Then one hand-over more: how long the answer about units takes once sums are kept,
//! beside the same answer from every hand-over.

use std::{fs, io::Write as _, thread, time::Duration};

use anyhow::{Context as _, Result, anyhow, ensure};
use petgraph::{algo::tarjan_scc, graph::DiGraph};
use projections::{
    Projections,
    graphs::{Arc, components::components},
    loops::answer::{LoopsAnswer, LoopsQuery},
};

use crate::{
    Options,
    clock::{median, timed, times},
    goal::Goal,
    large::Large,
    python,
    table::{Bound, Row, thousands, time},
};

const STEPS: usize = 1_000_000;
const HAND_OVERS: usize = 1_600_000;

/// petgraph's Tarjan calls itself: a thread with room for it.
const STACK: usize = 4 << 30;

const NETWORKX: &str = "
import array, resource, sys, time
import networkx as nx
ends = array.array('I')
with open(sys.argv[1], 'rb') as file:
    ends.frombytes(file.read())
graph = nx.DiGraph()
graph.add_edges_from(zip(ends[0::2], ends[1::2]))
start = time.perf_counter()
found = [it for it in nx.strongly_connected_components(graph) if len(it) > 1]
took = time.perf_counter() - start
print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
";

pub(crate) fn measure(options: &Options) -> Result<Vec<Row>> {
    let (steps, hand_overs) = (options.scaled(STEPS), options.scaled(HAND_OVERS));
    let mut rows = of_components(options, steps, hand_overs)?;
    rows.push(of_one_more(options, steps, hand_overs)?);
    Ok(rows)
}

fn of_components(options: &Options, steps: usize, hand_overs: usize) -> Result<Vec<Row>> {
    let arcs = Large::new(steps, hand_overs).arcs();
    let rounds = options.rounds();
    let (ours, sizes) = ours(steps, &arcs, rounds);
    let (bare, found) = in_a_deep_thread({
        let arcs = arcs.clone();
        move || bare(steps, &arcs, rounds)
    })?;
    ensure!(sizes == found, "the components are not the same: {sizes:?}, {found:?}");
    let n =
        format!("{} steps, {} hand-overs", thousands(steps as u64), thousands(hand_overs as u64));
    let row = |limit: String, ratio: String, goal: Option<Goal>| Row {
        name: "components".to_owned(),
        ours: time(ours),
        limit,
        ratio,
        goal,
        n: n.clone(),
        bound: Bound::Processor,
    };
    let bare_limit = format!("{} petgraph's tarjan_scc, its graph built", time(bare));
    let ratio = times(ours, bare);
    let beside_bare = row(bare_limit, format!("{ratio:.2} ×"), Some(Goal::AtMost(1.5, ratio)));
    let networkx = networkx(&arcs)?;
    let beside_networkx = networkx.map_or_else(
        || row(python::MISSING.to_owned(), "–".to_owned(), None),
        |it| {
            let ratio = times(it, ours);
            let goal = Goal::AtLeast(18.0, ratio);
            row(format!("{} NetworkX", time(it)), format!("{ratio:.1} × as fast"), Some(goal))
        },
    );
    Ok(vec![beside_bare, beside_networkx])
}

/// How many components there are, and how large the largest is.
type Sizes = (usize, usize);

fn ours(steps: usize, arcs: &[Arc], rounds: usize) -> (Duration, Sizes) {
    let mut all = vec![];
    let mut sizes = (0, 0);
    for _ in 0..rounds {
        let (found, took) = timed(|| components(steps, arcs));
        sizes = (found.len(), found.first().map_or(0, Vec::len));
        all.push(took);
    }
    (median(all), sizes)
}

fn bare(steps: usize, arcs: &[Arc], rounds: usize) -> (Duration, Sizes) {
    let mut graph = DiGraph::<(), ()>::with_capacity(steps, arcs.len());
    let at: Vec<_> = (0..steps).map(|_| graph.add_node(())).collect();
    for (from, to, _) in arcs {
        graph.add_edge(at[*from], at[*to], ());
    }
    let mut all = vec![];
    let mut sizes = (0, 0);
    for _ in 0..rounds {
        let (found, took) = timed(|| tarjan_scc(&graph));
        let several = found.iter().filter(|it| it.len() > 1);
        sizes = (several.clone().count(), several.map(Vec::len).max().unwrap_or(0));
        all.push(took);
    }
    (median(all), sizes)
}

fn in_a_deep_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let thread = thread::Builder::new().stack_size(STACK).spawn(work)?;
    thread.join().map_err(|_| anyhow!("the search broke off"))
}

fn networkx(arcs: &[Arc]) -> Result<Option<Duration>> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("arcs");
    let mut file = std::io::BufWriter::new(fs::File::create(&path)?);
    for (from, to, _) in arcs {
        for end in [from, to] {
            file.write_all(&u32::try_from(*end)?.to_ne_bytes())?;
        }
    }
    file.flush()?;
    Ok(python::run("networkx", NETWORKX, &[&path])?.map(|it| it.time))
}

fn of_one_more(options: &Options, steps: usize, hand_overs: usize) -> Result<Row> {
    let large = Large::new(steps, hand_overs);
    let mut projections = Projections::default();
    let mut more = large.tell(&mut projections);
    drop(ask(&projections));
    let (mut updates, mut wholes) = (vec![], vec![]);
    let mut answer = None;
    for _ in 0..options.rounds() {
        let event = more.hand_over();
        let (updated, took) = timed(|| {
            projections.apply(&event);
            ask(&projections)
        });
        updates.push(took);
        // After a process is retired every hand-over is looked at again.
        projections.apply(&more.retired());
        let (whole, took) = timed(|| ask(&projections));
        wholes.push(took);
        ensure!(updated == whole, "one hand-over more gives another answer than all of them anew");
        answer = Some(whole);
    }
    let (update, whole) = (median(updates), median(wholes));
    let answer = answer.context("at least one round")?;
    Ok(Row {
        name: "one hand-over more, and the answer about units again".to_owned(),
        ours: time(update),
        limit: format!("{} from all hand-overs", time(whole)),
        ratio: format!("1/{:.0}", times(whole, update)),
        goal: Some(Goal::AtMost(0.01, times(update, whole))),
        n: format!(
            "{} hand-overs, {} between units",
            thousands(hand_overs as u64),
            thousands(answer.hand_overs_count as u64)
        ),
        bound: Bound::Processor,
    })
}

fn ask(projections: &Projections) -> LoopsAnswer {
    let Projections { loops, process_map, registry, .. } = projections;
    loops.answer(process_map, registry, LoopsQuery::at(projections.recorded()))
}
