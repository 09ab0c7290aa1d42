//! `demarche analyse`: articles in, what the engine sees of each out.

use std::fmt::Debug;
use std::io::{self, Write};

use serde::Serialize;

use demarche::builder::{Analysis, Options};
use demarche::extract::mention::{self, EntityDraft};
use demarche::reader::{self, Found};
use demarche::schema::ActStatus;
use demarche::text::{self, write_conllu};

use super::args::{Analyse, AnalysisFormat};
use super::message::one_line;
use super::outcome::Outcome;
use super::output::Output;
use super::reading::{Reader, Tally, with_engine};

/// Writes the analysis of each article as soon as it is there, in the order of the articles.
pub fn run(args: Analyse) -> anyhow::Result<Outcome> {
    let mut output = Output::open(args.output.as_deref())?;
    let builder = with_engine(&args.engine, Options::default())?;
    let reader = Reader::open(args.news, None);
    let mut tally = Tally::new(reader.bar());
    let analyse = if args.rules { Analysis::by_rules } else { Analysis::of };
    builder.each(reader, analyse, |analyses| -> io::Result<()> {
        for analysis in analyses.filter_map(|analysis| tally.keep(analysis)) {
            match args.format {
                AnalysisFormat::Json => {
                    serde_json::to_writer(&mut output, &Line::of(&analysis))?;
                    writeln!(output)?;
                }
                AnalysisFormat::Conllu => {
                    writeln!(output, "# newdoc id = {}", one_line(&analysis.document.id))?;
                    output.write_all(write_conllu(&analysis.text).as_bytes())?;
                }
            }
        }
        Ok(())
    })?;
    output.finish()?;
    Ok(tally.finish())
}

/// An article as a line of JSON; the help of the command tells what the fields are.
#[derive(Serialize)]
struct Line<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    acts: Vec<Act<'a>>,
    entities: Vec<Entity<'a>>,
    id: &'a str,
    mentions: Vec<Mention<'a>>,
    paras: Vec<[usize; 2]>,
    sents: Vec<[usize; 2]>,
    text: &'a str,
    tokens: Vec<Token<'a>>,
}

#[derive(Serialize)]
struct Act<'a> {
    t: usize,
    r: &'a str,
    p: f32,
    st: &'static str,
    sp: f32,
    source: Vec<(usize, f32)>,
    target: Vec<(usize, f32)>,
    topic: Vec<(usize, f32)>,
    reporter: Option<(usize, f32)>,
}

#[derive(Serialize)]
struct Entity<'a> {
    id: &'a str,
    name: &'a str,
    r#type: String,
}

#[derive(Serialize)]
struct Mention<'a> {
    b: usize,
    e: usize,
    ent: Option<usize>,
    h: usize,
    k: String,
    mem: &'a [usize],
}

/// Start, end, word, lemma, part of speech, tag, dependency label, head.
#[derive(Serialize)]
struct Token<'a>(usize, usize, &'a str, &'a str, String, String, String, usize);

impl<'a> Line<'a> {
    fn of(Analysis { document, text: doc, mentions, acts, .. }: &'a Analysis) -> Self {
        let sure = |p: f32| (p * 1000.0).round() / 1000.0;
        let end = |&(token, p): &(usize, f32)| (token, sure(p));
        let act = |act: &'a Found| Act {
            t: act.trigger,
            r: &reader::Reader::builtin().relations()[act.relation],
            p: sure(act.probability),
            st: ActStatus::ALL[act.status].as_str(),
            sp: sure(act.status_probability),
            source: act.sources.iter().map(end).collect(),
            target: act.targets.iter().map(end).collect(),
            topic: act.topics.iter().map(end).collect(),
            reporter: act.reporter.as_ref().map(end),
        };
        let entity = |e: &'a EntityDraft| Entity { id: &e.id, name: &e.name, r#type: name(e.kind) };
        let mention = |m: &'a mention::Mention| Mention {
            b: m.tokens.start,
            e: m.tokens.end,
            ent: m.entity,
            h: m.head,
            k: name(m.kind),
            mem: &m.members,
        };
        let token = |(i, t): (usize, &'a text::Token)| {
            let (start, end) = (t.span.start, t.span.end);
            Token(start, end, doc.word(i), &t.lemma, name(t.upos), name(t.tag), name(t.deprel), t.head)
        };
        Self {
            acts: acts.iter().map(act).collect(),
            entities: mentions.entities.iter().map(entity).collect(),
            id: &document.id,
            mentions: mentions.mentions.iter().map(mention).collect(),
            paras: doc.paragraphs.iter().map(|p| [p.start, p.end]).collect(),
            sents: doc.sentences.iter().map(|s| [s.start, s.end]).collect(),
            text: &doc.text,
            tokens: doc.tokens.iter().enumerate().map(token).collect(),
        }
    }
}

/// A label by its name in the library, of letters alone: `Nnp`, `PrpPoss`, `FirstPerson`.
fn name(label: impl Debug) -> String {
    format!("{label:?}")
}
