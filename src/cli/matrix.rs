//! `demarche positions --matrix`: actors against issues or topics, a sign and a colour for each stance.

use std::io::{self, Write};

use anstyle::Style;
use textwrap::core::display_width;

use demarche::query::Matrix;
use demarche::schema::Stance;

use super::answer::{harmless, json};
use super::args::Form;
use super::message::printable;
use super::output::Output;
use super::positions::colour;
use super::table;

/// The widest name of an actor that is printed whole.
const NAME_WIDTH: usize = 28;

/// Prints the matrix as a picture of signs, as JSON, or as comma-separated values with a column for each issue or topic.
pub fn print(matrix: &Matrix, form: Form) -> anyhow::Result<()> {
    if form.json {
        return json(matrix);
    }
    if form.csv {
        return comma_separated(matrix, form.bom);
    }
    let mut out = anstream::AutoStream::auto(io::stdout().lock());
    out.write_all(render(matrix, table::width()).as_bytes())?;
    Ok(out.flush()?)
}

/// What stands for a stance where there is no colour.
fn sign(stance: Stance) -> &'static str {
    match stance {
        Stance::For => "+",
        Stance::Against => "-",
        Stance::Conditional => "?",
    }
}

fn comma_separated(matrix: &Matrix, bom: bool) -> anyhow::Result<()> {
    let mut writer = csv::Writer::from_writer(Output::table(bom)?);
    let topics = matrix.topics.iter().map(|topic| harmless(topic).into_owned());
    writer.write_record(std::iter::once("actor".to_owned()).chain(topics))?;
    for (i, actor) in matrix.actors.iter().enumerate() {
        let cells = (0..matrix.topics.len()).map(|j| {
            let words: Vec<&str> = matrix.stances(i, j).iter().map(|stance| stance.as_str()).collect();
            words.join("; ")
        });
        writer.write_record(std::iter::once(harmless(actor).into_owned()).chain(cells))?;
    }
    writer.into_inner().map_err(|error| error.into_error())?.finish()
}

/// The matrix in `width` columns of text, with ANSI styles: as many topics side by side as there is room for, numbered,
/// with their names below, and the phrases of an issue below its name.
fn render(matrix: &Matrix, width: usize) -> String {
    if matrix.actors.is_empty() {
        return String::new();
    }
    let names: Vec<String> = matrix.actors.iter().map(|name| cut(&printable(name), NAME_WIDTH)).collect();
    let first = names.iter().map(|name| display_width(name)).max().unwrap_or(0);
    let column = matrix.topics.len().to_string().len().max(3) + 1;
    let room = (width.saturating_sub(first) / column).max(1);
    let mut out = String::new();
    for start in (0..matrix.topics.len()).step_by(room) {
        let topics = start..matrix.topics.len().min(start + room);
        out.push_str(&" ".repeat(first));
        topics.clone().for_each(|topic| out.push_str(&format!("{:>column$}", topic + 1)));
        out.push('\n');
        for (actor, name) in names.iter().enumerate() {
            if topics.clone().all(|topic| matrix.stances(actor, topic).is_empty()) {
                continue;
            }
            out.push_str(name);
            out.push_str(&" ".repeat(first - display_width(name)));
            topics.clone().for_each(|topic| out.push_str(&cell(matrix.stances(actor, topic), column)));
            out.push('\n');
        }
        out.push('\n');
        for topic in topics {
            let phrase = printable(&matrix.topics[topic]).into_owned();
            out.push_str(&format!(
                "{:>column$}  {}\n",
                topic + 1,
                cut(&phrase, width.saturating_sub(column + 2).max(3))
            ));
            let others = matrix.phrases.get(topic).into_iter().flatten().filter(|other| **other != phrase);
            let others: Vec<String> = others.map(|other| printable(other).into_owned()).collect();
            if !others.is_empty() {
                let others = cut(&others.join("; "), width.saturating_sub(column + 4).max(3));
                let dim = Style::new().dimmed();
                out.push_str(&format!("{}{dim}{others}{dim:#}\n", " ".repeat(column + 4)));
            }
        }
        out.push('\n');
    }
    out.push_str("+ for   - against   ? conditional   . nothing told\n");
    out
}

/// The signs of a cell, each in its colour, at the right of the column.
fn cell(stances: &[Stance], column: usize) -> String {
    if stances.is_empty() {
        let dim = Style::new().dimmed();
        return format!("{}{dim}.{dim:#}", " ".repeat(column - 1));
    }
    let mut text = " ".repeat(column.saturating_sub(stances.len()));
    for stance in stances {
        let style = colour(*stance).on_default().bold();
        text.push_str(&format!("{style}{}{style:#}", sign(*stance)));
    }
    text
}

/// `text` on one line, cut to a width.
fn cut(text: &str, width: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if display_width(&text) <= width {
        return text;
    }
    let mut out = String::new();
    for c in text.chars() {
        if display_width(&out) + display_width(c.encode_utf8(&mut [0; 4])) >= width {
            break;
        }
        out.push(c);
    }
    out.push('…');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use demarche::query::MatrixCell;

    #[test]
    fn a_matrix_is_read_without_colours_and_in_blocks_where_there_is_no_room() {
        let matrix = Matrix {
            actors: vec!["Ada".into(), "Bo".into()],
            topics: vec!["peace".into(), "trade".into()],
            phrases: Vec::new(),
            cells: vec![
                MatrixCell { actor: 0, topic: 0, stances: vec![Stance::For, Stance::Against] },
                MatrixCell { actor: 0, topic: 1, stances: vec![Stance::Conditional] },
                MatrixCell { actor: 1, topic: 0, stances: vec![Stance::Against] },
            ],
        };
        let plain = |width| anstream::adapter::strip_str(&render(&matrix, width)).to_string();
        assert_eq!(
            plain(40),
            "      1   2\nAda  +-   ?\nBo    -   .\n\n   1  peace\n   2  trade\n\n\
             + for   - against   ? conditional   . nothing told\n"
        );
        assert_eq!(
            plain(9),
            "      1\nAda  +-\nBo    -\n\n   1  pe…\n\n      2\nAda   ?\n\n   2  tr…\n\n\
             + for   - against   ? conditional   . nothing told\n"
        );
    }
}
