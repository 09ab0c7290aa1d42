//! One article out of a PDF.

use lopdf::xref::XrefRecovery;
use lopdf::{Document as File, Error as E, LoadOptions, ObjectId};

use super::column::columns;
use super::content::{Page, Reader, UNTOLD};
use super::fragment::fragments;
use super::info::Info;
use super::is_pdf;
use super::limits::{Budget, MAX_PAGES, bomb, of_object_streams};
use super::line::lines;
use super::paragraph::{Column, Paragraph, paragraphs};
use super::running::without_heads_and_feet;
use crate::error::{Error, ErrorKind, Result};
use crate::schema::Document;
use crate::source::article::{Article, Defaults, MAX_TEXT_BYTES};
use crate::source::bytes::too_large;
use crate::source::date::{date, date_in_name};
use crate::source::sentence::is_sentence;

/// The most pages that a note names.
const PAGES_TOLD: usize = 10;

/// The article in the file whose bytes these are, called `stem`.
pub(in crate::source) fn pdf(bytes: &[u8], stem: &str, defaults: &Defaults) -> Result<Article> {
    if !is_pdf(bytes) {
        return bad("is no PDF: it does not begin as one");
    }
    let (mut file, mut pages) = read(bytes, false)?;
    let is_empty = pages.iter().all(|page| page.glyphs.is_empty() && !page.pictures);
    if is_empty && file.xref_recovery.is_none() && !file.was_encrypted() {
        // A table that reads well may name the wrong places.
        (file, pages) = read(bytes, true)?;
    }
    let mut notes = Vec::new();
    if file.xref_recovery == Some(XrefRecovery::Reconstructed) {
        notes.push(format!(
            "article {stem}: is a damaged PDF, and was read as far as it goes; parts may be missing"
        ));
    }
    notes.extend(readable(&pages, stem)?);
    let mut article = article(&file, pages, stem, defaults)?;
    notes.append(&mut article.notes);
    article.notes = notes;
    Ok(article)
}

/// The file with what its pages show; `anew` is whether its objects are looked for, and not found by its table.
fn read(bytes: &[u8], anew: bool) -> Result<(File, Vec<Page>)> {
    let limit = Some(of_object_streams(bytes));
    let options =
        LoadOptions { max_decompressed_size: limit, force_reconstruct: anew, ..LoadOptions::default() };
    let file = match File::load_mem_with_options(bytes, options) {
        Ok(file) => file,
        Err(E::InvalidPassword | E::Decryption(_) | E::UnsupportedSecurityHandler(_)) => return locked(),
        Err(E::Decompress(_)) => return Err(bomb()),
        Err(_) => return damaged(),
    };
    if file.trailer.has(b"Encrypt") && !file.was_encrypted() {
        return locked();
    }
    let ids: Vec<ObjectId> = file.page_iter().take(MAX_PAGES + 1).collect();
    if ids.is_empty() {
        return damaged();
    }
    if ids.len() > MAX_PAGES {
        return bad(&format!("is a PDF of more than {MAX_PAGES} pages; split it"));
    }
    let mut reader = Reader::new(&file, Budget::of(bytes.len()));
    let pages = ids.into_iter().map(|id| reader.page(id)).collect::<Result<Vec<Page>>>()?;
    Ok((file, pages))
}

/// Whether the pages have a text, and what of them has none.
fn readable(pages: &[Page], stem: &str) -> Result<Option<String>> {
    let letters: usize = pages.iter().map(|page| page.glyphs.len()).sum();
    let untold: usize = pages.iter().map(|page| page.untold).sum();
    if letters == 0 && pages.iter().any(|page| page.pictures) {
        return bad(
            "is a scanned PDF: its pages are pictures without text; have the text recognised first, for example with ocrmypdf",
        );
    }
    if letters == 0 {
        return bad("is a PDF without text");
    }
    if 2 * untold > letters {
        return bad(
            "is a PDF whose fonts do not tell which letters they show; have the text recognised first, for example with ocrmypdf",
        );
    }
    let pictured = pages.iter().zip(1..).filter(|(page, _)| page.glyphs.is_empty() && page.pictures);
    let pictured: Vec<String> = pictured.map(|(_, number): (_, usize)| number.to_string()).collect();
    Ok((!pictured.is_empty()).then(|| {
        let more = if pictured.len() > PAGES_TOLD { " …" } else { "" };
        let told = pictured[..pictured.len().min(PAGES_TOLD)].join(", ");
        format!("article {stem}: pages that are pictures without text were passed over: {told}{more}")
    }))
}

/// The article on these pages.
fn article(file: &File, pages: Vec<Page>, stem: &str, defaults: &Defaults) -> Result<Article> {
    let mut pages: Vec<_> = pages.into_iter().map(|page| fragments(page.glyphs)).collect();
    without_heads_and_feet(&mut pages);
    let parts = pages.into_iter().enumerate().flat_map(|(page, fragments)| {
        columns(fragments).into_iter().map(move |column| Column { page, lines: lines(column) })
    });
    let all = paragraphs(parts.collect());
    let is_text = |paragraph: &&Paragraph| !paragraph.is_heading() || is_sentence(&paragraph.text);
    let mut texts: Vec<&str> = all.iter().filter(is_text).map(|paragraph| paragraph.text.as_str()).collect();
    if texts.is_empty() {
        texts = all.iter().map(|paragraph| paragraph.text.as_str()).collect();
    }
    let body = texts.join("\n\n");
    if body.is_empty() {
        return bad("is a PDF without text besides numbers of pages, heads and feet");
    }
    if body.len() > MAX_TEXT_BYTES {
        return Err(too_large("article"));
    }
    let info = Info::of(file);
    let whole: Vec<&str> = all.iter().map(|paragraph| paragraph.text.as_str()).collect();
    let document = Document {
        id: stem.to_owned(),
        date: dated(&info, &body, stem, defaults),
        modified: info.changed.clone(),
        title: info.title_of(&whole).or_else(|| headline(&all)),
        ..Document::default()
    };
    let untold = body.matches(UNTOLD).count();
    let mut article = Article::new(document, body);
    if untold > 0 {
        let letters = if untold == 1 { "one letter".to_owned() } else { format!("{untold} letters") };
        article.notes.push(format!("article {stem}: its fonts do not tell {letters}, now {UNTOLD}"));
    }
    Ok(article)
}

/// The largest heading of the first page that has one.
fn headline(all: &[Paragraph]) -> Option<String> {
    let page = all.iter().find(|paragraph| paragraph.is_heading())?.page;
    let headings = all.iter().filter(|paragraph| paragraph.is_heading() && paragraph.page == page);
    // Of several of one size the first.
    let largest = headings.rev().max_by(|a, b| a.size.total_cmp(&b.size))?;
    Some(largest.text.clone())
}

/// The date of the text: of its name, else of a dateline, else that on which the file was made. That may be long after what
/// it tells, so a dateline without a year takes the last such day before it.
fn dated(info: &Info, body: &str, stem: &str, defaults: &Defaults) -> Option<String> {
    let own = date(date_in_name(stem), body, None);
    let made = || {
        let made = info.made.clone()?;
        let year: i16 = made.get(..4)?.parse().ok()?;
        let lined = |year: i16| {
            date(Some(format!("{year:04}")), body, None).filter(|day| day.len() > 4 && *day <= made)
        };
        Some(lined(year).or_else(|| lined(year - 1)).unwrap_or(made))
    };
    own.or_else(made).or_else(|| date(None, body, defaults.date.as_deref()))
}

fn bad<T>(message: &str) -> Result<T> {
    Err(Error::new(ErrorKind::Format, message))
}

fn locked<T>() -> Result<T> {
    bad("is a PDF with a password; save it without one, for example with qpdf --decrypt")
}

fn damaged<T>() -> Result<T> {
    bad("is a damaged PDF, perhaps cut off; open and save it in another program, or get it again")
}
