//! Groups that act and that no rule knows: "dock workers", "mourners". The reader tells that they act.

use crate::extract::mention::{EntityDraft, Mention, MentionKind, Mentions, plain, slug};
use crate::schema::EntityType;
use crate::text::{AnalysedText, Deprel, Tag, Upos};

/// The mentions with a group for each plural noun of `heads` that names nobody yet; the same words are the same group.
pub fn with_groups(mentions: Mentions, doc: &AnalysedText, heads: &[usize]) -> Mentions {
    let Mentions { mut entities, mentions: mut known, .. } = mentions;
    for &head in heads {
        if !matches!(doc.tokens[head].tag, Tag::Nns | Tag::Nnps) {
            continue;
        }
        let belongs = |t: usize| {
            doc.tokens[t].head == head
                && matches!(
                    doc.tokens[t].deprel,
                    Deprel::Amod | Deprel::Compound | Deprel::Nmod | Deprel::Det | Deprel::Nummod | Deprel::Poss
                )
                || doc.tokens[t].head < head && doc.tokens[t].head > t && doc.tokens[t].upos != Upos::Verb
        };
        let mut start = head;
        while start > 0 && belongs(start - 1) {
            start -= 1;
        }
        let first = (start..head)
            .find(|&t| !matches!(doc.tokens[t].upos, Upos::Det | Upos::Num | Upos::Pron | Upos::Adv | Upos::Punct))
            .unwrap_or(head);
        let phrase = plain(doc.slice(first..head + 1));
        let mut letters = phrase.chars();
        let name: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
        let id = slug(&name);
        let entity = entities.iter().position(|e| e.id == id).unwrap_or_else(|| {
            let country = known.iter().find(|m| (first..head).contains(&m.head)).and_then(|m| m.entity);
            let country = country.filter(|&c| entities[c].kind == EntityType::Country);
            let (kind, same_as) = (EntityType::Group, Vec::new());
            entities.push(EntityDraft { id, kind, name, same_as, gender: None, country });
            entities.len() - 1
        });
        known.retain(|m| m.head != head);
        known.push(Mention {
            tokens: start..head + 1,
            head,
            kind: MentionKind::Description,
            entity: Some(entity),
            members: Vec::new(),
        });
    }
    Mentions::new(entities, known, doc.tokens.len())
}
