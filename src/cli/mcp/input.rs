//! What the tools take. The comments are what a language model reads.

use rmcp::schemars::{self, JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

use demarche::schema::{ActStatus, RelationKind, Stance};

/// `positions`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Positions {
    /// Who holds it: any name of a person, country or body
    pub actor: Option<String>,
    /// Words of the topic, such as "security guarantees"; narrower topics are found too
    pub topic: Option<String>,
    /// Only this stance
    #[schemars(schema_with = "stances")]
    pub stance: Option<Stance>,
    /// Only what is told for this day, month or year: 2025-08-17, 2025-08 or 2025
    pub on: Option<String>,
    /// Only then or later
    pub since: Option<String>,
    /// Only then or earlier
    pub until: Option<String>,
    /// Only what this source is named for
    pub reporter: Option<String>,
    /// How many answers at most, from 1 to 100
    #[schemars(schema_with = "limits")]
    pub limit: Option<usize>,
}

/// `offices`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Offices {
    /// Any name of who holds it
    pub holder: Option<String>,
    /// Any name of the country, body or person that it belongs to
    pub of: Option<String>,
    /// Words of the title, such as "foreign minister"
    pub title: Option<String>,
    /// Only offices that an article says are held at this time: 2025-08-17, 2025-08 or 2025
    pub on: Option<String>,
    /// How many answers at most, from 1 to 100
    #[schemars(schema_with = "limits")]
    pub limit: Option<usize>,
}

/// `acts`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Acts {
    /// Who did it: any name; of those who met, agreed or cooperated, either one
    pub source: Option<String>,
    /// To or with whom, or where the source went: any name
    pub target: Option<String>,
    /// What was done. 'yielded' is to give way (withdraw, release, ease), 'coerced' force short of violence (arrest, ban,
    /// seize), 'mobilized' to deploy or hold exercises, 'protested' to demonstrate or strike
    #[schemars(schema_with = "relations")]
    pub relation: Option<RelationKind>,
    /// Words of the topic
    pub topic: Option<String>,
    /// Whether it took place, is planned, is possible, or is denied. Only 'occurred' is told as done
    #[schemars(schema_with = "statuses")]
    pub status: Option<ActStatus>,
    /// Only on this day, in this month or year: 2025-08-17, 2025-08 or 2025
    pub on: Option<String>,
    /// Only then or later
    pub since: Option<String>,
    /// Only then or earlier
    pub until: Option<String>,
    /// Any name of the place where it took place
    pub place: Option<String>,
    /// Only what this source is named for
    pub reporter: Option<String>,
    /// Only what this article tells, by its id
    pub document: Option<String>,
    /// Only what is at least this sure, from 0 to 1
    pub min_confidence: Option<f64>,
    /// How many answers at most, from 1 to 100
    #[schemars(schema_with = "limits")]
    pub limit: Option<usize>,
}

/// `ask`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// One question in plain English, such as "Did Trump meet Putin?", "Who rejected the ceasefire?", "Who is the
    /// chancellor of Germany?", "On what do Trump and Putin agree?"
    pub question: String,
    /// How many answers at most, from 1 to 100
    #[serde(default)]
    #[schemars(schema_with = "limits")]
    pub limit: Option<usize>,
}

/// `evidence`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Evidence {
    /// The id of one fact, as this tool and query give it: act/…, position/… or office/…
    pub fact: Option<String>,
    /// Any name of somebody whom the facts are of
    pub actor: Option<String>,
    /// Any name of a second one: facts that have both
    pub other: Option<String>,
    /// Words of the topic
    pub topic: Option<String>,
    /// Only what this article shows, by its id
    pub document: Option<String>,
    /// How many sentences at most, from 1 to 100
    #[schemars(schema_with = "limits")]
    pub limit: Option<usize>,
}

/// `query`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// A SELECT or ASK query in SPARQL 1.1; CONSTRUCT and DESCRIBE give Turtle. The prefixes : (the vocabulary), schema:,
    /// org:, sem:, prov:, oa:, dc:, skos:, xsd:, rdf:, rdfs:, entity:, topic: and document: are declared. An act has :source,
    /// :relation (:met, :visited, :proposed, :demanded, :agreed, :supported, :rejected, :criticized, :threatened,
    /// :sanctioned, :attacked, :aided, :cooperated, :yielded, :protested, :mobilized, :coerced), :target, :topic, :status
    /// (:occurred, :planned, :possible, :denied), :plover (a PLOVER category: "RETREAT"), prov:wasAttributedTo (its
    /// reporter) and prov:wasDerivedFrom (evidence); a position has :holder, :stance (:for, :against, :conditional) and
    /// :topic; an office (org:Membership) has org:member, :title, :of and :status. Names are schema:name, phrases of
    /// topics skos:prefLabel. Evidence has oa:hasSource (the article: schema:identifier,
    /// schema:headline, schema:datePublished, schema:url, dc:publisher) and oa:hasSelector/oa:exact (the words)
    pub sparql: String,
    /// How many rows at most, from 1 to 100
    #[serde(default)]
    #[schemars(schema_with = "limits")]
    pub limit: Option<usize>,
}

fn relations(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": "string", "enum": RelationKind::ALL.map(RelationKind::as_str)})
}

fn statuses(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": "string", "enum": ActStatus::ALL.map(ActStatus::as_str)})
}

fn stances(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": "string", "enum": Stance::ALL.map(Stance::as_str)})
}

fn limits(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": "integer", "minimum": 1, "maximum": 100, "default": 20})
}
