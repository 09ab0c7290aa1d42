//! Reading the files of a spaCy pipeline: msgpack, numpy tables in msgpack, numpy files and JSON.

use std::path::Path;

use rmpv::Value;

use super::pack::{model_error, other_architecture};
use crate::error::{Error, ErrorKind, Result};

/// The pipeline's folder.
#[derive(Debug, Clone, Copy)]
pub struct Folder<'a>(pub &'a Path);

impl Folder<'_> {
    pub fn bytes(self, name: &str) -> Result<Vec<u8>> {
        let path = self.0.join(name);
        std::fs::read(&path).map_err(|error| {
            Error::io(
                path,
                "cannot read a file of the spaCy pipeline; name the folder that has meta.json in it",
                error,
            )
        })
    }

    pub fn read(self, name: &str) -> Result<Value> {
        let bytes = self.bytes(name)?;
        rmpv::decode::read_value(&mut &bytes[..])
            .map_err(|error| model_error(format!("not msgpack: {error}")).in_file(self.0.join(name)))
    }

    pub fn json(self, name: &str) -> Result<serde_json::Value> {
        serde_json::from_slice(&self.bytes(name)?)
            .map_err(|error| model_error(format!("not JSON: {error}")).in_file(self.0.join(name)))
    }

    /// Reads a file and names it in errors about its content.
    pub fn within(self, name: &str, use_: impl FnOnce(&Value) -> Result<()>) -> Result<()> {
        use_(&self.read(name)?).map_err(|error| match error.path() {
            None if error.kind() == ErrorKind::Model => error.in_file(self.0.join(name)),
            _ => error,
        })
    }
}

/// The value of a key of a map; keys are strings or bytes.
pub fn get<'a>(map: &'a Value, key: &str) -> Option<&'a Value> {
    map.as_map()?.iter().find(|(k, _)| bytes_of(k) == Some(key.as_bytes())).map(|(_, value)| value)
}

pub fn bytes_of(value: &Value) -> Option<&[u8]> {
    match value {
        Value::String(text) => Some(text.as_bytes()),
        Value::Binary(bytes) => Some(bytes),
        _ => None,
    }
}

/// The value of a key that must be there.
pub fn field<'a>(map: &'a Value, key: &str) -> Result<&'a Value> {
    get(map, key).ok_or_else(|| model_error(format!("{key} is missing")))
}

pub fn text_of(value: &Value) -> Result<&str> {
    value.as_str().ok_or_else(|| model_error(format!("{value} should be text")))
}

pub fn map_of(value: &Value) -> Result<&[(Value, Value)]> {
    value.as_map().map(Vec::as_slice).ok_or_else(|| model_error("a table should be a map"))
}

pub fn list_of(value: &Value) -> Result<&[Value]> {
    value.as_array().map(Vec::as_slice).ok_or_else(|| model_error(format!("{value} should be a list")))
}

pub fn id_of(value: &Value) -> Result<u64> {
    value.as_u64().ok_or_else(|| model_error(format!("{value} should be the id of a string")))
}

pub fn to_json(value: &Value) -> Result<serde_json::Value> {
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

/// Word vectors.
#[derive(Debug)]
pub struct Vectors {
    pub values: Vec<f32>,
    pub rows: usize,
    pub columns: usize,
}

/// Reads a numpy file of `f32` in rows (<https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html>).
pub fn parse_npy(bytes: &[u8]) -> Result<Vectors> {
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
pub struct Model<'a> {
    nodes: Vec<Node<'a>>,
}

#[derive(Debug)]
pub struct Node<'a> {
    name: &'a str,
    references: &'a Value,
    attributes: &'a Value,
    parameters: &'a Value,
}

/// A parameter of a layer.
#[derive(Debug)]
pub struct Array {
    pub shape: Vec<usize>,
    pub values: Vec<f32>,
}

impl Array {
    /// The values, when the shape is the wanted one.
    pub fn of_shape(self, wanted: &[usize], what: &str) -> Result<Vec<f32>> {
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
    pub fn new(value: &'a Value) -> Result<Self> {
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
    pub fn named<'m>(&'m self, name: &str) -> impl Iterator<Item = &'m Node<'a>> {
        self.nodes.iter().filter(move |node| node.name == name)
    }

    /// The one node with a name.
    pub fn only(&self, name: &str) -> Result<&Node<'a>> {
        let mut found = self.named(name);
        match (found.next(), found.next()) {
            (Some(node), None) => Ok(node),
            _ => Err(model_error(format!("the model should have one layer {name}"))),
        }
    }

    /// Checks that the component sees the pipeline's shared tok2vec and not one of its own.
    pub fn listens(&self) -> Result<()> {
        self.only("tok2vec-listener").map(|_| ())
    }

    /// The node that the first one refers to.
    pub fn referred(&self, name: &str) -> Result<&Node<'a>> {
        let first = self.nodes.first().ok_or_else(|| model_error("the model has no layers"))?;
        let index = field(first.references, name)?.as_u64().and_then(|i| self.nodes.get(i as usize));
        index.ok_or_else(|| model_error(format!("the model has no layer {name}")))
    }
}

impl Node<'_> {
    /// A parameter.
    pub fn array(&self, name: &str) -> Result<Array> {
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
    pub fn attribute(&self, name: &str) -> Result<Value> {
        let bytes = bytes_of(field(self.attributes, name)?).unwrap_or_default();
        rmpv::decode::read_value(&mut &bytes[..])
            .map_err(|_| model_error(format!("the attribute {name} of {} cannot be read", self.name)))
    }
}
