//! Posts as the reader finds them: whose an office is that its title leaves open, and offices that no rule sees.

use std::ops::Range;

use super::super::mention::{MentionKind, Mentions};
use super::find::OfficeDraft;
use super::title::title_ending_at;
use crate::lexicon::MentionWords;
use crate::reader::Found;
use crate::schema::{EntityType, OfficeStatus};
use crate::text::{AnalysedText, Deprel, Upos};

/// How likely the words of a post must be for an office that no rule sees.
const SURE: f32 = 0.6;

/// The most tokens of a title.
const LONGEST: usize = 8;

/// The statuses, as the reader numbers them.
const STATUSES: [OfficeStatus; 4] =
    [OfficeStatus::Current, OfficeStatus::Former, OfficeStatus::Elect, OfficeStatus::Acting];

/// The offices of a text: `offices` as the rules have them, with what the reader makes of their words.
pub fn with_posts(
    doc: &AnalysedText,
    mentions: &Mentions,
    words: &MentionWords,
    mut offices: Vec<OfficeDraft>,
    posts: &[Found],
) -> Vec<OfficeDraft> {
    let entity = |token: usize| mentions.at(token).and_then(|m| m.entity);
    let named = |of: &usize| mentions.entities[*of].named;
    // What belongs to somebody is told in one phrase: "neither side wants it, Treasury Secretary A said" tells no side's secretary.
    let one_phrase = |a: usize, b: usize| !(a.min(b)..a.max(b)).any(|t| doc.tokens[t].upos == Upos::Verb);
    let owner = |post: &Found| {
        let (token, _) = post.likeliest_target().filter(|&(token, _)| one_phrase(token, post.trigger))?;
        entity(token).filter(named)
    };
    // Who leads a team without a name holds no office that anybody could look up, and a minister of it is one of some country.
    offices.retain(|office| {
        office.of.is_none_or(|of| named(&of)) || !words.titles.rank.leader.contains(&office.title)
    });
    offices.iter_mut().for_each(|office| office.of = office.of.filter(named));
    for office in offices.iter_mut().filter(|office| office.guessed) {
        let post = posts.iter().find(|post| office.tokens.contains(&post.trigger));
        office.of = post.and_then(owner).filter(|&of| of != office.holder);
    }
    for post in posts.iter().filter(|post| post.probability >= SURE) {
        let Some(holder) = post.sources.first().and_then(|&(token, _)| entity(token)) else { continue };
        let of = owner(post).filter(|&of| of != holder);
        let person = mentions.entities[holder].kind == EntityType::Person;
        let place = mentions.at(post.sources[0].0).map(|m| m.tokens.clone());
        // Whoever is meant stands beside the title.
        let beside = doc.sentence_of(post.sources[0].0) == doc.sentence_of(post.trigger);
        let (Some(place), true) = (place, person && beside) else { continue };
        let Some((title, tokens)) = title(doc, mentions, words, post.trigger) else { continue };
        let tokens = tokens.start.min(place.start)..tokens.end.max(place.end);
        let status = STATUSES[post.status];
        let known = |office: &&mut OfficeDraft| {
            office.holder == holder && (office.title == title || words.titles.agree(&office.title, &title))
        };
        // "the Ukrainian leader" says no more than the post that somebody is known by.
        let leader = words.titles.rank.leader.contains(&title);
        if leader && offices.iter().any(|office| office.holder == holder && office.of == of) {
            continue;
        }
        match offices.iter_mut().find(known) {
            Some(office) => office.of = office.of.or(of),
            None => {
                offices.push(OfficeDraft { holder, title, of, status, tokens, open: false, guessed: false })
            }
        }
    }
    offices.sort_by_key(|o| (o.tokens.start, o.tokens.end, o.holder));
    offices
}

/// The title that token `head` heads, in lower case, without the country, and its tokens.
fn title(
    doc: &AnalysedText,
    mentions: &Mentions,
    words: &MentionWords,
    head: usize,
) -> Option<(String, Range<usize>)> {
    if let Some(mut title) = title_ending_at(doc, mentions, words, head + 1) {
        title.add_complements(doc, mentions, words);
        let own = !title.counterpart && !title.weak || !title.of.is_empty();
        return own.then_some((title.text, title.tokens));
    }
    let honorific = &words.titles.honorific;
    let lower = &*doc.tokens[head].lower;
    let style =
        [&honorific.masculine, &honorific.feminine, &honorific.neutral].iter().any(|set| set.contains(lower));
    let known = words.titles.heads.contains(lower) || words.titles.heads.contains(&*doc.tokens[head].lemma);
    let status = &words.titles.status;
    if [&status.former, &status.elect, &status.acting].iter().any(|words| words.contains(lower)) {
        return None;
    }
    // A style is no post, and what looks like a title and is not read as one has a reason: "would-be president".
    if style || known || !matches!(doc.tokens[head].upos, Upos::Noun | Upos::Propn) {
        return None;
    }
    let before = |t: &usize| {
        matches!(doc.tokens[*t].deprel, Deprel::Compound | Deprel::Amod | Deprel::Nmod)
            && mentions.containing(*t).is_none_or(|m| m.kind == MentionKind::Description)
            && !words.titles.outside.contains(&*doc.tokens[*t].lower)
            && !words.titles.status.former.contains(&*doc.tokens[*t].lower)
            && !words.titles.status.elect.contains(&*doc.tokens[*t].lower)
            && !words.titles.status.acting.contains(&*doc.tokens[*t].lower)
    };
    let start = (head.saturating_sub(LONGEST)..head).rev().take_while(before).last().unwrap_or(head);
    let mut text: String = (start..head).flat_map(|t| [&*doc.tokens[t].lower, " "]).collect();
    text.push_str(&doc.tokens[head].lemma.to_lowercase());
    Some((text, start..head + 1))
}
