//! What a request asks for, by names and words.

use demarche::store::Sought;

use super::params::Params;

/// What is asked for, by names and words as people type them.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Whoever takes part, by any name or by id.
    pub party: Option<String>,
    /// Who did or holds it.
    pub source: Option<String>,
    /// To whom, or of what.
    pub target: Option<String>,
    /// Words of the topic.
    pub topic: Option<String>,
    /// The id of the topic.
    pub topic_id: Option<String>,
    /// The place.
    pub place: Option<String>,
    /// The source that the texts name.
    pub reporter: Option<String>,
    /// An article.
    pub document: Option<String>,
    /// Words of the title.
    pub title: Option<String>,
    /// All that is told by words of vocabularies, dates and numbers.
    pub exact: Sought,
}

impl Asked {
    /// What a request says. The parameters that a view does not have are not said.
    pub fn of(params: &Params) -> Self {
        let exact = Sought {
            relation: params.parsed("relation"),
            status: params.parsed("status"),
            stance: params.parsed("stance"),
            on: params.text("on"),
            since: params.text("since"),
            until: params.text("until"),
            min_confidence: params.parsed("min_confidence").unwrap_or(0.0),
            ..Sought::default()
        };
        let source = params.text("source").or_else(|| params.text("actor")).or_else(|| params.text("holder"));
        Self {
            party: params.text("party"),
            source,
            target: params.text("target").or_else(|| params.text("of")),
            topic: params.text("topic"),
            topic_id: None,
            place: params.text("place"),
            reporter: params.text("reporter"),
            document: params.text("document"),
            title: params.text("title"),
            exact,
        }
    }

    /// Whatever somebody takes part in.
    pub fn party(id: &str) -> Self {
        Self { party: Some(id.to_owned()), ..Self::default() }
    }

    /// Whatever is about a topic.
    pub fn about(topic: &str) -> Self {
        Self { topic_id: Some(topic.to_owned()), ..Self::default() }
    }

    /// Whatever an article tells.
    pub fn told_in(document: &str) -> Self {
        Self { document: Some(document.to_owned()), ..Self::default() }
    }
}
