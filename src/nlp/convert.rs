//! From a spaCy pipeline's folder to a model pack.
//!
//! Reads the files as spaCy writes them (msgpack, numpy and JSON) and writes what the stages read, in the same order. Word
//! vectors are multiplied with the networks' projections here, once for all words.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rmpv::Value;

use super::embed::{Feature, VectorKeys};
use super::gemm::{self, Packed};
use super::hash::string_id;
use super::network::{HIDDEN, LAYERS, PIECES, STATE_PIECES, WIDTH};
use super::pack::{PackWriter, Precision, model_error, other_architecture};
use super::spacy::{
    Folder, Model, Node, Vectors, field, get, id_of, list_of, map_of, parse_npy, text_of, to_json,
};
use super::tokenizer::Tokenizer;
use crate::error::Result;
use crate::text::Upos;

/// Key of a token's text in an exception, by spaCy's numbering of attributes.
const ORTH: i64 = 65;

/// Key of a token's norm in an exception.
const NORM: i64 = 67;

/// Packs the spaCy pipeline in `folder` (which has `meta.json` and `tokenizer` in it).
///
/// `en_core_web_sm` and `en_core_web_md` of versions 3.6 to 3.8 can be packed, and others with the same architecture and
/// labels.
///
/// # Errors
/// A file that cannot be read, and what [`super::Pipeline::from_bytes`] would reject; they name the file.
pub fn pack(folder: &Path, precision: Precision) -> Result<Vec<u8>> {
    let folder = Folder(folder);
    let mut writer = PackWriter::new(precision);
    let meta = folder.json("meta.json")?;
    let text = |name: &str| meta[name].as_str().unwrap_or_default().to_owned();
    writer.string(&format!("{}_{} {}", text("lang"), text("name"), text("version")));
    folder.within("tokenizer", |value| write_tokenizer(&mut writer, value))?;
    folder.within("vocab/lookups.bin", |value| write_norms(&mut writer, value))?;
    let vectors = write_vector_keys(&mut writer, folder)?;
    let mut component = |name: &str, write: &mut dyn FnMut(&mut PackWriter, &Model<'_>) -> Result<()>| {
        folder.within(&format!("{name}/model"), |value| write(&mut writer, &Model::new(value)?))
    };
    component("tok2vec", &mut |writer, model| write_tok2vec(writer, model, vectors.as_ref()))?;
    let tagger = folder.json("tagger/cfg")?;
    component("tagger", &mut |writer, model| write_tagger(writer, model, &tagger))?;
    let moves = folder.read("parser/moves")?;
    component("parser", &mut |writer, model| {
        model.listens()?;
        write_transitions(writer, model, &moves, 8)
    })?;
    let moves = folder.read("ner/moves")?;
    component("ner", &mut |writer, model| {
        write_tok2vec(writer, model, vectors.as_ref())?;
        write_transitions(writer, model, &moves, 3)
    })?;
    folder.within("attribute_ruler/patterns", |value| {
        writer.string(&to_json(value)?.to_string());
        Ok(())
    })?;
    folder.within("lemmatizer/lookups/lookups.bin", |value| write_lemmas(&mut writer, value))?;
    let pack = writer.finish();
    // What was packed must be what the stages read: unknown labels and other dimensions show here.
    super::Pipeline::from_bytes(&pack)?;
    Ok(pack)
}

fn write_tokenizer(writer: &mut PackWriter, rules: &Value) -> Result<()> {
    if !matches!(get(rules, "token_match"), None | Some(Value::Nil)) {
        return Err(model_error("the tokenizer has a token_match, which no English pipeline of spaCy has"));
    }
    let expression = |name: &str| text_of(field(rules, name)?);
    let expressions = [
        expression("prefix_search")?,
        expression("suffix_search")?,
        expression("infix_finditer")?,
        expression("url_match")?,
    ];
    let mut exceptions = BTreeMap::new();
    for (text, tokens) in map_of(field(rules, "exceptions")?)? {
        let mut parts = Vec::new();
        for token in list_of(tokens)? {
            let attribute = |key: i64| {
                let found = map_of(token).ok()?.iter().find(|(k, _)| k.as_i64() == Some(key));
                found.and_then(|(_, value)| value.as_str())
            };
            let part = attribute(ORTH).ok_or_else(|| model_error("an exception's token has no text"))?;
            parts.push((part.to_owned(), attribute(NORM).map_or(0, string_id)));
        }
        exceptions.insert(text_of(text)?.to_owned(), parts);
    }
    Tokenizer::write(writer, expressions, &exceptions)
}

fn write_norms(writer: &mut PackWriter, lookups: &Value) -> Result<()> {
    let mut norms = BTreeMap::new();
    for (id, norm) in map_of(field(lookups, "lexeme_norm")?)? {
        norms.insert(id_of(id)?, string_id(text_of(norm)?));
    }
    writer.length(norms.len());
    for (id, norm) in norms {
        writer.u64(id);
        writer.u64(norm);
    }
    Ok(())
}

/// Writes which row belongs to which word; returns the vectors, if the pipeline has any.
fn write_vector_keys(writer: &mut PackWriter, folder: Folder<'_>) -> Result<Option<Vectors>> {
    if !folder.0.join("vocab/vectors").exists() {
        writer.u32(0);
        return Ok(None);
    }
    let vectors = parse_npy(&folder.bytes("vocab/vectors")?)
        .map_err(|error| error.in_file(folder.0.join("vocab/vectors")))?;
    if vectors.rows == 0 {
        writer.u32(0);
        return Ok(None);
    }
    writer.length(vectors.rows);
    folder.within("vocab/key2row", |keys| {
        let mut rows = BTreeMap::new();
        for (id, row) in map_of(keys)? {
            let row = row.as_u64().filter(|&row| row < vectors.rows as u64 && row <= u64::from(u16::MAX));
            let row = row.ok_or_else(|| model_error("a word's vector is not among the first 65,536"))?;
            // Of two words that differ in the highest bits alone, which are not kept, the first keeps its vector.
            rows.entry(VectorKeys::split(id_of(id)?)).or_insert(row as u16);
        }
        let mut counts = vec![0u8; VectorKeys::BUCKETS];
        for &(bucket, _) in rows.keys() {
            counts[bucket] = counts[bucket]
                .checked_add(1)
                .ok_or_else(|| model_error("too many vectors: 255 to a bucket"))?;
        }
        writer.bytes(&counts);
        writer.bytes(&rows.keys().flat_map(|(_, key)| key.to_le_bytes()).collect::<Vec<_>>());
        writer.bytes(&rows.values().flat_map(|row| row.to_le_bytes()).collect::<Vec<_>>());
        Ok(())
    })?;
    Ok(Some(vectors))
}

/// Writes an embedding with its mixer, and the encoder behind it.
fn write_tok2vec(writer: &mut PackWriter, model: &Model<'_>, vectors: Option<&Vectors>) -> Result<()> {
    let features = model.only("extract_features")?.attribute("columns")?;
    let features = list_of(&features)?;
    let tables: Vec<_> = model.named("hashembed").collect();
    if features.len() != tables.len() {
        return Err(other_architecture("the number of embedding tables", tables.len(), features.len()));
    }
    writer.length(tables.len());
    for (place, (feature, table)) in features.iter().zip(&tables).enumerate() {
        let name = text_of(feature)?;
        if Feature::from_name(name).is_none() {
            return Err(model_error(format!("the pipeline embeds a feature that is not known: {name}")));
        }
        let number = |attribute: &str| {
            let value = table.attribute(attribute)?;
            value
                .as_u64()
                .and_then(|n| u32::try_from(n).ok())
                .ok_or_else(|| model_error(format!("no {attribute}")))
        };
        if number("column")? as usize != place {
            return Err(model_error("the embedding tables are not in the order of the features"));
        }
        let rows = table.array("E")?;
        let n = rows.shape[0];
        writer.string(name);
        writer.u32(number("seed")?);
        writer.length(n);
        writer.weights(&rows.of_shape(&[n, WIDTH], "an embedding table")?, WIDTH)?;
    }
    let projection = model.named("static_vectors").next();
    match (projection, vectors) {
        (None, _) => writer.u8(0),
        (Some(_), None) => {
            return Err(model_error("the model needs word vectors and the pipeline has none"));
        }
        (Some(layer), Some(vectors)) => {
            writer.u8(1);
            let weights =
                layer.array("W")?.of_shape(&[WIDTH, vectors.columns], "the projection of vectors")?;
            let packed = Packed::new(&weights, vectors.columns);
            let mut projected = vec![0.0; vectors.rows * packed.width()];
            gemm::multiply(&vectors.values, vectors.columns, vectors.rows, &packed, &mut projected);
            for row in projected.chunks_exact(packed.width()) {
                writer.weights(&row[..WIDTH], WIDTH)?;
            }
        }
    }
    let maxouts: Vec<_> = model.named("maxout").collect();
    let norms: Vec<_> = model.named("layernorm").collect();
    if maxouts.len() != LAYERS + 1 || norms.len() != LAYERS + 1 {
        return Err(other_architecture("the number of maxout layers", maxouts.len(), LAYERS + 1));
    }
    for (i, (maxout, norm)) in maxouts.into_iter().zip(norms).enumerate() {
        let depth =
            if i == 0 { (tables.len() + usize::from(projection.is_some())) * WIDTH } else { 3 * WIDTH };
        if i == 1 {
            writer.length(LAYERS);
        }
        writer.length(depth);
        let weights = maxout.array("W")?.of_shape(&[WIDTH, PIECES, depth], "a maxout layer")?;
        writer.weights(&pieces_first(&weights, WIDTH, PIECES, depth), depth)?;
        writer.floats(&pieces_first(
            &maxout.array("b")?.of_shape(&[WIDTH, PIECES], "a bias")?,
            WIDTH,
            PIECES,
            1,
        ));
        writer.floats(&norm.array("G")?.of_shape(&[WIDTH], "a layer norm")?);
        writer.floats(&norm.array("b")?.of_shape(&[WIDTH], "a layer norm")?);
    }
    Ok(())
}

/// Turns `[units][pieces][depth]` into `[pieces][units][depth]`, so that the best piece is found element by element.
fn pieces_first(values: &[f32], units: usize, pieces: usize, depth: usize) -> Vec<f32> {
    let mut out = Vec::with_capacity(values.len());
    for piece in 0..pieces {
        for unit in 0..units {
            out.extend_from_slice(&values[(unit * pieces + piece) * depth..][..depth]);
        }
    }
    out
}

fn write_tagger(writer: &mut PackWriter, model: &Model<'_>, config: &serde_json::Value) -> Result<()> {
    model.listens()?;
    let labels = config["labels"].as_array().ok_or_else(|| model_error("tagger/cfg has no labels"))?;
    writer.length(labels.len());
    for label in labels {
        writer.string(label.as_str().unwrap_or_default());
    }
    let layer = model.only("softmax")?;
    write_linear(writer, layer, WIDTH, labels.len())
}

fn write_linear(writer: &mut PackWriter, layer: &Node<'_>, depth: usize, outputs: usize) -> Result<()> {
    writer.weights(&layer.array("W")?.of_shape(&[outputs, depth], "a linear layer")?, depth)?;
    writer.floats(&layer.array("b")?.of_shape(&[outputs], "a linear layer's bias")?);
    Ok(())
}

/// Writes a transition system's classes and network.
fn write_transitions(
    writer: &mut PackWriter,
    model: &Model<'_>,
    moves: &Value,
    features: usize,
) -> Result<()> {
    let moves = text_of(field(moves, "moves")?)?;
    let moves: BTreeMap<u8, BTreeMap<String, u64>> = serde_json::from_str::<BTreeMap<String, _>>(moves)
        .map_err(|error| model_error(format!("the moves are not JSON: {error}")))?
        .into_iter()
        .map(|(action, labels)| {
            action.parse().map(|action| (action, labels)).map_err(|_| model_error("an action is no number"))
        })
        .collect::<Result<_>>()?;
    // Classes are numbered by action, and for each by falling frequency and label.
    let mut classes = Vec::new();
    for (action, labels) in &moves {
        let mut labels: Vec<_> = labels.iter().map(|(label, count)| (count, label)).collect();
        labels.sort_unstable();
        classes.extend(labels.into_iter().rev().map(|(_, label)| (*action, label)));
    }
    writer.length(classes.len());
    for (action, label) in &classes {
        writer.u8(*action);
        writer.string(label);
    }
    let (lower, upper) = (model.referred("lower")?, model.referred("upper")?);
    let mut hidden = model.named("linear").filter(|node| !std::ptr::eq(*node, upper));
    let hidden = hidden.next().ok_or_else(|| model_error("the model has no hidden layer"))?;
    write_linear(writer, hidden, WIDTH, HIDDEN)?;
    let weights = lower
        .array("W")?
        .of_shape(&[features, HIDDEN, STATE_PIECES, HIDDEN], "the layer under the transitions")?;
    for feature in weights.chunks_exact(HIDDEN * STATE_PIECES * HIDDEN) {
        writer.weights(&pieces_first(feature, HIDDEN, STATE_PIECES, HIDDEN), HIDDEN)?;
    }
    let bias = lower.array("b")?.of_shape(&[HIDDEN, STATE_PIECES], "a bias")?;
    writer.floats(&pieces_first(&bias, HIDDEN, STATE_PIECES, 1));
    let missing = lower.array("pad")?.of_shape(&[1, features, HIDDEN, STATE_PIECES], "a padding")?;
    for feature in missing.chunks_exact(HIDDEN * STATE_PIECES) {
        writer.floats(&pieces_first(feature, HIDDEN, STATE_PIECES, 1));
    }
    write_linear(writer, upper, HIDDEN, classes.len())
}

fn write_lemmas(writer: &mut PackWriter, lookups: &Value) -> Result<()> {
    let table = |name: &str, upos: Upos| -> Result<Option<&Value>> {
        // Tables are keyed by the id of the part of speech in lower case.
        let id = string_id(&upos.as_str().to_lowercase());
        let table = map_of(field(lookups, name)?)?;
        Ok(table.iter().find(|(key, _)| key.as_u64() == Some(id)).map(|(_, value)| value))
    };
    let mut parts = Vec::new();
    for upos in Upos::ALL {
        let tables = [table("lemma_rules", upos)?, table("lemma_exc", upos)?, table("lemma_index", upos)?];
        // An empty table is as none to spaCy.
        let full = |t: &Option<&Value>| {
            t.is_some_and(|t| t.as_map().map_or(0, Vec::len) + t.as_array().map_or(0, Vec::len) > 0)
        };
        if tables.iter().any(full) {
            parts.push((upos, tables));
        }
    }
    writer.length(parts.len());
    for (upos, [rules, exceptions, index]) in parts {
        writer.string(upos.as_str());
        let rules = rules.map_or(Ok(&[][..]), list_of)?;
        writer.length(rules.len());
        for rule in rules {
            let &[old, new] = &list_of(rule)?.iter().collect::<Vec<_>>()[..] else {
                return Err(model_error("a lemma rule should have two endings"));
            };
            writer.string(text_of(old)?);
            writer.string(text_of(new)?);
        }
        let mut entries = BTreeSet::new();
        for (word, forms) in exceptions.map_or(Ok(&[][..]), map_of)? {
            for (place, form) in list_of(forms)?.iter().enumerate() {
                if place > 9 {
                    return Err(model_error(format!("{word} has more than ten lemmas")));
                }
                entries.insert((text_of(word)?, format!("{}\t{place}{}", text_of(word)?, text_of(form)?)));
            }
        }
        write_strings(writer, entries.iter().map(|(_, entry)| entry.as_str()))?;
        let words: BTreeSet<&str> =
            index.map_or(Ok(&[][..]), list_of)?.iter().map(text_of).collect::<Result<_>>()?;
        write_strings(writer, words.into_iter())?;
    }
    Ok(())
}

/// Writes sorted strings: their text, then their lengths.
fn write_strings<'a>(writer: &mut PackWriter, strings: impl Iterator<Item = &'a str>) -> Result<()> {
    let (mut text, mut lengths) = (String::new(), Vec::new());
    for string in strings {
        text.push_str(string);
        lengths.push(u8::try_from(string.len()).map_err(|_| model_error("a word is longer than 255 bytes"))?);
    }
    writer.string(&text);
    writer.bytes(&lengths);
    Ok(())
}
