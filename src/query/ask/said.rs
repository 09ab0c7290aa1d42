//! Who said what, as far as the graph's facts tell it.

use std::collections::BTreeSet;

use super::super::names::{Found, stems};
use super::super::{acts, positions};
use super::failure::Result;
use super::model::{Answer, Fact, Verdict, rows};
use super::thing::ids;
use crate::graph::{Evidence, Graph};
use crate::schema::{ActStatus, Asks, Question, RelationKind};

/// Marks between which a text has somebody's own words.
const QUOTATION: [char; 6] = ['"', '\u{201c}', '\u{201d}', '\u{201e}', '\u{ab}', '\u{bb}'];

/// Answers who said something, or what somebody says about something.
///
/// What is looked through are the facts with their quotes, not the articles: a sentence from which no fact was read is
/// not found.
pub(super) fn said(graph: &Graph, question: &Question) -> Result<Answer> {
    let mut answer = Answer::new(question);
    let speakers = ids(graph, "actor", question.actor.as_deref())?;
    if question.asks == Asks::Facts {
        let (found, near) = about_thing(graph, question, &speakers)?;
        answer.rows = rows(found.into_iter().map(|fact| (String::new(), fact)));
        if answer.is_empty() {
            answer.near = near;
        }
        return Ok(answer);
    }
    if question.asks == Asks::Reasons {
        // No fact is a reason: what it is asked for is all that can be told.
        let quoted = |evidence: &[Evidence]| {
            evidence.iter().any(|e| holds(&e.quote.text, e.phrase.as_deref(), &question.words))
        };
        let all = facts(graph, question)?.into_iter().filter(|(_, evidence)| quoted(evidence));
        answer.near = all.map(|(fact, _)| fact).collect();
        answer.verdict = Some(Verdict::Unsaid);
        return Ok(answer);
    }
    let mut named = Vec::new();
    for (fact, evidence) in facts(graph, question)? {
        let quoted =
            |evidence: &&Evidence| holds(&evidence.quote.text, evidence.phrase.as_deref(), &question.words);
        for evidence in evidence.iter().filter(quoted) {
            for id in who(&fact, evidence) {
                if speakers.has(&id)
                    && let Some(entity) = graph.entity(&id)
                {
                    named.push((entity.name().to_owned(), fact.clone()));
                }
            }
        }
    }
    if question.asks == Asks::Truth {
        answer.verdict = Some(if named.is_empty() { Verdict::Unsaid } else { Verdict::Yes });
    }
    answer.rows = rows(named);
    Ok(answer)
}

/// All facts in the period of the question, with their evidence.
fn facts<'g>(graph: &'g Graph, question: &Question) -> Result<Vec<(Fact, &'g [Evidence])>> {
    let period = |fact: &Fact| {
        let day = fact.told();
        super::super::dates::Period {
            on: question.on.as_deref(),
            since: question.since.as_deref(),
            until: question.until.as_deref(),
        }
        .holds(day)
    };
    let mut all = Vec::new();
    for act in graph.acts() {
        all.push((Fact::Act(acts::answer(graph, act)), &act.node().evidence[..]));
    }
    for position in graph.positions() {
        all.push((Fact::Position(positions::answer(graph, position)), &position.node().evidence[..]));
    }
    all.retain(|(fact, _)| period(fact));
    Ok(all)
}

/// What somebody did, wants or is quoted with on one thing. On anything it is what the texts tell in their words; what they
/// did by speaking comes near.
fn about_thing(graph: &Graph, question: &Question, speakers: &Found) -> Result<(Vec<Fact>, Vec<Fact>)> {
    let asked = question.thing.as_deref().map(stems);
    // A name or topic that nobody mentions is an error that names the nearest.
    let thing = question.thing.as_deref().map(|about| super::thing::thing(graph, about));
    let (mut found, mut near) = (Vec::new(), Vec::new());
    for (fact, evidence) in facts(graph, question)? {
        let on_thing = match (&fact, &thing) {
            (Fact::Act(act), Some(Ok(thing))) => {
                act.topic_id.as_ref().is_some_and(|id| thing.topics.contains(id))
                    || act.target_id.as_ref().is_some_and(|id| thing.entities.contains(id))
            }
            (Fact::Position(position), Some(Ok(thing))) => thing.topics.contains(&position.topic_id),
            _ => false,
        };
        let mentions = |e: &Evidence| {
            asked.as_ref().is_none_or(|asked| {
                asked.is_subset(&stems(&e.quote.text))
                    || e.phrase.as_ref().is_some_and(|p| asked.is_subset(&stems(p)))
            })
        };
        let speaks =
            |e: &&Evidence| (on_thing || mentions(e)) && who(&fact, e).iter().any(|id| speakers.has(id));
        let in_words = |e: &Evidence| {
            question.thing.is_some()
                || !e.speakers.is_empty()
                || fact.reporter().is_some()
                || e.quote.text.contains(QUOTATION)
        };
        if evidence.iter().any(|e| speaks(&e) && in_words(e)) {
            found.push(fact);
        } else if evidence.iter().any(|e| speaks(&e)) {
            near.push(fact);
        }
    }
    if found.is_empty() {
        thing.transpose()?;
    }
    for facts in [&mut found, &mut near] {
        facts.sort_by(|a, b| (a.day().is_none(), a.day()).cmp(&(b.day().is_none(), b.day())));
    }
    Ok((found, near))
}

/// Whose words they are: the speakers that the text names; else the reporter; else who did it, where it is a deed of
/// words.
fn who(fact: &Fact, evidence: &Evidence) -> BTreeSet<String> {
    let mut ids: BTreeSet<String> = evidence.speakers.iter().map(|id| id.to_string()).collect();
    if !ids.is_empty() {
        return ids;
    }
    match fact {
        Fact::Act(act) => match &act.reporter_id {
            Some(reporter) => _ = ids.insert(reporter.clone()),
            None if speech(act.relation) && act.status == ActStatus::Occurred => {
                ids.insert(act.source_id.clone());
            }
            None => {}
        },
        Fact::Position(position) => {
            let id = match position.reporter_id.as_ref() {
                Some(reporter) => reporter.clone(),
                None => position.holder_id.clone(),
            };
            ids.insert(id);
        }
        Fact::Office(_) => {}
    }
    ids
}

/// Whether an act is done by speaking.
fn speech(relation: RelationKind) -> bool {
    use RelationKind::{Agreed, Criticized, Demanded, Proposed, Rejected, Supported, Threatened};
    matches!(relation, Agreed | Criticized | Demanded | Proposed | Rejected | Supported | Threatened)
}

/// Whether a quote, with the topic that was read from it, has each word in one of its forms.
pub(super) fn holds(quote: &str, phrase: Option<&str>, words: &[Vec<String>]) -> bool {
    let there: BTreeSet<String> =
        stems(quote).into_iter().chain(phrase.iter().flat_map(|p| stems(p))).collect();
    let has = |forms: &Vec<String>| {
        forms.iter().any(|form| {
            let form: Vec<String> = stems(form).into_iter().collect();
            form.iter().all(|part| {
                // Forms of a verb share all but their ending.
                let cut = part.chars().count().saturating_sub(2).max(4);
                let root: String = part.chars().take(cut).collect();
                there.contains(part)
                    || root.chars().count() == cut && there.iter().any(|w| w.starts_with(&root))
            })
        })
    };
    !words.is_empty() && words.iter().all(has)
}
