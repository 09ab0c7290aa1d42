//! The date of an act.

use std::collections::HashMap;

use jiff::civil::Date;

use super::owner::{Owner, bearers, is_name, is_people, owner};
use crate::extract::act::{Act, Context};
use crate::extract::time::{Direction, Expression, Meaning, Point, expressions, resolve};
use crate::lexicon::times::{Times, Unit};
use crate::schema::{ActStatus, PartialDate};
use crate::text::{Deprel, Tag, Upos};

/// The expressions of time of one text, each with the predicate that it belongs to.
pub struct Calendar<'a> {
    context: Context<'a>,
    times: &'a Times,
    today: Option<PartialDate>,
    expressions: Vec<(Expression, Option<Owner>)>,
    /// The expressions that belong to each token, in order.
    by_owner: HashMap<usize, Vec<usize>>,
}

impl<'a> Calendar<'a> {
    /// The calendar of a text whose article is of the date `today`.
    pub fn new(context: Context<'a>, times: &'a Times, today: Option<PartialDate>) -> Self {
        let doc = context.clauses.doc;
        let passes = |token: usize| is_name(context, times, token) || is_people(context, token);
        let expressions: Vec<(Expression, Option<Owner>)> = expressions(doc, times)
            .into_iter()
            .map(|expression| {
                let owner = owner(doc, expression.head, passes);
                (expression, owner)
            })
            .collect();
        let mut by_owner: HashMap<usize, Vec<usize>> = HashMap::new();
        for (index, (_, owner)) in expressions.iter().enumerate() {
            if let Some(owner) = owner {
                by_owner.entry(owner.token).or_default().push(index);
            }
        }
        Self { context, times, today, expressions, by_owner }
    }

    /// When `act` took place or is to take place, as its own words tell.
    pub fn date(&self, act: &Act) -> Option<PartialDate> {
        let bearers = bearers(self.context, self.times, act);
        let mut found: Option<PartialDate> = None;
        let mut near: Vec<usize> =
            bearers.tokens().filter_map(|token| self.by_owner.get(&token)).flatten().copied().collect();
        near.sort_unstable();
        near.dedup();
        for index in near {
            let Some(owner) = &self.expressions[index].1 else { continue };
            if !bearers.have(*owner) || !self.is_setting(*owner, self.expressions[index].0.meaning) {
                continue;
            }
            let date = self.resolve(index, act, owner.token)?;
            found = Some(match found {
                None => date,
                Some(known) if known.contains(date) => date,
                Some(known) if date.contains(known) => known,
                Some(_) => return None,
            });
        }
        found.filter(|&date| self.agrees(date, act.status))
    }

    /// Whether what has happened lies on the article's day or before, and what is planned on it or after.
    fn agrees(&self, date: PartialDate, status: ActStatus) -> bool {
        let Some(today) = self.today else { return true };
        let level = date.contains(today) || today.contains(date);
        level
            || match status {
                ActStatus::Occurred => date < today,
                ActStatus::Planned => date > today,
                ActStatus::Possible | ActStatus::Denied => true,
            }
    }

    /// Whether a phrase says when something is, and not since when or until when.
    fn is_setting(&self, owner: Owner, meaning: Meaning) -> bool {
        let Some(preposition) = owner.preposition else { return true };
        let doc = self.context.clauses.doc;
        let word = &*doc.tokens[preposition].lower;
        let adjuncts = &self.times.adjuncts;
        let fixed = adjuncts.fixing.contains(&*doc.tokens[owner.token].lemma);
        let whole = matches!(meaning, Meaning::Span(..)) && adjuncts.spanning.contains(word);
        adjuncts.on.contains(word) || whole || fixed && adjuncts.fixed.contains(word)
    }

    fn resolve(&self, index: usize, act: &Act, bearer: usize) -> Option<PartialDate> {
        let expression = &self.expressions[index].0;
        let meaning = expression.meaning;
        let doc = self.context.clauses.doc;
        let is_span = matches!(meaning, Meaning::Span(..));
        let listed = doc.children_by(expression.head, Deprel::Conj).next().is_some()
            || doc.tokens[expression.head].deprel == Deprel::Conj;
        if listed && !is_span {
            // "on Monday and Tuesday"
            return None;
        }
        let quoted = self.context.reports.is_quoted(expression.head);
        if quoted && matches!(meaning, Meaning::Relative(Unit::Day | Unit::Week, _)) {
            // "Today" in somebody's mouth is the day of speaking.
            return None;
        }
        let direction = self.direction(act, bearer);
        let focus = match meaning {
            Meaning::Focus(_) => self.focus(index),
            _ => None,
        };
        let date = resolve(meaning, self.today, direction, focus)?;
        let counted =
            !matches!(meaning, Meaning::Date(_) | Meaning::Focus(_) | Meaning::Span(Point::Date(_), _));
        (!counted || !self.tells_of_another_year(index, date)).then_some(date)
    }

    /// Whether the paragraph tells of another year before the expression: "In 2014 … on 27 February" is not of this year.
    fn tells_of_another_year(&self, index: usize, date: PartialDate) -> bool {
        let doc = self.context.clauses.doc;
        let paragraph = doc.paragraphs[doc.paragraph_of(self.expressions[index].0.head)].clone();
        let years = self.expressions[..index]
            .iter()
            .rev()
            .take_while(|(e, _)| e.tokens.start >= paragraph.start)
            .filter_map(|(e, _)| match e.meaning {
                Meaning::Date(date) => Some(date.year()),
                _ => None,
            });
        years.into_iter().next().is_some_and(|year| year != date.year())
    }

    /// The day that was spoken of last, in this sentence or the one before.
    fn focus(&self, index: usize) -> Option<Date> {
        let doc = self.context.clauses.doc;
        let sentence = doc.sentence_of(self.expressions[index].0.head);
        let (before, owner) = self.expressions[..index].iter().next_back()?;
        let near = doc.sentence_of(before.head) + 1 >= sentence
            && doc.paragraph_of(before.head) == doc.paragraph_of(self.expressions[index].0.head);
        let owner = (*owner).filter(|owner| near && self.is_setting(*owner, before.meaning))?;
        let direction = self.tense(owner.token, ActStatus::Occurred);
        match before.meaning {
            Meaning::Focus(_) => None,
            meaning => resolve(meaning, self.today, direction, None)?.whole(),
        }
    }

    /// On which side of the article's day the act lies.
    fn direction(&self, act: &Act, bearer: usize) -> Option<Direction> {
        match act.status {
            ActStatus::Planned => Some(Direction::Future),
            _ => self.tense(bearer, act.status),
        }
    }

    /// What the tense of the clause around `token` tells; `None` where it may be either.
    fn tense(&self, token: usize, status: ActStatus) -> Option<Direction> {
        let clauses = self.context.clauses;
        let doc = clauses.doc;
        let adjuncts = &self.times.adjuncts;
        let mut at = token;
        for _ in 0..8 {
            let word = &doc.tokens[at];
            if clauses.is_clausal(at) {
                let mut auxiliaries = doc
                    .children(at)
                    .filter(|&c| matches!(doc.tokens[c].deprel, Deprel::Aux | Deprel::Auxpass))
                    .peekable();
                let perfect = |c: usize| clauses.cues.perfect.contains(&*doc.tokens[c].lemma);
                if auxiliaries.peek().is_some() {
                    let all: Vec<usize> = auxiliaries.collect();
                    let has = |tag: Tag| all.iter().any(|&c| doc.tokens[c].tag == tag);
                    if all.iter().any(|&c| perfect(c)) {
                        return Some(Direction::Past);
                    }
                    if all.iter().any(|&c| adjuncts.future.contains(&*doc.tokens[c].lower)) {
                        return Some(Direction::Future);
                    }
                    if has(Tag::Md) {
                        return (status == ActStatus::Possible).then_some(Direction::Future);
                    }
                    if has(Tag::To) {
                        // "hopes to meet" looks ahead; "hoped to meet" may look ahead from a day that is past.
                        let above = doc.head(at)?;
                        let present = matches!(doc.tokens[above].tag, Tag::Vbz | Tag::Vbp);
                        return (status == ActStatus::Possible && present).then_some(Direction::Future);
                    }
                    if has(Tag::Vbd) {
                        return Some(Direction::Past);
                    }
                    return None;
                }
                match word.tag {
                    Tag::Vbd => return Some(Direction::Past),
                    Tag::Vbz | Tag::Vbp | Tag::Vb | Tag::Md => return None,
                    _ => {}
                }
                if matches!(word.tag, Tag::Vbn)
                    && word.deprel == Deprel::Acl
                    && !adjuncts.fixing.contains(&*word.lemma)
                {
                    // "talks held on Monday"
                    return Some(Direction::Past);
                }
            }
            if word.upos == Upos::Adp && adjuncts.ahead.contains(&*word.lower)
                || doc.children_by(at, Deprel::Mark).any(|m| adjuncts.ahead.contains(&*doc.tokens[m].lower))
            {
                return None;
            }
            at = doc.head(at)?;
        }
        None
    }
}
