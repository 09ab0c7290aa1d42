//! What a query found.

use std::io;

use oxrdf::{Literal, Term, Triple, Variable};
use oxttl::{NTriplesSerializer, TurtleSerializer};
use sparesults::{QueryResultsFormat, QueryResultsSerializer};

use super::prefixes::Prefixes;

/// How rows and the answer to `ASK` are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowsFormat {
    /// [SPARQL 1.1 Query Results JSON](https://www.w3.org/TR/sparql11-results-json/).
    Json,
    /// [SPARQL Query Results XML](https://www.w3.org/TR/rdf-sparql-XMLres/).
    Xml,
    /// [SPARQL 1.1 Query Results CSV](https://www.w3.org/TR/sparql11-results-csv-tsv/), which leaves out types and languages.
    Csv,
    /// The same with tabs, and with types and languages.
    Tsv,
}

impl From<RowsFormat> for QueryResultsFormat {
    fn from(format: RowsFormat) -> Self {
        match format {
            RowsFormat::Json => Self::Json,
            RowsFormat::Xml => Self::Xml,
            RowsFormat::Csv => Self::Csv,
            RowsFormat::Tsv => Self::Tsv,
        }
    }
}

/// The answer to a query, by its form.
#[derive(Debug, Clone, PartialEq)]
pub enum Results {
    /// To `SELECT`.
    Rows(Rows),
    /// To `ASK`.
    Truth(bool),
    /// To `CONSTRUCT` and `DESCRIBE`.
    Triples(Triples),
}

/// Rows of a `SELECT` query.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows {
    /// Names of the columns, without question marks.
    pub variables: Vec<String>,
    /// Each row with a value for each column, where it has one. Without `ORDER BY` they are sorted.
    pub rows: Vec<Vec<Option<Term>>>,
    /// Whether there were more than the [limit](super::Limits::rows).
    pub more: bool,
}

/// Triples of a `CONSTRUCT` or `DESCRIBE` query.
#[derive(Debug, Clone, PartialEq)]
pub struct Triples {
    /// Each triple once, sorted by subject, type, predicate and object.
    pub triples: Vec<Triple>,
    /// Whether there were more than the [limit](super::Limits::rows).
    pub more: bool,
}

impl Results {
    /// Whether nothing was found: no row, no triple, or `false`.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Rows(rows) => rows.rows.is_empty(),
            Self::Truth(truth) => !truth,
            Self::Triples(triples) => triples.triples.is_empty(),
        }
    }

    /// Whether there was more than the limit.
    pub fn more(&self) -> bool {
        match self {
            Self::Rows(rows) => rows.more,
            Self::Truth(_) => false,
            Self::Triples(triples) => triples.more,
        }
    }
}

impl Rows {
    /// Writes the rows with nothing changed.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_as(&self, format: RowsFormat, out: &mut dyn io::Write) -> io::Result<()> {
        self.write(format.into(), Term::clone, out)
    }

    /// Writes [SPARQL 1.1 Query Results JSON](https://www.w3.org/TR/sparql11-results-json/).
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_json(&self, out: &mut dyn io::Write) -> io::Result<()> {
        self.write(QueryResultsFormat::Json, Term::clone, &mut *out)?;
        writeln!(out)
    }

    /// Writes [SPARQL 1.1 Query Results CSV](https://www.w3.org/TR/sparql11-results-csv-tsv/), which leaves out types
    /// and languages; JSON has all.
    ///
    /// `string` may change a string, as a spreadsheet that takes `=1+1` for a formula asks for; IRIs, numbers and dates
    /// stay as they are.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_csv(&self, string: impl Fn(&str) -> String, out: &mut dyn io::Write) -> io::Result<()> {
        let changed = |term: &Term| match term {
            Term::Literal(literal) if !is_plain_number(literal) => {
                Literal::from(string(literal.value())).into()
            }
            term => term.clone(),
        };
        self.write(QueryResultsFormat::Csv, changed, out)
    }

    fn write(
        &self,
        format: QueryResultsFormat,
        term: impl Fn(&Term) -> Term,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let variables: Vec<Variable> = self.variables.iter().map(Variable::new_unchecked).collect();
        let serializer = QueryResultsSerializer::from_format(format);
        let mut writer = serializer.serialize_solutions_to_writer(out, variables.clone())?;
        for row in &self.rows {
            let row: Vec<Option<Term>> = row.iter().map(|value| value.as_ref().map(&term)).collect();
            let bound =
                variables.iter().zip(&row).filter_map(|(variable, value)| Some((variable, value.as_ref()?)));
            writer.serialize(bound)?;
        }
        writer.finish()?;
        Ok(())
    }
}

/// Whether a literal is of a type whose values a spreadsheet reads as what they are: a number or a date.
fn is_plain_number(literal: &Literal) -> bool {
    use oxrdf::vocab::xsd;
    [
        xsd::INTEGER,
        xsd::NON_NEGATIVE_INTEGER,
        xsd::DECIMAL,
        xsd::DOUBLE,
        xsd::FLOAT,
        xsd::DATE,
        xsd::G_YEAR,
        xsd::G_YEAR_MONTH,
    ]
    .contains(&literal.datatype())
        // A type is only what a file says: the text must be of it as well.
        && literal.value().bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'+' | b'.' | b'e' | b'E'))
}

/// Writes the answer to `ASK` in [SPARQL 1.1 Query Results JSON](https://www.w3.org/TR/sparql11-results-json/).
///
/// # Errors
/// Those of `out`.
pub fn write_truth_json(truth: bool, out: &mut dyn io::Write) -> io::Result<()> {
    let serializer = QueryResultsSerializer::from_format(QueryResultsFormat::Json);
    writeln!(serializer.serialize_boolean_to_writer(out, truth)?)
}

/// Writes the answer to `ASK`.
///
/// # Errors
/// Those of `out`.
pub fn write_truth(truth: bool, format: RowsFormat, out: &mut dyn io::Write) -> io::Result<()> {
    QueryResultsSerializer::from_format(format.into()).serialize_boolean_to_writer(out, truth)?;
    Ok(())
}

impl Triples {
    /// Writes N-Triples.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_ntriples(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let mut writer = NTriplesSerializer::new().for_writer(out);
        self.triples.iter().try_for_each(|triple| writer.serialize_triple(triple))
    }

    /// Writes Turtle, with those of `prefixes` that it uses.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_turtle(&self, prefixes: &Prefixes, out: &mut dyn io::Write) -> io::Result<()> {
        let mut serializer = TurtleSerializer::new();
        for (prefix, iri) in prefixes.used(&self.triples) {
            serializer = serializer.with_prefix(prefix, iri).map_err(io::Error::other)?;
        }
        let mut writer = serializer.for_writer(out);
        for triple in &self.triples {
            writer.serialize_triple(triple)?;
        }
        writer.finish()?;
        Ok(())
    }
}
