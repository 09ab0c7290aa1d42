//! CMaps: how the bytes of a string are parted into codes, and which letters each is (ToUnicode, ISO 32000-1, 9.10.3).
//!
//! Of the language of CMaps the few lines that such tables have are read: ranges of codes, and what single codes and ranges
//! of them stand for.

use std::collections::BTreeMap;

/// Most codes that ranges may name together: two bytes have no more.
const MOST_CODES: usize = 65_536;

/// The longest code, in bytes.
const LONGEST: usize = 4;

/// A table of codes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct CMap {
    /// Least and greatest code of a length in bytes.
    ranges: Vec<(usize, u32, u32)>,
    letters: BTreeMap<u32, String>,
}

/// A word of the language.
enum Token<'a> {
    Hex(Vec<u8>),
    Open,
    Close,
    Word(&'a [u8]),
}

impl CMap {
    /// The table in the program `bytes`; what is not understood of it is left out.
    pub fn parse(bytes: &[u8]) -> Self {
        let mut out = Self::default();
        let mut rest = bytes;
        // What stands between "begin…" and "end…", with lists in it flattened behind how long they are.
        let mut hex: Vec<Vec<u8>> = Vec::new();
        let mut lists: Vec<(usize, usize)> = Vec::new();
        let mut open = None;
        while let Some(token) = next(&mut rest) {
            match token {
                Token::Hex(bytes) => hex.push(bytes),
                Token::Open => open = Some(hex.len()),
                Token::Close => lists.extend(open.take().map(|from| (from, hex.len()))),
                Token::Word(word) => {
                    match word {
                        b"endcodespacerange" => out.add_spaces(&hex),
                        b"endbfchar" => {
                            for pair in hex.chunks_exact(2) {
                                out.add(code(&pair[0]), units(&pair[1]));
                            }
                        }
                        b"endbfrange" => out.add_ranges(&hex, &lists),
                        _ if !word.starts_with(b"begin") => continue,
                        _ => {}
                    }
                    hex.clear();
                    lists.clear();
                    open = None;
                }
            }
        }
        out
    }

    fn add_spaces(&mut self, hex: &[Vec<u8>]) {
        for pair in hex.chunks_exact(2) {
            let length = pair[0].len();
            if (1..=LONGEST).contains(&length) && pair[1].len() == length && self.ranges.len() < 100 {
                self.ranges.push((length, code(&pair[0]), code(&pair[1])));
            }
        }
    }

    fn add_ranges(&mut self, hex: &[Vec<u8>], lists: &[(usize, usize)]) {
        let mut at = 0;
        while at + 2 < hex.len() {
            let (from, to) = (code(&hex[at]), code(&hex[at + 1]));
            at += 2;
            if let Some((_, end)) = lists.iter().find(|(start, _)| *start == at) {
                for (letters, code) in hex[at..*end].iter().zip(from..=to.max(from)) {
                    self.add(code, units(letters));
                }
                at = (*end).max(at);
            } else {
                let first = units(&hex[at]);
                at += 1;
                for code in from..=to.min(from.saturating_add(MOST_CODES as u32)) {
                    let mut units = first.clone();
                    let Some(last) = units.last_mut() else { break };
                    *last = last.wrapping_add((code - from) as u16);
                    if !self.add(code, units) {
                        return;
                    }
                }
            }
        }
    }

    fn add(&mut self, code: u32, units: Vec<u16>) -> bool {
        let room = self.letters.len() < MOST_CODES;
        if room {
            self.letters.insert(code, String::from_utf16_lossy(&units));
        }
        room
    }

    /// What a code stands for.
    pub fn letters(&self, code: u32) -> Option<&str> {
        self.letters.get(&code).map(String::as_str)
    }

    /// How many bytes at the beginning of `bytes` are the next code: as the ranges say, else `usual`.
    pub fn length(&self, bytes: &[u8], usual: usize) -> usize {
        let fits = |length: usize| {
            bytes.get(..length).map(code).is_some_and(|code| {
                // A range holds for each byte by itself.
                let inside = |(_, from, to): &(usize, u32, u32)| {
                    (0..length).all(|n| {
                        let byte = |of: u32| (of >> (8 * n)) & 0xff;
                        (byte(*from)..=byte(*to)).contains(&byte(code))
                    })
                };
                self.ranges.iter().filter(|(of, _, _)| *of == length).any(inside)
            })
        };
        (1..=LONGEST).find(|length| fits(*length)).unwrap_or(usual)
    }
}

/// The number that bytes are, the greatest first.
pub(super) fn code(bytes: &[u8]) -> u32 {
    bytes.iter().take(LONGEST).fold(0, |code, byte| code << 8 | u32::from(*byte))
}

fn units(bytes: &[u8]) -> Vec<u16> {
    match bytes {
        [one] => vec![u16::from(*one)],
        _ => bytes.chunks_exact(2).take(16).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect(),
    }
}

/// The next word of `rest`.
fn next<'a>(rest: &mut &'a [u8]) -> Option<Token<'a>> {
    loop {
        *rest = rest.trim_ascii_start();
        let first = *rest.first()?;
        let until = |end: &dyn Fn(u8) -> bool| {
            rest.iter().skip(1).position(|b| end(*b)).map_or(rest.len(), |at| at + 1)
        };
        match first {
            b'%' => {
                let end = until(&|byte| matches!(byte, b'\n' | b'\r'));
                *rest = &rest[end..];
            }
            b'[' | b']' => {
                *rest = &rest[1..];
                return Some(if first == b'[' { Token::Open } else { Token::Close });
            }
            b'<' if rest.get(1) != Some(&b'<') => {
                let end = until(&|byte| byte == b'>');
                let digits: Vec<u8> =
                    rest[1..end].iter().filter_map(|b| (*b as char).to_digit(16)).map(|d| d as u8).collect();
                *rest = &rest[(end + 1).min(rest.len())..];
                return Some(Token::Hex(
                    digits.chunks(2).map(|two| two[0] << 4 | two.get(1).unwrap_or(&0)).collect(),
                ));
            }
            _ => {
                let end = until(&|byte| byte.is_ascii_whitespace() || b"<>[]()/%".contains(&byte));
                let word = &rest[..end];
                *rest = &rest[end..];
                return Some(Token::Word(word));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &[u8] = b"/CIDInit /ProcSet findresource begin % a comment <41>
        1 begincodespacerange <0000> <FFFF> endcodespacerange
        2 beginbfchar <0003> <0020> <0124><00660069> endbfchar
        2 beginbfrange <0041> <0043> <0061>
        <0050> <0051> [<00C9> <D83DDE00>] endbfrange
        endcmap";

    #[test]
    fn codes_are_told_by_themselves_by_ranges_and_by_lists() {
        let map = CMap::parse(TABLE);
        let letters = [3, 0x124, 0x41, 0x43, 0x50, 0x51, 0x44].map(|code| map.letters(code));
        assert_eq!(letters, [Some(" "), Some("fi"), Some("a"), Some("c"), Some("É"), Some("😀"), None]);
        assert_eq!((map.length(b"\x00\x41", 1), map.length(b"\x41", 1)), (2, 1));
    }

    #[test]
    fn tables_that_are_cut_or_name_every_code_cost_little() {
        for end in 0..TABLE.len() {
            CMap::parse(&TABLE[..end]);
        }
        let all = b"1 beginbfrange <00000000> <FFFFFFFF> <0041> <FFFFFFFF> <00> [<00>] endbfrange";
        assert_eq!(CMap::parse(&all.repeat(100)).letters.len(), MOST_CODES);
    }
}
