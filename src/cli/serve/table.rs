//! What can be asked, as a table: from it follow the addresses, the forms of the pages and the description for programs.

use super::params::{Kind, Param, orders, relations, stances, statuses};
use super::views::{self, Given, Request};

/// A view.
pub struct Route {
    /// Where its page is; `.csv` behind it is the table.
    pub path: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// What it tells.
    pub about: &'static str,
    /// What it takes.
    pub params: &'static [Param],
    /// Whether there is a table of it.
    pub csv: bool,
    /// Whether the whole graph alone tells it, which may have to be read first.
    pub whole: bool,
    /// Whether every page leads to it.
    pub nav: bool,
    /// The name of what it gives to programs, in `openapi/schemas.json`.
    pub schema: &'static str,
    /// Finds the answer.
    pub answer: fn(&Request<'_>) -> Given,
}

impl Route {
    /// Where programs find it.
    pub fn api(&self) -> String {
        match self.path {
            "/" => "/api/summary".to_owned(),
            path => format!("/api{path}"),
        }
    }
}

const fn param(name: &'static str, kind: Kind, label: &'static str, about: &'static str) -> Param {
    Param { name, kind, label, about }
}

const LIMIT: Param = param("limit", Kind::Limit, "How many", "How many are given at most");
const OFFSET: Param = param("offset", Kind::Offset, "From", "How many are left out before");
const SINCE: Param = param("since", Kind::Date, "Since", "Only then or later");
const UNTIL: Param = param("until", Kind::Date, "Until", "Only then or earlier");
const ON: Param = param("on", Kind::Date, "On", "Only on this day, or in this month or year");
const TOPIC: Param = param("topic", Kind::Text, "Topic", "Words of the topic");
const REPORTER: Param =
    param("reporter", Kind::Text, "Reported by", "Any name of the source that the texts name");
const DOCUMENT: Param =
    param("document", Kind::Text, "Article", "An article that shows it, by its name or id");
const CONFIDENCE: Param =
    param("min_confidence", Kind::Share, "Confidence", "Only what is at least this sure");
const RELATION: Param = param("relation", Kind::Word(relations), "Relation", "What was done");
const STATUS: Param = param("status", Kind::Word(statuses), "Status", "Whether it took place");
const STANCE: Param = param("stance", Kind::Word(stances), "Stance", "Only this stance");
const ACTOR: Param = param("actor", Kind::Text, "Actor", "Any name of who holds the position, or the id");
const PARTY: Param =
    param("party", Kind::Text, "Taking part", "Any name of somebody at either end, or the id");
const WORDS: Param = param("q", Kind::Text, "Words", "Words of the name");
const ID: Param = param("id", Kind::Text, "Id", "The id in the graph");

fn columns() -> Vec<&'static str> {
    vec!["issue", "topic"]
}

/// All views, in the order in which pages lead to them.
pub static ROUTES: [Route; 17] = [
    Route {
        path: "/",
        name: "Summary",
        about: "How much there is",
        params: &[],
        csv: false,
        whole: false,
        nav: false,
        schema: "Summary",
        answer: views::summary,
    },
    Route {
        path: "/graph",
        name: "Graph",
        about: "The newest acts and positions with the offices of those who take part, as JSON-LD nested by actor",
        params: &[PARTY, TOPIC, RELATION, STATUS, STANCE, SINCE, UNTIL, CONFIDENCE],
        csv: true,
        whole: false,
        nav: true,
        schema: "Network",
        answer: views::graph,
    },
    Route {
        path: "/matrix",
        name: "Positions by issue",
        about: "Actors against the questions on which they take sides",
        params: &[
            param("by", Kind::Word(columns), "Columns", "Issues, or the topics of the newest 2000 positions"),
            ACTOR,
            TOPIC,
            ON,
            SINCE,
            UNTIL,
        ],
        csv: true,
        whole: true,
        nav: true,
        schema: "Matrix",
        answer: views::matrix,
    },
    Route {
        path: "/issues",
        name: "Issues",
        about: "The questions on which actors take sides, those of most articles first",
        params: &[WORDS, LIMIT, OFFSET],
        csv: true,
        whole: true,
        nav: true,
        schema: "Issues",
        answer: views::issues,
    },
    Route {
        path: "/positions",
        name: "Positions",
        about: "Who is for or against what",
        params: &[ACTOR, TOPIC, STANCE, ON, SINCE, UNTIL, REPORTER, DOCUMENT, CONFIDENCE, LIMIT, OFFSET],
        csv: true,
        whole: false,
        nav: true,
        schema: "Positions",
        answer: views::positions,
    },
    Route {
        path: "/offices",
        name: "Offices",
        about: "Who holds which office",
        params: &[
            param("holder", Kind::Text, "Holder", "Any name of the holder, or the id"),
            param("of", Kind::Text, "Of", "Any name of the country or body, or the id"),
            param("title", Kind::Text, "Office", "Words of the title"),
            param("on", Kind::Date, "On", "Only offices that an article says are held at this time"),
            DOCUMENT,
            LIMIT,
            OFFSET,
        ],
        csv: true,
        whole: false,
        nav: true,
        schema: "Offices",
        answer: views::offices,
    },
    Route {
        path: "/acts",
        name: "Acts",
        about: "Who did what",
        params: &[
            param(
                "source",
                Kind::Text,
                "Who",
                "Any name of who did it, or the id; of those who met or agreed, either",
            ),
            RELATION,
            param("target", Kind::Text, "To whom", "Any name of the other end, or the id"),
            PARTY,
            TOPIC,
            STATUS,
            ON,
            SINCE,
            UNTIL,
            param("place", Kind::Text, "Where", "Any name of the place"),
            REPORTER,
            DOCUMENT,
            CONFIDENCE,
            param("order", Kind::Word(orders), "Order", "The newest or the oldest first"),
            LIMIT,
            OFFSET,
        ],
        csv: true,
        whole: false,
        nav: true,
        schema: "Acts",
        answer: views::acts,
    },
    Route {
        path: "/timeline",
        name: "Timeline",
        about: "How the position of an actor, or on a topic, changed",
        params: &[ACTOR, TOPIC, ON, SINCE, UNTIL, REPORTER, LIMIT, OFFSET],
        csv: true,
        whole: false,
        nav: true,
        schema: "Timeline",
        answer: views::timeline,
    },
    Route {
        path: "/ask",
        name: "Ask",
        about: "A question in English, answered with quotes",
        params: &[param("q", Kind::Text, "Question", "The question"), LIMIT],
        csv: false,
        whole: false,
        nav: true,
        schema: "Answer",
        answer: views::ask,
    },
    Route {
        path: "/articles",
        name: "Articles",
        about: "The articles, the newest first; those that name an actor",
        params: &[param("actor", Kind::Text, "Names", "Any name of an actor, or the id"), LIMIT, OFFSET],
        csv: true,
        whole: false,
        nav: true,
        schema: "Articles",
        answer: views::articles,
    },
    Route {
        path: "/actors",
        name: "Actors",
        about: "Actors and places, those that articles name most often first",
        params: &[WORDS, LIMIT, OFFSET],
        csv: true,
        whole: false,
        nav: true,
        schema: "Actors",
        answer: views::actors,
    },
    Route {
        path: "/search",
        name: "Search",
        about: "Actors, topics and quotes that have all words",
        params: &[param("q", Kind::Text, "Words", "Words that must be there"), LIMIT],
        csv: false,
        whole: false,
        nav: false,
        schema: "Search",
        answer: views::search,
    },
    Route {
        path: "/actor",
        name: "Actor",
        about: "Who somebody is, offices over time, acts, stances that changed, articles",
        params: &[ID, param("name", Kind::Text, "Name", "Any name, in place of the id")],
        csv: false,
        whole: false,
        nav: false,
        schema: "Actor",
        answer: views::actor,
    },
    Route {
        path: "/topic",
        name: "Topic",
        about: "Who stands where on a topic, and what was done about it",
        params: &[ID, LIMIT],
        csv: false,
        whole: false,
        nav: false,
        schema: "Topic",
        answer: views::topic,
    },
    Route {
        path: "/issue",
        name: "Issue",
        about: "Who is for and against an issue, since when, and what was done about it",
        params: &[param("label", Kind::Text, "Issue", "The issue, as /issues has it")],
        csv: false,
        whole: true,
        nav: false,
        schema: "Issue",
        answer: views::issue,
    },
    Route {
        path: "/article",
        name: "Article",
        about: "An article, and what its sentences show in their order",
        params: &[param("id", Kind::Text, "Id", "The id in the graph, or the name that its reader gave it")],
        csv: false,
        whole: false,
        nav: false,
        schema: "Article",
        answer: views::article,
    },
    Route {
        path: "/fact",
        name: "Fact",
        about: "One act, position or office with all words that show it",
        params: &[ID],
        csv: false,
        whole: false,
        nav: false,
        schema: "Fact",
        answer: views::fact,
    },
];

/// The picture inside the page of the graph. It takes what the graph takes, and is for browsers alone.
pub static PICTURE: Route = Route {
    path: "/graph/page",
    name: "Graph",
    about: "The graph as a page of its own",
    params: ROUTES[1].params,
    csv: false,
    whole: false,
    nav: false,
    schema: "Network",
    answer: views::picture,
};
