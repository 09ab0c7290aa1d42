//! Asking a store and a whole graph in the same way.
//!
//! Of a store a page is read, by the ids that its names mean; of a whole graph all answers are found and cut. What a fact
//! says is told by `query` in either case.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use demarche::graph::{EntityRef, Graph};
use demarche::query::{
    self, ActAnswer, ActQuery, Answer, OfficeAnswer, OfficeQuery, PositionAnswer, PositionQuery, Source,
};
use demarche::schema::{ArticleText, Question, Stance};
use demarche::store::{Counts, Page, Sought, Window};
use demarche::{Error, Result};

use crate::cli::texts;

use super::asked::Asked;
use super::source::Now;
use super::things::{Article, Named, named, topic};

/// What is shown of what was found.
pub struct Found<T> {
    /// Those on the page.
    pub items: Vec<T>,
    /// How many there are on all pages.
    pub total: usize,
}

impl<T> Found<T> {
    /// The window's part of all.
    fn cut(all: Vec<T>, window: Window) -> Self {
        let total = all.len();
        Self { items: all.into_iter().skip(window.offset).take(window.limit).collect(), total }
    }
}

type Ids = BTreeSet<String>;

impl Now {
    /// How much there is.
    pub fn counts(&self) -> Result<Counts> {
        match self {
            Now::Store(store) => store.counts(),
            Now::Whole(whole) => {
                let graph = &whole.graph;
                let dates = || graph.documents().filter_map(|document| document.entry.date.clone());
                Ok(Counts {
                    articles: graph.documents().count(),
                    entities: graph.entities().count(),
                    topics: graph.topics().count(),
                    acts: graph.acts().count(),
                    positions: graph.positions().count(),
                    offices: graph.offices().count(),
                    first: dates().min(),
                    last: dates().max(),
                })
            }
        }
    }

    /// Acts by their days.
    pub fn acts(&self, asked: &Asked, window: Window) -> Result<Found<ActAnswer>> {
        match self {
            Now::Store(store) => {
                let page = store.act_page(&self.sought(asked)?, window)?;
                let answers = query::acts(&page.graph, &ActQuery::default())?;
                Ok(on_page(page, answers, |act| &act.id))
            }
            Now::Whole(whole) => {
                let exact = &asked.exact;
                let query = ActQuery {
                    source: asked.source.clone(),
                    target: asked.target.clone(),
                    relation: exact.relation,
                    topic: asked.topic.clone(),
                    meaning: true,
                    status: exact.status,
                    on: exact.on.clone(),
                    since: exact.since.clone(),
                    until: exact.until.clone(),
                    place: asked.place.clone(),
                    reporter: asked.reporter.clone(),
                    document: asked.document.clone(),
                    min_confidence: exact.min_confidence,
                };
                let mut all = query::acts(&whole.graph, &query)?;
                if let Some(party) = &asked.party {
                    let ids = query::find_entities(&whole.graph, party)?;
                    let takes_part = |act: &ActAnswer| {
                        ids.contains(&act.source_id)
                            || act.target_id.as_ref().is_some_and(|id| ids.contains(id))
                    };
                    all.retain(takes_part);
                }
                if let Some(topic) = &asked.topic_id {
                    all.retain(|act| act.topic_id.as_ref() == Some(topic));
                }
                if window.newest {
                    // Those of unknown day stay last.
                    all.reverse();
                    all.sort_by_key(|act| act.day().is_none());
                }
                Ok(Found::cut(all, window))
            }
        }
    }

    /// Positions by topic and holder, or from the newest on.
    pub fn positions(&self, asked: &Asked, window: Window) -> Result<Found<PositionAnswer>> {
        match self {
            Now::Store(store) => {
                let page = store.position_page(&self.sought(asked)?, window)?;
                let answers = query::positions(&page.graph, &PositionQuery::default())?;
                Ok(on_page(page, answers, |position| &position.id))
            }
            Now::Whole(whole) => {
                let exact = &asked.exact;
                let query = PositionQuery {
                    actor: asked.source.clone().or_else(|| asked.party.clone()),
                    topic: asked.topic.clone(),
                    meaning: true,
                    stance: exact.stance,
                    on: exact.on.clone(),
                    since: exact.since.clone(),
                    until: exact.until.clone(),
                    reporter: asked.reporter.clone(),
                };
                let mut all = query::positions(&whole.graph, &query)?;
                if let Some(topic) = &asked.topic_id {
                    all.retain(|position| position.topic_id == *topic);
                }
                if let Some(document) = &asked.document {
                    let name = self.document_name(document);
                    all.retain(|position| position.sources.iter().any(|source| source.document == name));
                }
                all.retain(|position| position.confidence >= exact.min_confidence);
                if window.newest {
                    all.sort_by(|a, b| (&b.since, &b.id).cmp(&(&a.since, &a.id)));
                }
                Ok(Found::cut(all, window))
            }
        }
    }

    /// The same positions for who takes which side on what alone: of a store without the words that show them and without
    /// their days, which takes a small part of the time.
    pub fn stances(&self, asked: &Asked, window: Window) -> Result<Found<PositionAnswer>> {
        match self {
            Now::Store(store) => {
                let page = store.stance_page(&self.sought(asked)?, window)?;
                let answers = query::positions(&page.graph, &PositionQuery::default())?;
                Ok(on_page(page, answers, |position| &position.id))
            }
            Now::Whole(_) => self.positions(asked, window),
        }
    }

    /// Of a page of positions the first so many, and those on topics on which their holder is told to have taken several
    /// sides; the total is that of all. What else the page may have is more than needed.
    pub fn turns(&self, asked: &Asked, window: Window, shown: usize) -> Result<Found<PositionAnswer>> {
        let Now::Store(store) = self else { return self.positions(asked, window) };
        let Found { items, total } = self.stances(asked, window)?;
        let on = |position: &PositionAnswer| (position.holder_id.clone(), position.topic.to_lowercase());
        let mut sides: BTreeMap<(String, String), BTreeSet<Stance>> = BTreeMap::new();
        for position in &items {
            sides.entry(on(position)).or_default().insert(position.stance);
        }
        let wanted = items.iter().enumerate().filter(|(at, one)| *at < shown || sides[&on(one)].len() > 1);
        let ids: Vec<String> = wanted.map(|(_, position)| position.id.clone()).collect();
        let page = store.positions_of(&ids)?;
        let answers = query::positions(&page.graph, &PositionQuery::default())?;
        Ok(Found { items: on_page(page, answers, |position| &position.id).items, total })
    }

    /// Offices by body, title and holder.
    pub fn offices(&self, asked: &Asked, window: Window) -> Result<Found<OfficeAnswer>> {
        let query = OfficeQuery {
            holder: asked.source.clone(),
            of: asked.target.clone(),
            title: asked.title.clone(),
            on: asked.exact.on.clone(),
        };
        match self {
            Now::Store(store) => {
                let page = store.office_page(&self.sought(asked)?, window)?;
                if page.total == 0 && asked.title.is_some() {
                    // Whether any title has the words is told apart from whether anybody fits.
                    let of_title = Sought { title: asked.title.clone(), ..Sought::default() };
                    let known =
                        store.office_page(&of_title, Window { offset: 0, limit: 1, newest: false })?;
                    query::offices(
                        &known.graph,
                        &OfficeQuery { title: query.title, ..OfficeQuery::default() },
                    )?;
                }
                let answers = query::offices(&page.graph, &OfficeQuery::default())?;
                Ok(on_page(page, answers, |office| &office.id))
            }
            Now::Whole(whole) => {
                let mut all = query::offices(&whole.graph, &query)?;
                if let Some(party) = &asked.party {
                    let ids = query::find_entities(&whole.graph, party)?;
                    let takes_part = |office: &OfficeAnswer| {
                        ids.contains(&office.holder_id)
                            || office.of_id.as_ref().is_some_and(|id| ids.contains(id))
                    };
                    all.retain(takes_part);
                }
                if let Some(document) = &asked.document {
                    let name = self.document_name(document);
                    all.retain(|office| office.sources.iter().any(|source| source.document == name));
                }
                Ok(Found::cut(all, window))
            }
        }
    }

    /// The newest acts and positions with the offices of those who take part, as a graph that a picture can show, and how
    /// many acts and positions there are.
    pub fn picture(&self, asked: &Asked, window: Window) -> Result<(Graph, usize)> {
        match self {
            Now::Store(store) => {
                let page = store.picture(&self.sought(asked)?, window)?;
                Ok((page.graph, page.total))
            }
            Now::Whole(whole) => {
                let exact = &asked.exact;
                let none = Window { limit: 0, ..window };
                let acts = self.acts(asked, if exact.stance.is_some() { none } else { window })?;
                let of_acts = exact.relation.is_some() || exact.status.is_some();
                let positions = self.positions(asked, if of_acts { none } else { window })?;
                let mut ids: BTreeSet<&str> = acts.items.iter().map(|act| act.id.as_str()).collect();
                ids.extend(positions.items.iter().map(|position| position.id.as_str()));
                let ends = acts.items.iter().flat_map(|act| act.target_id.iter().chain([&act.source_id]));
                let ends = ends.chain(positions.items.iter().map(|position| &position.holder_id));
                let ends: BTreeSet<&String> = ends.collect();
                let entities = ends.into_iter().filter_map(|id| whole.graph.entity(id));
                let offices = entities.flat_map(|entity| entity.offices().map(|office| office.id()));
                ids.extend(offices.take(2 * window.limit));
                Ok((whole.graph.part(ids).without_texts(), acts.total + positions.total))
            }
        }
    }

    /// The node of an id with what it needs to be read, as a graph.
    pub fn node(&self, id: &str) -> Result<Option<Graph>> {
        match self {
            Now::Store(store) => store.node(id),
            Now::Whole(whole) => Ok(whole.graph.node(id).map(|_| {
                let position = whole.graph.positions().find(|position| position.id() == id);
                let given_up = position
                    .into_iter()
                    .flat_map(|p| p.holder().acts())
                    .filter(|act| query::may_give_up(*act))
                    .map(|a| a.id());
                let part = whole.graph.part(std::iter::once(id).chain(given_up));
                // Of a store too, only an article comes with its text.
                if whole.graph.document(id).is_some() { part } else { part.without_texts() }
            })),
        }
    }

    /// Somebody or something by an id.
    pub fn named(&self, id: &str) -> Result<Option<Named>> {
        let describe = |graph: &Graph| graph.entity(id).map(named).or_else(|| topic(graph, id));
        Ok(match self {
            Now::Store(store) => store.node(id)?.as_ref().and_then(describe),
            Now::Whole(whole) => describe(&whole.graph),
        })
    }

    /// Whoever a name may mean.
    pub fn meant(&self, name: &str) -> Result<Vec<Named>> {
        let all = |graph: &Graph| -> Result<Vec<Named>> {
            let ids = query::find_entities(graph, name)?;
            Ok(ids.iter().filter_map(|id| graph.entity(id)).map(named).collect())
        };
        match self {
            Now::Store(store) => all(&store.named(name)?),
            Now::Whole(whole) => all(&whole.graph),
        }
    }

    /// The topics next to one: broader, then narrower.
    pub fn near_topics(&self, id: &str) -> Result<[Vec<Named>; 2]> {
        let near = |graph: &Graph| {
            let Some(this) = graph.topics().find(|topic| topic.id() == id) else {
                return [Vec::new(), Vec::new()];
            };
            let of = |ids: Vec<&str>| ids.into_iter().filter_map(|id| topic(graph, id)).collect();
            [of(this.broader().map(|t| t.id()).collect()), of(this.narrower().map(|t| t.id()).collect())]
        };
        Ok(match self {
            Now::Store(store) => store.node(id)?.as_ref().map(near).unwrap_or_default(),
            Now::Whole(whole) => near(&whole.graph),
        })
    }

    /// The article of an id, or of the name that its reader gave it.
    pub fn article(&self, id: &str) -> Result<Option<Article>> {
        Ok(match self {
            Now::Store(store) => {
                let part = store.node(id)?;
                part.and_then(|part| part.documents().next().map(|d| Article::new(&d.id, &d.entry)))
            }
            Now::Whole(whole) => {
                let mut all = whole.graph.documents();
                let found = whole.graph.document(id).or_else(|| all.find(|document| document.entry.id == id));
                found.map(|document| Article::new(&document.id, &document.entry))
            }
        })
    }

    /// The text of an article by its id in the graph, where it is kept.
    pub fn text(&self, document: &str) -> Result<Option<ArticleText>> {
        match self {
            Now::Store(store) => store.text(document),
            Now::Whole(whole) => Ok(texts::of(&whole.graph, document)),
        }
    }

    /// Puts quotes into their sentences, where texts are kept.
    pub fn put_in<'s>(&self, sources: impl IntoIterator<Item = &'s mut Source>) -> Result<()> {
        texts::put_in(sources, |document| self.text(document))
    }

    fn document_name(&self, document: &str) -> String {
        match self {
            Now::Whole(whole) => {
                whole.graph.document(document).map_or_else(|| document.to_owned(), |d| d.entry.id.clone())
            }
            Now::Store(_) => document.to_owned(),
        }
    }

    /// Articles from the newest on: all, or those that name an entity.
    pub fn articles(&self, entity: Option<&str>, window: Window) -> Result<Found<Article>> {
        match self {
            Now::Store(store) => {
                let (articles, total) = store.articles(entity, window)?;
                let items = articles.iter().map(|(id, entry)| Article::new(id, entry)).collect();
                Ok(Found { items, total })
            }
            Now::Whole(whole) => {
                let naming: Option<BTreeSet<Arc<str>>> = entity.map(|id| {
                    let appearances = whole.graph.entity(id).into_iter();
                    appearances.flat_map(|e| &e.node().appearances).map(|a| a.document.clone()).collect()
                });
                let all = whole.graph.documents();
                let mut all: Vec<Article> = all
                    .filter(|document| naming.as_ref().is_none_or(|naming| naming.contains(&document.id)))
                    .map(|document| Article::new(&document.id, &document.entry))
                    .collect();
                all.sort_by(|a, b| (&b.date, &b.id).cmp(&(&a.date, &a.id)));
                Ok(Found::cut(all, window))
            }
        }
    }

    /// Actors and places with a name that has all words, the last of which may be a beginning; all where there are none.
    pub fn search_names(&self, words: &str, window: Window) -> Result<Found<Named>> {
        match self {
            Now::Store(store) => {
                let page = store.search_names(words, window)?;
                let items = page.ids.iter().filter_map(|id| page.graph.entity(id)).map(named).collect();
                Ok(Found { items, total: page.total })
            }
            Now::Whole(whole) => {
                let asked = words_of(words);
                let mut all: Vec<(usize, EntityRef<'_>)> = whole
                    .graph
                    .entities()
                    .filter(|entity| {
                        let node = entity.node();
                        let mut names = std::iter::once(&node.name).chain(&node.aliases);
                        names.any(|name| has_all(&words_of(name), &asked))
                    })
                    .map(|entity| {
                        (entity.node().appearances.iter().map(|one| one.mentions.len()).sum(), entity)
                    })
                    .collect();
                all.sort_by_key(|(mentions, _)| std::cmp::Reverse(*mentions));
                Ok(Found::cut(all.into_iter().map(|(_, entity)| named(entity)).collect(), window))
            }
        }
    }

    /// Topics that have all words.
    pub fn search_topics(&self, words: &str, window: Window) -> Result<Found<Named>> {
        match self {
            Now::Store(store) => {
                let page = store.search_topics(words, window)?;
                let items = page.ids.iter().filter_map(|id| topic(&page.graph, id)).collect();
                Ok(Found { items, total: page.total })
            }
            Now::Whole(whole) => {
                let found = query::find_topics(&whole.graph, words).unwrap_or_default();
                let mut all: Vec<Named> = whole
                    .graph
                    .topics()
                    .filter(|one| found.contains(one.id()))
                    .filter_map(|one| topic(&whole.graph, one.id()))
                    .collect();
                all.sort_by_key(|topic| topic.name.chars().count());
                Ok(Found::cut(all, window))
            }
        }
    }

    /// Facts that quotes with all words show. The total is that of the quotes.
    pub fn search_quotes(&self, words: &str, window: Window) -> Result<Found<query::Fact>> {
        match self {
            Now::Store(store) => {
                let page = store.search_quotes(words, window)?;
                let mut facts = facts(&page.graph)?;
                let items = page.ids.iter().filter_map(|id| facts.remove(id)).collect();
                Ok(Found { items, total: page.total })
            }
            Now::Whole(whole) => {
                let asked = words_of(words);
                if asked.is_empty() {
                    return Ok(Found { items: Vec::new(), total: 0 });
                }
                let shown = |fact: &query::Fact| {
                    fact.sources().iter().any(|source| {
                        let words = words_of(&source.quote);
                        asked.iter().all(|word| words.contains(word))
                    })
                };
                Ok(Found::cut(facts(&whole.graph)?.into_values().filter(shown).collect(), window))
            }
        }
    }

    /// One fact by its id.
    pub fn fact(&self, id: &str) -> Result<Option<query::Fact>> {
        match self.node(id)? {
            Some(part) => Ok(facts(&part)?.remove(id)),
            None => Ok(None),
        }
    }

    /// The day of the newest article, from which days without a year count.
    pub fn newest(&self) -> Result<Option<String>> {
        match self {
            Now::Store(store) => store.newest(),
            Now::Whole(whole) => Ok(whole.graph.documents().filter_map(|d| d.entry.date.clone()).max()),
        }
    }

    /// Answers a question that was read, as `demarche ask` does; of a store, without looking for issues that stand for topics,
    /// which takes all of it.
    pub fn ask(&self, readings: &[Question]) -> Result<Answer> {
        match self {
            Now::Store(store) => {
                let mut asking = store.asking()?;
                query::ask_parts(readings, |question, near| asking.part(question, near))
            }
            Now::Whole(whole) => {
                let answer = query::ask(&whole.graph, readings)?;
                if !answer.leaves_sides_open() {
                    return Ok(answer);
                }
                let found = query::compare_by_issue(&whole.graph, whole.issues(), &answer.question)?;
                Ok(if found.is_empty() { answer } else { found })
            }
        }
    }

    /// What is asked for, by the ids of what the names and words mean.
    fn sought(&self, asked: &Asked) -> Result<Sought> {
        let Now::Store(store) = self else { return Ok(asked.exact.clone()) };
        let ids = |name: &Option<String>| -> Result<Option<Ids>> {
            let found = name.as_deref().map(|name| query::find_entities(&store.named(name)?, name));
            found.transpose()
        };
        let words = asked.topic.as_deref().map(|words| query::find_topics(&store.topics(words)?, words));
        if let Some(document) = &asked.document
            && store.node(document)?.is_none()
        {
            return Err(Error::new(
                demarche::ErrorKind::Query,
                format!("the graph has nothing of an article '{document}'"),
            ));
        }
        Ok(Sought {
            party: ids(&asked.party)?,
            source: ids(&asked.source)?,
            target: ids(&asked.target)?,
            topic: asked.topic_id.clone().map(|id| Ok(BTreeSet::from([id]))).or(words).transpose()?,
            place: ids(&asked.place)?,
            reporter: ids(&asked.reporter)?,
            document: asked.document.clone(),
            title: asked.title.clone(),
            ..asked.exact.clone()
        })
    }
}

/// The answers on a page, in its order; a part of a graph may have others.
fn on_page<A>(page: Page, answers: Vec<A>, id: impl Fn(&A) -> &String) -> Found<A> {
    let mut by_id: BTreeMap<String, A> =
        answers.into_iter().map(|answer| (id(&answer).clone(), answer)).collect();
    Found { items: page.ids.iter().filter_map(|id| by_id.remove(id)).collect(), total: page.total }
}

/// All facts of a graph by their ids.
fn facts(graph: &Graph) -> Result<BTreeMap<String, query::Fact>> {
    let mut facts = BTreeMap::new();
    for act in query::acts(graph, &ActQuery::default())? {
        facts.insert(act.id.clone(), query::Fact::Act(act));
    }
    for position in query::positions(graph, &PositionQuery::default())? {
        facts.insert(position.id.clone(), query::Fact::Position(position));
    }
    for office in query::offices(graph, &OfficeQuery::default())? {
        facts.insert(office.id.clone(), query::Fact::Office(office));
    }
    Ok(facts)
}

/// The words of a text in lower case.
pub fn words_of(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// Whether all of `asked` are among `words`, the last of them as a beginning.
fn has_all(words: &[String], asked: &[String]) -> bool {
    let Some((last, rest)) = asked.split_last() else { return true };
    rest.iter().all(|word| words.contains(word)) && words.iter().any(|word| word.starts_with(last.as_str()))
}
