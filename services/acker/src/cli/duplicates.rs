//! `acker duplicates`: what is done twice, and what people say of it.

mod one;

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use serde_json::Value;

use super::{
    ask::{Asking, escaped},
    what_if::list,
};
use crate::{
    backend::Where,
    output::{self, Known, Rows, Set, text},
    words::{self, decimals, figure, told},
};

/// Show what says the same, of different units: duplicated work, and what else is there several times.
///
/// Until somebody confirms a cluster, its figure is the hours involved, not a saving.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  acker duplicates --store http://127.0.0.1:7313
  acker duplicates --kind data                     one data object, kept by hand in several stores
  acker duplicates --kind pain_point --verdict open
  acker duplicates d6746c17-1644-8bb2-a6bc-fc146e6abe7f
                                                   one of them, and how to say what it is")]
pub(crate) struct Duplicates {
    /// One cluster, or one verdict, by its id: members, reasons, and the commands that say what it is
    #[arg(conflicts_with_all = ["kind", "verdict"])]
    id: Option<String>,
    /// Of what: step, data, `data_object`, process, `pain_point` or idea
    #[arg(long)]
    kind: Option<String>,
    /// Only those of which people say: open (nobody did), confirmed or dismissed
    #[arg(long)]
    verdict: Option<String>,
    #[command(flatten)]
    asking: Asking,
}

impl Duplicates {
    pub(crate) async fn run(self, place: &Where) -> Result<ExitCode> {
        let Self { id, kind, verdict, asking } = self;
        if let Some(id) = id {
            asking.ask(place, &format!("duplicates/{}", escaped(&id)), &[], one::print).await?;
        } else {
            let parameters = [("kind", kind.map(|it| it.replace('-', "_"))), ("verdict", verdict)];
            asking.ask(place, "duplicates", &parameters, print).await?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn print(answer: &Value) {
    let columns = [
        ("hours/month", "Std./Monat", Set::Right),
        ("score", "Nähe", Set::Right),
        ("what", "was", Set::Left),
        ("because of", "weil", Set::Left),
        ("linked by", "verbunden durch", Set::Left),
        ("verdict", "Urteil", Set::Left),
        ("id", "Kennung", Set::Left),
    ];
    let mut rows = Rows::of(&columns);
    for cluster in list(&answer["clusters"]) {
        rows.row([
            figure(&cluster["hours_involved"]),
            cluster["score"].as_f64().map_or_else(String::new, |it| decimals(it, 2)),
            what(cluster),
            reasons(cluster),
            links(cluster),
            verdict(cluster),
            text(&cluster["id"]),
        ]);
    }
    if rows.is_empty() {
        output::answer(told!(
            "nothing of that kind is there twice, as far as anybody said",
            "nichts dieser Art gibt es doppelt, soweit jemand etwas gesagt hat"
        ));
        return;
    }
    rows.print();
    total(&answer["total"]);
    output::answer(told!(
        "say what one of them is: acker duplicates ID shows how",
        "ein Urteil abgeben: acker duplicates KENNUNG zeigt, wie"
    ));
    output::known(answer, Known::OnTheMap);
    if answer["truncated"] == true {
        output::answer(told!(
            "cut short: there are more clusters",
            "gekürzt: es gibt mehr Gruppen"
        ));
    }
}

fn total(total: &Value) {
    let involved = figure(&total["hours_involved"]);
    output::answer(told!(
        "{involved} hours a month involved; what of it could be gained is for people to say",
        "{involved} Std. im Monat beteiligt; was davon zu gewinnen ist, müssen Menschen sagen"
    ));
    if !total["avoidable_hours"].is_null() {
        let avoidable = figure(&total["avoidable_hours"]);
        output::answer(told!(
            "{avoidable} of them avoidable: confirmed as the same result",
            "{avoidable} davon vermeidbar: als gleiches Ergebnis bestätigt"
        ));
    }
    if !total["learnable_hours"].is_null() {
        let learnable = figure(&total["learnable_hours"]);
        output::answer(told!(
            "{learnable} to be learned: confirmed as the same method",
            "{learnable} durch Lernen zu gewinnen: als gleiches Vorgehen bestätigt"
        ));
    }
}

/// The members, below the data object where they are its stores.
fn what(cluster: &Value) -> String {
    let data = &cluster["data_object"];
    let of = (!data.is_null()).then(|| match &data["master_store"] {
        Value::Null => format!("{}:", text(&data["name"])),
        master => {
            told!("{}, master {}:", "{}, führend {}:", text(&data["name"]), text(master))
        }
    });
    let members = list(&cluster["members"]).iter().map(member);
    of.into_iter().chain(members).collect::<Vec<_>>().join("\n")
}

fn member(member: &Value) -> String {
    let units: Vec<_> = list(&member["unit_names"]).iter().map(text).collect();
    let units = if units.is_empty() { String::new() } else { format!(" ({})", units.join(", ")) };
    format!("{}{units}", text(&member["name"]))
}

fn reasons(cluster: &Value) -> String {
    let reasons = list(&cluster["reasons"]).iter();
    reasons.map(reason).collect::<Vec<_>>().join("\n")
}

/// What kind of reason, and what both share; a detail from a list of ours is translated too.
pub(super) fn reason(reason: &Value) -> String {
    let (what, detail) = (text(&reason["what"]), text(&reason["detail"]));
    let detail = match what.as_str() {
        "verdict" => words::listed(&reason["detail"]),
        "place" => words::said(&detail),
        _ => detail,
    };
    format!("{}: {detail}", words::listed(&format!("because-{what}").into()))
}

fn links(cluster: &Value) -> String {
    let links = list(&cluster["links"]).iter().map(|it| words::said(&text(&it["detail"])));
    links.collect::<Vec<_>>().join("\n")
}

/// What somebody says of it, and what it comes to.
fn verdict(cluster: &Value) -> String {
    let verdict = &cluster["verdict"];
    if verdict.is_null() {
        return told!("open", "offen");
    }
    let said = if verdict["sort"].is_null() {
        told!("dismissed: {}", "verworfen: {}", words::listed(&verdict["because"]))
    } else {
        told!("confirmed: {}", "bestätigt: {}", words::listed(&verdict["sort"]))
    };
    let mut lines = vec![said];
    let (avoidable, learnable) = (&cluster["avoidable_hours"], &cluster["learnable_hours"]);
    if !avoidable.is_null() {
        lines.push(told!("{} h avoidable", "{} Std. vermeidbar", figure(avoidable)));
    }
    if !learnable.is_null() {
        lines.push(told!("{} h to be learned", "{} Std. durch Lernen", figure(learnable)));
    }
    let (joined, gone) = (verdict["joined"].as_u64(), verdict["gone"].as_u64());
    if let Some(joined @ 1..) = joined {
        lines.push(told!("{joined} joined since", "{joined} seither dazugekommen"));
    }
    if let Some(gone @ 1..) = gone {
        lines.push(told!("{gone} gone since", "{gone} seither weggefallen"));
    }
    lines.join("\n")
}
