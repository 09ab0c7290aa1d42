//! Which articles are of one affair: those that name the same actors and places, speak of the same things and are not far
//! apart in time.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::Graph;

use super::told::Told;
use super::vocabulary::{product, shorten};
use super::weights::TABLE;

/// In how many of twenty-one articles a name stands that tells half as much as one that stands nowhere else.
const COMMON: f32 = 20.0;

/// Days apart at which time says half of what it can.
const HALF_APART: f32 = 365.0;

/// So many articles before an article are looked at for each name in it: news follows news, and so nothing has to be held
/// against all.
const LOOKED_BACK: usize = 100;

/// Of how many articles before it an article may be, of the likeliest affairs.
const MOST: usize = 24;

/// The least log-odds that two articles are of one affair; below it no two topics could be alike enough.
const LEAST: f32 = -6.0;

/// The greatest.
const GREATEST: f32 = 6.0;

/// What is known of one article.
struct Article {
    /// Numbers of the entities that it names, sorted.
    names: Vec<usize>,
    /// What these tell together.
    weight: f32,
    /// Day since an epoch.
    day: Option<i64>,
    /// The direction of all quotes.
    row: Vec<f32>,
}

/// For each two articles that may be of one affair, by their places among the graph's documents, the log-odds of it.
pub fn affairs(graph: &Graph, told: &[Told<'_>]) -> BTreeMap<(usize, usize), f32> {
    let documents: BTreeMap<&str, usize> = graph.documents().zip(0..).map(|(d, i)| (&*d.id, i)).collect();
    let mut articles: Vec<Article> = graph
        .documents()
        .map(|document| {
            let day = document.entry.date.as_deref().and_then(day);
            Article { names: Vec::new(), weight: 0.0, day, row: Vec::new() }
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
        let row = &mut articles[told.article].row;
        row.resize(told.quotes.len().max(row.len()), 0.0);
        row.iter_mut().zip(&told.quotes).for_each(|(x, y)| *x += y);
    }
    articles.iter_mut().for_each(|article| shorten(&mut article.row));
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
    let shared: f32 =
        a.names.iter().filter(|name| b.names.binary_search(name).is_ok()).map(|&n| names[n]).sum();
    let least = a.weight.min(b.weight);
    let apart = match (a.day, b.day) {
        (Some(a), Some(b)) => a.abs_diff(b) as f32,
        _ => HALF_APART,
    };
    let odds = weights.names * if least > 0.0 { shared / least } else { 0.0 }
        + weights.texts * product(&a.row, &b.row)
        + weights.days * apart / (apart + HALF_APART)
        + weights.base;
    odds.clamp(LEAST, GREATEST)
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
