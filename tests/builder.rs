//! Many articles through the builder: order, losses, and records that nobody asks for.

use std::cell::Cell;

use demarche::builder::{Builder, Options};
use demarche::nlp::Pipeline;
use demarche::schema::Record;
use demarche::source::{Article, Defaults};
use demarche::{Error, ErrorKind, Result};

const ARTICLES: usize = 300;

/// Articles of very different length, of which every seventh is lost.
fn articles() -> impl Iterator<Item = Result<Article>> {
    (0..ARTICLES).map(|number| {
        if number % 7 == 3 {
            return Err(Error::new(ErrorKind::Format, format!("{number} is lost")));
        }
        let text = "Macron met Merz in Paris. ".repeat(1 + number % 40 / 39 * 200);
        Article::from_text(&number.to_string(), text, &Defaults::default())
    })
}

fn builder(jobs: usize) -> Builder<'static> {
    Builder::new(Pipeline::builtin(), Options { jobs, ..Options::default() }).unwrap()
}

fn name(record: Result<Record>) -> String {
    record.map_or_else(|error| error.to_string(), |record| record.document.id)
}

#[test]
fn records_and_losses_come_in_the_order_of_the_articles() {
    let expected: Vec<String> =
        articles().map(|a| a.map_or_else(|e| e.to_string(), |a| a.document.id)).collect();
    for jobs in [1, 3] {
        let found = builder(jobs).records(articles(), |records| records.map(name).collect::<Vec<_>>());
        assert_eq!(found, expected, "{jobs} threads");
    }
    assert_eq!(builder(2).records([], |records| records.count()), 0);
}

#[test]
fn articles_are_not_fetched_far_ahead_of_the_records_that_are_asked_for() {
    let fetched = Cell::new(0);
    let counted = articles().inspect(|_| fetched.set(fetched.get() + 1));
    let found = builder(2).records(counted, |records| {
        assert_eq!(fetched.get(), 0, "nothing is fetched before a record is asked for");
        records.take(5).map(name).collect::<Vec<_>>()
    });
    assert_eq!(found, ["0", "1", "2", "3 is lost", "4"]);
    assert!(fetched.get() < ARTICLES / 2, "{} of {ARTICLES}", fetched.get());
}
