//! Which articles are of one affair: those that name the same actors and places and speak of the same things.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::Graph;

use super::told::Told;
use super::vocabulary::{Number, Vocabulary, product, shorten};
use super::weights::TABLE;

/// In how many of twenty-one articles a name stands that tells half as much as one that stands nowhere else.
const COMMON: f32 = 20.0;

/// So many articles before an article are looked at for each name in it: news follows news, and so nothing has to be held
/// against all.
const LOOKED_BACK: usize = 100;

/// Of how many articles before it an article may be, of the likeliest affairs.
const MOST: usize = 24;

/// The least log-odds that two articles are of one affair; below it no two topics could be alike enough.
const LEAST: f32 = -5.0;

/// The greatest.
const GREATEST: f32 = 6.0;

/// What is known of one article.
#[derive(Default)]
struct Article {
    /// Numbers of the entities that it names, sorted.
    names: Vec<usize>,
    /// What these tell together.
    weight: f32,
    /// Day since an epoch.
    day: Option<i64>,
    /// The direction of all quotes.
    row: Vec<f32>,
    /// The words of all its topics.
    words: BTreeSet<Number>,
    /// Their direction.
    topics: Vec<f32>,
    /// Stems of those of the words that are no names, with how much they tell.
    stems: BTreeMap<Number, f32>,
}

/// For each two articles that may be of one affair, by their places among the graph's documents, the log-odds of it.
pub fn affairs(graph: &Graph, told: &[Told<'_>], vocabulary: &Vocabulary) -> BTreeMap<(usize, usize), f32> {
    let documents: BTreeMap<&str, usize> = graph.documents().zip(0..).map(|(d, i)| (&*d.id, i)).collect();
    let mut articles: Vec<Article> = graph
        .documents()
        .map(|document| {
            let day = document.entry.date.as_deref().and_then(day);
            Article { day, ..Article::default() }
        })
        .collect();
    let mut weights = Vec::new();
    for (name, entity) in graph.entities().enumerate() {
        let naming: BTreeSet<usize> =
            entity.node().appearances.iter().filter_map(|a| documents.get(&*a.document).copied()).collect();
        let weight = 1.0 / (1.0 + COMMON * naming.len() as f32 / articles.len() as f32);
        for &article in &naming {
            articles[article].names.push(name);
            articles[article].weight += weight;
        }
        weights.push(weight);
    }
    for told in told {
        let Article { row, words, stems, .. } = &mut articles[told.article];
        row.resize(told.quotes.len().max(row.len()), 0.0);
        row.iter_mut().zip(&told.quotes).for_each(|(x, y)| *x += y);
        words.extend(&told.words);
        let common = told.words.iter().zip(&told.named).filter(|(_, named)| !**named);
        stems.extend(common.map(|(&word, _)| vocabulary.word(word)).map(|word| (word.stem, word.rarity)));
    }
    for article in &mut articles {
        shorten(&mut article.row);
        article.topics = vocabulary.direction(article.words.iter().copied());
    }
    let telling: BTreeSet<usize> = told.iter().map(|told| told.article).collect();
    candidates(&articles, &weights, &telling)
        .into_iter()
        .map(|(a, b)| ((a, b), log_odds(&articles[a], &articles[b], &weights)))
        .filter(|(_, affair)| *affair > LEAST)
        .collect()
}

/// Pairs of articles that have a name in common and stand near each other among the articles with that name.
fn candidates(articles: &[Article], weights: &[f32], telling: &BTreeSet<usize>) -> BTreeSet<(usize, usize)> {
    let mut order: Vec<usize> = telling.iter().copied().collect();
    order.sort_by_key(|&article| (articles[article].day, article));
    let mut before: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut pairs = BTreeSet::new();
    for article in order {
        let mut shared: BTreeMap<usize, f32> = BTreeMap::new();
        for &name in &articles[article].names {
            let list = before.entry(name).or_default();
            for &other in list.iter().rev().take(LOOKED_BACK) {
                *shared.entry(other).or_default() += weights[name];
            }
            list.push(article);
        }
        let mut likeliest: Vec<(usize, f32)> = shared.into_iter().collect();
        likeliest.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        likeliest.truncate(MOST);
        pairs.extend(likeliest.into_iter().map(|(other, _)| (article.min(other), article.max(other))));
    }
    pairs
}

fn log_odds(a: &Article, b: &Article, names: &[f32]) -> f32 {
    let weights = &TABLE.affair;
    let part = |shared: f32, of: f32| if of > 0.0 { shared / of } else { 0.0 };
    let shared: Vec<f32> =
        a.names.iter().filter(|name| b.names.binary_search(name).is_ok()).map(|&n| names[n]).collect();
    let told: f32 = shared.iter().sum();
    let stems = [a, b].map(|article| article.stems.values().sum::<f32>());
    let both: f32 =
        a.stems.iter().filter(|(stem, _)| b.stems.contains_key(stem)).map(|(_, rarity)| rarity).sum();
    let odds = weights.names * part(told, a.weight.min(b.weight))
        + weights.both_names * part(told, a.weight.max(b.weight))
        + weights.count * (1.0 + shared.len() as f32).log2()
        + weights.texts * product(&a.row, &b.row)
        + weights.topics * product(&a.topics, &b.topics)
        + weights.shared * part(both, stems[0].min(stems[1]))
        + weights.base;
    odds.min(GREATEST)
}

/// A day of the Gregorian calendar, counted; `None` for what is no whole date.
fn day(date: &str) -> Option<i64> {
    let mut parts = date.get(..10)?.split('-');
    let mut next = || parts.next()?.parse::<i64>().ok();
    let (year, month, day) = (next()?, next()?, next()?);
    // The year begins in March, so that the odd day of a leap year is its last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    Some(
        365 * year + year.div_euclid(4) - year.div_euclid(100)
            + year.div_euclid(400)
            + (153 * month + 2) / 5
            + day,
    )
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn days_are_counted_over_months_and_leap_years() {
        let between = |a: &str, b: &str| day(b).unwrap() - day(a).unwrap();
        assert_eq!(between("2024-02-28", "2024-03-01"), 2);
        assert_eq!(between("2023-12-31", "2024-01-01"), 1);
        assert_eq!(between("2000-01-01", "2001-01-01"), 366);
        assert_eq!((day("2024-05"), day("unknown")), (None, None));
    }
}
