//! From the text of a query to its algebra, or to what is wrong with it and where.

use spargebra::{Query, SparqlParser};

use crate::error::{Error, ErrorKind, Result};

use super::prefixes::Prefixes;
use super::refusal::refusal;

/// The longest query that is read, in bytes. Queries that list what they ask for fit; what is longer is no query.
const MAX_BYTES: usize = 1 << 16;

/// The deepest nesting of brackets: the parser calls itself for each, and its stack has an end.
const MAX_DEPTH: usize = 128;

/// Reads a query.
///
/// # Errors
/// [`ErrorKind::Query`], with line and column, when it is none, and when it asks for what is refused.
pub(super) fn parse(text: &str, prefixes: &Prefixes) -> Result<Query> {
    let wrong = |message: String| Error::new(ErrorKind::Query, message);
    if text.trim().is_empty() {
        return Err(wrong(
            "the query is empty; a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE".to_owned(),
        ));
    }
    if text.len() > MAX_BYTES {
        return Err(wrong(format!(
            "the query has {} bytes; {MAX_BYTES} is the most that is read",
            text.len()
        )));
    }
    if depth(text) > MAX_DEPTH {
        return Err(wrong(format!("the query has more than {MAX_DEPTH} brackets inside each other")));
    }
    let query = parser(prefixes).parse_query(text).map_err(|error| {
        if parser(prefixes).parse_update(text).is_ok() {
            return wrong("this is an update; a graph is asked here, and not changed".to_owned());
        }
        wrong(explain(&error.to_string(), text, prefixes))
    })?;
    match refusal(&query) {
        Some(why) => Err(wrong(why)),
        None => Ok(query),
    }
}

fn parser(prefixes: &Prefixes) -> SparqlParser {
    let named = prefixes
        .iter()
        .try_fold(SparqlParser::new(), |parser, (prefix, iri)| parser.with_prefix(prefix, iri));
    named
        .and_then(|parser| parser.with_base_iri(prefixes.base().as_str()))
        .expect("the base and the namespaces of the context are IRIs; a test reads them")
}

/// How many brackets stand inside each other, those in strings included.
fn depth(text: &str) -> usize {
    let (mut depth, mut most) = (0_usize, 0);
    for c in text.chars() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        most = most.max(depth);
    }
    most
}

/// The parser's message for people: the place, the line with a mark under it, and what could stand there.
///
/// The parser tells the furthest place that it looked at, and by its own signs what it looked for.
fn explain(message: &str, text: &str, prefixes: &Prefixes) -> String {
    let Some((line, column, expected)) = place(message) else { return message.to_owned() };
    let expected: Vec<&str> = expected.strip_prefix("one of ").unwrap_or(expected).split(", ").collect();
    // What is wrong with the query as a whole is told as a sentence: a variable that is unbound, or bound twice.
    if let Some(sentence) = expected.iter().find_map(|word| word.strip_prefix("The ")) {
        return format!("the {sentence}");
    }
    let source: Vec<char> = text.lines().nth(line - 1).unwrap_or_default().chars().collect();
    let mut column = column - keyword_length(&expected).min(column - 1);
    if expected.contains(&"Prefix not found") {
        // The place is the end of the name.
        let before = source.iter().take(column - 1).rev();
        column -= before.take_while(|c| !c.is_whitespace() && !"()[]{};,/|^!".contains(**c)).count();
    }
    let name: String = source.iter().skip(column - 1).take_while(|c| is_in_name(**c)).collect();
    let what = match name.split_once(':').filter(|(prefix, _)| !is_declared(prefix, text, prefixes)) {
        Some((prefix, _)) => {
            let known: Vec<String> = prefixes.iter().map(|(prefix, _)| format!("{prefix}:")).collect();
            format!("the prefix {prefix}: is not declared; {} need not be", known.join(" "))
        }
        None => expectation(&expected),
    };
    let (start, shown) = excerpt(&source, column);
    let mark = " ".repeat(column - 1 - start);
    format!("line {line}, column {column}: {what}\n  {shown}\n  {mark}^")
}

fn is_in_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, ':' | '_' | '-' | '.')
}

/// Whether `prefix` needs no declaration, or the query seems to have one.
fn is_declared(prefix: &str, text: &str, prefixes: &Prefixes) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let declares = |pair: &[&str]| {
        pair[0].eq_ignore_ascii_case("prefix")
            && pair[1].split_once(':').is_some_and(|(name, _)| name == prefix)
    };
    prefixes.iter().any(|(known, _)| known == prefix) || words.windows(2).any(declares)
}

/// Line and column, from 1, and the rest of `error at 1:8: expected …`.
fn place(message: &str) -> Option<(usize, usize, &str)> {
    let (place, expected) = message.strip_prefix("error at ")?.split_once(": expected ")?;
    let (line, column) = place.split_once(':')?;
    let from_one = |number: &str| number.parse().ok().filter(|number: &usize| *number > 0);
    Some((from_one(line)?, from_one(column)?, expected))
}

/// Keywords are compared as a whole, so the place that is told is their length too far on where only they fit.
fn keyword_length(expected: &[&str]) -> usize {
    let length = expected.first().map_or(0, |word| word.len());
    let keyword = |word: &&str| word.len() == length && word.bytes().all(|b| b.is_ascii_alphabetic());
    if expected.iter().all(keyword) { length } else { 0 }
}

/// The part of a line around a column, and how many characters stand before it.
fn excerpt(line: &[char], column: usize) -> (usize, String) {
    const BEFORE: usize = 60;
    const SHOWN: usize = 80;
    let start = column.saturating_sub(BEFORE);
    (start, line.iter().skip(start).take(SHOWN).map(|c| if c.is_control() { ' ' } else { *c }).collect())
}

/// What could stand there: words and signs of SPARQL 1.1, and not the parser's classes of characters.
fn expectation(expected: &[&str]) -> String {
    const MOST: usize = 6;
    let words: Vec<&str> = expected
        .iter()
        .map(|word| word.trim_matches('"'))
        .filter(|word| !word.is_empty() && !word.starts_with(['[', '\\']) && !["{|", "~"].contains(word))
        .collect();
    match &words[..] {
        // There would be more, which the parser tells only of one place.
        _ if keyword_length(expected) > 0 => "this cannot be read".to_owned(),
        [word] => format!("this cannot be read; {word} was expected"),
        [..] if words.len() <= MOST => {
            format!("this cannot be read; one of {} was expected", words.join(" "))
        }
        [..] => "this cannot be read".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::Base;

    fn message(text: &str) -> String {
        parse(text, &Prefixes::new(&Base::default())).unwrap_err().to_string()
    }

    #[test]
    fn a_query_that_cannot_be_read_is_told_with_its_place() {
        for (text, told) in [
            ("SELEC ?x {}", "line 1, column 1: this cannot be read\n  SELEC ?x {}\n  ^"),
            ("SELECT ?x\n\tWHERE ?x a ?y", "line 2, column 8: this cannot be read; { was expected"),
            ("SELECT ?x { ?x a ?y } ORDER ?x", "line 1, column 29: this cannot be read"),
            (
                "SELECT ?x { ?x a schema:Person",
                "line 1, column 31: this cannot be read; one of , . ; { } was expected",
            ),
            ("SELECT ?x (COUNT(*) AS ?n) { ?x a ?y }", "the SELECT contains a variable that is unbound"),
            ("  ", "the query is empty; a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE"),
        ] {
            assert!(message(text).starts_with(told), "{text}: {}", message(text));
        }
    }

    #[test]
    fn a_prefix_that_is_not_declared_is_told() {
        for (text, told) in [
            ("SELECT ?x { ?x a dbo:Person }", "line 1, column 18: the prefix dbo: is not declared"),
            ("SELECT ?x { dbo:a ?y ?x }", "line 1, column 13: the prefix dbo: is not declared"),
            ("SELECT ?x { ?x ^dbo:a/dbo:b ?y }", "line 1, column 17: the prefix dbo: is not declared"),
            ("PREFIX dbo: <http://dbpedia.org/> SELECT ?x { ?x dbo:a ; }}", "this cannot be read"),
        ] {
            assert!(message(text).contains(told), "{text}: {}", message(text));
        }
    }

    #[test]
    fn the_mark_stands_under_the_place_in_long_lines_and_after_letters_of_several_bytes() {
        for before in ["é".repeat(30), "é".repeat(300)] {
            let told = message(&format!("SELECT ?x {{ ?x :name '{before}' ; dbo:a ?y }}"));
            assert!(told.contains("the prefix dbo: is not declared; : dc: oa: "), "{told}");
            let lines: Vec<&str> = told.lines().collect();
            let at = lines[2].chars().count() - 1;
            assert!(lines[1].chars().skip(at).collect::<String>().starts_with("dbo:a"), "{told}");
            assert!(lines[1].chars().count() <= 82);
        }
    }

    #[test]
    fn updates_services_clocks_and_lots_are_refused_wherever_they_stand() {
        for (text, told) in [
            ("INSERT DATA { <a> <b> <c> }", "this is an update"),
            ("LOAD <http://example.org/>", "this is an update"),
            ("SELECT * { { ?a ?b ?c } UNION { SERVICE <http://example.org/> { ?a ?b ?c } } }", "a network"),
            ("SELECT * { ?a ?b ?c FILTER NOT EXISTS { SERVICE SILENT ?a { ?a ?b ?c } } }", "a network"),
            ("SELECT (YEAR(NOW()) AS ?y) { ?a ?b ?c }", "NOW() is refused"),
            ("SELECT (MAX(RAND()) AS ?y) { ?a ?b ?c }", "RAND() is refused"),
            ("ASK { ?a ?b ?c OPTIONAL { ?d ?e ?f FILTER(?f IN (1, STRUUID())) } }", "STRUUID() is refused"),
            ("CONSTRUCT { ?a ?b ?c } { ?a ?b ?c BIND(IF(true, UUID(), 1) AS ?d) }", "UUID() is refused"),
            ("SELECT * { ?a ?b ?c } ORDER BY RAND()", "RAND() is refused"),
        ] {
            assert!(message(text).contains(told), "{text}: {}", message(text));
        }
    }

    #[test]
    fn what_is_too_long_or_too_deep_is_no_query() {
        assert!(message(&format!("ASK {{}}{}", " ".repeat(MAX_BYTES))).contains("is the most that is read"));
        let deep = |n: usize| format!("SELECT (({}1{}) AS ?x) {{}}", "(".repeat(n), ")".repeat(n));
        assert!(message(&deep(MAX_DEPTH)).contains("brackets inside each other"));
        assert!(parse(&deep(MAX_DEPTH - 2), &Prefixes::new(&Base::default())).is_ok());
    }
}
