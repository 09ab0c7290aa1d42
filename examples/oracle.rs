//! Developer's tool: acts over the entities of the gold files, to measure act extraction apart from entity resolution.
use demarche::extract::mention::*;
use demarche::lexicon::{cues::Cues, frames::Frames};
use demarche::schema::Document;
fn main() {
    let mut args = std::env::args().skip(1);
    let (gold, parses) = (args.next().unwrap(), args.next().unwrap());
    let (cues, frames) = (Cues::builtin(), Frames::builtin());
    let mut files: Vec<_> = std::fs::read_dir(&parses).unwrap().map(|f| f.unwrap().path()).collect();
    files.sort();
    for file in files {
        let key = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let doc = demarche::text::parse_conllu(&std::fs::read_to_string(&file).unwrap()).unwrap();
        let json: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(format!("{gold}/{key}.json")).unwrap()).unwrap();
        let mut entities = Vec::new();
        let mut mentions = Vec::new();
        let mut forms = Vec::new();
        for (k, e) in json["entities"].as_array().unwrap().iter().enumerate() {
            entities.push(EntityDraft {
                id: e["id"].as_str().unwrap().into(),
                kind: e["type"].as_str().unwrap().parse().unwrap(),
                name: e["name"].as_str().unwrap().into(),
                same_as: vec![],
                gender: None,
                country: None,
            });
            for a in e["aliases"].as_array().unwrap().iter().chain([&e["name"]]) {
                forms.push((
                    a.as_str()
                        .unwrap()
                        .split(|c: char| !c.is_alphanumeric())
                        .filter(|w| !w.is_empty())
                        .map(|w| w.to_string())
                        .collect::<Vec<_>>(),
                    k,
                ));
            }
        }
        forms.sort_by_key(|f| std::cmp::Reverse(f.0.len()));
        let words: Vec<(usize, &str)> = (0..doc.tokens.len())
            .filter(|&i| doc.word(i).chars().any(char::is_alphanumeric))
            .map(|i| (i, doc.word(i)))
            .collect();
        let mut taken = vec![false; doc.tokens.len()];
        for (form, k) in &forms {
            if form.is_empty() {
                continue;
            }
            for w in words.windows(form.len()) {
                if w.iter().zip(form).all(|(a, b)| a.1.trim_matches('.') == b)
                    && !w.iter().any(|a| taken[a.0])
                {
                    let tokens = w[0].0..w[w.len() - 1].0 + 1;
                    for t in tokens.clone() {
                        taken[t] = true;
                    }
                    let head = tokens
                        .clone()
                        .find(|&t| !tokens.contains(&doc.tokens[t].head) || doc.tokens[t].head == t)
                        .unwrap();
                    mentions.push(Mention {
                        tokens,
                        head,
                        kind: MentionKind::Name,
                        entity: Some(*k),
                        members: vec![],
                    });
                }
            }
        }
        let mentions = Mentions::new(entities, mentions, doc.tokens.len());
        let d = Document { id: key, date: None, title: None, url: None, sha256: String::new() };
        let r = demarche::resolve::reading::record(
            d,
            &doc,
            mentions,
            vec![],
            &cues,
            &frames,
            &demarche::lexicon::evaluations::Evaluations::builtin(),
        );
        println!("{}", serde_json::to_string(&r).unwrap());
    }
}
