//! The picture.

mod common;
#[path = "common/small.rs"]
mod small;

use demarche::export::dot::{self, Options};
use demarche::graph::Graph;
use demarche::schema::{ActStatus, EntityType, Quote, Record, RelationKind, Stance};

use small::{act, entity, office, position, quote};

fn drawn(graph: &Graph, options: &Options) -> String {
    let mut out = Vec::new();
    dot::write(graph, options, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn small_record() -> Record {
    let text = "Macron, the French president, rejected the \"plan\". He will meet Merz. Oslo was quiet.";
    let mut record = small::record("one", Some("2025-08-17"));
    record.entities = vec![
        entity("emmanuel-macron", EntityType::Person, "Emmanuel Macron", &[], &[quote(text, "Macron")]),
        entity("france", EntityType::Country, "France", &[], &[quote(text, "French")]),
        entity("friedrich-merz", EntityType::Person, "Friedrich Merz", &[], &[quote(text, "Merz")]),
        entity("oslo", EntityType::City, "Oslo", &[], &[quote(text, "Oslo")]),
    ];
    record.offices =
        vec![office("emmanuel-macron", "president", Some("france"), quote(text, "French president"))];
    let mut met = act(
        "emmanuel-macron",
        RelationKind::Met,
        Some("friedrich-merz"),
        None,
        quote(text, "He will meet Merz"),
    );
    met.status = ActStatus::Planned;
    let rejected = act(
        "emmanuel-macron",
        RelationKind::Rejected,
        None,
        Some("plan"),
        quote(text, "rejected the \"plan\""),
    );
    record.relations = vec![met, rejected];
    record
}

#[test]
fn actors_stand_with_their_office_by_country_and_acts_beside_them() {
    let picture = drawn(&Graph::from_records([small_record()]), &Options::default());
    let body = picture.split_once("edge [").unwrap().1.split_once('\n').unwrap().1;
    let expected = r##"  "entity/friedrich-merz" [label=<<B>Friedrich Merz</B>>, shape=box, style="rounded,filled", fillcolor="#ffffff", color="#333333", tooltip="Friedrich Merz (person)"];
  "entity/emmanuel-macron" [label=<<B>Emmanuel Macron</B><BR/><FONT POINT-SIZE="9">president of France</FONT>>, shape=box, style="rounded,filled", fillcolor="#ffffff", color="#333333", tooltip="Emmanuel Macron (person)\npresident, France (current)"];
  "issue/plan-france-emmanuel-macron" [label="plan (France, Emmanuel\nMacron)", shape=note, fillcolor="#fff6cc", color="#8a7a2e", tooltip="plan"];
  "acts/met/emmanuel-macron/planned" [label=<<FONT COLOR="#5f6b73">met (planned)</FONT><BR/><B>Emmanuel Macron</B>>, shape=box, style="rounded,filled,dashed", fillcolor="#ffffff", color="#5f6b73", fontsize=9, margin="0.08,0.04", tooltip="met Emmanuel Macron (planned)"];
  "acts/met/emmanuel-macron/planned" -> "entity/friedrich-merz" [color="#5f6b73", style=dashed, arrowhead=none, tooltip="one: “He will meet Merz”"];
  "acts/met/emmanuel-macron/planned" -> "entity/emmanuel-macron" [color="#5f6b73", style=dashed, arrowhead=none, penwidth=1.6];
  "entity/emmanuel-macron" -> "issue/plan-france-emmanuel-macron" [label=<<FONT COLOR="#d55e00">rejected</FONT>>, color="#d55e00", style=solid, arrowhead=tee, penwidth=1.0, tooltip="one: “rejected the \"plan\"”", labeltooltip="one: “rejected the \"plan\"”"];
}
"##;
    assert_eq!(body, expected);
    // France is told with its president, who alone is no group; Oslo and France themselves take part in nothing.
    assert!(
        picture.contains("1 article · 2025-08-17 · 2 acts · 2 names in no act shown left out"),
        "{picture}"
    );
}

#[test]
fn those_of_one_country_stand_in_its_box_and_many_topics_on_both_sides() {
    let mut record = small_record();
    let text = "France's foreign minister Barrot proposed much.";
    record.entities.push(entity(
        "jean-barrot",
        EntityType::Person,
        "Jean Barrot",
        &[],
        &[quote(text, "Barrot")],
    ));
    record.offices.push(office("jean-barrot", "foreign minister", Some("france"), quote(text, "minister")));
    for word in [
        "school meals",
        "rail strikes",
        "border controls",
        "nuclear inspection",
        "grain exports",
        "press freedom",
        "tax cuts",
        "troop withdrawal",
        "climate targets",
        "prison reform",
        "fishing quotas",
        "minority languages",
    ] {
        record.relations.push(act(
            "jean-barrot",
            RelationKind::Proposed,
            None,
            Some(word),
            quote(text, "proposed"),
        ));
    }
    let picture = drawn(&Graph::from_records([record]), &Options::default());
    assert!(picture.contains("graph [label=\"France\""), "{picture}");
    assert!(picture.contains(">president</FONT>") && picture.contains(">foreign minister</FONT>"));
    let left = picture.lines().filter(|line| line.contains("-> \"entity/jean-barrot\"")).count();
    let right = picture.lines().filter(|line| line.contains("\"entity/jean-barrot\" ->")).count();
    assert_eq!(left + right, 12);
    assert!(left > 0 && right > left && picture.contains("dir=back, arrowtail=normal"), "{left} left");
}

#[test]
fn the_legend_names_the_relations_that_are_there_and_no_others() {
    let picture = drawn(&Graph::from_records([small_record()]), &Options::default());
    assert!(picture.contains("met, visited") && picture.contains("rejected, criticized"));
    assert!(!picture.contains("sanctioned"));
}

#[test]
fn reported_and_denied_acts_and_repeated_ones_are_marked() {
    let mut record = small_record();
    record.relations[1].reported_by = Some("friedrich-merz".to_owned());
    let mut again = record.relations[1].clone();
    again.evidence.span = demarche::Span::new(0, 6);
    record.relations.push(again.clone());
    again.reported_by = None;
    again.status = ActStatus::Denied;
    record.relations.push(again);
    let picture = drawn(&Graph::from_records([record]), &Options::default());
    for part in [
        "rejected ×2 in 1</FONT>",
        "per Friedrich Merz</FONT>",
        "✗ rejected</FONT>",
        "color=\"#d55e00:#8c8c8c\"",
    ] {
        assert!(picture.contains(part), "{part} not in {picture}");
    }
}

#[test]
fn the_same_graph_from_any_order_of_records_is_the_same_picture() {
    let records = common::gold_records();
    let one = drawn(&Graph::from_records(records.iter().cloned()), &Options::default());
    let other = drawn(&Graph::from_records(records.into_iter().rev()), &Options::default());
    assert_eq!(one, other);
}

#[test]
fn top_leaves_so_many_edges_and_says_so() {
    let graph = Graph::from_records(common::gold_records());
    let mut options = Options::default();
    options.top = Some(12);
    let picture = drawn(&graph, &options);
    assert_eq!(edges(&picture), 12);
    assert!(picture.contains("the 12 of "), "{picture}");
    // A graph of many articles is cut to what a page shows, and all of it is there for whoever asks.
    let page = edges(&drawn(&graph, &Options::default()));
    assert!(page > 50 && page <= Options::PAGE, "{page}");
    options.top = None;
    let all = drawn(&graph, &options);
    assert!(edges(&all) > 500 && !all.contains("with most evidence shown"));
}

fn edges(picture: &str) -> usize {
    picture.lines().filter(|line| line.starts_with("  \"") && line.contains("\" -> \"")).count()
}

/// Two articles of different days: Macron met Merz, who rejected the plan; Oslo's mayor backed a treaty.
fn two_days() -> Graph {
    let mut later = small::record("two", Some("2025-09-02"));
    let text = "Merz backs a treaty with Norway. Store met nobody.";
    later.document.url = Some("https://example.org/two".to_owned());
    later.entities = vec![
        entity("friedrich-merz", EntityType::Person, "Friedrich Merz", &[], &[quote(text, "Merz")]),
        entity("norway", EntityType::Country, "Norway", &[], &[quote(text, "Norway")]),
    ];
    let mut backs = act(
        "friedrich-merz",
        RelationKind::Supported,
        Some("norway"),
        Some("treaty"),
        quote(text, "Merz backs a treaty"),
    );
    backs.confidence = 0.4;
    later.relations = vec![backs];
    let holds = |stance, words| position("friedrich-merz", stance, "treaty", quote(text, words));
    later.positions =
        vec![holds(Stance::For, "Merz backs"), holds(Stance::Conditional, "treaty with Norway")];
    Graph::from_records([small_record(), later])
}

#[test]
fn each_filter_leaves_what_it_says_and_the_heading_tells() {
    let graph = two_days();
    let with = |change: &dyn Fn(&mut Options)| {
        let mut options = Options::default();
        change(&mut options);
        drawn(&graph, &options)
    };
    let (met, rejected, backs) = ("\"acts/met/", "\"issue/plan-", "\"issue/treaty-");
    let has = |picture: &str| [met, rejected, backs].map(|part| picture.contains(part));
    assert_eq!(has(&with(&|_| ())), [true, true, true]);
    let focus = |id: &str, hops| {
        with(&move |o| {
            o.focus = [id.to_owned()].into();
            o.hops = hops;
        })
    };
    let france = focus("entity/emmanuel-macron", 1);
    assert_eq!(has(&france), [true, true, false]);
    assert!(france.contains("around Emmanuel Macron · 2 of 3 acts"), "{france}");
    assert_eq!(has(&focus("entity/emmanuel-macron", 2)), [true, true, true]);
    assert_eq!(has(&focus("topic/plan", 1)), [false, true, false]);
    let topic = with(&|o| o.topics = Some(["topic/treaty".to_owned()].into()));
    assert_eq!(has(&topic), [false, false, true]);
    assert!(topic.contains("about treaty"));
    assert_eq!(
        has(&with(&|o| o.relations = [RelationKind::Met, RelationKind::Aided].into())),
        [true, false, false]
    );
    assert_eq!(has(&with(&|o| o.since = Some("2025-08-18".to_owned()))), [false, false, true]);
    assert_eq!(has(&with(&|o| o.since = Some("2025-08".to_owned()))), [true, true, true]);
    assert_eq!(has(&with(&|o| o.until = Some("2025-08".to_owned()))), [true, true, false]);
    assert_eq!(has(&with(&|o| o.until = Some("2024".to_owned()))), [false, false, false]);
    assert_eq!(has(&with(&|o| o.min_confidence = 0.5)), [true, true, false]);
}

#[test]
fn positions_are_drawn_by_stance_without_acts() {
    let mut options = Options::default();
    options.positions = true;
    let picture = drawn(&two_days(), &options);
    assert_eq!(edges(&picture), 1);
    for part in
        ["Who is for and against what", ">for</FONT>", ">conditional</FONT>", "▶ for", "▷ conditional"]
    {
        assert!(picture.contains(part), "{part} not in {picture}");
    }
    assert!(!picture.contains("acts/met") && !picture.contains("dotted: possible"));
}

#[test]
fn an_edge_links_to_its_article_where_the_address_is_one_of_the_web() {
    let picture = drawn(&two_days(), &Options::default());
    assert!(picture.contains("URL=\"https://example.org/two\", target=\"_blank\""), "{picture}");
    for url in ["javascript:alert(1)", "https://example.org/\"><script>", "http://a b", "file:///etc/passwd"]
    {
        let mut record = small_record();
        record.document.url = Some(url.to_owned());
        assert!(!drawn(&Graph::from_records([record]), &Options::default()).contains("URL="), "{url}");
    }
}

/// Reads DOT as Graphviz does, as far as it takes to find an unclosed string or label: quoted strings with escapes,
/// HTML-like labels with balanced angle brackets, brackets and braces.
fn well_formed(picture: &str) -> Result<(), String> {
    let mut open = Vec::new();
    let mut chars = picture.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' => loop {
                match chars.next() {
                    Some('\\') => _ = chars.next(),
                    Some('"') => break,
                    Some(c) if c.is_control() => return Err(format!("control character {c:?} in a string")),
                    Some(_) => {}
                    None => return Err("unclosed string".to_owned()),
                }
            },
            '<' => {
                let mut depth = 1;
                while depth > 0 {
                    match chars.next() {
                        Some('<') => depth += 1,
                        Some('>') => depth -= 1,
                        Some(c) if c.is_control() => {
                            return Err(format!("control character {c:?} in a label"));
                        }
                        Some('&') => {
                            let entity: String = chars.clone().take_while(|c| *c != ';').take(5).collect();
                            if !["amp", "lt", "gt", "quot", "#92"].contains(&entity.as_str()) {
                                return Err(format!("'&{entity}' in a label"));
                            }
                        }
                        Some(_) => {}
                        None => return Err("unclosed label".to_owned()),
                    }
                }
            }
            '[' | '{' => open.push(c),
            ']' if open.pop() != Some('[') => return Err("']' closes nothing".to_owned()),
            '}' if open.pop() != Some('{') => return Err("'}' closes nothing".to_owned()),
            '-' if chars.peek() == Some(&'>') => _ = chars.next(),
            _ => {}
        }
    }
    if open.is_empty() { Ok(()) } else { Err(format!("{open:?} stays open")) }
}

#[test]
fn hostile_texts_break_neither_strings_nor_labels() {
    let mut options = Options::default();
    for title in std::iter::once(None).chain(small::HOSTILE.map(Some)) {
        options.title = title.map(str::to_owned);
        let picture = drawn(&Graph::from_records([small::hostile(), small_record()]), &options);
        well_formed(&picture).unwrap();
        assert!(
            !picture.contains("<B></B>") && !picture.contains("\"></FONT>"),
            "Graphviz takes no empty markup"
        );
        assert!(!picture.contains('\u{202e}') && !picture.contains('\0'));
    }
    let empty = Quote { span: demarche::Span::new(0, 0), text: String::new() };
    let mut nothing = small::record("", None);
    nothing.entities =
        vec![entity("", EntityType::Person, "", &[], &[]), entity("b", EntityType::Group, "", &[], &[])];
    nothing.relations = vec![act("", RelationKind::Met, Some("b"), Some(""), empty)];
    well_formed(&drawn(&Graph::from_records([nothing]), &Options::default())).unwrap();
    well_formed(&drawn(&Graph::new(), &Options::default())).unwrap();
}

#[test]
fn a_label_is_never_longer_than_a_person_reads() {
    let picture = drawn(&Graph::from_records([small::hostile()]), &Options::default());
    assert!(!picture.contains(&"long ".repeat(80)), "a name of 10,000 letters is cut");
}
