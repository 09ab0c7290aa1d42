//! Hashes: from a string to its 64-bit id, and from an id to the rows of an embedding table that it picks.
//!
//! An id is MurmurHash64A (A. Appleby, public domain) with seed 1, except for the few strings that spaCy reserves. The
//! rows come from the 64-bit variant of MurmurHash3 that thinc's hashing embeddings use.

use std::sync::LazyLock;

use hashbrown::HashTable;

/// Reserved strings with their ids, from `data/spacy/symbols.tsv`.
static SYMBOLS: LazyLock<HashTable<(&'static str, u64)>> = LazyLock::new(|| {
    let mut table = HashTable::new();
    for line in include_str!("../../data/spacy/symbols.tsv").lines().filter(|l| !l.starts_with('#')) {
        if let Some((name, Ok(id))) = line.split_once('\t').map(|(name, id)| (name, id.parse())) {
            table.insert_unique(murmur64(name.as_bytes()), (name, id), |s| murmur64(s.0.as_bytes()));
        }
    }
    table
});

/// The 64-bit id of a string: 0 for the empty one, the small integer of a reserved one, else its hash.
pub fn string_id(text: &str) -> u64 {
    if text.is_empty() {
        return 0;
    }
    let hash = murmur64(text.as_bytes());
    SYMBOLS.find(hash, |s| s.0 == text).map_or(hash, |s| s.1)
}

/// MurmurHash64A with seed 1.
pub fn murmur64(bytes: &[u8]) -> u64 {
    const M: u64 = 0xc6a4_a793_5bd1_e995;
    const R: u32 = 47;
    let mut h = 1 ^ (bytes.len() as u64).wrapping_mul(M);
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let mut k = u64::from_le_bytes(chunk.try_into().expect("chunks of eight"));
        k = k.wrapping_mul(M);
        k ^= k >> R;
        k = k.wrapping_mul(M);
        h = (h ^ k).wrapping_mul(M);
    }
    let rest = chunks.remainder();
    if !rest.is_empty() {
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        h = (h ^ u64::from_le_bytes(last)).wrapping_mul(M);
    }
    h ^= h >> R;
    h = h.wrapping_mul(M);
    h ^ (h >> R)
}

/// The four keys that a hashing embedding with `seed` derives from an id; a key modulo the table's length is a row.
pub fn embedding_keys(id: u64, seed: u32) -> [u32; 4] {
    const C1: u64 = 0x87c3_7b91_1142_53d5;
    const C2: u64 = 0x4cf5_ad43_2745_937f;
    const LENGTH: u64 = 8;
    let seed = u64::from(seed);
    let mut h1 = id.wrapping_mul(C1).rotate_left(31).wrapping_mul(C2) ^ seed ^ LENGTH;
    let mut h2 = seed ^ LENGTH;
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    h1 = finalize(h1);
    h2 = finalize(h2);
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    [h1 as u32, (h1 >> 32) as u32, h2 as u32, (h2 >> 32) as u32]
}

/// The 64-bit finalizer of MurmurHash3.
fn finalize(mut h: u64) -> u64 {
    h ^= h >> 33;
    h = h.wrapping_mul(0xff51_afd7_ed55_8ccd);
    h ^= h >> 33;
    h = h.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    h ^ (h >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_those_of_spacy() {
        // As `spacy.strings.get_string_id` of spaCy 3.8.7 gives them.
        assert_eq!(string_id(""), 0);
        assert_eq!(string_id("a"), 11901859001352538922);
        assert_eq!(string_id("agent"), 401);
        assert_eq!(string_id("X"), 101);
        assert_eq!(string_id("_"), 456);
        assert_eq!(string_id("the"), 7425985699627899538);
        assert_eq!(string_id("Zelenskyy"), 3843179570113889980);
        assert_eq!(string_id("Kyïv"), 312094423801650473);
        assert_eq!(string_id("antidisestablishmentarianism"), 2844211913382453304);
        assert_eq!(string_id("…"), 12034422695025479550);
    }

    #[test]
    fn embedding_keys_are_those_of_thinc() {
        // As `thinc.api.NumpyOps().hash` of thinc 8.3 gives them.
        assert_eq!(embedding_keys(0, 8), [0, 0, 0, 0]);
        assert_eq!(embedding_keys(1, 12), [2938686206, 2291508213, 2246688320, 3554967022]);
        assert_eq!(embedding_keys(7425985699627899538, 8), [2332737498, 1315472909, 1351622599, 1973209364]);
        assert_eq!(embedding_keys(3843179570113889980, 11), [2922800363, 2256013572, 1353166225, 432832529]);
    }
}
