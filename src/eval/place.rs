//! Where the text shows what an annotation says, for the list of misses.

use std::ops::Range;

use crate::span::Span;

use super::gold::GoldEntity;

/// The first place with the words of `quote`.
pub(super) fn quote(quote: Option<&str>, text: &str) -> Option<Span> {
    let quote = quote.filter(|quote| !quote.is_empty())?;
    let start = text.find(quote)?;
    Some(span(text, start..start + quote.len()))
}

/// The first place with a name of `entity`.
pub(super) fn entity(entity: &GoldEntity, text: &str) -> Option<Span> {
    let first = names(entity).filter_map(|name| occurrences(name, text).next());
    Some(span(text, first.min_by_key(|place| place.start)?))
}

/// The title where it is nearest to a name of its holder, and where there is no title, the first name.
pub(super) fn office(title: &str, holder: &GoldEntity, text: &str) -> Option<Span> {
    // Titles are annotated in lower case; they have no letters whose lower case has another length.
    let lower = text.to_ascii_lowercase();
    let holders: Vec<Range<usize>> = names(holder).flat_map(|name| occurrences(name, text)).collect();
    let distance =
        |place: &Range<usize>| holders.iter().map(|holder| holder.start.abs_diff(place.start)).min();
    let nearest = occurrences(title, &lower).min_by_key(|place| distance(place).unwrap_or(usize::MAX));
    nearest.map(|place| span(text, place)).or_else(|| entity(holder, text))
}

fn names(entity: &GoldEntity) -> impl Iterator<Item = &str> {
    [entity.name.as_str()].into_iter().chain(entity.aliases.iter().map(String::as_str))
}

/// Places of `words` in `text` with no letter or digit next to them, in bytes.
fn occurrences<'t>(words: &'t str, text: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    let all = text.match_indices(words).filter(move |_| !words.is_empty());
    all.map(|(start, found)| start..start + found.len()).filter(|place| {
        !text[..place.start].ends_with(char::is_alphanumeric)
            && !text[place.end..].starts_with(char::is_alphanumeric)
    })
}

fn span(text: &str, bytes: Range<usize>) -> Span {
    let start = text[..bytes.start].chars().count();
    Span::new(start, start + text[bytes].chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::EntityType;

    #[test]
    fn an_office_is_where_its_title_is_nearest_to_a_name_of_its_holder() {
        let holder = GoldEntity {
            id: "a-b".to_owned(),
            kind: EntityType::Person,
            name: "A B".to_owned(),
            aliases: vec!["Bé".to_owned()],
            mentions: Vec::new(),
            optional: false,
        };
        let text = "The president of C met Bés and D. Later President Bé left.";
        let cut = |span: Option<Span>| span.map(|span| span.slice(text).unwrap());
        assert_eq!(cut(office("president", &holder, text)), Some("President"));
        assert_eq!(cut(office("king", &holder, text)), Some("Bé"));
        assert_eq!(entity(&holder, text).unwrap().start, 50);
        assert_eq!(quote(Some("D. Later"), text), Some(Span::new(31, 39)));
        assert_eq!(quote(Some("not there"), text), None);
    }
}
