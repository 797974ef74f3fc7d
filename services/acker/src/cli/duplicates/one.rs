//! One cluster in full, and the commands that say what it is, ready to be pasted.

use serde_json::Value;

use crate::{
    cli::what_if::list,
    output::{self, Rows, Set, text},
    words::{figure, told},
};

pub(super) fn print(cluster: &Value) {
    let columns = [
        ("hours/month", "Std./Monat", Set::Right),
        ("what", "was", Set::Left),
        ("where", "wo", Set::Left),
        ("id", "Kennung", Set::Left),
    ];
    let mut rows = Rows::of(&columns);
    for member in list(&cluster["members"]) {
        rows.row([
            figure(&member["hours_per_month"]),
            text(&member["name"]),
            place(member),
            text(&member["id"]),
        ]);
    }
    rows.print();
    let sections = [
        (told!("because of", "weil"), super::reasons(cluster)),
        (told!("linked by", "verbunden durch"), super::links(cluster)),
        (told!("verdict", "Urteil"), super::verdict(cluster)),
        (told!("why", "warum"), cluster["verdict"]["why"].as_str().unwrap_or_default().to_owned()),
    ];
    for (name, told) in sections.iter().filter(|it| !it.1.is_empty()) {
        output::answer(format_args!("{name}: {}", told.replace('\n', "; ")));
    }
    output::answer("");
    commands(cluster).iter().for_each(output::answer);
}

/// Its process, units and site, as far as they are known.
fn place(member: &Value) -> String {
    let units = list(&member["unit_names"]).iter().map(text).collect::<Vec<_>>().join(", ");
    let name = |key: &str| member[key].as_str().unwrap_or_default().to_owned();
    let parts = [name("process_name"), units, name("site_name")];
    parts.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn commands(cluster: &Value) -> Vec<String> {
    let mut members: Vec<String> =
        list(&cluster["members"]).iter().map(|it| text(&it["id"])).collect();
    members.sort();
    members.dedup();
    let about = format!("--kind {} --members {}", text(&cluster["kind"]), members.join(","));
    let mut all = vec![
        format!("acker do confirm-duplicate {about} --sort same_result"),
        format!("acker do confirm-duplicate {about} --sort same_method"),
        format!("acker do dismiss-duplicate {about} --because different_work"),
    ];
    if let Some(id) = cluster["verdict"]["id"].as_str() {
        all.push(format!("acker do withdraw-verdict --id {id}"));
    }
    all
}
