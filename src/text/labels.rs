//! The label sets: Penn Treebank tags, universal parts of speech, ClearNLP dependency labels, OntoNotes entity labels.
//!
//! Tags: <https://catalog.ldc.upenn.edu/docs/LDC99T42/tagguid1.pdf>; parts of speech:
//! <https://universaldependencies.org/u/pos/>; dependencies: ClearNLP's, after Choi & Palmer 2012, "Guidelines for the
//! CLEAR style constituent to dependency conversion"; entities: OntoNotes 5.

/// Defines a set of labels: its variants, each with the label as the model writes it and what it means.
macro_rules! labels {
    ($(#[$about:meta])* $name:ident { $($variant:ident $label:literal $meaning:literal,)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $(#[doc = concat!("`", $label, "`: ", $meaning, ".")] $variant,)+
        }

        impl $name {
            /// Every label, in order.
            pub const ALL: [Self; [$($label),+].len()] = [$(Self::$variant),+];

            /// The label as the model writes it.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $label,)+
                }
            }

            /// The label that the model writes as `label`, if there is one.
            pub fn from_label(label: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|l| l.as_str() == label)
            }
        }
    };
}

labels! {
    /// Dependency labels of the ClearNLP scheme.
    Deprel {
        Root "ROOT" "root of the sentence",
        Acl "acl" "clause that modifies a noun",
        Acomp "acomp" "adjective as complement",
        Advcl "advcl" "adverbial clause",
        Advmod "advmod" "adverb",
        Agent "agent" "\"by\" of a passive",
        Amod "amod" "adjective before a noun",
        Appos "appos" "apposition",
        Attr "attr" "noun or adjective after a copula",
        Aux "aux" "auxiliary",
        Auxpass "auxpass" "passive auxiliary",
        Case "case" "possessive marker",
        Cc "cc" "conjunction word",
        Ccomp "ccomp" "clause as complement, with a subject of its own",
        Compound "compound" "noun before a noun",
        Conj "conj" "further conjunct",
        Csubj "csubj" "clause as subject",
        Csubjpass "csubjpass" "clause as subject of a passive",
        Dative "dative" "indirect object",
        Dep "dep" "unclassified",
        Det "det" "determiner",
        Dobj "dobj" "direct object",
        Expl "expl" "expletive",
        Intj "intj" "interjection",
        Mark "mark" "word that opens a clause",
        Meta "meta" "text that is no part of the sentence",
        Neg "neg" "negation",
        Nmod "nmod" "noun that modifies",
        Npadvmod "npadvmod" "noun phrase as adverb",
        Nsubj "nsubj" "subject",
        Nsubjpass "nsubjpass" "subject of a passive",
        Nummod "nummod" "number",
        Oprd "oprd" "predicate of an object",
        Parataxis "parataxis" "clause put beside",
        Pcomp "pcomp" "clause after a preposition",
        Pobj "pobj" "noun after a preposition",
        Poss "poss" "possessor",
        Preconj "preconj" "\"both\" or \"either\" before conjuncts",
        Predet "predet" "word before a determiner",
        Prep "prep" "preposition",
        Prt "prt" "particle of a verb",
        Punct "punct" "punctuation",
        Quantmod "quantmod" "modifier of a number",
        Relcl "relcl" "relative clause",
        Xcomp "xcomp" "clause as complement, whose subject is controlled",
        None "" "no label",
    }
}

labels! {
    /// Penn Treebank tags with the additions of OntoNotes and spaCy.
    Tag {
        Cc "CC" "coordinating conjunction",
        Cd "CD" "cardinal number",
        Dt "DT" "determiner",
        Ex "EX" "existential \"there\"",
        Fw "FW" "foreign word",
        In "IN" "preposition or subordinating conjunction",
        Jj "JJ" "adjective",
        Jjr "JJR" "comparative adjective",
        Jjs "JJS" "superlative adjective",
        Ls "LS" "list item marker",
        Md "MD" "modal",
        Nn "NN" "singular noun",
        Nns "NNS" "plural noun",
        Nnp "NNP" "singular proper noun",
        Nnps "NNPS" "plural proper noun",
        Pdt "PDT" "predeterminer",
        Pos "POS" "possessive ending",
        Prp "PRP" "personal pronoun",
        PrpPoss "PRP$" "possessive pronoun",
        Rb "RB" "adverb",
        Rbr "RBR" "comparative adverb",
        Rbs "RBS" "superlative adverb",
        Rp "RP" "particle",
        Sym "SYM" "symbol",
        To "TO" "\"to\"",
        Uh "UH" "interjection",
        Vb "VB" "base form of a verb",
        Vbd "VBD" "past tense",
        Vbg "VBG" "gerund or present participle",
        Vbn "VBN" "past participle",
        Vbp "VBP" "present tense, not third person singular",
        Vbz "VBZ" "present tense, third person singular",
        Wdt "WDT" "wh-determiner",
        Wp "WP" "wh-pronoun",
        WpPoss "WP$" "possessive wh-pronoun",
        Wrb "WRB" "wh-adverb",
        Add "ADD" "electronic address",
        Afx "AFX" "affix",
        Hyph "HYPH" "hyphen",
        Nfp "NFP" "superfluous punctuation",
        Xx "XX" "unknown",
        Sp "_SP" "white space",
        Dollar "$" "currency sign",
        QuoteOpen "``" "opening quotation mark",
        QuoteClose "''" "closing quotation mark",
        Comma "," "comma",
        LeftBracket "-LRB-" "left bracket",
        RightBracket "-RRB-" "right bracket",
        Period "." "sentence end",
        Colon ":" "colon, semicolon, dash",
        None "" "no tag",
    }
}

labels! {
    /// Universal parts of speech, with spaCy's `SPACE`.
    Upos {
        Adj "ADJ" "adjective",
        Adp "ADP" "adposition",
        Adv "ADV" "adverb",
        Aux "AUX" "auxiliary",
        Cconj "CCONJ" "coordinating conjunction",
        Det "DET" "determiner",
        Intj "INTJ" "interjection",
        Noun "NOUN" "noun",
        Num "NUM" "numeral",
        Part "PART" "particle",
        Pron "PRON" "pronoun",
        Propn "PROPN" "proper noun",
        Punct "PUNCT" "punctuation",
        Sconj "SCONJ" "subordinating conjunction",
        Sym "SYM" "symbol",
        Verb "VERB" "verb",
        X "X" "other",
        Space "SPACE" "white space",
        None "" "no part of speech",
    }
}

labels! {
    /// Entity labels of OntoNotes 5.
    EntityLabel {
        Org "ORG" "organization",
        Date "DATE" "date or period",
        Person "PERSON" "person",
        Gpe "GPE" "country, city, state",
        Money "MONEY" "amount of money",
        Cardinal "CARDINAL" "number",
        Norp "NORP" "nationality, religious or political group",
        Percent "PERCENT" "percentage",
        WorkOfArt "WORK_OF_ART" "title of a work",
        Loc "LOC" "place that is no state or city",
        Time "TIME" "time shorter than a day",
        Quantity "QUANTITY" "measurement",
        Fac "FAC" "building, airport, road",
        Event "EVENT" "named war, storm, event",
        Ordinal "ORDINAL" "ordinal number",
        Product "PRODUCT" "object, vehicle, weapon",
        Law "LAW" "named document made into law",
        Language "LANGUAGE" "named language",
    }
}
