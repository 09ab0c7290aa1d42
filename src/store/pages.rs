//! What looks through a store: names, topics and nodes, and pages of facts, quotes and articles.

use super::handle::Store;
use super::select::{self, Counts, Page, Sought, Window};
use crate::error::Result;
use crate::graph::Graph;
use crate::schema::Document;

impl Store {
    /// The entities that a name may mean, with all their names; where it means none, those with the nearest.
    ///
    /// This and what follows is for whoever looks through a store. It is read from the resolved tables, which are behind the
    /// claims while the store [is stale](Store::is_stale).
    ///
    /// # Errors
    /// Those of [`Store::graph`], as for all that follow.
    pub fn named(&self, name: &str) -> Result<Graph> {
        self.read(|connection| select::named(connection, name))
    }

    /// The topics that words may mean, with the narrower ones; where they mean none, the nearest.
    ///
    /// # Errors
    /// Those of [`Store::graph`].
    pub fn topics(&self, phrase: &str) -> Result<Graph> {
        self.read(|connection| select::topics_named(connection, phrase))
    }

    /// The node of an id (`entity/nato`), or the article of a name, with what it needs to be read; `None` when there is none.
    ///
    /// # Errors
    /// Those of [`Store::graph`].
    pub fn node(&self, id: &str) -> Result<Option<Graph>> {
        self.read(|connection| select::node(connection, id))
    }

    /// A page of the acts that are sought, by day.
    ///
    /// # Errors
    /// Those of [`Store::graph`].
    pub fn act_page(&self, sought: &Sought, window: Window) -> Result<Page> {
        self.read(|connection| select::act_page(connection, sought, window))
    }

    /// A page of the positions that are sought: from the newest on, or by topic and holder.
    ///
    /// # Errors
    /// Those of [`Store::graph`].
    pub fn position_page(&self, sought: &Sought, window: Window) -> Result<Page> {
        self.read(|connection| select::position_page(connection, sought, window))
    }

    /// The same page without the words that show the positions and without their days: who takes which side. It takes a
    /// small part of the time.
    ///
    /// # Errors
    /// Those of [`Store::graph`].
    pub fn stance_page(&self, sought: &Sought, window: Window) -> Result<Page> {
        self.read(|connection| select::stances(connection, sought, window))
    }

    /// The positions of these ids, in their order.
    ///
    /// # Errors
    /// Those of [`Store::graph`].
    pub fn positions_of(&self, ids: &[String]) -> Result<Page> {
        self.read(|connection| select::positions_of(connection, ids))
    }

    /// A page of the offices that are sought, by body, title and holder. Where no title has the words, those with the nearest
    /// titles are in the graph of the page.
    ///
    /// # Errors
    /// Those of [`Store::graph`].
    pub fn office_page(&self, sought: &Sought, window: Window) -> Result<Page> {
        self.read(|connection| select::office_page(connection, sought, window))
    }

    /// The newest acts and positions that are sought, as many of each as the window has, with the offices of those who take
    /// part: what a picture can show.
    ///
    /// # Errors
    /// Those of [`Store::graph`].
    pub fn picture(&self, sought: &Sought, window: Window) -> Result<Page> {
        self.read(|connection| select::picture(connection, sought, window))
    }

    /// A page of the actors and places with a name that has all these words, the last of which may be a beginning: those
    /// that the articles name most often first.
    ///
    /// # Errors
    /// Those of [`Store::graph`].
    pub fn search_names(&self, words: &str, window: Window) -> Result<Page> {
        self.read(|connection| select::search_names(connection, words, window))
    }

    /// A page of the topics that have all these words, with the narrower ones.
    ///
    /// # Errors
    /// Those of [`Store::graph`].
    pub fn search_topics(&self, words: &str, window: Window) -> Result<Page> {
        self.read(|connection| select::search_topics(connection, words, window))
    }

    /// A page of quotes that have all these words, as the facts that they show; the total is that of the quotes.
    ///
    /// # Errors
    /// Those of [`Store::graph`].
    pub fn search_quotes(&self, words: &str, window: Window) -> Result<Page> {
        self.read(|connection| select::search_quotes(connection, words, window))
    }

    /// A page of the articles from the newest on, each with its id in the graph, and how many there are: all, or those
    /// that name the entity of an id.
    ///
    /// # Errors
    /// Those of [`Store::graph`].
    pub fn articles(&self, entity: Option<&str>, window: Window) -> Result<(Vec<(String, Document)>, usize)> {
        self.read(|connection| select::articles(connection, entity, window))
    }

    /// How much is in the store.
    ///
    /// # Errors
    /// Those of [`Store::graph`].
    pub fn counts(&self) -> Result<Counts> {
        self.read(select::counts)
    }
}
