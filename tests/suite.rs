//! The suite of phenomena: short texts in `tests/suite/*.txt`, each with the acts, offices and positions that a careful
//! reader finds in it, and as many texts again that look like acts and are none. One file a phenomenon.
//!
//! `SUITE=relative cargo test --test suite -- --nocapture` reads only the cases whose `file/name` holds that word, and
//! prints all that was found in them.
//!
//! # Format
//! ```text
//! --- name of the case
//! The text, one paragraph a line.
//! act: SOURCE relation TARGET | topic words | status | by REPORTER
//! may: the same; such an act is neither a miss nor a false alarm
//! office: HOLDER | title | of | status
//! position: HOLDER for | topic words
//! not: relation
//! none
//! ...
//! todo: what the program gets wrong today
//! // a comment
//! ```
//! - Names are those of the entities, or any form that the text uses for them; a leading "the" does not count.
//!   `-` is no target (or no owner of an office), `?` any.
//! - Topic words must all stand in the topic, whatever their endings; `a/b` is either. No word: any topic or none.
//! - A status that is not given is `occurred`, that of an office `current`. Without `by` there is no reporter.
//! - Acts that the case does not list are wrong, unless it says `...` or has nothing but `not` lines. Offices and
//!   positions are looked at where the case lists any (`office: none`, `position: none`: there is none).
//! - `not` is a relation that no act may have. `none`: nothing may be found at all, but for offices that are listed.
//! - A case with `todo` must fail; whoever makes it pass takes the line away.

use std::fmt::{self, Write as _};
use std::fs;
use std::path::Path;

use demarche::builder::{Builder, Options};
use demarche::nlp::Pipeline;
use demarche::schema::{
    ActStatus, Document, Entity, Office, OfficeStatus, Position, Record, Relation, RelationKind, Stance,
};
use demarche::source::Article;

/// What the plan asks for.
const LEAST_CASES: usize = 250;

/// A text with what is to be found in it.
#[derive(Debug, Default)]
struct Case {
    /// `file/name`.
    name: String,
    line: usize,
    text: String,
    acts: Vec<ExpectedAct>,
    may: Vec<ExpectedAct>,
    not: Vec<RelationKind>,
    offices: Option<Vec<ExpectedOffice>>,
    positions: Option<Vec<ExpectedPosition>>,
    none: bool,
    open: bool,
    todo: Option<String>,
}

impl Case {
    /// Whether nothing at all may be found in it.
    fn is_negative(&self) -> bool {
        self.none && self.offices.as_ref().is_none_or(Vec::is_empty)
    }
}

#[derive(Debug)]
struct ExpectedAct {
    line: String,
    source: String,
    relation: RelationKind,
    target: String,
    topic: Vec<String>,
    status: ActStatus,
    reporter: String,
}

#[derive(Debug)]
struct ExpectedOffice {
    line: String,
    holder: String,
    titles: Vec<String>,
    of: String,
    status: OfficeStatus,
}

#[derive(Debug)]
struct ExpectedPosition {
    line: String,
    holder: String,
    stance: Stance,
    topic: Vec<String>,
}

// ---------------------------------------------------------------- reading the files

/// The cases of every file, in the order of the files' names.
fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite");
    let mut paths: Vec<_> = fs::read_dir(&folder)
        .expect("tests/suite is there")
        .map(|entry| entry.expect("its entries can be listed").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .collect();
    paths.sort();
    let mut all = Vec::new();
    for path in paths {
        let stem = path.file_stem().expect("it has a name").to_string_lossy().into_owned();
        let file = fs::read_to_string(&path).expect("it is text");
        all.extend(parse(&stem, &file).unwrap_or_else(|problem| panic!("tests/suite/{stem}.txt:{problem}")));
    }
    all
}

fn parse(stem: &str, file: &str) -> Result<Vec<Case>, String> {
    let mut cases: Vec<Case> = Vec::new();
    for (at, line) in file.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with("//") {
            continue;
        }
        if let Some(name) = line.strip_prefix("--- ") {
            cases.push(Case { name: format!("{stem}/{name}"), line: at + 1, ..Case::default() });
            continue;
        }
        let case = cases.last_mut().ok_or(format!("{}: a case begins with '--- name'", at + 1))?;
        expect(case, line).map_err(|problem| format!("{}: {problem}", at + 1))?;
    }
    for case in &cases {
        let said = case.none
            || !case.acts.is_empty()
            || !case.not.is_empty()
            || case.offices.is_some()
            || case.positions.is_some();
        if case.text.is_empty() || !said {
            return Err(format!("{}: '{}' has no text, or expects nothing", case.line, case.name));
        }
        if case.none && !(case.acts.is_empty() && case.positions.is_none()) {
            return Err(format!("{}: '{}' expects something and 'none'", case.line, case.name));
        }
    }
    Ok(cases)
}

/// Takes one line into the case: an expectation, or a paragraph of its text.
fn expect(case: &mut Case, line: &str) -> Result<(), String> {
    let (key, value) = line.split_once(": ").unwrap_or((line, ""));
    match key {
        "none" => case.none = true,
        "..." => case.open = true,
        "act" => case.acts.push(act(value)?),
        "may" => case.may.push(act(value)?),
        "not" => case.not.push(value.parse().map_err(|_| format!("'{value}' is no relation"))?),
        "todo" => case.todo = Some(value.to_owned()),
        "office" => {
            let offices = case.offices.get_or_insert_default();
            if value != "none" {
                offices.push(office(value)?);
            }
        }
        "position" => {
            let positions = case.positions.get_or_insert_default();
            if value != "none" {
                positions.push(position(value)?);
            }
        }
        _ => {
            if !case.text.is_empty() {
                case.text.push('\n');
            }
            case.text.push_str(line);
        }
    }
    Ok(())
}

fn fields(value: &str) -> Vec<&str> {
    value.split('|').map(str::trim).collect()
}

fn topic_words(field: &str) -> Vec<String> {
    field.split_whitespace().filter(|word| *word != "-").map(str::to_owned).collect()
}

fn act(value: &str) -> Result<ExpectedAct, String> {
    let fields = fields(value);
    let words: Vec<&str> = fields[0].split_whitespace().collect();
    let (at, relation) = words
        .iter()
        .enumerate()
        .find_map(|(at, word)| word.parse::<RelationKind>().ok().map(|relation| (at, relation)))
        .ok_or(format!("'{}' has no relation", fields[0]))?;
    let (source, target) = (words[..at].join(" "), words[at + 1..].join(" "));
    if source.is_empty() || target.is_empty() {
        return Err(format!("'{}' is not 'SOURCE relation TARGET'", fields[0]));
    }
    let mut act = ExpectedAct {
        line: value.to_owned(),
        source,
        relation,
        target,
        topic: topic_words(fields.get(1).unwrap_or(&"")),
        status: ActStatus::Occurred,
        reporter: "-".to_owned(),
    };
    for field in fields.iter().skip(2) {
        match field.strip_prefix("by ") {
            Some(reporter) => act.reporter = reporter.to_owned(),
            None => act.status = field.parse().map_err(|_| format!("'{field}' is no status"))?,
        }
    }
    Ok(act)
}

fn office(value: &str) -> Result<ExpectedOffice, String> {
    let fields = fields(value);
    let [holder, titles, of, ..] = fields[..] else {
        return Err(format!("'{value}' is not 'HOLDER | title | of | status'"));
    };
    Ok(ExpectedOffice {
        line: value.to_owned(),
        holder: holder.to_owned(),
        titles: titles.split('/').map(|title| title.trim().to_owned()).collect(),
        of: of.to_owned(),
        status: match fields.get(3) {
            Some(status) => status.parse().map_err(|_| format!("'{status}' is no status of an office"))?,
            None => OfficeStatus::Current,
        },
    })
}

fn position(value: &str) -> Result<ExpectedPosition, String> {
    let fields = fields(value);
    let [held, topic] = fields[..] else {
        return Err(format!("'{value}' is not 'HOLDER stance | topic words'"));
    };
    let (holder, stance) = held.rsplit_once(' ').ok_or(format!("'{held}' is not 'HOLDER stance'"))?;
    Ok(ExpectedPosition {
        line: value.to_owned(),
        holder: holder.to_owned(),
        stance: stance.parse().map_err(|_| format!("'{stance}' is no stance"))?,
        topic: topic_words(topic),
    })
}

// ---------------------------------------------------------------- comparing

/// The form in which names and titles are compared.
fn plain(words: &str) -> String {
    let lower = words.to_lowercase().replace('’', "'");
    let lower = lower.trim().trim_end_matches("'s");
    lower.strip_prefix("the ").unwrap_or(lower).to_owned()
}

/// What is left of a word without its ending: enough to tell words apart, and the same for all forms of most.
fn stem(word: &str) -> String {
    let word = word.to_lowercase();
    let stem = ["ies", "ing", "ed", "es", "s", "e", "y"]
        .iter()
        .filter_map(|ending| word.strip_suffix(ending))
        .find(|stem| stem.chars().count() >= 3)
        .unwrap_or(&word);
    let mut letters: Vec<char> = stem.chars().collect();
    if let [.., a, b] = letters[..]
        && a == b
    {
        letters.pop();
    }
    letters.into_iter().collect()
}

/// Whether the topic holds each of the words, or for `a/b` one of the two.
fn topic_holds(topic: Option<&str>, words: &[String]) -> bool {
    let there: Vec<String> = topic.unwrap_or("").split(|c: char| !c.is_alphanumeric()).map(stem).collect();
    words.iter().all(|word| word.split('/').any(|choice| there.contains(&stem(choice))))
}

/// Whether `id` is the entity that `name` stands for. A canonical name goes before a form of the text: where there are
/// the city and the state that it governs, "Moscow" is the city.
fn is_named(record: &Record, id: Option<&str>, name: &str) -> bool {
    match (name, id) {
        ("?", _) => true,
        ("-", id) => id.is_none(),
        (_, None) => false,
        (name, Some(id)) => {
            let name = plain(name);
            let by_name: Vec<&Entity> = record.entities.iter().filter(|e| plain(&e.name) == name).collect();
            if by_name.is_empty() {
                let uses = |e: &Entity| e.mentions.iter().any(|m| plain(&m.text) == name);
                record.entities.iter().any(|e| e.id == id && uses(e))
            } else {
                by_name.iter().any(|e| e.id == id)
            }
        }
    }
}

fn is_act(record: &Record, expected: &ExpectedAct, found: &Relation) -> bool {
    let is = |id: Option<&str>, name: &str| is_named(record, id, name);
    let (source, target) = (Some(found.source.as_str()), found.target.as_deref());
    let straight = is(source, &expected.source) && is(target, &expected.target);
    let turned = expected.relation.is_symmetric()
        && target.is_some()
        && is(target, &expected.source)
        && is(source, &expected.target);
    expected.relation == found.relation
        && (straight || turned)
        && expected.status == found.status
        && topic_holds(found.topic.as_deref(), &expected.topic)
        && is(found.reported_by.as_deref(), &expected.reporter)
}

fn is_office(record: &Record, expected: &ExpectedOffice, found: &Office) -> bool {
    is_named(record, Some(&found.holder), &expected.holder)
        && expected.titles.iter().any(|title| plain(title) == plain(&found.title))
        && is_named(record, found.of.as_deref(), &expected.of)
        && expected.status == found.status
}

fn is_position(record: &Record, expected: &ExpectedPosition, found: &Position) -> bool {
    is_named(record, Some(&found.holder), &expected.holder)
        && expected.stance == found.stance
        && topic_holds(Some(&found.topic), &expected.topic)
}

/// What is wrong with `record` as a reading of the case: a line each; none when it is right.
fn wrongs(case: &Case, record: &Record) -> Vec<String> {
    let mut wrongs = Vec::new();
    let missing =
        |wrongs: &mut Vec<String>, what: &str, line: &str| wrongs.push(format!("missing  {what}: {line}"));
    let shown = Shown(record);
    for expected in &case.acts {
        if !record.relations.iter().any(|found| is_act(record, expected, found)) {
            missing(&mut wrongs, "act", &expected.line);
        }
    }
    let only_not = case.acts.is_empty() && !case.none && !case.not.is_empty();
    for found in &record.relations {
        let listed = case.acts.iter().chain(&case.may).any(|expected| is_act(record, expected, found));
        let closed = !case.open && !only_not && (case.none || !case.acts.is_empty());
        if !listed && (closed || case.not.contains(&found.relation)) {
            wrongs.push(format!("extra    act: {}", shown.act(found)));
        }
    }
    let no_offices = Vec::new();
    if let Some(offices) = case.offices.as_ref().or(case.none.then_some(&no_offices)) {
        for expected in offices {
            if !record.offices.iter().any(|found| is_office(record, expected, found)) {
                missing(&mut wrongs, "office", &expected.line);
            }
        }
        for found in &record.offices {
            if !case.open && !offices.iter().any(|expected| is_office(record, expected, found)) {
                wrongs.push(format!("extra    office: {}", shown.office(found)));
            }
        }
    }
    let no_positions = Vec::new();
    if let Some(positions) = case.positions.as_ref().or(case.none.then_some(&no_positions)) {
        for expected in positions {
            if !record.positions.iter().any(|found| is_position(record, expected, found)) {
                missing(&mut wrongs, "position", &expected.line);
            }
        }
        for found in &record.positions {
            if !case.open && !positions.iter().any(|expected| is_position(record, expected, found)) {
                wrongs.push(format!("extra    position: {}", shown.position(found)));
            }
        }
    }
    wrongs
}

/// Writes facts of a record as the files have them.
struct Shown<'r>(&'r Record);

impl Shown<'_> {
    fn name(&self, id: Option<&str>) -> String {
        match id {
            Some(id) => self.0.entities.iter().find(|e| e.id == id).map_or(id, |e| &e.name).to_owned(),
            None => "-".to_owned(),
        }
    }

    fn act(&self, act: &Relation) -> String {
        let mut line = format!(
            "{} {} {} | {} | {}",
            self.name(Some(&act.source)),
            act.relation,
            self.name(act.target.as_deref()),
            act.topic.as_deref().unwrap_or("-"),
            act.status
        );
        if act.reported_by.is_some() {
            let _ = write!(line, " | by {}", self.name(act.reported_by.as_deref()));
        }
        line
    }

    fn office(&self, office: &Office) -> String {
        let (holder, of) = (self.name(Some(&office.holder)), self.name(office.of.as_deref()));
        format!("{holder} | {} | {of} | {}", office.title, office.status)
    }

    fn position(&self, position: &Position) -> String {
        format!("{} {} | {}", self.name(Some(&position.holder)), position.stance, position.topic)
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for act in &self.0.relations {
            writeln!(f, "    found    act: {}", self.act(act))?;
        }
        for office in &self.0.offices {
            writeln!(f, "    found    office: {}", self.office(office))?;
        }
        for position in &self.0.positions {
            writeln!(f, "    found    position: {}", self.position(position))?;
        }
        Ok(())
    }
}

// ---------------------------------------------------------------- tests

/// The records of the texts, in their order.
fn read(texts: impl Iterator<Item = String>) -> Vec<Record> {
    let articles = texts.map(|text| {
        let document = Document { id: "case".to_owned(), ..Document::default() };
        Ok(Article { document, text, notes: Vec::new() })
    });
    let builder = Builder::new(Pipeline::builtin(), Options::default()).expect("there are threads");
    builder.records(articles, |records| records.collect::<Result<_, _>>().expect("nothing is lost of a text"))
}

#[test]
fn every_case_is_read_as_a_careful_reader_would() {
    let selected = std::env::var("SUITE").unwrap_or_default();
    let cases: Vec<Case> = cases().into_iter().filter(|case| case.name.contains(&selected)).collect();
    assert!(!cases.is_empty(), "no case has '{selected}' in its name");
    let records = read(cases.iter().map(|case| case.text.clone()));
    let (mut report, mut failed, mut todo) = (String::new(), 0, 0);
    for (case, record) in cases.iter().zip(&records) {
        let wrongs = wrongs(case, record);
        let is_wrong = match (&case.todo, wrongs.is_empty()) {
            (None, right) => !right,
            (Some(_), right) => {
                todo += 1;
                right
            }
        };
        if is_wrong {
            failed += 1;
        }
        if is_wrong || !selected.is_empty() {
            let _ = writeln!(
                report,
                "{} (line {})\n    {}",
                case.name,
                case.line,
                case.text.replace('\n', "\n    ")
            );
            for wrong in &wrongs {
                let _ = writeln!(report, "    {wrong}");
            }
            if case.todo.is_some() && wrongs.is_empty() {
                report.push_str("    is right now: its todo can go\n");
            }
        }
        if !selected.is_empty() {
            let _ = write!(report, "{}", Shown(record));
        }
    }
    println!("{report}{} cases, {todo} of them still to do, {failed} wrong", cases.len());
    assert!(failed == 0, "cases are not read right; they are listed above");
}

#[test]
fn the_suite_is_large_and_a_third_of_it_holds_nothing() {
    let cases = cases();
    let negative = cases.iter().filter(|case| case.is_negative()).count();
    println!("{} cases, {negative} of them with nothing to find", cases.len());
    assert!(cases.len() >= LEAST_CASES, "only {} cases", cases.len());
    assert!(negative * 3 >= cases.len(), "only {negative} of {} cases are negative", cases.len());
}

#[test]
fn no_two_cases_share_a_name_or_a_text() {
    let cases = cases();
    for (at, case) in cases.iter().enumerate() {
        if let Some(other) = cases[..at].iter().find(|c| c.name == case.name || c.text == case.text) {
            panic!("'{}' (line {}) repeats '{}' (line {})", case.name, case.line, other.name, other.line);
        }
    }
}

#[test]
fn a_topic_is_known_by_its_words_whatever_their_endings() {
    let words = |line: &str| topic_words(line);
    assert!(topic_holds(Some("releasing of the two sailors"), &words("release sailor")));
    assert!(topic_holds(Some("tariffs"), &words("tariff")));
    assert!(topic_holds(Some("cuts"), &words("cutting/reduction")));
    assert!(!topic_holds(Some("the release"), &words("release sailor")));
    assert!(!topic_holds(None, &words("release")));
    assert!(topic_holds(None, &words("-")));
}

#[test]
fn what_is_missing_and_what_is_too_much_is_told() {
    let text = "Iran rejected the ceasefire plan.";
    let told = |lines: &str| {
        let case = parse("f", &format!("--- a\n{text}\n{lines}")).unwrap().remove(0);
        wrongs(&case, &read(std::iter::once(case.text.clone()))[0])
    };
    assert!(told("act: Iran rejected - | plan\nposition: Iran against | plan").is_empty());
    for wrong in ["act: Iran rejected - | treaty", "act: Iran rejected - | plan | denied", "act: Iran met -"]
    {
        let told = told(wrong);
        assert!(
            told.len() == 2 && told[0].starts_with("missing") && told[1].starts_with("extra"),
            "{told:?}"
        );
    }
    assert_eq!(told("none").len(), 2, "an act and a position");
    assert_eq!(told("not: rejected").len(), 1);
    assert!(told("not: met").is_empty());
    assert_eq!(told("...\nact: Iran met -").len(), 1, "acts that are not listed may be there");
}

#[test]
fn a_case_that_expects_nothing_or_everything_is_refused() {
    assert!(parse("f", "--- a\nText.\n").unwrap_err().contains("expects nothing"));
    assert!(parse("f", "--- a\nText.\nnone\nact: A met B\n").unwrap_err().contains("'none'"));
    assert!(parse("f", "--- a\nText.\nact: A liked B\n").unwrap_err().contains("no relation"));
    assert!(parse("f", "Text.\n").unwrap_err().contains("begins with"));
}
