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
    output::{self, Rows, Set, figure, text},
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
        ("hours/month", Set::Right),
        ("score", Set::Right),
        ("what", Set::Left),
        ("because of", Set::Left),
        ("linked by", Set::Left),
        ("verdict", Set::Left),
        ("id", Set::Left),
    ];
    let mut rows = Rows::new(&columns);
    for cluster in list(&answer["clusters"]) {
        rows.row([
            figure(&cluster["hours_involved"]),
            cluster["score"].as_f64().map_or_else(String::new, |it| format!("{it:.2}")),
            what(cluster),
            reasons(cluster),
            links(cluster),
            verdict(cluster),
            text(&cluster["id"]),
        ]);
    }
    if rows.is_empty() {
        output::answer("nothing of that kind is there twice, as far as anybody said");
        return;
    }
    rows.print();
    total(&answer["total"]);
    output::answer("say what one of them is: acker duplicates ID shows how");
    output::known(answer, "are on the map");
    if answer["truncated"] == true {
        output::answer("cut short: there are more clusters");
    }
}

fn total(total: &Value) {
    let involved = figure(&total["hours_involved"]);
    output::answer(format_args!(
        "{involved} hours a month involved; what of it could be gained is for people to say"
    ));
    if !total["avoidable_hours"].is_null() {
        let avoidable = figure(&total["avoidable_hours"]);
        output::answer(format_args!("{avoidable} of them avoidable: confirmed as the same result"));
    }
    if !total["learnable_hours"].is_null() {
        let learnable = figure(&total["learnable_hours"]);
        output::answer(format_args!("{learnable} to be learned: confirmed as the same method"));
    }
}

/// The members, below the data object where they are its stores.
fn what(cluster: &Value) -> String {
    let data = &cluster["data_object"];
    let of = (!data.is_null()).then(|| match &data["master_store"] {
        Value::Null => format!("{}:", text(&data["name"])),
        master => format!("{}, master {}:", text(&data["name"]), text(master)),
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
    let told = list(&cluster["reasons"]).iter();
    let told = told.map(|it| format!("{}: {}", text(&it["what"]), text(&it["detail"])));
    told.collect::<Vec<_>>().join("\n")
}

fn links(cluster: &Value) -> String {
    list(&cluster["links"]).iter().map(|it| text(&it["detail"])).collect::<Vec<_>>().join("\n")
}

/// What somebody says of it, and what it comes to.
fn verdict(cluster: &Value) -> String {
    let verdict = &cluster["verdict"];
    if verdict.is_null() {
        return "open".to_owned();
    }
    let said = if verdict["sort"].is_null() {
        format!("dismissed: {}", text(&verdict["because"]))
    } else {
        format!("confirmed: {}", text(&verdict["sort"]))
    };
    let gain = [("avoidable_hours", "avoidable"), ("learnable_hours", "to be learned")];
    let gain = gain.into_iter().filter(|(key, _)| !cluster[*key].is_null());
    let gain = gain.map(|(key, what)| format!("{} h {what}", figure(&cluster[key])));
    let since = [("joined", "joined since"), ("gone", "gone since")];
    let since = since.into_iter().filter(|(key, _)| verdict[*key].as_u64() > Some(0));
    let since = since.map(|(key, what)| format!("{} {what}", text(&verdict[key])));
    std::iter::once(said.replace('_', " ")).chain(gain).chain(since).collect::<Vec<_>>().join("\n")
}
