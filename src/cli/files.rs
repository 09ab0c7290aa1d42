//! Which files the commands that write graphs make, and how: by the library, or drawn by Graphviz from its DOT.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::str::FromStr;

use anyhow::{Context, bail};

use demarche::export::{self, Format, Options, dot};
use demarche::graph::Graph;
use demarche::query;

use super::args::{Picture, Shape};
use super::output::Output;

/// One file that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A format that the library writes.
    Written(Format),
    /// A picture that Graphviz draws, by the word that Graphviz has for its format.
    Drawn(&'static str),
}

/// What one word on the command line asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kinds(pub Vec<Kind>);

const PICTURES: [&str; 3] = ["svg", "png", "pdf"];

impl Kinds {
    /// Every word.
    pub fn words() -> Vec<&'static str> {
        let formats = Format::ALL.iter().map(|format| format.as_str());
        formats.chain(["csv"]).chain(PICTURES).collect()
    }
}

impl FromStr for Kinds {
    type Err = demarche::Error;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        if let Some(picture) = PICTURES.iter().find(|picture| **picture == word) {
            return Ok(Self(vec![Kind::Drawn(picture)]));
        }
        if word == "csv" {
            return Ok(Self(vec![Kind::Written(Format::CsvNodes), Kind::Written(Format::CsvEdges)]));
        }
        Ok(Self(vec![Kind::Written(word.parse()?)]))
    }
}

impl Kind {
    fn file_name(self) -> String {
        match self {
            Self::Written(format) => format.file_name(),
            Self::Drawn(picture) => format!("graph.{picture}"),
        }
    }
}

/// What all words ask for, each file once; `compact` takes the nested JSON-LD for the full one.
pub fn kinds(words: &[Kinds], compact: bool) -> anyhow::Result<Vec<Kind>> {
    let mut kinds: Vec<Kind> = words.iter().flat_map(|kinds| kinds.0.iter().copied()).collect();
    if compact {
        let full = Kind::Written(Format::JsonLd);
        if !kinds.contains(&full) {
            bail!("--compact is for JSON-LD, which is not among the formats; add --format jsonld");
        }
        kinds
            .iter_mut()
            .filter(|kind| **kind == full)
            .for_each(|kind| *kind = Kind::Written(Format::CompactJsonLd));
    }
    kinds.sort_unstable();
    kinds.dedup();
    Ok(kinds)
}

/// Files that are open for writing.
pub struct Files(Vec<(Kind, Output)>);

impl Files {
    /// Opens all files: one alone at `path` itself (standard output where it is `-` or not given), unless `folder` or a
    /// folder is there; several in the folder `path`.
    ///
    /// That one cannot be written shows now, before any work is done.
    pub fn open(kinds: &[Kind], path: Option<&Path>, folder: bool) -> anyhow::Result<Self> {
        if kinds.iter().any(|kind| matches!(kind, Kind::Drawn(_))) {
            graphviz()?;
        }
        let standard = path.is_none_or(|path| path == Path::new("-"));
        if standard && kinds.len() > 1 {
            let names: Vec<String> = kinds.iter().map(|kind| kind.file_name()).collect();
            bail!(
                "standard output takes one file, and these are {} ({}); name a folder with -o, or one --format",
                kinds.len(),
                names.join(", ")
            );
        }
        let Some(path) = path.filter(|_| !standard) else {
            return Ok(Self(kinds.iter().map(|kind| (*kind, Output::standard())).collect()));
        };
        // A path with a slash at its end is meant as a folder.
        let slash = path.as_os_str().as_encoded_bytes().ends_with(b"/");
        if !(folder || slash || kinds.len() > 1 || path.is_dir()) {
            return Ok(Self(
                kinds
                    .iter()
                    .map(|kind| Ok((*kind, Output::open(Some(path))?)))
                    .collect::<anyhow::Result<_>>()?,
            ));
        }
        fs::create_dir_all(path).with_context(|| format!("the folder {} cannot be made", path.display()))?;
        let open = |kind: &Kind| Ok((*kind, Output::open(Some(&path.join(kind.file_name())))?));
        Ok(Self(kinds.iter().map(open).collect::<anyhow::Result<_>>()?))
    }

    /// Where the files go; standard output is none.
    pub fn names(&self) -> Vec<String> {
        self.0.iter().filter_map(|(_, output)| Some(output.path()?.display().to_string())).collect()
    }

    /// Writes the graph into each.
    pub fn write(self, graph: &Graph, options: &Options) -> anyhow::Result<()> {
        for (kind, mut output) in self.0 {
            match kind {
                Kind::Written(format) => export::write_with(graph, format, options, &mut output)?,
                Kind::Drawn(picture) => draw(graph, picture, options, &mut output)?,
            }
            output.finish()?;
        }
        Ok(())
    }
}

/// What the files are like, as the library takes it.
pub fn options(shape: &Shape) -> Options {
    let mut options = Options::default();
    options.base = shape.base.clone();
    options.bom = shape.bom;
    options
}

/// What pictures show, as the library takes it: names are looked up in the graph.
pub fn picture(graph: &Graph, asked: &Picture) -> demarche::Result<dot::Options> {
    let mut picture = dot::Options::default();
    for name in &asked.focus {
        picture.focus.extend(query::find_entities(graph, name)?);
    }
    picture.topics = asked.topic.as_ref().map(|words| query::find_topics(graph, words)).transpose()?;
    picture.hops = asked.hops.into();
    picture.relations = asked.relations.iter().copied().collect();
    picture.since = asked.since.clone();
    picture.until = asked.until.clone();
    picture.min_confidence = asked.min_confidence;
    picture.top = asked.top.0;
    picture.positions = asked.positions;
    Ok(picture)
}

const MISSING: &str = "Graphviz, which draws svg, png and pdf, is not on the path; get it with 'apt install graphviz', \
                       'brew install graphviz' or from https://graphviz.org/download, or take --format dot and draw it \
                       elsewhere";

/// Whether Graphviz can be called.
fn graphviz() -> anyhow::Result<()> {
    let found = Command::new("dot").arg("-V").stdin(Stdio::null()).output();
    if found.is_ok_and(|output| output.status.success()) { Ok(()) } else { bail!(MISSING) }
}

/// Graphviz reads all before it writes, so the picture can be handed to it and then taken.
fn draw(graph: &Graph, picture: &str, options: &Options, out: &mut impl Write) -> anyhow::Result<()> {
    let mut dot = Vec::new();
    export::write_with(graph, Format::Dot, options, &mut dot)?;
    let mut command = Command::new("dot");
    command.arg(format!("-T{picture}")).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    if picture == "png" {
        // Twice the points of a screen, so that small letters can be read.
        command.arg("-Gdpi=144");
    }
    let mut child = command.spawn().context(MISSING)?;
    let Some(mut input) = child.stdin.take() else { bail!("Graphviz takes no input") };
    let output = std::thread::scope(|scope| {
        // When Graphviz ends early it says why on standard error; that its input broke off tells nothing more.
        scope.spawn(move || _ = input.write_all(&dot));
        child.wait_with_output()
    })?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr);
        bail!("Graphviz cannot draw the graph: {}", message.trim());
    }
    io::copy(&mut output.stdout.as_slice(), out)?;
    Ok(())
}
