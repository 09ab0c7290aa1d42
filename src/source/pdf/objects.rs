//! Look-ups in the objects of a file.

use lopdf::{Dictionary, Document, Object, Stream};

/// How many nodes of the tree of pages one above another are asked for what a page inherits.
const HIGHEST: usize = 64;

/// What `key` of `dictionary` is, references followed.
pub(super) fn get<'a>(file: &'a Document, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
    dictionary.get_deref(key, file).ok()
}

pub(super) fn dictionary<'a>(
    file: &'a Document,
    dictionary: &'a Dictionary,
    key: &[u8],
) -> Option<&'a Dictionary> {
    get(file, dictionary, key).and_then(of)
}

/// An object as a dictionary, which a stream has as well.
pub(super) fn of(object: &Object) -> Option<&Dictionary> {
    match object {
        Object::Dictionary(dictionary) => Some(dictionary),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

pub(super) fn stream<'a>(file: &'a Document, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a Stream> {
    get(file, dictionary, key)?.as_stream().ok()
}

pub(super) fn name<'a>(file: &'a Document, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a [u8]> {
    get(file, dictionary, key)?.as_name().ok()
}

pub(super) fn array<'a>(file: &'a Document, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a [Object]> {
    Some(get(file, dictionary, key)?.as_array().ok()?.as_slice())
}

pub(super) fn number(file: &Document, object: &Object) -> Option<f64> {
    match file.dereference(object).ok()?.1 {
        Object::Integer(whole) => Some(*whole as f64),
        Object::Real(real) => Some(f64::from(*real)).filter(|real| real.is_finite()),
        _ => None,
    }
}

pub(super) fn number_of(file: &Document, dictionary: &Dictionary, key: &[u8]) -> Option<f64> {
    number(file, dictionary.get(key).ok()?)
}

/// The resources of a page, its own or those of a node above it.
pub(super) fn resources<'a>(file: &'a Document, page: &'a Dictionary) -> Option<&'a Dictionary> {
    let mut node = page;
    for _ in 0..HIGHEST {
        if let Some(found) = dictionary(file, node, b"Resources") {
            return Some(found);
        }
        node = dictionary(file, node, b"Parent")?;
    }
    None
}
