//! Facts that fit a question.

use std::collections::BTreeSet;

use super::super::acts::{self, ActAnswer, ActQuery};
use super::super::dates::Period;
use super::super::names::{Found, stems};
use super::super::offices::{self, OfficeAnswer, OfficeQuery};
use super::super::positions::{self, PositionAnswer, PositionQuery};
use super::super::source::Source;
use super::failure::{Failure, Result};
use super::given_up::{GivenUp, is_over};
use super::model::{Answer, Fact, Verdict, rows};
use super::said::holds;
use super::thing::{Thing, ids, thing};
use super::truth::{Told, truth};
use crate::error::{Error, ErrorKind};
use crate::graph::Graph;
use crate::schema::{
    About, ActStatus, Asks, OfficeStatus, Order, PartialDate, Question, RelationKind, Stance,
};

/// Who a question is about, looked up.
pub(super) struct Ends {
    pub actor: Found,
    pub other: Found,
    pub place: Found,
    pub reporter: Found,
    pub thing: Option<Thing>,
}

impl Ends {
    pub fn of(graph: &Graph, question: &Question) -> Result<Ends> {
        Ok(Ends {
            actor: ids(graph, "actor", question.actor.as_deref())?,
            other: ids(graph, "actor", question.other.as_deref())?,
            place: ids(graph, "place", question.place.as_deref())?,
            reporter: ids(graph, "source", question.reporter.as_deref())?,
            thing: match &question.thing {
                Some(words) => {
                    let mut thing = thing(graph, words)?;
                    // Who went to Pyongyang was in the city, though North Korea acts under its name.
                    if question.relations == [RelationKind::Visited] {
                        thing.keep_named(graph, words);
                    }
                    Some(thing)
                }
                None => None,
            },
        })
    }
}

/// Answers what is asked of offices.
pub(super) fn offices(graph: &Graph, question: &Question) -> Result<Answer> {
    let holders = ids(graph, "office holder", question.actor.as_deref())?;
    let bodies = ids(graph, "country or body", question.other.as_deref())?;
    let title = question.title.as_deref().map(stems);
    if let Some(words) = &title
        && !graph.offices().any(|office| *words == stems(&office.node().title))
    {
        let title = question.title.as_deref().unwrap_or_default();
        return Err(Failure::NoOffice(title.to_owned()));
    }
    let titles: Vec<_> = question.titles.iter().map(|title| stems(title)).collect();
    // Whoever left a post holds it no more: what is asked of dates is asked of the texts that tell it.
    let ends = question.office_status == [OfficeStatus::Former] && !question.words.is_empty();
    let on = question.on.clone().filter(|_| !ends);
    let query = OfficeQuery { on, ..OfficeQuery::default() };
    let told_in = Period {
        on: question.on.as_deref(),
        since: question.since.as_deref(),
        until: question.until.as_deref(),
    };
    let fits = |office: &OfficeAnswer| {
        holders.has(&office.holder_id)
            && (question.other.is_none() || office.of_id.as_ref().is_some_and(|of| bodies.has(of)))
            && title.as_ref().is_none_or(|title| *title == stems(&office.title))
            && (titles.is_empty() || titles.contains(&stems(&office.title)))
            && (question.words.is_empty() || told(&office.sources, None, &question.words))
            && (!ends || told_in.meets(office.first.as_deref().zip(office.last.as_deref())))
    };
    let found: Vec<OfficeAnswer> = offices::offices(graph, &query)?.into_iter().filter(fits).collect();
    let mut answer = Answer::new(question);
    let asked = |office: &OfficeAnswer| {
        question.office_status.is_empty() || question.office_status.contains(&office.status)
    };
    let (fitting, near): (Vec<OfficeAnswer>, Vec<OfficeAnswer>) = found.into_iter().partition(asked);
    if question.asks == Asks::Truth {
        let now =
            |office: &OfficeAnswer| matches!(office.status, OfficeStatus::Current | OfficeStatus::Acting);
        let is = fitting.iter().any(|office| now(office) || !question.office_status.is_empty());
        // Whoever is told to be a former holder, and by no text to hold it, does not.
        let was = fitting.iter().any(|office| office.status == OfficeStatus::Former);
        answer.verdict = Some(match (is, was) {
            (true, _) => Verdict::Yes,
            (false, true) => Verdict::No,
            (false, false) => Verdict::Unsaid,
        });
        if answer.verdict == Some(Verdict::Unsaid) {
            answer.near = fitting.into_iter().chain(near).map(Fact::Office).collect();
            return Ok(answer);
        }
    } else if fitting.is_empty() {
        answer.near = near.into_iter().map(Fact::Office).collect();
        return Ok(answer);
    }
    let named = fitting.into_iter().filter_map(|office| {
        let name = match question.asks {
            Asks::Titles => office.title.clone(),
            Asks::Truth => String::new(),
            Asks::Others => office.of.clone()?,
            _ => office.holder.clone(),
        };
        Some((name, Fact::Office(office)))
    });
    answer.rows = rows(named);
    Ok(answer)
}

/// Answers what is asked of acts and positions.
pub(super) fn facts(graph: &Graph, question: &Question) -> Result<Answer> {
    let mut ends = Ends::of(graph, question)?;
    if question.asks == Asks::Which {
        return which(graph, question, &mut ends);
    }
    answer(graph, question, &ends)
}

/// Answers which of two it is: who of them did it, or holds it.
fn which(graph: &Graph, question: &Question, ends: &mut Ends) -> Result<Answer> {
    ends.actor = match (std::mem::replace(&mut ends.actor, Found::Any), &ends.other) {
        (Found::These(one), Found::These(other)) => Found::These(one.union(other).cloned().collect()),
        _ => {
            let message = "two actors are to be told apart, and there is one";
            return Err(Error::new(ErrorKind::Query, message).into());
        }
    };
    ends.other = Found::Any;
    let all = Question { asks: Asks::Actors, other: None, ..question.clone() };
    Ok(Answer { question: question.clone(), ..answer(graph, &all, ends)? })
}

fn answer(graph: &Graph, question: &Question, ends: &Ends) -> Result<Answer> {
    let stance = question.stance.or_else(|| sole_stance(&question.relations));
    let all = match question.about {
        About::Positions if question.relations.is_empty() => Vec::new(),
        _ => acts(graph, question, ends)?,
    };
    let asked = question.status.unwrap_or(ActStatus::Occurred);
    // Positions hold whatever the modal: "what would Macron support" is what he is for.
    let asked = if question.about == About::Positions { ActStatus::Occurred } else { asked };
    // Whether an act whose date is not told was on the very day that an article tells it is not known.
    let (all, undated): (Vec<ActAnswer>, Vec<ActAnswer>) =
        all.into_iter().partition(|act| act.date.is_some() || !question.on.as_deref().is_some_and(is_day));
    let mut facts: Vec<Fact> = all
        .iter()
        .filter(|act| act.status == asked || question.any_status && act.status != ActStatus::Denied)
        .cloned()
        .map(Fact::Act)
        .collect();
    // A stance is shown by positions as well; where it was asked for an act, only if there is none.
    let stands = question.about == About::Positions
        || stance.is_some() && facts.is_empty() && asked == ActStatus::Occurred && question.other.is_none();
    let held = if stands { positions(graph, question, ends)? } else { Vec::new() };
    let wanted = |position: &&PositionAnswer| stance.is_none_or(|stance| stance == position.stance);
    facts.extend(held.iter().filter(wanted).cloned().map(Fact::Position));
    facts.retain(|fact| subject(graph, question, fact));
    if let Some(order) = question.order {
        facts = at_end(facts, order, question.asks);
    }
    let mut answer = Answer::new(question);
    let given_up = GivenUp::of(graph);
    answer.given_up = given_up.behind_any(&facts);
    let mut dropped = Vec::new();
    // Whoever gave it up is no answer to who is for it. Whether somebody is, is for the verdict to tell.
    if question.about == About::Positions && question.asks != Asks::Truth {
        (dropped, facts) = facts.into_iter().partition(|fact| match question.thing {
            Some(_) => is_over(fact, &answer.given_up),
            None => !given_up.behind(fact).is_empty(),
        });
    }
    match question.asks {
        Asks::Reasons => {
            answer.verdict = Some(Verdict::Unsaid);
            answer.near = facts;
        }
        Asks::Truth => {
            let contrary = contrary(graph, question, ends, asked)?;
            let told = Told { acts: &all, held: &held, facts, contrary, asked, stance };
            truth(&given_up, &mut answer, question, told);
        }
        Asks::Count => {
            answer.count = Some(facts.len());
            answer.rows = rows(facts.into_iter().map(|fact| (String::new(), fact)));
        }
        _ => {
            let named = facts.clone().into_iter().flat_map(|fact| {
                names(question, ends, &fact).into_iter().map(move |name| (name, fact.clone()))
            });
            answer.rows = rows(named);
            if question.asks == Asks::Number && !answer.is_empty() {
                answer.count = Some(answer.rows.len());
            }
            if answer.is_empty() {
                // It is told, but not where, when or with whom.
                answer.near = facts;
            }
        }
    }
    if answer.is_empty() {
        let wanted = question.asks != Asks::Facts || !question.relations.is_empty();
        let others = all.into_iter().filter(|act| act.status != asked && wanted);
        let others = others.chain(undated).map(Fact::Act);
        answer.near.extend(dropped);
        answer.near.extend(others.filter(|fact| subject(graph, question, fact)));
    }
    Ok(answer)
}

/// Where it is asked whether somebody accepted something: that they rejected it.
fn contrary(graph: &Graph, question: &Question, ends: &Ends, asked: ActStatus) -> Result<Vec<Fact>> {
    if !question.is_acceptance() || asked != ActStatus::Occurred {
        return Ok(Vec::new());
    }
    let rejections =
        Question { relations: vec![RelationKind::Rejected], words: Vec::new(), ..question.clone() };
    let found = acts(graph, &rejections, ends)?;
    Ok(found.into_iter().filter(|act| act.status == asked).map(Fact::Act).collect())
}

/// Whether a date is one of a day, and not of a month or year.
fn is_day(date: &str) -> bool {
    PartialDate::parse(date).is_some_and(|date| date.whole().is_some())
}

/// Of facts the first or last: those of the earliest or latest day. When a date is asked for, that of the article tells
/// nothing.
fn at_end(facts: Vec<Fact>, order: Order, asks: Asks) -> Vec<Fact> {
    let day = |fact: &Fact| match fact {
        Fact::Act(act) if asks == Asks::Dates => act.date.clone(),
        fact => fact.day().map(str::to_owned),
    };
    let days = facts.iter().filter_map(day);
    let end = match order {
        Order::First => days.min(),
        Order::Last => days.max(),
    };
    if end.is_none() {
        return facts;
    }
    facts.into_iter().filter(|fact| day(fact) == end).collect()
}

/// The stance that all the relations have in common.
fn sole_stance(relations: &[RelationKind]) -> Option<Stance> {
    match relations {
        [RelationKind::Supported] => Some(Stance::For),
        [RelationKind::Rejected] => Some(Stance::Against),
        _ => None,
    }
}

/// Acts of any status that fit.
pub(super) fn acts(graph: &Graph, question: &Question, ends: &Ends) -> Result<Vec<ActAnswer>> {
    let query = ActQuery {
        on: question.on.clone(),
        since: question.since.clone(),
        until: question.until.clone(),
        ..ActQuery::default()
    };
    let mut found = acts::acts(graph, &query)?;
    found.retain(|act| {
        (question.relations.is_empty() || question.relations.contains(&act.relation))
            && (question.reporter.is_none()
                || act.reporter_id.as_deref().is_some_and(|id| ends.reporter.has(id)))
            && (question.place.is_none() || at(act, &ends.place))
            && (question.words.is_empty() || worded(act, &question.words))
            && takes_part(question, ends, act)
    });
    Ok(found)
}

/// Whether a quote that shows it has the words.
fn worded(act: &ActAnswer, words: &[Vec<String>]) -> bool {
    told(&act.sources, act.topic.as_deref(), words)
}

/// Whether any of the quotes, with the topic that was read from it, has the words.
fn told(sources: &[Source], topic: Option<&str>, words: &[Vec<String>]) -> bool {
    sources.iter().any(|source| holds(&source.quote, topic, words))
}

fn takes_part(question: &Question, ends: &Ends, act: &ActAnswer) -> bool {
    let either = act.relation.is_symmetric() || question.relations.is_empty();
    let target = act.target_id.as_deref();
    let is_target = |found: &Found| target.is_some_and(|id| found.has(id));
    let fits = |subject: &str, object: Option<&str>| {
        let thing = ends.thing.as_ref().is_none_or(|thing| {
            object.is_some_and(|id| thing.entities.contains(id))
                || act.topic_id.as_ref().is_some_and(|id| thing.topics.contains(id))
        });
        let other = question.other.is_none() || object.is_some_and(|id| ends.other.has(id));
        ends.actor.has(subject) && other && thing
    };
    let straight = fits(&act.source_id, target);
    let turned = either && target.is_some_and(|target| fits(target, Some(&act.source_id)));
    // Two that are asked for together may have done it together, with a third or a topic.
    let both = || question.other.is_some() && ends.actor.has(&act.source_id) && is_target(&ends.other);
    straight || turned || (question.thing.is_none() && both())
}

fn at(act: &ActAnswer, places: &Found) -> bool {
    let visited = act.target_id.as_ref().filter(|_| act.relation == RelationKind::Visited);
    act.place_ids.iter().chain(visited).any(|id| places.has(id))
}

/// Positions of any stance that fit.
pub(super) fn positions(graph: &Graph, question: &Question, ends: &Ends) -> Result<Vec<PositionAnswer>> {
    let query = PositionQuery {
        on: question.on.clone(),
        since: question.since.clone(),
        until: question.until.clone(),
        ..PositionQuery::default()
    };
    let mut found = positions::positions(graph, &query)?;
    found.retain(|position| {
        ends.actor.has(&position.holder_id)
            && ends.thing.as_ref().is_none_or(|thing| thing.topics.contains(&position.topic_id))
            && (question.reporter.is_none()
                || position.reporter_id.as_deref().is_some_and(|id| ends.reporter.has(id)))
    });
    Ok(found)
}

/// Whether what the answer names is of the kind that was asked for.
fn subject(graph: &Graph, question: &Question, fact: &Fact) -> bool {
    let Some(kind) = question.kind else { return true };
    let id = match (fact, question.asks) {
        (Fact::Act(act), Asks::Actors | Asks::Number) => Some(&act.source_id),
        (Fact::Act(act), Asks::Others) => act.target_id.as_ref(),
        (Fact::Position(position), Asks::Actors | Asks::Number) => Some(&position.holder_id),
        _ => return true,
    };
    id.and_then(|id| graph.entity(id)).is_some_and(|entity| entity.node().kind == kind)
}

/// The names that a fact answers with.
fn names(question: &Question, ends: &Ends, fact: &Fact) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    match (question.asks, fact) {
        (Asks::Actors | Asks::Number, Fact::Act(act)) => {
            // Of those who met, the ones that were not asked by name.
            let known = |id: &str| ends.thing.as_ref().is_some_and(|thing| thing.entities.contains(id));
            let turned = act.relation.is_symmetric() && act.target_id.is_some();
            if !(turned && known(&act.source_id)) {
                names.insert(act.source.clone());
            }
            if let (true, Some(target), Some(id)) = (turned, &act.target, &act.target_id)
                && !known(id)
            {
                names.insert(target.clone());
            }
        }
        (Asks::Actors | Asks::Number, Fact::Position(position)) => _ = names.insert(position.holder.clone()),
        (Asks::Others, Fact::Act(act)) => {
            let turned = !matches!(ends.actor, Found::Any) && !ends.actor.has(&act.source_id);
            names.extend(if turned { Some(act.source.clone()) } else { act.target.clone() });
        }
        // What was attacked or visited is no topic.
        (Asks::Topics, Fact::Act(act)) => names.extend(match (&act.topic, &question.other) {
            (None, None) => act.target.clone(),
            (topic, _) => topic.clone(),
        }),
        (Asks::Topics, Fact::Position(position)) => _ = names.insert(position.topic.clone()),
        (Asks::Places, Fact::Act(act)) => {
            names.extend(act.places.iter().cloned());
            names.extend(act.target.clone().filter(|_| act.relation == RelationKind::Visited));
        }
        (Asks::Dates, Fact::Act(act)) => names.extend(act.date.clone()),
        (Asks::Facts, Fact::Position(position)) if question.about == About::Positions => {
            names.insert(position.stance.to_string());
        }
        (Asks::Facts, _) => _ = names.insert(String::new()),
        _ => {}
    }
    names
}
