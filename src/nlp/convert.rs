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
use super::tokenizer::Tokenizer;
use crate::error::{Error, ErrorKind, Result};
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

/// The pipeline's folder.
#[derive(Debug, Clone, Copy)]
struct Folder<'a>(&'a Path);

impl Folder<'_> {
    fn bytes(self, name: &str) -> Result<Vec<u8>> {
        let path = self.0.join(name);
        std::fs::read(&path).map_err(|error| {
            Error::io(
                path,
                "cannot read a file of the spaCy pipeline; name the folder that has meta.json in it",
                error,
            )
        })
    }

    fn read(self, name: &str) -> Result<Value> {
        let bytes = self.bytes(name)?;
        rmpv::decode::read_value(&mut &bytes[..])
            .map_err(|error| model_error(format!("not msgpack: {error}")).in_file(self.0.join(name)))
    }

    fn json(self, name: &str) -> Result<serde_json::Value> {
        serde_json::from_slice(&self.bytes(name)?)
            .map_err(|error| model_error(format!("not JSON: {error}")).in_file(self.0.join(name)))
    }

    /// Reads a file and names it in errors about its content.
    fn within(self, name: &str, use_: impl FnOnce(&Value) -> Result<()>) -> Result<()> {
        use_(&self.read(name)?).map_err(|error| match error.path() {
            None if error.kind() == ErrorKind::Model => error.in_file(self.0.join(name)),
            _ => error,
        })
    }
}

/// The value of a key of a map; keys are strings or bytes.
fn get<'a>(map: &'a Value, key: &str) -> Option<&'a Value> {
    map.as_map()?.iter().find(|(k, _)| bytes_of(k) == Some(key.as_bytes())).map(|(_, value)| value)
}

fn bytes_of(value: &Value) -> Option<&[u8]> {
    match value {
        Value::String(text) => Some(text.as_bytes()),
        Value::Binary(bytes) => Some(bytes),
        _ => None,
    }
}

/// The value of a key that must be there.
fn field<'a>(map: &'a Value, key: &str) -> Result<&'a Value> {
    get(map, key).ok_or_else(|| model_error(format!("{key} is missing")))
}

fn text_of(value: &Value) -> Result<&str> {
    value.as_str().ok_or_else(|| model_error(format!("{value} should be text")))
}

fn map_of(value: &Value) -> Result<&[(Value, Value)]> {
    value.as_map().map(Vec::as_slice).ok_or_else(|| model_error("a table should be a map"))
}

fn list_of(value: &Value) -> Result<&[Value]> {
    value.as_array().map(Vec::as_slice).ok_or_else(|| model_error(format!("{value} should be a list")))
}

fn id_of(value: &Value) -> Result<u64> {
    value.as_u64().ok_or_else(|| model_error(format!("{value} should be the id of a string")))
}

fn to_json(value: &Value) -> Result<serde_json::Value> {
    Ok(match value {
        Value::Nil => serde_json::Value::Null,
        Value::Boolean(b) => (*b).into(),
        Value::Integer(i) => i.as_i64().map_or(serde_json::Value::Null, Into::into),
        Value::String(_) => text_of(value)?.into(),
        Value::Array(list) => list.iter().map(to_json).collect::<Result<Vec<_>>>()?.into(),
        Value::Map(map) => map
            .iter()
            .map(|(key, value)| Ok((text_of(key)?.to_owned(), to_json(value)?)))
            .collect::<Result<serde_json::Map<_, _>>>()?
            .into(),
        _ => return Err(model_error(format!("{value} was not expected in a rule"))),
    })
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

/// Word vectors.
#[derive(Debug)]
struct Vectors {
    values: Vec<f32>,
    rows: usize,
    columns: usize,
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

/// Reads a numpy file of `f32` in rows (<https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html>).
fn parse_npy(bytes: &[u8]) -> Result<Vectors> {
    let bad = || model_error("not a numpy table of little-endian 32-bit numbers in rows");
    let header = bytes.get(8..10).filter(|_| bytes.starts_with(b"\x93NUMPY\x01")).ok_or_else(bad)?;
    let data = 10 + usize::from(u16::from_le_bytes([header[0], header[1]]));
    let header = std::str::from_utf8(bytes.get(10..data).ok_or_else(bad)?).map_err(|_| bad())?;
    if !header.contains("'<f4'") || !header.contains("'fortran_order': False") {
        return Err(bad());
    }
    let (_, shape) = header.split_once("'shape': (").ok_or_else(bad)?;
    let (shape, _) = shape.split_once(')').ok_or_else(bad)?;
    let sizes: Vec<usize> = shape.split(',').filter_map(|n| n.trim().parse().ok()).collect();
    let &[rows, columns] = &sizes[..] else {
        return Err(bad());
    };
    let values: Vec<f32> =
        bytes[data..].chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
    if rows.checked_mul(columns) != Some(values.len()) {
        return Err(bad());
    }
    Ok(Vectors { values, rows, columns })
}

/// A thinc model: its nodes in breadth-first order.
#[derive(Debug)]
struct Model<'a> {
    nodes: Vec<Node<'a>>,
}

#[derive(Debug)]
struct Node<'a> {
    name: &'a str,
    references: &'a Value,
    attributes: &'a Value,
    parameters: &'a Value,
}

/// A parameter of a layer.
#[derive(Debug)]
struct Array {
    shape: Vec<usize>,
    values: Vec<f32>,
}

impl Array {
    /// The values, when the shape is the wanted one.
    fn of_shape(self, wanted: &[usize], what: &str) -> Result<Vec<f32>> {
        if self.shape.len() != wanted.len() {
            return Err(other_architecture(&format!("the rank of {what}"), self.shape.len(), wanted.len()));
        }
        for (&got, &wanted) in self.shape.iter().zip(wanted) {
            if got != wanted {
                return Err(other_architecture(&format!("a dimension of {what}"), got, wanted));
            }
        }
        Ok(self.values)
    }
}

impl<'a> Model<'a> {
    fn new(value: &'a Value) -> Result<Self> {
        let lists = [field(value, "nodes")?, field(value, "attrs")?, field(value, "params")?].map(list_of);
        let [nodes, attributes, parameters] = lists;
        let (nodes, attributes, parameters) = (nodes?, attributes?, parameters?);
        if nodes.len() != attributes.len() || nodes.len() != parameters.len() {
            return Err(model_error("the model's lists are not parallel"));
        }
        let nodes = nodes
            .iter()
            .zip(attributes.iter().zip(parameters))
            .map(|(node, (attributes, parameters))| {
                let (name, references) = (text_of(field(node, "name")?)?, field(node, "refs")?);
                Ok(Node { name, references, attributes, parameters })
            })
            .collect::<Result<_>>()?;
        Ok(Self { nodes })
    }

    /// The nodes with a name.
    fn named<'m>(&'m self, name: &str) -> impl Iterator<Item = &'m Node<'a>> {
        self.nodes.iter().filter(move |node| node.name == name)
    }

    /// The one node with a name.
    fn only(&self, name: &str) -> Result<&Node<'a>> {
        let mut found = self.named(name);
        match (found.next(), found.next()) {
            (Some(node), None) => Ok(node),
            _ => Err(model_error(format!("the model should have one layer {name}"))),
        }
    }

    /// Checks that the component sees the pipeline's shared tok2vec and not one of its own.
    fn listens(&self) -> Result<()> {
        self.only("tok2vec-listener").map(|_| ())
    }

    /// The node that the first one refers to.
    fn referred(&self, name: &str) -> Result<&Node<'a>> {
        let first = self.nodes.first().ok_or_else(|| model_error("the model has no layers"))?;
        let index = field(first.references, name)?.as_u64().and_then(|i| self.nodes.get(i as usize));
        index.ok_or_else(|| model_error(format!("the model has no layer {name}")))
    }
}

impl Node<'_> {
    /// A parameter.
    fn array(&self, name: &str) -> Result<Array> {
        let bad =
            || model_error(format!("the parameter {name} of {} is not a table of 32-bit numbers", self.name));
        let value = get(self.parameters, name).ok_or_else(bad)?;
        let kind = get(value, "type").and_then(bytes_of);
        if kind != Some(b"<f4") {
            return Err(bad());
        }
        let shape: Vec<usize> = get(value, "shape")
            .and_then(Value::as_array)
            .ok_or_else(bad)?
            .iter()
            .map(|n| n.as_u64().map(|n| n as usize).ok_or_else(bad))
            .collect::<Result<_>>()?;
        let data = get(value, "data").and_then(bytes_of).ok_or_else(bad)?;
        let values: Vec<f32> =
            data.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
        if shape.iter().product::<usize>() != values.len() {
            return Err(bad());
        }
        Ok(Array { shape, values })
    }

    /// An attribute, which is msgpack again.
    fn attribute(&self, name: &str) -> Result<Value> {
        let bytes = bytes_of(field(self.attributes, name)?).unwrap_or_default();
        rmpv::decode::read_value(&mut &bytes[..])
            .map_err(|_| model_error(format!("the attribute {name} of {} cannot be read", self.name)))
    }
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
