//! The content of a page: its operators run, for the letters that they show and their places.

use std::collections::BTreeMap;
use std::rc::Rc;

use lopdf::content::{Content, Operation};
use lopdf::{DecompressError, Dictionary, Document, Object, ObjectId};

use super::font::{self, Font};
use super::limits::{Budget, MAX_DEPTH, bomb};
use super::matrix::{Matrix, Way};
use super::objects::{array, name, number, resources};
use super::state::{Kept, Marks, State};
use crate::error::Result;

/// Places farther from the corner of a page than this, in points, are on none.
const FARTHEST: f64 = 1e5;

/// What a letter is that the file does not tell.
pub(super) const UNTOLD: &str = "\u{fffd}";

/// A letter, or a few that are one glyph, on a page that is turned until most of its letters run to the right.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Glyph {
    pub letters: String,
    /// Where it begins and ends, and its baseline: points, from the left and from below.
    pub from: f64,
    pub to: f64,
    pub y: f64,
    /// How high its font is, in points.
    pub size: f64,
}

/// What a page shows.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub glyphs: Vec<Glyph>,
    /// Whether there are pictures on it.
    pub pictures: bool,
    /// How many letters the file does not tell.
    pub untold: usize,
}

/// Reads the pages of a file.
pub(super) struct Reader<'a> {
    file: &'a Document,
    pub budget: Budget,
    fonts: BTreeMap<ObjectId, Rc<Font>>,
}

/// A page that is being read.
#[derive(Default)]
struct Shown {
    glyphs: Vec<(Way, Glyph)>,
    pictures: bool,
    untold: usize,
    marks: Marks,
}

impl<'a> Reader<'a> {
    pub fn new(file: &'a Document, budget: Budget) -> Self {
        Self { file, budget, fonts: BTreeMap::new() }
    }

    /// The page with this id; an empty one where it is damaged.
    ///
    /// # Errors
    /// When it unfolds to more than is allowed.
    pub fn page(&mut self, id: ObjectId) -> Result<Page> {
        let Ok(page) = self.file.get_dictionary(id) else { return Ok(Page::default()) };
        let mut shown = Shown::default();
        match self.file.get_page_content_with_limit(id, self.budget.bytes()) {
            Ok(content) => {
                self.budget.take(content.len())?;
                self.run(&content, resources(self.file, page), Matrix::UNIT, 0, &mut shown)?;
            }
            Err(error) if unfolds_too_far(&error) => return Err(bomb()),
            Err(_) => {}
        }
        Ok(shown.upright())
    }

    /// Runs the operators of `content`.
    fn run(
        &mut self,
        content: &[u8],
        resources: Option<&'a Dictionary>,
        page: Matrix,
        depth: usize,
        shown: &mut Shown,
    ) -> Result<()> {
        let mut state = State::new(page);
        let mut kept = Kept::default();
        // What cannot be read ends the page.
        for operation in Content::decode_iter(content).map_while(lopdf::Result::ok) {
            let Operation { operator, operands } = &operation;
            let n =
                |at: usize| operands.get(at).and_then(|operand| number(self.file, operand)).unwrap_or(0.0);
            let matrix = || Matrix(std::array::from_fn(n));
            match operator.as_str() {
                "q" => kept.keep(&state),
                "Q" => state = kept.take().unwrap_or(state),
                "cm" => state.page = matrix().then(state.page),
                "BT" => (state.text, state.line) = (Matrix::UNIT, Matrix::UNIT),
                "Tc" => state.letter_space = n(0),
                "Tw" => state.word_space = n(0),
                "Tz" => state.stretch = n(0) / 100.0,
                "TL" => state.leading = n(0),
                "Ts" => state.rise = n(0),
                "Tf" => {
                    state.size = n(1);
                    state.font = self.font(operands.first(), resources)?;
                }
                "Td" => state.next_line(n(0), n(1)),
                "TD" => {
                    state.leading = -n(1);
                    state.next_line(n(0), n(1));
                }
                "Tm" => (state.text, state.line) = (matrix(), matrix()),
                "T*" => state.next_line(0.0, -state.leading),
                "Tj" => self.show(operands.first(), &mut state, shown),
                "'" | "\"" => {
                    if operator == "\"" {
                        (state.word_space, state.letter_space) = (n(0), n(1));
                    }
                    state.next_line(0.0, -state.leading);
                    self.show(operands.last(), &mut state, shown);
                }
                "TJ" => {
                    for part in operands.first().and_then(|list| list.as_array().ok()).into_iter().flatten() {
                        match number(self.file, part) {
                            Some(back) => state.advance(-back / 1000.0 * state.size * state.stretch),
                            None => self.show(Some(part), &mut state, shown),
                        }
                    }
                }
                "BMC" | "BDC" => shown.marks.begin(operands.first().and_then(|tag| tag.as_name().ok())),
                "EMC" => shown.marks.end(),
                "BI" => shown.pictures = true,
                "Do" => self.object(operands.first(), resources, state.page, depth, shown)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// A picture, or a form: content of its own that is put on the page.
    fn object(
        &mut self,
        called: Option<&Object>,
        resources: Option<&'a Dictionary>,
        page: Matrix,
        depth: usize,
        shown: &mut Shown,
    ) -> Result<()> {
        let file = self.file;
        let found = resources.and_then(|resources| {
            let objects = super::objects::dictionary(file, resources, b"XObject")?;
            super::objects::stream(file, objects, called?.as_name().ok()?)
        });
        let Some(stream) = found else { return Ok(()) };
        match name(file, &stream.dict, b"Subtype") {
            Some(b"Image") => shown.pictures = true,
            Some(b"Form") if depth < MAX_DEPTH => {
                let content = match stream.decompressed_content_with_limit(self.budget.bytes()) {
                    Ok(content) => content,
                    Err(error) if unfolds_too_far(&error) => return Err(bomb()),
                    Err(_) => return Ok(()),
                };
                // One that is empty costs time as well.
                self.budget.take(content.len() + 64)?;
                let own = array(file, &stream.dict, b"Matrix").filter(|matrix| matrix.len() == 6);
                let own = own
                    .map(|matrix| Matrix(std::array::from_fn(|at| number(file, &matrix[at]).unwrap_or(0.0))));
                let inner = super::objects::dictionary(file, &stream.dict, b"Resources").or(resources);
                self.run(&content, inner, own.unwrap_or(Matrix::UNIT).then(page), depth + 1, shown)?;
            }
            _ => {}
        }
        Ok(())
    }

    /// The font that the resources call so.
    fn font(
        &mut self,
        called: Option<&Object>,
        resources: Option<&'a Dictionary>,
    ) -> Result<Option<Rc<Font>>> {
        let file = self.file;
        let found = resources.and_then(|resources| {
            let fonts = super::objects::dictionary(file, resources, b"Font")?;
            fonts.get(called?.as_name().ok()?).ok()
        });
        let Some(found) = found else { return Ok(None) };
        let id = found.as_reference().ok();
        if let Some(font) = id.and_then(|id| self.fonts.get(&id)) {
            return Ok(Some(Rc::clone(font)));
        }
        let Some(dictionary) = font::dictionary(file, found) else { return Ok(None) };
        let font = Rc::new(Font::new(file, dictionary, &mut self.budget)?);
        if let Some(id) = id {
            self.fonts.insert(id, Rc::clone(&font));
        }
        Ok(Some(font))
    }

    /// Shows a string.
    fn show(&mut self, string: Option<&Object>, state: &mut State, shown: &mut Shown) {
        let (Some(Ok(bytes)), Some(font)) = (string.map(Object::as_str), state.font.clone()) else { return };
        for code in font.shown(bytes) {
            let placed = state.placed();
            let width = code.width / 1000.0 * state.size;
            let spaces = state.letter_space + if code.spaces { state.word_space } else { 0.0 };
            // Letters that are set apart are no words of one letter each.
            state.advance((width + state.letter_space.max(0.0)) * state.stretch);
            let end = state.placed();
            state.advance((spaces - state.letter_space.max(0.0)) * state.stretch);
            if shown.marks.is_artifact() {
                continue;
            }
            shown.untold += usize::from(code.letters.is_none());
            let (Some(way), true) = (placed.way(), self.budget.letter()) else { continue };
            let ((from, y), (to, _)) = (way.upright(placed.origin()), way.upright(end.origin()));
            let size = placed.height();
            let inside = |place: f64| place.abs() < FARTHEST;
            if inside(from) && inside(to) && inside(y) && size > 0.1 && inside(size) {
                let letters = code.letters.unwrap_or(UNTOLD).to_owned();
                shown.glyphs.push((way, Glyph { letters, from, to: to.max(from), y, size }));
            }
        }
    }
}

fn unfolds_too_far(error: &lopdf::Error) -> bool {
    matches!(error, lopdf::Error::Decompress(DecompressError::MemoryLimitExceeded { .. }))
}

impl Shown {
    /// The page with the letters that run as most of them do.
    fn upright(self) -> Page {
        let number = |way: &Way| self.glyphs.iter().filter(|(of, _)| of == way).count();
        // Of ways with as many letters the first.
        let way = Way::ALL.into_iter().rev().max_by_key(number).unwrap_or(Way::Right);
        let glyphs = self.glyphs.into_iter().filter(|(of, _)| *of == way).map(|(_, glyph)| glyph).collect();
        Page { glyphs, pictures: self.pictures, untold: self.untold }
    }
}
