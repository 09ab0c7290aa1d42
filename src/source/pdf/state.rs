//! What the operators of a page change: where text is put, and in which font (ISO 32000-1, 8.4 and 9.3).

use std::rc::Rc;

use super::font::Font;
use super::matrix::Matrix;

/// The deepest that states are kept inside one another.
const DEEPEST: usize = 512;

/// The state of a page at an operator.
#[derive(Debug, Clone)]
pub(super) struct State {
    pub page: Matrix,
    pub font: Option<Rc<Font>>,
    pub size: f64,
    /// What is added behind each letter, and behind each space.
    pub letter_space: f64,
    pub word_space: f64,
    /// How wide letters are, as a share of what the font says.
    pub stretch: f64,
    pub leading: f64,
    pub rise: f64,
    /// Where the next letter and the line begin.
    pub text: Matrix,
    pub line: Matrix,
}

impl State {
    pub fn new(page: Matrix) -> Self {
        Self {
            page,
            font: None,
            size: 0.0,
            letter_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            text: Matrix::UNIT,
            line: Matrix::UNIT,
        }
    }

    pub fn next_line(&mut self, x: f64, y: f64) {
        self.line = Matrix::moved(x, y).then(self.line);
        self.text = self.line;
    }

    /// Goes on to the right within a line, by a width in units of the text.
    pub fn advance(&mut self, width: f64) {
        self.text = Matrix::moved(width, 0.0).then(self.text);
    }

    /// Where the next letter of a font of size 1 is put on the page.
    pub fn placed(&self) -> Matrix {
        Matrix([self.size * self.stretch, 0.0, 0.0, self.size, 0.0, self.rise])
            .then(self.text)
            .then(self.page)
    }
}

/// States that are kept for later.
#[derive(Debug, Default)]
pub(super) struct Kept {
    states: Vec<State>,
    /// How many were not, being too deep.
    beyond: usize,
}

impl Kept {
    pub fn keep(&mut self, state: &State) {
        if self.states.len() < DEEPEST {
            self.states.push(state.clone());
        } else {
            self.beyond = self.beyond.saturating_add(1);
        }
    }

    pub fn take(&mut self) -> Option<State> {
        if self.beyond > 0 {
            self.beyond -= 1;
            return None;
        }
        self.states.pop()
    }
}

/// Marked content: what is open, and whether it is no part of the text (heads, feet and numbers of pages, where a file marks
/// them as such).
#[derive(Debug, Default)]
pub(super) struct Marks {
    open: usize,
    artifact_from: Option<usize>,
}

impl Marks {
    pub fn begin(&mut self, tag: Option<&[u8]>) {
        self.open = self.open.saturating_add(1);
        if tag == Some(b"Artifact") && self.artifact_from.is_none() {
            self.artifact_from = Some(self.open);
        }
    }

    pub fn end(&mut self) {
        if self.artifact_from == Some(self.open) {
            self.artifact_from = None;
        }
        self.open = self.open.saturating_sub(1);
    }

    pub fn is_artifact(&self) -> bool {
        self.artifact_from.is_some()
    }
}
