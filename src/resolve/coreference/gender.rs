//! Gender of persons, as far as titles and unmistakable pronouns show it.

use crate::extract::mention::{Gender, MentionKind, Mentions};
use crate::extract::office::OfficeDraft;
use crate::lexicon::{MentionWords, given_names};
use crate::schema::EntityType;
use crate::text::AnalysedText;

/// Sets the gender of persons, and says of whom it is only guessed by the given name: by honorific or title, given name, and pronouns where only one person stands near.
pub(super) fn assign(
    doc: &AnalysedText,
    words: &MentionWords,
    mentions: &mut Mentions,
    offices: &[OfficeDraft],
) -> Vec<bool> {
    let mut votes = vec![[0usize; 2]; mentions.entities.len()];
    let mut named = vec![false; mentions.entities.len()];
    let titles = &words.titles;
    let of_word = |word: &str| {
        if titles.gender.masculine.contains(word) || titles.honorific.masculine.contains(word) {
            Some(Gender::Masculine)
        } else if titles.gender.feminine.contains(word) || titles.honorific.feminine.contains(word) {
            Some(Gender::Feminine)
        } else {
            None
        }
    };
    for office in offices {
        if let Some(gender) = office.title.split(' ').filter_map(of_word).next_back() {
            votes[office.holder][gender as usize] += 10;
        }
    }
    for m in mentions.mentions.iter().filter(|m| m.kind == MentionKind::Name) {
        // A given name is a sign, weaker than a title.
        if let Some(e) =
            m.entity.filter(|&e| m.tokens.len() > 1 && mentions.entities[e].kind == EntityType::Person)
            && votes[e][..] == [0, 0]
        {
            named[e] = true;
            match given_names::gender(doc.word(m.tokens.start)) {
                Some(given_names::Gender::Male) => votes[e][Gender::Masculine as usize] += 3,
                Some(given_names::Gender::Female) => votes[e][Gender::Feminine as usize] += 3,
                None => {}
            }
        }
        let before = m.tokens.start.checked_sub(1).and_then(|before| of_word(&doc.tokens[before].lower));
        if let (Some(e), Some(gender)) = (m.entity, before) {
            votes[e][gender as usize] += 10;
        }
    }
    // A pronoun with one person in its own sentence before it and in the one before that.
    for (s, sentence) in doc.sentences.iter().enumerate() {
        let from = doc.sentences[s.saturating_sub(1)].start;
        for i in sentence.clone() {
            let lower = &*doc.tokens[i].lower;
            let gender = if words.pronouns.masculine.contains(lower) {
                Gender::Masculine
            } else if words.pronouns.feminine.contains(lower) {
                Gender::Feminine
            } else {
                continue;
            };
            let first = mentions.mentions.partition_point(|m| m.head < from);
            let mut near = mentions.mentions[first..]
                .iter()
                .take_while(|m| m.head < i)
                .filter_map(|m| m.entity)
                .filter(|&e| mentions.entities[e].kind == EntityType::Person);
            if let Some(only) = near.next()
                && near.all(|e| e == only)
            {
                votes[only][gender as usize] += 1;
            }
        }
    }
    let guessed =
        votes.iter().zip(&named).map(|(votes, named)| *named && votes.iter().sum::<usize>() == 3).collect();
    for (entity, [masculine, feminine]) in mentions.entities.iter_mut().zip(votes) {
        if entity.kind == EntityType::Person && masculine != feminine {
            entity.gender = Some(if masculine > feminine { Gender::Masculine } else { Gender::Feminine });
        }
    }
    guessed
}
