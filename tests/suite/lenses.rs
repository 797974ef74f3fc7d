//! Lenses and coverage of the sample company: the figures of `services/acker/demo/findings.md`.

use serde_json::{Value, json};

use crate::support::{Server, acker, is_near, items, texts};

#[test]
fn support_tells_duplicated_work_duplicated_data_and_loops_side_by_side() {
    let lens = lens("support");
    assert_eq!(lens["german"], "Unterstützungsprozesse");
    let work = &lens["duplicated_work"]["total"];
    assert_eq!(work["clusters"], 7);
    assert!(is_near(&work["hours_involved"], 276.78, 0.01), "{work:#}");
    let data = &lens["duplicated_data"];
    assert_eq!(texts(&data["dearest"], "name"), ["Lieferantenstamm", "Stückliste"]);
    assert!(is_near(&data["hours_involved"], 72.17, 0.01), "{data:#}");
    assert_eq!(data["dearest"][0]["master_store"], "ERP");
    let loops = &lens["loops"]["total"];
    assert!(is_near(&loops["work_hours_per_month"], 67.08, 0.01), "{loops:#}");
    assert!(!lens.to_string().contains("saving"), "nobody confirmed anything");
}

#[test]
fn coordination_tells_what_hand_overs_between_sites_cost_time_zones_included() {
    // A week without holidays anywhere.
    lens("coordination");
    let lens = Server::demo().ask("lenses/coordination?day=2026-09-16");
    let total = &lens["total"];
    assert_eq!((&total["hand_overs"], &total["without_delay"]), (&json!(19), &json!(0)));
    assert!(is_near(&total["work_hours_per_month"], 56.3, 0.001), "{total:#}");
    assert!(is_near(&total["claimed_delay_hours_per_month"], 5946.0, 0.001), "{total:#}");
    assert_eq!(lens["time_zones"]["week"], json!({ "from": "2026-09-14", "to": "2026-09-20" }));
    let dearest = &lens["hand_overs"][0];
    assert_eq!(dearest["from"]["unit_name"], "Field Service Houston");
    assert_eq!(dearest["to"]["unit_name"], "Vertriebsinnendienst");
    assert!(is_near(&dearest["delay_hours_per_month"], 1740.0, 0.001), "{dearest:#}");
    let pair = &lens["between_sites"][0];
    assert_eq!(
        (&pair["from"], &pair["to"]),
        (&json!("Houston Service Center"), &json!("Werk Heilbronn"))
    );
    assert!(is_near(&pair["claimed_delay_hours_per_month"], 2636.0, 0.001), "{pair:#}");
    assert_eq!(items(&lens["between_sites"]).len(), 12);
}

#[test]
fn the_lens_and_the_loops_say_the_same_of_waiting_between_sites() {
    let demo = Server::demo();
    for day in ["2026-01-14", "2026-07-15"] {
        let loops = demo.ask(&format!("loops?level=site&limit=1000&day={day}"));
        let of_loops = items(&loops["hand_overs"]).iter();
        let of_loops: f64 = of_loops.filter_map(|it| it["delay_hours_per_month"].as_f64()).sum();
        let total = &demo.ask(&format!("lenses/coordination?day={day}"))["total"];
        assert!(is_near(&total["delay_hours_per_month"], of_loops, 0.01), "{day}: {total:#}");
        let [larger, claimed, zones] = [
            "delay_hours_per_month",
            "claimed_delay_hours_per_month",
            "time_zones_hours_per_month_max",
        ]
        .map(|it| total[it].as_f64().expect("a figure"));
        assert!(larger >= claimed.max(zones) && larger < claimed + zones, "{day}: {total:#}");
    }
}

#[test]
fn the_terminal_tells_what_time_zones_add_in_both_languages() {
    let demo = Server::demo();
    for (lang, words) in [
        ("en", ["of which time zones at most", "must stay", "in the sender's working time"]),
        ("de", ["davon Zeitzonen höchstens", "muss bleiben", "in der Arbeitszeit des Absenders"]),
    ] {
        let asked = ["--store", &demo.address, "--lang", lang, "lens", "coordination"];
        let said = acker(asked);
        for word in words {
            assert!(said.out.contains(word), "{lang}, {word}: {said:?}");
        }
    }
}

#[test]
fn communication_tells_paths_without_a_way_back() {
    let lens = lens("communication");
    let counts = ["paths", "downwards", "upwards", "only_top_down_count", "no_way_back_count"];
    assert_eq!(counts.map(|it| lens[it].as_u64()), [21, 1, 2, 1, 17].map(Some));
    let first = &lens["no_way_back"][0];
    assert_eq!(
        (&first["from_name"], &first["to_name"]),
        (&json!("Strategischer Einkauf"), &json!("Controlling"))
    );
    assert!(is_near(&first["times_per_month"], 37.0, 0.001), "{first:#}");
}

#[test]
fn transparency_tells_variants_what_is_alike_who_disagrees_and_what_changed_since() {
    let lens = lens("transparency");
    let shown =
        |it: &Value| ["shared_steps", "only_a_count", "only_b_count"].map(|name| it[name].as_u64());
    let variant = &lens["variants"][0];
    assert_eq!(variant["a"]["name"], "Supplier onboarding Toluca");
    assert_eq!(shown(variant), [1, 8, 9].map(Some));
    assert_eq!(lens["alike_count"], 1, "{:#}", lens["alike"]);
    let mut others = shown(&lens["alike"][0]);
    others[1..].sort_unstable();
    assert_eq!(others, [2, 8, 9].map(Some));
    assert_eq!((&lens["variants_count"], &lens["disagreements_count"]), (&json!(1), &json!(1)));
    let disagrees = &lens["disagreements"][0];
    assert_eq!(disagrees["process"]["name"], "Lieferantenqualifizierung");
    assert_eq!((items(&disagrees["agrees"]).len(), items(&disagrees["disagrees"]).len()), (1, 1));
    let changed = &lens["changed_since_release"][0];
    assert_eq!((&changed["label"], &changed["changed"]), (&json!("2026-1"), &json!(1)));
}

#[test]
fn an_area_without_a_lens_has_no_route_and_is_not_in_the_description() {
    let demo = Server::demo();
    for area in ["service", "decision", "nowhere"] {
        assert_eq!(demo.get(&format!("/api/v1/lenses/{area}")).status, 404, "{area}");
    }
    let described = demo.get("/openapi.json").json();
    let paths = described["paths"].as_object().expect("paths").keys();
    assert_eq!(paths.filter(|it| it.starts_with("/api/v1/lenses/")).count(), 4);
    assert_eq!(acker(["--store", &demo.address, "lens", "service"]).code, 2);
}

#[test]
fn gaps_come_with_the_most_uncovered_hours_first_and_what_nobody_took_up() {
    let gaps = Server::demo().ask("coverage")["gaps"].clone();
    let areas =
        ["communication", "management", "decision", "offering", "collaboration", "team_building"];
    assert_eq!(texts(&gaps, "area"), areas);
    assert!(is_near(&gaps[0]["uncovered_hours"], 173.67, 0.01), "{gaps:#}");
    let said = acker(["--store", &Server::demo().address, "coverage", "--gaps"]);
    assert!(said.out.contains("173.7") && said.out.contains("team-building"), "{said:?}");
}

#[test]
fn overlaps_are_named_with_those_who_took_them_up() {
    let overlaps = Server::demo().ask("coverage")["overlaps"].clone();
    let found: Vec<_> = items(&overlaps)
        .iter()
        .map(|it| {
            let mut names = texts(&it["communities"], "name");
            names.sort_unstable();
            names
        })
        .collect();
    assert_eq!(found.len(), 3, "{overlaps:#}");
    assert!(found.contains(&vec!["Lieferantenstammdaten", "Papierloses Büro"]), "{found:?}");
    assert!(found.contains(&vec!["After-Sales Americas", "Global Quality Circle"]), "{found:?}");
}

#[test]
fn a_community_is_told_who_else_has_what_it_took_up_also_on_the_terminal() {
    let demo = Server::demo();
    let communities = demo.ask("communities");
    let own = items(&communities["items"]).iter().find(|it| it["name"] == "Lieferantenstammdaten");
    let id = own.expect("it is there")["id"].as_str().expect("an id");
    let stands = demo.ask(&format!("communities/{id}/coverage"));
    let lists = items(&stands["taken_up"])
        .iter()
        .find(|it| it["id"] == "51834a2b-5c44-88a6-a1e9-b90728fe66bb");
    let lists = lists.unwrap_or_else(|| panic!("{stands:#}"));
    assert_eq!(texts(&lists["other_communities"], "name"), ["Papierloses Büro"]);
    let said =
        acker(["--store", &demo.address, "coverage", "--community", "lieferantenstammdaten"]);
    assert!(said.out.contains("Papierloses Büro"), "{said:?}");
    let said = acker(["--store", &demo.address, "coverage", "--community", "Lieferantenstamdaten"]);
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.err.contains("Lieferantenstammdaten"), "alike ones are told: {said:?}");
}

#[test]
fn what_changed_since_a_day_is_told_by_area_and_community_with_the_events() {
    let demo = Server::demo();
    let answer = demo.ask("coverage?since_position=0");
    let (areas, since) = (items(&answer["areas"]), &answer["since"]);
    for (area, change) in areas.iter().zip(items(&since["areas"])) {
        assert_eq!(change["uncovered_hours"]["after"], area["uncovered_hours"], "{change:#}");
        assert_eq!(change["uncovered_hours"]["before"], 0.0);
        let stands = items(&area["communities"]).len();
        assert_eq!(items(&change["communities"]).len(), stands, "{change:#}");
        let link = change["evidence_link"].as_str().expect("a link");
        let behind = demo.get(&format!("{link}&limit=1000")).json();
        assert_eq!(json!(items(&behind["items"]).len()), change["evidence_count"], "{link}");
    }
    let head = answer["position"].as_u64().expect("a position");
    let none = demo.ask(&format!("coverage?since_position={head}"))["since"].clone();
    assert!(items(&none["areas"]).iter().all(|it| it["evidence_count"] == 0), "{none:#}");
    assert_eq!(demo.get("/api/v1/coverage?since_position=9&at_position=8").status, 422);
    assert_eq!(demo.get("/api/v1/coverage?since=yesterday").status, 422);
    assert_eq!(demo.get("/api/v1/coverage?since=2026-01-01&since_position=1").status, 422);
}

fn lens(area: &str) -> Value {
    let demo = Server::demo();
    let answer = demo.ask(&format!("lenses/{area}"));
    let said = acker(["--store", &demo.address, "lens", area, "--json"]).json();
    assert_eq!(said, answer, "the terminal says the same");
    let table = acker(["--store", &demo.address, "lens", area]);
    assert!(table.out.starts_with(answer["question"].as_str().expect("a question")), "{table:?}");
    assert!(answer["note"].is_null() && answer["known"]["of"] == 30, "{answer:#}");
    answer
}
