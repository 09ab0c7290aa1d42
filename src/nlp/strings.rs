//! Properties of characters and words as Python and spaCy define them.

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// Characters that are digits to Python (`Numeric_Type=Digit`) without being decimal digits: superscripts, circled
/// digits and the like, as ranges with both ends inside.
const OTHER_DIGITS: [(u32, u32); 20] = [
    (0xb2, 0xb3),
    (0xb9, 0xb9),
    (0x1369, 0x1371),
    (0x19da, 0x19da),
    (0x2070, 0x2070),
    (0x2074, 0x2079),
    (0x2080, 0x2089),
    (0x2460, 0x2468),
    (0x2474, 0x247c),
    (0x2488, 0x2490),
    (0x24ea, 0x24ea),
    (0x24f5, 0x24fd),
    (0x24ff, 0x24ff),
    (0x2776, 0x277e),
    (0x2780, 0x2788),
    (0x278a, 0x2792),
    (0x10a40, 0x10a43),
    (0x10e60, 0x10e68),
    (0x11052, 0x1105a),
    (0x1f100, 0x1f10a),
];

/// White space: Unicode's, and the four separators of ASCII.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}

/// A letter: general category L.
pub fn is_letter(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphabetic()
    } else {
        c.general_category_group() == GeneralCategoryGroup::Letter
    }
}

/// A digit: a decimal digit of any script, or a superscript, circled or otherwise dressed one.
pub fn is_digit(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_digit();
    }
    c.general_category() == unicode_properties::GeneralCategory::DecimalNumber
        || OTHER_DIGITS.iter().any(|&(first, last)| (first..=last).contains(&u32::from(c)))
}

/// Whether a word is not empty and has letters alone.
pub fn is_alphabetic(word: &str) -> bool {
    !word.is_empty() && word.chars().all(is_letter)
}

/// The shape of a word ("Kyiv" is "Xxxx", "2025" is "dddd"): `X` for an upper-case letter, `x` for another letter, `d`
/// for a digit, each other character for itself, and no more than four of the same in a row. Words of 100
/// characters and more have the shape "LONG".
pub fn shape(word: &str) -> String {
    if word.chars().nth(99).is_some() {
        return "LONG".to_owned();
    }
    let mut shape = String::with_capacity(word.len());
    let mut last = None;
    let mut run = 0;
    for c in word.chars() {
        let mapped = if is_letter(c) {
            if c.is_uppercase() { 'X' } else { 'x' }
        } else if is_digit(c) {
            'd'
        } else {
            c
        };
        run = if last == Some(mapped) { run + 1 } else { 0 };
        last = Some(mapped);
        if run < 4 {
            shape.push(mapped);
        }
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_keep_four_of_a_kind() {
        assert_eq!(shape("Zelenskyy"), "Xxxxx");
        assert_eq!(shape("COVID-19"), "XXXX-dd");
        assert_eq!(shape("1,000,000"), "d,ddd,ddd");
        assert_eq!(shape("……………"), "…………");
        assert_eq!(shape(&"a".repeat(99)), "xxxx");
        assert_eq!(shape(&"a".repeat(100)), "LONG");
    }

    #[test]
    fn letters_and_digits_are_those_of_python() {
        assert!(is_letter('é') && is_letter('ж') && is_letter('中') && is_letter('ª'));
        assert!(!is_letter('Ⅷ') && !is_letter('\u{0345}') && !is_letter('½'));
        assert!(is_digit('²') && is_digit('٣') && is_digit('①'));
        assert!(!is_digit('½') && !is_digit('Ⅷ'));
        assert!(is_space('\u{1f}') && is_space('\u{a0}') && !is_space('\u{200b}'));
        assert!(is_alphabetic("Kyïv") && !is_alphabetic("") && !is_alphabetic("n't"));
    }
}
