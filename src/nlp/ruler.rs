//! The attribute ruler: from tag, text and dependency label to part of speech, morphology and some lemmas.
//!
//! Rules are matched on the text as the tagger and parser left it, and then applied in their order, so that a later rule
//! overrides an earlier one.

use std::collections::HashMap;
use std::sync::Arc;

use fancy_regex::Regex;
use serde_json::Value;

use super::lemmatizer::{Morph, MorphId};
use super::pack::{PackReader, model_error};
use crate::error::Result;
use crate::text::{Deprel, Tag, Upos};

/// What a pattern asks of a token's lower-cased text.
#[derive(Debug)]
enum Lower {
    Any,
    Is(String),
    In(Vec<String>),
    NotIn(Vec<String>),
    Matches(Regex),
}

impl Lower {
    fn accepts(&self, lower: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Is(word) => word == lower,
            Self::In(words) => words.iter().any(|w| w == lower),
            Self::NotIn(words) => !words.iter().any(|w| w == lower),
            Self::Matches(expression) => expression.is_match(lower).unwrap_or(false),
        }
    }
}

/// What a pattern asks of one token; labels are sets of bits.
#[derive(Debug)]
struct TokenPattern {
    tags: u64,
    deprels: u64,
    lower: Lower,
    is_space: Option<bool>,
}

impl TokenPattern {
    fn accepts(&self, token: &RulerToken<'_>) -> bool {
        self.tags & bit(token.tag as usize) != 0
            && self.deprels & bit(token.deprel as usize) != 0
            && self.is_space.is_none_or(|wanted| wanted == token.is_space)
    }
}

fn bit(place: usize) -> u64 {
    1 << place
}

// Sets of labels are kept as the bits of a `u64`.
const _: () = assert!(Tag::ALL.len() <= 64 && Deprel::ALL.len() <= 64);

/// What the ruler sees of a token.
#[derive(Debug, Clone, Copy)]
pub struct RulerToken<'a> {
    /// Tag.
    pub tag: Tag,
    /// Label of the arc from the head.
    pub deprel: Deprel,
    /// Text in lower case.
    pub lower: &'a str,
    /// Whether it is white space.
    pub is_space: bool,
    /// The rules of its word type, from [`Ruler::rules_of_word`].
    pub rules: &'a [u16],
}

/// What the ruler makes of a token.
#[derive(Debug, Clone, PartialEq)]
pub struct Attributes {
    /// Tag, perhaps another than before.
    pub tag: Tag,
    /// Label, perhaps another than before.
    pub deprel: Deprel,
    /// Part of speech.
    pub upos: Upos,
    /// Morphology.
    pub morph: MorphId,
    /// Lemma, where a rule gives one.
    pub lemma: Option<Arc<str>>,
}

/// A pattern with what it sets.
#[derive(Debug)]
struct Rule {
    /// Number of the rule it belongs to: rules are applied in this order.
    order: usize,
    pattern: Vec<TokenPattern>,
    /// Which token of the match is changed.
    index: usize,
    tag: Option<Tag>,
    deprel: Option<Deprel>,
    upos: Option<Upos>,
    morph: Option<MorphId>,
    lemma: Option<Arc<str>>,
}

/// The ruler's rules.
#[derive(Debug)]
pub struct Ruler {
    rules: Vec<Rule>,
    morphs: Vec<Morph>,
    /// Rules that ask nothing of the first token's text, by its tag.
    by_tag: Vec<Vec<u16>>,
    /// Rules by the text of the first token.
    by_lower: HashMap<String, Vec<u16>>,
    /// Rules that ask something else of the first token's text.
    by_text: Vec<u16>,
}

impl Ruler {
    /// Reads the rules, which are spaCy's own patterns as JSON.
    pub fn read(reader: &mut PackReader) -> Result<Self> {
        let json = reader.string()?;
        let rules: Value = serde_json::from_str(&json)
            .map_err(|error| model_error(format!("the attribute ruler's rules are not JSON: {error}")))?;
        Self::new(&rules)
    }

    fn new(json: &Value) -> Result<Self> {
        let mut ruler = Self {
            rules: Vec::new(),
            morphs: vec![Morph::default()],
            by_tag: vec![Vec::new(); Tag::ALL.len()],
            by_lower: HashMap::new(),
            by_text: Vec::new(),
        };
        let mut morphs: Vec<String> = vec![String::new()];
        for (order, rule) in json.as_array().into_iter().flatten().enumerate() {
            for pattern in rule["patterns"].as_array().into_iter().flatten() {
                let rule = parse_rule(order, rule, pattern, &mut morphs)
                    .map_err(|what| model_error(format!("attribute rule {order}: {what}")))?;
                ruler.add(rule);
            }
        }
        ruler.morphs.extend(morphs[1..].iter().map(|features| Morph::parse(features)));
        Ok(ruler)
    }

    fn add(&mut self, rule: Rule) {
        let number = self.rules.len() as u16;
        match &rule.pattern[0].lower {
            Lower::Any => {
                for tag in Tag::ALL.into_iter().filter(|&tag| rule.pattern[0].tags & bit(tag as usize) != 0) {
                    self.by_tag[tag as usize].push(number);
                }
            }
            Lower::Is(word) => self.by_lower.entry(word.clone()).or_default().push(number),
            Lower::In(words) => {
                for word in words {
                    self.by_lower.entry(word.clone()).or_default().push(number);
                }
            }
            Lower::NotIn(_) | Lower::Matches(_) => self.by_text.push(number),
        }
        self.rules.push(rule);
    }

    /// Adds to `out` the rules whose first token may have the text `lower` because they ask for it.
    pub fn rules_of_word(&self, lower: &str, out: &mut Vec<u16>) {
        out.extend(self.by_lower.get(lower).into_iter().flatten());
        out.extend(
            self.by_text.iter().filter(|&&r| self.rules[usize::from(r)].pattern[0].lower.accepts(lower)),
        );
    }

    /// The morphology with a number.
    pub fn morph(&self, morph: MorphId) -> Morph {
        self.morphs[usize::from(morph)]
    }

    /// Applies the rules to a text; `token` gives its `n` tokens.
    pub fn apply<'a>(&self, n: usize, token: impl Fn(usize) -> RulerToken<'a>, out: &mut Vec<Attributes>) {
        // Matches are kept as rule and token, and applied in that order.
        let mut matches: Vec<(usize, usize, u16)> = Vec::new();
        let first = out.len();
        for i in 0..n {
            let this = token(i);
            out.push(Attributes {
                tag: this.tag,
                deprel: this.deprel,
                upos: Upos::None,
                morph: 0,
                lemma: None,
            });
            for &number in self.by_tag[this.tag as usize].iter().chain(this.rules) {
                let rule = &self.rules[usize::from(number)];
                let rest = &rule.pattern[1..];
                if rule.pattern[0].accepts(&this)
                    && i + rest.len() < n
                    && rest.iter().enumerate().all(|(k, pattern)| {
                        let other = token(i + 1 + k);
                        pattern.accepts(&other) && pattern.lower.accepts(other.lower)
                    })
                {
                    matches.push((rule.order, i, number));
                }
            }
        }
        matches.sort_unstable();
        for (_, i, number) in matches {
            let rule = &self.rules[usize::from(number)];
            let attributes = &mut out[first + i + rule.index];
            attributes.tag = rule.tag.unwrap_or(attributes.tag);
            attributes.deprel = rule.deprel.unwrap_or(attributes.deprel);
            attributes.upos = rule.upos.unwrap_or(attributes.upos);
            attributes.morph = rule.morph.unwrap_or(attributes.morph);
            if let Some(lemma) = &rule.lemma {
                attributes.lemma = Some(lemma.clone());
            }
        }
    }
}

type Parsed<T> = std::result::Result<T, String>;

fn parse_rule(order: usize, rule: &Value, pattern: &Value, morphs: &mut Vec<String>) -> Parsed<Rule> {
    let pattern: Vec<TokenPattern> =
        pattern.as_array().into_iter().flatten().map(parse_token).collect::<Parsed<_>>()?;
    if pattern.is_empty() {
        return Err("the pattern is empty".to_owned());
    }
    let index = rule["index"].as_i64().unwrap_or(0);
    let index = if index < 0 { index + pattern.len() as i64 } else { index };
    let index = usize::try_from(index)
        .ok()
        .filter(|&i| i < pattern.len())
        .ok_or("its index is outside the pattern")?;
    let mut parsed =
        Rule { order, pattern, index, tag: None, deprel: None, upos: None, morph: None, lemma: None };
    for (name, value) in rule["attrs"].as_object().into_iter().flatten() {
        let value = value.as_str().ok_or_else(|| format!("the value of {name} is no string"))?;
        let unknown = || format!("the label {value} of {name} is not known");
        match name.as_str() {
            "TAG" => parsed.tag = Some(Tag::from_label(value).ok_or_else(unknown)?),
            "DEP" => parsed.deprel = Some(Deprel::from_label(value).ok_or_else(unknown)?),
            "POS" => parsed.upos = Some(Upos::from_label(value).ok_or_else(unknown)?),
            "LEMMA" => parsed.lemma = Some(value.into()),
            "MORPH" => {
                let features = if value == "_" { "" } else { value };
                let number = morphs.iter().position(|m| m == features).unwrap_or_else(|| {
                    morphs.push(features.to_owned());
                    morphs.len() - 1
                });
                parsed.morph = Some(number as MorphId);
            }
            _ => return Err(format!("it sets {name}, which is not known")),
        }
    }
    Ok(parsed)
}

fn parse_token(json: &Value) -> Parsed<TokenPattern> {
    let mut pattern = TokenPattern { tags: u64::MAX, deprels: u64::MAX, lower: Lower::Any, is_space: None };
    for (name, condition) in json.as_object().into_iter().flatten() {
        match name.as_str() {
            // A label that no class of the model has is in no set: the condition is then never met.
            "TAG" => pattern.tags = label_set(condition, |l| Tag::from_label(l).map(|t| t as usize))?,
            "DEP" => pattern.deprels = label_set(condition, |l| Deprel::from_label(l).map(|d| d as usize))?,
            "LOWER" => pattern.lower = parse_lower(condition)?,
            "IS_SPACE" => pattern.is_space = Some(condition.as_bool().ok_or("IS_SPACE is true or false")?),
            _ => return Err(format!("it asks for {name}, which is not known")),
        }
    }
    Ok(pattern)
}

/// The operator and operand of a condition: a bare string is the operator "IS".
fn operator(condition: &Value) -> Parsed<(&str, &Value)> {
    match condition {
        Value::String(_) => Ok(("IS", condition)),
        Value::Object(map) if map.len() == 1 => map
            .iter()
            .next()
            .map(|(operator, operand)| (operator.as_str(), operand))
            .ok_or_else(|| "a condition is empty".to_owned()),
        _ => Err(format!("the condition {condition} is not known")),
    }
}

fn strings(operand: &Value) -> Parsed<Vec<&str>> {
    let list = operand.as_array().ok_or_else(|| format!("{operand} is no list"))?;
    list.iter().map(|s| s.as_str().ok_or_else(|| format!("{s} is no string"))).collect()
}

fn label_set(condition: &Value, place: impl Fn(&str) -> Option<usize>) -> Parsed<u64> {
    let set =
        |labels: Vec<&str>| labels.into_iter().filter_map(&place).fold(0, |set, place| set | bit(place));
    match operator(condition)? {
        ("IS", operand) => Ok(set(operand.as_str().into_iter().collect())),
        ("IN", operand) => Ok(set(strings(operand)?)),
        ("NOT_IN", operand) => Ok(!set(strings(operand)?)),
        (other, _) => Err(format!("the operator {other} is not known for labels")),
    }
}

fn parse_lower(condition: &Value) -> Parsed<Lower> {
    let owned = |list: Vec<&str>| list.into_iter().map(str::to_owned).collect();
    match operator(condition)? {
        ("IS", operand) => Ok(Lower::Is(operand.as_str().unwrap_or_default().to_owned())),
        ("IN", operand) => Ok(Lower::In(owned(strings(operand)?))),
        ("NOT_IN", operand) => Ok(Lower::NotIn(owned(strings(operand)?))),
        ("REGEX", operand) => {
            let expression = operand.as_str().ok_or("a REGEX is a string")?;
            Ok(Lower::Matches(Regex::new(expression).map_err(|error| error.to_string())?))
        }
        (other, _) => Err(format!("the operator {other} is not known for text")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apply(rules: &str, tokens: &[(Tag, Deprel, &str)]) -> Vec<Attributes> {
        let ruler = Ruler::new(&serde_json::from_str(rules).unwrap()).unwrap();
        let mut of_words = vec![Vec::new(); tokens.len()];
        for (rules, token) in of_words.iter_mut().zip(tokens) {
            ruler.rules_of_word(token.2, rules);
        }
        let token = |i: usize| {
            let (tag, deprel, lower) = tokens[i];
            RulerToken { tag, deprel, lower, is_space: lower == " ", rules: &of_words[i] }
        };
        let mut out = Vec::new();
        ruler.apply(tokens.len(), token, &mut out);
        out
    }

    #[test]
    fn later_rules_override_earlier_ones() {
        let rules = r#"[
            {"patterns": [[{"TAG": "NN"}]], "attrs": {"POS": "NOUN", "MORPH": "Number=Sing"}, "index": 0},
            {"patterns": [[{"TAG": "NN", "LOWER": {"IN": ["nothing", "nobody"]}}]], "attrs": {"POS": "PRON"}},
            {"patterns": [[{"IS_SPACE": true}]], "attrs": {"TAG": "_SP", "POS": "SPACE", "MORPH": "_", "DEP": "dep"}}
        ]"#;
        let out = apply(
            rules,
            &[
                (Tag::Nn, Deprel::Dobj, "nothing"),
                (Tag::Nn, Deprel::Dobj, "peace"),
                (Tag::Nn, Deprel::Conj, " "),
            ],
        );
        assert_eq!((out[0].upos, out[0].morph), (Upos::Pron, 1));
        assert_eq!((out[1].upos, out[1].morph), (Upos::Noun, 1));
        let space =
            Attributes { tag: Tag::Sp, deprel: Deprel::Dep, upos: Upos::Space, morph: 0, lemma: None };
        assert_eq!(out[2], space);
    }

    #[test]
    fn a_rule_of_two_tokens_changes_the_one_it_names() {
        let rules = r#"[{"patterns": [[{"LOWER": "let"}, {"LOWER": {"REGEX": "^['’]s$"}}]], "attrs": {"LEMMA": "us"}, "index": 1},
            {"patterns": [[{"DEP": {"NOT_IN": ["det", ""]}, "TAG": {"IN": ["DT", "NONE-SUCH"]}}]], "attrs": {"POS": "PRON"}}]"#;
        let out = apply(
            rules,
            &[(Tag::Vb, Deprel::Root, "let"), (Tag::Prp, Deprel::Nsubj, "'s"), (Tag::Dt, Deprel::Det, "the")],
        );
        assert_eq!(out[0].lemma, None);
        assert_eq!(out[1].lemma.as_deref(), Some("us"));
        assert_eq!(out[2].upos, Upos::None);
        // The second token is past the end of the text.
        assert_eq!(apply(rules, &[(Tag::Vb, Deprel::Root, "let")])[0].lemma, None);
    }

    #[test]
    fn a_rule_that_is_not_understood_is_an_error() {
        for rule in [
            r#"[{"patterns": [[{"TAG": "NN"}]], "attrs": {"POS": "THING"}}]"#,
            r#"[{"patterns": [[{"ORTH": "a"}]], "attrs": {"POS": "NOUN"}}]"#,
            r#"[{"patterns": [[]], "attrs": {}}]"#,
            r#"[{"patterns": [[{"TAG": {"SUBSET": []}}]], "attrs": {}}]"#,
        ] {
            assert!(Ruler::new(&serde_json::from_str(rule).unwrap()).is_err(), "{rule}");
        }
    }
}
