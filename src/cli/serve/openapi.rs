//! The description of the interface for programs, from the table of views (OpenAPI 3.1).

use serde_json::{Map, Value, json};

use super::params::{FARTHEST, FEW, Kind, MOST, MOST_TEXT, Param};
use super::table::{ROUTES, Route};

/// What each view gives.
const SCHEMAS: &str = include_str!("openapi/schemas.json");

/// The whole description.
pub fn description() -> Value {
    let paths: Map<String, Value> = ROUTES.iter().map(|route| (route.api(), path(route))).collect();
    let schemas: Value = serde_json::from_str(SCHEMAS).expect("a test reads it");
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Demarche",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Who met, proposed or rejected what, who holds which office and which stance, as articles tell \
                it, each fact with the words that show it. What no article says is not known. SPARQL is at /sparql, and \
                JSON-LD of each node under /id/.",
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {"schemas": schemas},
    })
}

fn path(route: &Route) -> Value {
    let mut content = Map::new();
    let schema = json!({"$ref": format!("#/components/schemas/{}", route.schema)});
    content.insert("application/json".to_owned(), json!({"schema": schema}));
    if route.csv {
        content.insert("text/csv".to_owned(), json!({"schema": {"type": "string"}}));
    }
    let failure = |why: &str| json!({"description": why, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Failure"}}}});
    let busy = json!({
        "description": "Too many ask at once, or the answer takes too long; ask again after Retry-After seconds",
        "headers": {"Retry-After": {"schema": {"type": "integer"}}},
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Failure"}}},
    });
    json!({
        "get": {
            "operationId": route.schema.to_lowercase(),
            "summary": route.about,
            "parameters": route.params.iter().map(parameter).collect::<Vec<_>>(),
            "responses": {
                "200": {"description": route.about, "content": content},
                "400": failure("The request cannot be understood"),
                "404": failure("The graph has nothing of a name that is asked for"),
                "503": busy,
            },
        }
    })
}

fn parameter(param: &Param) -> Value {
    let schema = match param.kind {
        Kind::Text => json!({"type": "string", "maxLength": MOST_TEXT}),
        Kind::Date => json!({"type": "string", "pattern": "^\\d{4}(-\\d{2}(-\\d{2})?)?$"}),
        Kind::Share => json!({"type": "number", "minimum": 0, "maximum": 1}),
        Kind::Limit => json!({"type": "integer", "minimum": 1, "maximum": MOST, "default": FEW}),
        Kind::Offset => json!({"type": "integer", "minimum": 0, "maximum": FARTHEST, "default": 0}),
        Kind::Word(words) => json!({"type": "string", "enum": words()}),
    };
    json!({"name": param.name, "in": "query", "required": false, "description": param.about, "schema": schema})
}
