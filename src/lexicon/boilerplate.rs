//! What stands around the sentences of an article, from `data/boilerplate.toml`.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Deserialize;

/// A line of more words is a sentence, whatever it begins with.
const LONGEST: usize = 60;

/// A by-line of more words is none, nor what signs a picture.
const LONGEST_BYLINE: usize = 14;

/// Most words of the credit at the end of a caption: "Image: Office of the President of Chile".
const LONGEST_CREDIT: usize = 6;

/// Words of lines that are no sentences, in lower case; the file explains each list.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Boilerplate {
    agencies: HashSet<String>,
    whole: HashSet<String>,
    begins: Vec<String>,
    credits: Vec<String>,
    signs: Vec<String>,
    sign_words: HashSet<String>,
    credited: Vec<String>,
    bylines: Vec<String>,
    byline_words: HashSet<String>,
    heads_of_links: HashSet<String>,
    zones: HashSet<String>,
    /// Parts of the names of classes whose HTML elements hold none of the text.
    pub classes: Vec<String>,
    /// Parts of the names of classes and ids whose HTML elements hold what readers wrote, and the like, at any length.
    pub sections: Vec<String>,
}

impl Boilerplate {
    /// The lists compiled into the program.
    pub fn builtin() -> &'static Self {
        static WORDS: LazyLock<Boilerplate> = LazyLock::new(|| {
            toml::from_str(include_str!("../../data/boilerplate.toml"))
                .expect("boilerplate.toml has the fields of Boilerplate")
        });
        &WORDS
    }

    /// Whether `name` is that of a news agency: "Reuters".
    pub fn is_agency(&self, name: &str) -> bool {
        self.agencies.contains(&name.to_lowercase())
    }

    /// Whether `line` announces links to other articles: "Related stories:".
    pub fn announces_links(&self, line: &str) -> bool {
        self.heads_of_links.contains(line.trim().to_lowercase().replace('’', "'").trim_matches(is_mark))
    }

    /// Where what is told at a time of day begins in `line`, the time being what a live report has before each entry:
    /// "16:40 GMT: ", "10.15am BST – ", "`[14:02]` "; the end of the line where there is nothing but the time.
    ///
    /// A bare time ("16:40 Lavrov has landed.") stays with its sentence: so the reader has learned to read it.
    pub fn behind_clock(&self, line: &str) -> Option<usize> {
        let open = line.len() - line.trim_start_matches(['[', '(']).len();
        let digits = |from: usize| line[from..].bytes().take_while(u8::is_ascii_digit).count();
        let hours = digits(open);
        let colon = line[open + hours..].chars().next().filter(|c| matches!(c, ':' | '.' | 'h'))?;
        let minutes = open + hours + 1;
        if !(1..=2).contains(&hours) || digits(minutes) != 2 {
            return None;
        }
        let mut end = minutes + 2;
        let number = |range: std::ops::Range<usize>| line[range].parse::<u32>().ok();
        if number(open..open + hours)? > 24 || number(minutes..end)? > 59 {
            return None;
        }
        // Words that tell which half of the day, and whose clock.
        let mut named = false;
        loop {
            let rest = &line[end..];
            let word = rest.trim_start();
            let length = word.find(|c: char| !c.is_alphabetic() && c != '.').unwrap_or(word.len());
            let bare = word[..length].to_lowercase().replace('.', "");
            if bare.is_empty() || !self.zones.contains(&bare) {
                break;
            }
            named = true;
            end += rest.len() - word.len() + length;
        }
        let behind = line[end..].trim_start_matches(|c: char| {
            c.is_whitespace() || matches!(c, ':' | '-' | '–' | '—' | '|' | '•' | '·' | ']' | ')' | ',')
        });
        let marked = line[end..line.len() - behind.len()].contains([':', '|', ']', ')']);
        let alone = behind.is_empty() && colon == ':';
        (named || marked || alone).then_some(line.len() - behind.len())
    }

    /// Whether `line` is no sentence of the article that it stands in.
    pub fn is_boilerplate(&self, line: &str) -> bool {
        if line.split_whitespace().nth(LONGEST).is_some() {
            return false;
        }
        let lower = line.trim().to_lowercase().replace('’', "'");
        let bare = lower.trim_matches(is_mark);
        // "3 hours ago", "5 min read", "Comments (214)", "Video 02:14"
        let counted = bare.trim_matches(|c: char| !c.is_alphabetic());
        let begins = |text: &str| {
            self.begins.iter().any(|begin| {
                // "more from" does not begin "more fromage".
                text.strip_prefix(begin.as_str()).is_some_and(|rest| {
                    !rest.starts_with(char::is_alphanumeric) || !begin.ends_with(char::is_alphanumeric)
                })
            })
        };
        self.whole.contains(bare)
            || bare.is_empty() && !lower.is_empty()
            || self.whole.contains(counted)
            || self.announces_links(line)
            || self.behind_clock(line.trim()) == Some(line.trim().len())
            || begins(&lower)
            || begins(lower.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | '©')))
            || self.credits.iter().any(|credit| lower.contains(credit.as_str()))
            || self.is_credited(line)
            || self.is_signed(line, &lower)
            || self.is_byline(line)
    }

    /// "X and Y in Rome in 2019. Image: Jane Doe": a caption with its credit behind it.
    fn is_credited(&self, line: &str) -> bool {
        let ends = |word: &str| {
            let mut letters = word.chars();
            let capital = letters.next().map_or_else(String::new, |c| c.to_uppercase().collect());
            line.rfind(&(capital + letters.as_str())).is_some_and(|at| {
                (1..=LONGEST_CREDIT).contains(&line[at + word.len()..].split_whitespace().count())
            })
        };
        self.credited.iter().any(|word| ends(word))
    }

    /// "X and Y in Rome. REUTERS/Jane Roe/File Photo": from the words that sign a picture on, names alone. A sentence goes
    /// on in small letters or has a full stop: "A Reuters/Ipsos poll found …". `lower` is the line in lower case.
    fn is_signed(&self, line: &str, lower: &str) -> bool {
        let signed = |sign: &String| {
            // The line in lower case may be longer or shorter: its words are counted from behind.
            let Some(at) = lower.rfind(sign.as_str()) else { return false };
            let behind = lower[at..].split_whitespace().count();
            let names: Vec<&str> = line.split_whitespace().rev().take(behind).collect();
            let name = |word: &&str| {
                let lower = word.to_lowercase();
                !word.starts_with(char::is_lowercase)
                    || self.byline_words.contains(&lower)
                    || self.sign_words.contains(&lower)
            };
            names.len() < LONGEST_BYLINE && names.iter().all(|word| name(&word.trim_matches(is_mark)))
        };
        !line.trim_end().ends_with(['.', '!', '?', ':']) && self.signs.iter().any(signed)
    }

    /// "By Jane Doe and John Roe in Kyiv": a name in capital letters follows, and no sentence.
    fn is_byline(&self, line: &str) -> bool {
        let mut words = line.split_whitespace();
        let opens = words.next().is_some_and(|word| self.bylines.contains(&word.to_lowercase()));
        let rest: Vec<&str> = words.collect();
        let name = |word: &str| {
            word.starts_with(|c: char| c.is_uppercase()) || self.byline_words.contains(&word.to_lowercase())
        };
        opens
            && (1..LONGEST_BYLINE).contains(&rest.len())
            && !line.trim_end().ends_with(['.', '!', '?', ':'])
            && rest[0].starts_with(|c: char| c.is_uppercase())
            && rest.iter().all(|word| name(word.trim_matches(is_mark)))
    }
}

/// What stands around a word and is no part of it.
fn is_mark(c: char) -> bool {
    !c.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_around_an_article_are_told_from_its_sentences() {
        let words = Boilerplate::builtin();
        for line in [
            "Advertisement",
            "READ MORE",
            "Read more: Zelensky meets Trump at the White House",
            "• Related: What to know about the talks",
            "By Jane Doe",
            "By Jane Doe and John Roe in Kyiv, Reuters",
            "(Reporting by Jane Doe; Editing by John Roe)",
            "FILE - President Donald Trump speaks in Washington on Aug. 1, 2025.",
            "President Donald Trump speaks in Washington. (AP Photo/Jane Doe)",
            "Image source, Getty Images",
            "Macron stands with African leaders in Abidjan.Image: Jane Doe",
            "Alice Weidel Photo: Office of the President",
            "REUTERS/Jane Roe",
            "Macron speaks in Paris on Monday. REUTERS/Jane Roe/File Photo",
            "Macron speaks in Paris. [Jane Roe/Reuters/Pool via REUTERS/File photo]",
            "Macron and Merz in Kyiv. Reuters/Jane Roe and John Doe",
            "AFP/Getty Images",
            "Macron speaks in Paris. Jane Roe/AFP via Getty Images",
            "Macron speaks in Paris. Élysée/Handout via REUTERS",
            "© 2025 Example News",
            "Our Standards: The Example Trust Principles.",
        ] {
            assert!(words.is_boilerplate(line), "{line}");
        }
        for line in [
            "Trump met Putin in Alaska.",
            "By Monday, Trump had met Putin.",
            "By Donald Trump's account, the talks went well.",
            "Related parties met in Geneva.",
            "More from Iran is expected in a statement that its foreign minister is to read on Monday, and then again on \
             Tuesday, and then on each day of the week that follows, as the ministry said in Tehran on Sunday, after the \
             talks in Geneva had ended without a result, and after the two sides had agreed to meet again in the same city.",
            "Watch groups said the vote was fair.",
            "Merkel wanted to keep her image: that of a mediator.",
            "Merkel spoke of her Image: that was what she had in mind at the talks in Rome.",
            "Reporting from Kyiv was restricted, Zelensky said.",
            "Sharing power was rejected by Assad.",
            "A Reuters/Ipsos poll found that most Americans oppose the strikes.",
            "Most Americans oppose the strikes, according to a Reuters/Ipsos poll",
            "Trump rejected a poll by Reuters/Ipsos.",
            "An AFP/Getty Images photographer was detained in Istanbul, the agency said.",
            "The ministry opposed any handout via the banks.",
            "",
        ] {
            assert!(!words.is_boilerplate(line), "{line}");
        }
    }

    #[test]
    fn a_time_before_an_entry_of_a_live_report_is_told_from_other_numbers() {
        let words = Boilerplate::builtin();
        let behind = |line: &'static str| words.behind_clock(line).map(|at| &line[at..]);
        for line in [
            "16:40 GMT: Lavrov has landed.",
            "16:40 GMT Lavrov has landed.",
            "[16:40] Lavrov has landed.",
            "10.15am BST – Lavrov has landed.",
            "4:40 p.m. ET — Lavrov has landed.",
            "16h40: Lavrov has landed.",
        ] {
            assert_eq!(behind(line), Some("Lavrov has landed."), "{line}");
        }
        assert_eq!(behind("16:40 GMT"), Some(""));
        for line in [
            "10.30 Downing",
            "12 people met.",
            "3:1 was the result.",
            "25:10 Lavrov",
            "16:40 Lavrov has landed.",
            "16:40 — Lavrov",
            "2.50 euros a litre",
            "Lavrov",
        ] {
            assert_eq!(behind(line), None, "{line}");
        }
        assert!(words.is_boilerplate("16:40 GMT") && words.is_boilerplate("3 hours ago"));
    }

    #[test]
    fn all_words_are_in_lower_case_and_classes_can_stand_in_a_selector() {
        let words = Boilerplate::builtin();
        let lists =
            [&words.begins, &words.credits, &words.signs, &words.bylines, &words.classes, &words.sections];
        let sets = [
            &words.agencies,
            &words.whole,
            &words.sign_words,
            &words.byline_words,
            &words.heads_of_links,
            &words.zones,
        ];
        let all = lists.iter().flat_map(|list| list.iter()).chain(sets.iter().flat_map(|set| set.iter()));
        assert!(all.clone().count() > 100);
        for word in all {
            assert_eq!(*word, word.to_lowercase());
        }
        assert!(
            words
                .classes
                .iter()
                .chain(&words.sections)
                .all(|c| c.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'))
        );
    }
}
