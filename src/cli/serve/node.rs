//! Each node at its own address: a page for people, JSON-LD for tools (linked data).

use demarche::export::{Base, jsonld};
use demarche::store::Window;

use super::asked::Asked;
use super::fail::Fail;
use super::params::encoded;
use super::source::Now;
use super::views::bounded;

/// The most facts of each kind that are told with an actor, a topic or an article.
const FACTS: usize = 500;

/// Where people read of a node.
pub fn page(id: &str) -> Option<String> {
    let view = match id.split_once('/')?.0 {
        "entity" => "actor",
        "topic" => "topic",
        "document" => "article",
        "act" | "position" | "office" => "fact",
        _ => return None,
    };
    Some(format!("/{view}?id={}", encoded(id)))
}

/// Where tools have the node in other forms.
pub fn described(id: &str, base: &Base) -> String {
    format!("/sparql?query={}", encoded(&format!("DESCRIBE <{base}{id}>")))
}

/// JSON-LD of a node: of a fact with its ends and words, of somebody or something with the newest facts about it. An array
/// of what `demarche export --compact` writes: its triples are among those of the whole graph.
pub fn json_ld(now: &Now, id: &str, base: &Base) -> Result<Vec<u8>, Fail> {
    let unknown = || Fail::unknown(format!("the graph has no node '{id}'"));
    let node = now.node(id)?.filter(|part| part.node(id).is_some()).ok_or_else(unknown)?;
    let asked = match id.split_once('/').map_or("", |(kind, _)| kind) {
        "entity" => Some(Asked::party(id)),
        "topic" => Some(Asked::about(id)),
        "document" => Some(Asked::told_in(id)),
        _ => None,
    };
    let window = Window { offset: 0, limit: FACTS, newest: true };
    let facts = asked.map(|asked| now.picture(&asked, window)).transpose()?;
    bounded(|out| {
        use std::io::Write;
        out.write_all(b"[")?;
        jsonld::write_part(&node, base, out)?;
        if let Some((facts, _)) = &facts {
            out.write_all(b",")?;
            jsonld::write_part(facts, base, out)?;
        }
        Ok(out.write_all(b"]\n")?)
    })
}
