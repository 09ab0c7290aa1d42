//! Tables for people: aligned columns with notes under each row, wrapped to the terminal.

use std::io::{self, IsTerminal, Write};

use anstyle::{AnsiColor, Style};
use textwrap::core::display_width;

use super::message::printable;

/// Width where there is no terminal to ask: what most mail and chat programs show without wrapping.
const DEFAULT_WIDTH: usize = 100;
const GAP: &str = "  ";

/// A table: a heading over each column, rows, and lines under a row that take the whole width.
pub struct Table {
    headings: Vec<String>,
    rows: Vec<Row>,
}

/// One row.
pub struct Row {
    /// A cell for each column.
    pub cells: Vec<Cell>,
    /// What stands under the row: where it comes from, in whole sentences.
    pub notes: Vec<Cell>,
}

/// A text with the style that it has on a terminal.
pub struct Cell {
    text: String,
    style: Style,
}

impl Cell {
    /// A cell in plain style.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::styled(text, Style::new())
    }

    /// A cell in bold.
    pub fn bold(text: impl Into<String>) -> Self {
        Self::styled(text, Style::new().bold())
    }

    /// A cell that steps back.
    pub fn dim(text: impl Into<String>) -> Self {
        Self::styled(text, Style::new().dimmed())
    }

    /// A cell in a colour.
    pub fn coloured(text: impl Into<String>, colour: AnsiColor) -> Self {
        Self::styled(text, colour.on_default())
    }

    fn styled(text: impl Into<String>, style: Style) -> Self {
        let text: String = text.into();
        // A table is lines: what breaks or steers them in an article's text becomes plain white space.
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        Self { text: printable(&text).into_owned(), style }
    }
}

impl Table {
    /// An empty table.
    pub fn new(headings: &[impl ToString]) -> Self {
        Self { headings: headings.iter().map(ToString::to_string).collect(), rows: Vec::new() }
    }

    /// Adds a row below.
    pub fn push(&mut self, row: Row) {
        debug_assert_eq!(row.cells.len(), self.headings.len());
        self.rows.push(row);
    }

    /// Prints the table on standard output, with colours where that is a terminal that has them.
    pub fn print(&self) -> io::Result<()> {
        let mut out = anstream::AutoStream::auto(io::stdout().lock());
        out.write_all(self.render(width()).as_bytes())?;
        out.flush()
    }

    /// The table in `width` columns of text, with ANSI styles.
    fn render(&self, width: usize) -> String {
        let widths = self.widths(width);
        let mut out = String::new();
        let headings: Vec<Cell> = self.headings.iter().map(Cell::bold).collect();
        line(&mut out, &headings, &widths);
        for row in &self.rows {
            line(&mut out, &row.cells, &widths);
            for note in &row.notes {
                for text in textwrap::wrap(&note.text, width.saturating_sub(4).max(20)) {
                    out.push_str(&format!("    {}{text}{:#}\n", note.style, note.style));
                }
            }
        }
        out
    }

    /// Widths of the columns: as wide as their longest cell, and then the widest are cut until all fit.
    fn widths(&self, width: usize) -> Vec<usize> {
        let mut widths: Vec<usize> = (0..self.headings.len())
            .map(|i| {
                let cells = self.rows.iter().map(|row| display_width(&row.cells[i].text));
                cells.chain([display_width(&self.headings[i])]).max().unwrap_or(0)
            })
            .collect();
        let room = width.saturating_sub(GAP.len() * widths.len().saturating_sub(1));
        while widths.iter().sum::<usize>() > room {
            let Some(widest) = widths.iter_mut().max().filter(|widest| **widest > 12) else {
                break;
            };
            *widest -= 1;
        }
        widths
    }
}

/// Prints lines with their indentation, wrapped, with colours where standard output is a terminal that has them.
pub fn lines(lines: impl IntoIterator<Item = (usize, Cell)>) -> io::Result<()> {
    let width = width();
    let mut out = anstream::AutoStream::auto(io::stdout().lock());
    for (indent, Cell { text, style }) in lines {
        for line in textwrap::wrap(&text, width.saturating_sub(indent).max(20)) {
            writeln!(out, "{}{style}{line}{style:#}", " ".repeat(indent))?;
        }
    }
    out.flush()
}

/// Columns of text that standard output has room for.
pub fn width() -> usize {
    if io::stdout().is_terminal() {
        return terminal_size::terminal_size().map_or(DEFAULT_WIDTH, |(width, _)| usize::from(width.0));
    }
    DEFAULT_WIDTH
}

/// Writes cells side by side, as many lines high as the highest.
fn line(out: &mut String, cells: &[Cell], widths: &[usize]) {
    let wrapped: Vec<_> =
        cells.iter().zip(widths).map(|(cell, &width)| textwrap::wrap(&cell.text, width)).collect();
    let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
    for i in 0..height {
        let mut text = String::new();
        for ((cell, lines), &width) in cells.iter().zip(&wrapped).zip(widths) {
            let piece = lines.get(i).map_or("", AsRef::as_ref);
            let space = " ".repeat(width.saturating_sub(display_width(piece)));
            text.push_str(&format!("{}{piece}{:#}{space}{GAP}", cell.style, cell.style));
        }
        out.push_str(text.trim_end());
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::new(&["STANCE", "ACTOR"]);
        table.push(Row {
            cells: vec![Cell::plain("against"), Cell::plain("Volodymyr Zelenskyy of Ukraine")],
            notes: vec![Cell::plain("rejected the\nidea\u{1b}[2J")],
        });
        table.push(Row { cells: vec![Cell::plain("for"), Cell::plain("习近平")], notes: Vec::new() });
        table
    }

    fn plain(text: &str) -> String {
        anstream::adapter::strip_str(text).to_string()
    }

    #[test]
    fn columns_are_aligned_and_notes_stand_below() {
        assert_eq!(
            plain(&table().render(80)),
            "STANCE   ACTOR\n\
             against  Volodymyr Zelenskyy of Ukraine\n    rejected the idea\u{fffd}[2J\n\
             for      习近平\n"
        );
    }

    #[test]
    fn a_narrow_terminal_wraps_the_widest_column() {
        assert_eq!(
            plain(&table().render(30)).lines().take(3).collect::<Vec<_>>(),
            ["STANCE   ACTOR", "against  Volodymyr Zelenskyy", "         of Ukraine"]
        );
    }
}
