//! Dictionaries of actors and agents in the format of PETRARCH.
//!
//! An actor's entry is a phrase with words joined by underscores, lines with other phrases for the same, and lines with
//! codes, each for a time:
//!
//! ```text
//! HAMID_KARZAI_                 ; a comment, as is what follows a #
//! +PRESIDENT_KARZAI_
//!     [AFGELI 750101-000101]    from day to day, both counted; a year of two digits before 30 is of this century
//!     [AFGGOV >011222]          from this day on; < is up to it
//!     [AFGELI]                  at any other time
//! AFGHANISTAN_ [AFG]
//! ```
//!
//! An agent's entry is what an actor of a country is called by its part, with the code that is put behind the country's
//! (`[~GOV]`) or before it (`[NGO~]`): `POLICE_OFFICER [~COP]`. An irregular plural stands in braces, `{}` is for none.
//! `!PERSON! = MAN, MEN` lets `CONGRESS!PERSON!` stand for each. Comments between `<!--` and `-->` are passed over.

use std::collections::BTreeMap;

use crate::error::{Error, ErrorKind};
use crate::lexicon::sectors::words;
use crate::schema::PartialDate;

/// Actors with their codes, and agents with the codes that they add.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dictionary {
    /// Codes of an actor by each phrase for it, in plain lower-case letters; the first entry of a phrase counts.
    actors: BTreeMap<String, Vec<Entry>>,
    agents: BTreeMap<String, Agent>,
    /// Most words of an agent's phrase.
    longest: usize,
}

/// A code and when it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    /// Empty where the dictionary says that this is no actor (`[---]`).
    code: String,
    /// At any time that no other code of the actor has, where there is neither.
    from: Option<PartialDate>,
    until: Option<PartialDate>,
}

/// What an agent adds to a country's code.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Agent {
    code: String,
    /// Whether it goes before the country.
    first: bool,
}

/// The entry of an actor while its lines are read.
#[derive(Default)]
struct Open {
    /// Line of the first phrase.
    line: usize,
    phrases: Vec<String>,
    codes: Vec<Entry>,
    /// A code at the phrase itself holds where no other does.
    default: Option<Entry>,
    /// Whether a line of it was wrong: that it has no code is then no news.
    wrong: bool,
}

impl Dictionary {
    /// Adds the entries of a dictionary's text. What is wrong with a line is told with its number; the others are read.
    pub fn add(&mut self, text: &str) -> Vec<Error> {
        let mut errors = Vec::new();
        let mut sets: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut open: Option<Open> = None;
        let mut comment = false;
        for (number, line) in text.lines().enumerate().map(|(i, line)| (i + 1, line)) {
            let line = uncommented(line, &mut comment);
            let line = line.trim();
            if line.is_empty() {
                continue;
            }
            let read = if let Some(code) = line.strip_prefix('[') {
                dated(code).and_then(|entry| {
                    let open = open.as_mut().ok_or("a code with no actor before it")?;
                    open.codes.push(entry);
                    Ok(())
                })
            } else if let Some(phrase) = line.strip_prefix('+') {
                synonym(phrase, open.as_mut())
            } else {
                self.close(open.take(), &mut errors);
                if line.starts_with('!') && line.contains('=') && !line.contains('[') {
                    substitution(line).map(|(name, words)| _ = sets.insert(name, words))
                } else if line.contains('~') {
                    self.agent(line, &sets)
                } else {
                    actor(line, number).map(|actor| open = Some(actor))
                }
            };
            if let Err(message) = read {
                if let Some(open) = &mut open {
                    open.wrong = true;
                }
                errors.push(Error::new(ErrorKind::Format, message).at_line(number));
            }
        }
        self.close(open, &mut errors);
        errors.sort_by_key(|error| error.line());
        errors
    }

    /// Whether it has no entry.
    pub fn is_empty(&self) -> bool {
        self.actors.is_empty() && self.agents.is_empty()
    }

    fn close(&mut self, open: Option<Open>, errors: &mut Vec<Error>) {
        let Some(Open { line, phrases, mut codes, default, wrong }) = open else { return };
        codes.extend(default);
        if codes.is_empty() {
            if !wrong {
                let message =
                    format!("'{}' has no code; write [CODE] behind it or on a line of its own", phrases[0]);
                errors.push(Error::new(ErrorKind::Format, message).at_line(line));
            }
            return;
        }
        for phrase in phrases {
            self.actors.entry(phrase).or_insert_with(|| codes.clone());
        }
    }

    fn agent(&mut self, line: &str, sets: &BTreeMap<String, Vec<String>>) -> Result<(), String> {
        let (phrase, code) = line.split_once('[').ok_or("an agent's code stands in brackets: [~GOV]")?;
        let code = code.trim_end().strip_suffix([']', '}']).ok_or("the bracket is not closed")?.trim();
        let (code, first) = match (code.strip_prefix('~'), code.strip_suffix('~')) {
            (Some(code), None) => (code, false),
            (None, Some(code)) => (code, true),
            _ => return Err("an agent's code has ~ before or behind it: [~GOV], [NGO~]".to_owned()),
        };
        let agent = Agent { code: checked(code)?, first };
        let (phrase, plural) = match phrase.split_once('{') {
            Some((phrase, plural)) => {
                let plural = plural.trim_end().strip_suffix('}').ok_or("the brace is not closed")?;
                (phrase, Some(plural.trim()))
            }
            None => (phrase, None),
        };
        let mut phrases = spelled(phrase.trim(), sets)?;
        match plural {
            Some(plural) => {
                for plural in plural.split_whitespace() {
                    phrases.extend(spelled(plural, sets)?);
                }
            }
            None => phrases.extend(phrases.clone().iter().map(|phrase| plural_of(phrase))),
        }
        for phrase in phrases {
            self.longest = self.longest.max(phrase.split(' ').count());
            self.agents.entry(phrase).or_insert_with(|| agent.clone());
        }
        Ok(())
    }

    /// The code of an actor of one of these names on a date, ISO 8601: empty where the dictionary says that it is none,
    /// nothing where it does not know the name or has no code for the time. The first name that is known counts.
    pub(super) fn actor<'n>(
        &self,
        names: impl IntoIterator<Item = &'n str>,
        date: Option<&str>,
    ) -> Option<&str> {
        if self.actors.is_empty() {
            return None;
        }
        let entries = names.into_iter().find_map(|name| self.actors.get(&words(name).join(" ")))?;
        let date = date.and_then(PartialDate::parse);
        let holds = |entry: &&Entry| entry.is_dated() && date.is_some_and(|date| entry.holds(date));
        entries
            .iter()
            .find(holds)
            .or_else(|| entries.iter().find(|entry| !entry.is_dated()))
            .map(|entry| &*entry.code)
    }

    /// The code of an agent of a country: of the longest phrase among the words, of those the last.
    pub(super) fn agent_of(&self, country: &str, phrase: &str) -> Option<String> {
        let words = words(phrase);
        let lengths = (1..=self.longest.min(words.len())).rev();
        let mut phrases = lengths.flat_map(|length| words.windows(length).rev());
        let agent = phrases.find_map(|phrase| self.agents.get(&phrase.join(" ")))?;
        let Agent { code, first } = agent;
        Some(if *first { format!("{code}{country}") } else { format!("{country}{code}") })
    }
}

impl Entry {
    fn is_dated(&self) -> bool {
        self.from.is_some() || self.until.is_some()
    }

    /// Whether it holds on all days of a date, its ends counted.
    fn holds(&self, date: PartialDate) -> bool {
        let month = |default| date.month().unwrap_or(default);
        let first = (date.year(), month(1), date.day().unwrap_or(1));
        let last = (date.year(), month(12), date.day().unwrap_or(31));
        let of = |end: PartialDate| (end.year(), end.month().unwrap_or(1), end.day().unwrap_or(1));
        self.from.is_none_or(|from| of(from) <= first) && self.until.is_none_or(|until| last <= of(until))
    }
}

/// The line without its comments; whether one goes on in the next line.
fn uncommented(line: &str, inside: &mut bool) -> String {
    let mut kept = String::new();
    let mut rest = line;
    loop {
        if *inside {
            let Some(end) = rest.find("-->") else { break };
            *inside = false;
            rest = &rest[end + "-->".len()..];
        }
        let Some(start) = rest.find("<!--") else {
            kept.push_str(rest);
            break;
        };
        kept.push_str(&rest[..start]);
        *inside = true;
        rest = &rest[start + "<!--".len()..];
    }
    kept.truncate(kept.find(['#', ';']).unwrap_or(kept.len()));
    kept
}

fn synonym(phrase: &str, open: Option<&mut Open>) -> Result<(), String> {
    let open = open.ok_or("a synonym with no actor before it")?;
    if phrase.contains('[') {
        return Err("a synonym has no code of its own".to_owned());
    }
    open.phrases.push(plain(phrase).ok_or("a synonym without a word")?);
    Ok(())
}

fn actor(line: &str, number: usize) -> Result<Open, String> {
    let (phrase, default) = match line.split_once('[') {
        Some((phrase, code)) => (phrase, Some(dated(code)?)),
        None => (line, None),
    };
    let phrase = plain(phrase).ok_or("an actor without a word")?;
    Ok(Open { line: number, phrases: vec![phrase], default, ..Open::default() })
}

/// `CODE]` or `CODE restriction]`.
fn dated(text: &str) -> Result<Entry, String> {
    let inside = text.trim_end().strip_suffix(']').ok_or("the bracket is not closed")?;
    let mut parts = inside.split_whitespace();
    let code = parts.next().ok_or("the code is missing")?;
    let code = if code.chars().all(|c| c == '-') { String::new() } else { checked(code)? };
    let restriction: String = parts.collect();
    let (from, until) = match restriction.split_at_checked(1) {
        None => (None, None),
        Some(("<", date)) => (None, Some(day(date)?)),
        Some((">", date)) => (Some(day(date)?), None),
        Some(_) => {
            let (from, until) = restriction.split_once('-').ok_or_else(|| {
                format!("'{restriction}' is no time; write <DATE, >DATE or DATE-DATE, each date as YYYYMMDD or YYMMDD")
            })?;
            (Some(day(from)?), Some(day(until)?))
        }
    };
    if let (Some(from), Some(until)) = (from, until)
        && from > until
    {
        return Err(format!("{from} is later than {until}"));
    }
    Ok(Entry { code, from, until })
}

/// A code: letters and digits.
fn checked(code: &str) -> Result<String, String> {
    let fine = code.len() >= 3 && code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    if fine {
        Ok(code.to_owned())
    } else {
        Err(format!("'{code}' is no code: capitals and digits, at least three"))
    }
}

/// `YYYYMMDD` or `YYMMDD`: two digits before 30 are years of this century.
fn day(text: &str) -> Result<PartialDate, String> {
    let wrong = || format!("'{text}' is no date; write YYYYMMDD or YYMMDD");
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(wrong());
    }
    let whole = match text.len() {
        8 => text.to_owned(),
        6 if &text[..2] < "30" => format!("20{text}"),
        6 => format!("19{text}"),
        _ => return Err(wrong()),
    };
    let date = format!("{}-{}-{}", &whole[..4], &whole[4..6], &whole[6..]);
    PartialDate::parse(&date).ok_or_else(wrong)
}

/// The words of a phrase with spaces between them.
fn plain(phrase: &str) -> Option<String> {
    let words = words(&phrase.replace('_', " ")).join(" ");
    (!words.is_empty()).then_some(words)
}

/// `!NAME! = ONE, OTHER`.
fn substitution(line: &str) -> Result<(String, Vec<String>), String> {
    let (name, words) = line.split_once('=').unwrap_or_default();
    let name = name.trim();
    let words: Vec<String> =
        words.split(',').map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect();
    if name.len() < 3 || !name.ends_with('!') || words.is_empty() {
        return Err("a set of words is written as !NAME! = ONE, OTHER".to_owned());
    }
    Ok((name.to_owned(), words))
}

/// The phrases that an agent's phrase stands for.
fn spelled(phrase: &str, sets: &BTreeMap<String, Vec<String>>) -> Result<Vec<String>, String> {
    let all = match phrase.find('!') {
        None => vec![phrase.to_owned()],
        Some(start) => {
            let length =
                phrase[start + 1..].find('!').ok_or("the name of a set of words is not closed with !")?;
            let end = start + 1 + length + 1;
            let name = &phrase[start..end];
            let words = sets.get(name).ok_or_else(|| format!("the set of words {name} is not there"))?;
            words.iter().map(|word| format!("{}{word}{}", &phrase[..start], &phrase[end..])).collect()
        }
    };
    all.iter().map(|phrase| plain(phrase).ok_or_else(|| "an agent without a word".to_owned())).collect()
}

/// The regular plural, as PETRARCH makes it.
fn plural_of(phrase: &str) -> String {
    if let Some(stem) = phrase.strip_suffix('y') {
        format!("{stem}ies")
    } else if phrase.ends_with("ss") {
        format!("{phrase}es")
    } else {
        format!("{phrase}s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Dictionary, Vec<(usize, String)>) {
        let mut dictionary = Dictionary::default();
        let errors = dictionary.add(text);
        (dictionary, errors.iter().map(|e| (e.line().unwrap(), e.to_string())).collect())
    }

    const ACTORS: &str = "<!-- actors,\nof an example -->\nRURITANIA_  [RUR] # a country\n+RURITANIAN_\n\n\
        RUDOLF_ELPHBERG_ ; the king\n+KING_RUDOLF_\n\t[RURELI 320101-331108]\n\t[RURGOV >19331109]\n\t[RUROPP <19311231]\n\
        MICHAEL [RUROPP]\n    [RURMIL 010203-20040506]\nNOBODY_ATALL [---]\n";

    #[test]
    fn the_date_decides_which_code_an_actor_has_and_its_ends_count() {
        let (dictionary, errors) = read(ACTORS);
        assert!(errors.is_empty(), "{errors:?}");
        let code = |name: &str, date: &str| dictionary.actor([name], Some(date).filter(|d| !d.is_empty()));
        for (name, date, expected) in [
            ("Ruritania", "", Some("RUR")),
            ("ruritanian", "1999", Some("RUR")),
            ("Rudolf Elphberg", "1932-01-01", Some("RURELI")),
            ("Rudolf Elphberg", "1933-11-08", Some("RURELI")),
            ("King Rudolf", "1933-11-09", Some("RURGOV")),
            ("King Rudolf", "1933-11", None),
            ("King Rudolf", "1940", Some("RURGOV")),
            ("Rudolf Elphberg", "1931-12-31", Some("RUROPP")),
            ("Rudolf Elphberg", "", None),
            ("Michael", "2001-02-03", Some("RURMIL")),
            ("Michael", "2004-05-07", Some("RUROPP")),
            ("Michael", "", Some("RUROPP")),
            ("Nobody Atall", "2020", Some("")),
            ("Rudolf", "1940", None),
        ] {
            assert_eq!(code(name, date), expected, "{name} {date}");
        }
        assert_eq!(dictionary.actor(["Nobody there", "Michael"], None), Some("RUROPP"));
    }

    #[test]
    fn agents_add_their_code_before_or_behind_the_country_in_every_form_of_the_word() {
        let (dictionary, errors) = read(
            "!PERSON! = MAN, WOMEN\nCONGRESS!PERSON! [~LEG}\nPOLICE {} [~COP]\nPOLICE_CHIEF [~COPCHF]\nALLY [~ALY]\n\
             AID_GROUP [NGO~]\nATTORNEY_GENERAL {ATTORNEYS_GENERAL} [~GOVATG]\n",
        );
        assert!(errors.is_empty(), "{errors:?}");
        for (phrase, code) in [
            ("congresswomen", Some("RURLEG")),
            ("Ruritanian police", Some("RURCOP")),
            ("polices", None),
            ("deputy police chief", Some("RURCOPCHF")),
            ("allies", Some("RURALY")),
            ("aid groups", Some("NGORUR")),
            ("attorneys general", Some("RURGOVATG")),
            ("attorney generals", None),
        ] {
            assert_eq!(dictionary.agent_of("RUR", phrase).as_deref(), code, "{phrase}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_line_is_told_and_the_others_are_read() {
        let (dictionary, errors) = read(
            "+FIRST_\nGOOD_ONE_ [AAA]\nOPEN_ [AAA\nBAD_DATE_\n\t[AAA 991332-20000101]\nTURNED_\n\t[AAA 20010101-20000101]\n\
             \t[BBB sometime]\n\t[CCC]\nNO_CODE_\nlower_ [aaa]\nX!SET! [~AAA]\n\t[ZZZ]\nLAST_ONE_ [BBB]\n",
        );
        let lines: Vec<usize> = errors.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [1, 3, 5, 7, 8, 10, 11, 12, 13]);
        for (line, said) in
            [(1, "synonym"), (3, "not closed"), (5, "no date"), (7, "later than"), (8, "no time")]
        {
            let (_, text) = errors.iter().find(|(at, _)| *at == line).unwrap();
            assert!(text.contains(said), "{text}");
        }
        assert!(errors[5].1.contains("'no code' has no code"), "{:?}", errors[5]);
        for (name, code) in
            [("good one", Some("AAA")), ("turned", Some("CCC")), ("last one", Some("BBB")), ("open", None)]
        {
            assert_eq!(dictionary.actor([name], None), code, "{name}");
        }
    }
}
