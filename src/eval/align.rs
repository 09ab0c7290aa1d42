//! Which entity of a record is which of the annotation.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::schema::Entity;
use crate::span::Span;

use super::gold::GoldEntity;
use super::phrase::{is_pronoun, normal};

/// What two entities have in common, in quarters of a shared form: more than any number of other forms that few
/// entities share counts the same canonical name; a kind in common only tells apart what is level otherwise.
const SAME_NAME: usize = 12;
const NAME_AMONG_FORMS: usize = 6;
const SHARED_FORM: usize = 4;
const SAME_KIND: usize = 1;

/// Id in the annotation by id in the record.
pub(super) type Alignment<'a> = BTreeMap<&'a str, &'a str>;

/// Aligns one to one, those with most in common first, and in the order of their ids where that is level.
pub(super) fn align<'a>(gold: &'a [GoldEntity], found: &'a [Entity], text: &str) -> Alignment<'a> {
    let gold: Vec<_> = gold.iter().map(|g| (g, normal(&g.name), gold_forms(g, text))).collect();
    let found: Vec<_> = found.iter().map(|p| (p, normal(&p.name), found_forms(p, text))).collect();
    let mut pairs = Vec::new();
    for (g, g_name, g_forms) in &gold {
        for (p, p_name, p_forms) in &found {
            let mut shared = SHARED_FORM * g_forms.intersection(p_forms).count();
            if g_name == p_name {
                shared += SAME_NAME;
            } else if g_forms.contains(p_name) {
                shared += NAME_AMONG_FORMS;
            }
            if shared > 0 {
                shared += if g.kind == p.kind { SAME_KIND } else { 0 };
                pairs.push((Reverse(shared), g.id.as_str(), p.id.as_str()));
            }
        }
    }
    pairs.sort();
    let mut taken = BTreeSet::new();
    let mut alignment = Alignment::new();
    for (_, g, p) in pairs {
        if !taken.contains(g) && !alignment.contains_key(p) {
            taken.insert(g);
            alignment.insert(p, g);
        }
    }
    alignment
}

/// The forms of `entity` that name it.
fn gold_forms(entity: &GoldEntity, text: &str) -> BTreeSet<String> {
    let mentions = entity.mentions.iter().filter_map(|mention| match &mention.text {
        Some(words) if !words.is_empty() => Some(words.as_str()),
        _ => slice(mention.span?, text),
    });
    forms([entity.name.as_str()].into_iter().chain(entity.aliases.iter().map(String::as_str)).chain(mentions))
}

fn found_forms(entity: &Entity, text: &str) -> BTreeSet<String> {
    let mentions = entity.mentions.iter().filter_map(|mention| match mention.text.as_str() {
        "" => slice(mention.span, text),
        words => Some(words),
    });
    forms([entity.name.as_str()].into_iter().chain(mentions))
}

fn forms<'t>(texts: impl Iterator<Item = &'t str>) -> BTreeSet<String> {
    texts.map(normal).filter(|form| !form.is_empty() && !is_pronoun(form)).collect()
}

/// The text at `span`. One that was read from a file may be any two numbers.
fn slice(span: Span, text: &str) -> Option<&str> {
    if span.start <= span.end { span.slice(text) } else { None }
}
