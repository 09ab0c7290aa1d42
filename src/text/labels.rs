//! The label sets: Penn Treebank tags, universal parts of speech, ClearNLP dependency labels, OntoNotes entity labels.
//!
//! Tags: <https://catalog.ldc.upenn.edu/docs/LDC99T42/tagguid1.pdf>; parts of speech:
//! <https://universaldependencies.org/u/pos/>; dependencies: ClearNLP's, after Choi & Palmer 2012, "Guidelines for the
//! CLEAR style constituent to dependency conversion"; entities: OntoNotes 5.

/// Dependency labels of the ClearNLP scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Deprel {
    /// `ROOT`: root of the sentence.
    Root,
    /// `acl`: clause that modifies a noun.
    Acl,
    /// `acomp`: adjective as complement.
    Acomp,
    /// `advcl`: adverbial clause.
    Advcl,
    /// `advmod`: adverb.
    Advmod,
    /// `agent`: "by" of a passive.
    Agent,
    /// `amod`: adjective before a noun.
    Amod,
    /// `appos`: apposition.
    Appos,
    /// `attr`: noun or adjective after a copula.
    Attr,
    /// `aux`: auxiliary.
    Aux,
    /// `auxpass`: passive auxiliary.
    Auxpass,
    /// `case`: possessive marker.
    Case,
    /// `cc`: conjunction word.
    Cc,
    /// `ccomp`: clause as complement, with a subject of its own.
    Ccomp,
    /// `compound`: noun before a noun.
    Compound,
    /// `conj`: further conjunct.
    Conj,
    /// `csubj`: clause as subject.
    Csubj,
    /// `csubjpass`: clause as subject of a passive.
    Csubjpass,
    /// `dative`: indirect object.
    Dative,
    /// `dep`: unclassified.
    Dep,
    /// `det`: determiner.
    Det,
    /// `dobj`: direct object.
    Dobj,
    /// `expl`: expletive.
    Expl,
    /// `intj`: interjection.
    Intj,
    /// `mark`: word that opens a clause.
    Mark,
    /// `meta`: text that is no part of the sentence.
    Meta,
    /// `neg`: negation.
    Neg,
    /// `nmod`: noun that modifies.
    Nmod,
    /// `npadvmod`: noun phrase as adverb.
    Npadvmod,
    /// `nsubj`: subject.
    Nsubj,
    /// `nsubjpass`: subject of a passive.
    Nsubjpass,
    /// `nummod`: number.
    Nummod,
    /// `oprd`: predicate of an object.
    Oprd,
    /// `parataxis`: clause put beside.
    Parataxis,
    /// `pcomp`: clause after a preposition.
    Pcomp,
    /// `pobj`: noun after a preposition.
    Pobj,
    /// `poss`: possessor.
    Poss,
    /// `preconj`: "both" or "either" before conjuncts.
    Preconj,
    /// `predet`: word before a determiner.
    Predet,
    /// `prep`: preposition.
    Prep,
    /// `prt`: particle of a verb.
    Prt,
    /// `punct`: punctuation.
    Punct,
    /// `quantmod`: modifier of a number.
    Quantmod,
    /// `relcl`: relative clause.
    Relcl,
    /// `xcomp`: clause as complement, whose subject is controlled.
    Xcomp,
    /// ``: no label.
    None,
}

impl Deprel {
    /// Every label, in order.
    pub const ALL: [Deprel; 46] = [
        Deprel::Root,
        Deprel::Acl,
        Deprel::Acomp,
        Deprel::Advcl,
        Deprel::Advmod,
        Deprel::Agent,
        Deprel::Amod,
        Deprel::Appos,
        Deprel::Attr,
        Deprel::Aux,
        Deprel::Auxpass,
        Deprel::Case,
        Deprel::Cc,
        Deprel::Ccomp,
        Deprel::Compound,
        Deprel::Conj,
        Deprel::Csubj,
        Deprel::Csubjpass,
        Deprel::Dative,
        Deprel::Dep,
        Deprel::Det,
        Deprel::Dobj,
        Deprel::Expl,
        Deprel::Intj,
        Deprel::Mark,
        Deprel::Meta,
        Deprel::Neg,
        Deprel::Nmod,
        Deprel::Npadvmod,
        Deprel::Nsubj,
        Deprel::Nsubjpass,
        Deprel::Nummod,
        Deprel::Oprd,
        Deprel::Parataxis,
        Deprel::Pcomp,
        Deprel::Pobj,
        Deprel::Poss,
        Deprel::Preconj,
        Deprel::Predet,
        Deprel::Prep,
        Deprel::Prt,
        Deprel::Punct,
        Deprel::Quantmod,
        Deprel::Relcl,
        Deprel::Xcomp,
        Deprel::None,
    ];

    /// The label as the model writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Deprel::Root => "ROOT",
            Deprel::Acl => "acl",
            Deprel::Acomp => "acomp",
            Deprel::Advcl => "advcl",
            Deprel::Advmod => "advmod",
            Deprel::Agent => "agent",
            Deprel::Amod => "amod",
            Deprel::Appos => "appos",
            Deprel::Attr => "attr",
            Deprel::Aux => "aux",
            Deprel::Auxpass => "auxpass",
            Deprel::Case => "case",
            Deprel::Cc => "cc",
            Deprel::Ccomp => "ccomp",
            Deprel::Compound => "compound",
            Deprel::Conj => "conj",
            Deprel::Csubj => "csubj",
            Deprel::Csubjpass => "csubjpass",
            Deprel::Dative => "dative",
            Deprel::Dep => "dep",
            Deprel::Det => "det",
            Deprel::Dobj => "dobj",
            Deprel::Expl => "expl",
            Deprel::Intj => "intj",
            Deprel::Mark => "mark",
            Deprel::Meta => "meta",
            Deprel::Neg => "neg",
            Deprel::Nmod => "nmod",
            Deprel::Npadvmod => "npadvmod",
            Deprel::Nsubj => "nsubj",
            Deprel::Nsubjpass => "nsubjpass",
            Deprel::Nummod => "nummod",
            Deprel::Oprd => "oprd",
            Deprel::Parataxis => "parataxis",
            Deprel::Pcomp => "pcomp",
            Deprel::Pobj => "pobj",
            Deprel::Poss => "poss",
            Deprel::Preconj => "preconj",
            Deprel::Predet => "predet",
            Deprel::Prep => "prep",
            Deprel::Prt => "prt",
            Deprel::Punct => "punct",
            Deprel::Quantmod => "quantmod",
            Deprel::Relcl => "relcl",
            Deprel::Xcomp => "xcomp",
            Deprel::None => "",
        }
    }

    /// The label that the model writes as `label`, if there is one.
    pub fn from_label(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|l| l.as_str() == label)
    }
}

/// Penn Treebank tags with the additions of OntoNotes and spaCy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tag {
    /// `CC`: coordinating conjunction.
    Cc,
    /// `CD`: cardinal number.
    Cd,
    /// `DT`: determiner.
    Dt,
    /// `EX`: existential "there".
    Ex,
    /// `FW`: foreign word.
    Fw,
    /// `IN`: preposition or subordinating conjunction.
    In,
    /// `JJ`: adjective.
    Jj,
    /// `JJR`: comparative adjective.
    Jjr,
    /// `JJS`: superlative adjective.
    Jjs,
    /// `LS`: list item marker.
    Ls,
    /// `MD`: modal.
    Md,
    /// `NN`: singular noun.
    Nn,
    /// `NNS`: plural noun.
    Nns,
    /// `NNP`: singular proper noun.
    Nnp,
    /// `NNPS`: plural proper noun.
    Nnps,
    /// `PDT`: predeterminer.
    Pdt,
    /// `POS`: possessive ending.
    Pos,
    /// `PRP`: personal pronoun.
    Prp,
    /// `PRP$`: possessive pronoun.
    PrpPoss,
    /// `RB`: adverb.
    Rb,
    /// `RBR`: comparative adverb.
    Rbr,
    /// `RBS`: superlative adverb.
    Rbs,
    /// `RP`: particle.
    Rp,
    /// `SYM`: symbol.
    Sym,
    /// `TO`: "to".
    To,
    /// `UH`: interjection.
    Uh,
    /// `VB`: base form of a verb.
    Vb,
    /// `VBD`: past tense.
    Vbd,
    /// `VBG`: gerund or present participle.
    Vbg,
    /// `VBN`: past participle.
    Vbn,
    /// `VBP`: present tense, not third person singular.
    Vbp,
    /// `VBZ`: present tense, third person singular.
    Vbz,
    /// `WDT`: wh-determiner.
    Wdt,
    /// `WP`: wh-pronoun.
    Wp,
    /// `WP$`: possessive wh-pronoun.
    WpPoss,
    /// `WRB`: wh-adverb.
    Wrb,
    /// `ADD`: electronic address.
    Add,
    /// `AFX`: affix.
    Afx,
    /// `HYPH`: hyphen.
    Hyph,
    /// `NFP`: superfluous punctuation.
    Nfp,
    /// `XX`: unknown.
    Xx,
    /// `_SP`: white space.
    Sp,
    /// `$`: currency sign.
    Dollar,
    /// ````: opening quotation mark.
    QuoteOpen,
    /// `''`: closing quotation mark.
    QuoteClose,
    /// `,`: comma.
    Comma,
    /// `-LRB-`: left bracket.
    LeftBracket,
    /// `-RRB-`: right bracket.
    RightBracket,
    /// `.`: sentence end.
    Period,
    /// `:`: colon, semicolon, dash.
    Colon,
    /// ``: no tag.
    None,
}

impl Tag {
    /// Every label, in order.
    pub const ALL: [Tag; 51] = [
        Tag::Cc,
        Tag::Cd,
        Tag::Dt,
        Tag::Ex,
        Tag::Fw,
        Tag::In,
        Tag::Jj,
        Tag::Jjr,
        Tag::Jjs,
        Tag::Ls,
        Tag::Md,
        Tag::Nn,
        Tag::Nns,
        Tag::Nnp,
        Tag::Nnps,
        Tag::Pdt,
        Tag::Pos,
        Tag::Prp,
        Tag::PrpPoss,
        Tag::Rb,
        Tag::Rbr,
        Tag::Rbs,
        Tag::Rp,
        Tag::Sym,
        Tag::To,
        Tag::Uh,
        Tag::Vb,
        Tag::Vbd,
        Tag::Vbg,
        Tag::Vbn,
        Tag::Vbp,
        Tag::Vbz,
        Tag::Wdt,
        Tag::Wp,
        Tag::WpPoss,
        Tag::Wrb,
        Tag::Add,
        Tag::Afx,
        Tag::Hyph,
        Tag::Nfp,
        Tag::Xx,
        Tag::Sp,
        Tag::Dollar,
        Tag::QuoteOpen,
        Tag::QuoteClose,
        Tag::Comma,
        Tag::LeftBracket,
        Tag::RightBracket,
        Tag::Period,
        Tag::Colon,
        Tag::None,
    ];

    /// The label as the model writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Tag::Cc => "CC",
            Tag::Cd => "CD",
            Tag::Dt => "DT",
            Tag::Ex => "EX",
            Tag::Fw => "FW",
            Tag::In => "IN",
            Tag::Jj => "JJ",
            Tag::Jjr => "JJR",
            Tag::Jjs => "JJS",
            Tag::Ls => "LS",
            Tag::Md => "MD",
            Tag::Nn => "NN",
            Tag::Nns => "NNS",
            Tag::Nnp => "NNP",
            Tag::Nnps => "NNPS",
            Tag::Pdt => "PDT",
            Tag::Pos => "POS",
            Tag::Prp => "PRP",
            Tag::PrpPoss => "PRP$",
            Tag::Rb => "RB",
            Tag::Rbr => "RBR",
            Tag::Rbs => "RBS",
            Tag::Rp => "RP",
            Tag::Sym => "SYM",
            Tag::To => "TO",
            Tag::Uh => "UH",
            Tag::Vb => "VB",
            Tag::Vbd => "VBD",
            Tag::Vbg => "VBG",
            Tag::Vbn => "VBN",
            Tag::Vbp => "VBP",
            Tag::Vbz => "VBZ",
            Tag::Wdt => "WDT",
            Tag::Wp => "WP",
            Tag::WpPoss => "WP$",
            Tag::Wrb => "WRB",
            Tag::Add => "ADD",
            Tag::Afx => "AFX",
            Tag::Hyph => "HYPH",
            Tag::Nfp => "NFP",
            Tag::Xx => "XX",
            Tag::Sp => "_SP",
            Tag::Dollar => "$",
            Tag::QuoteOpen => "``",
            Tag::QuoteClose => "''",
            Tag::Comma => ",",
            Tag::LeftBracket => "-LRB-",
            Tag::RightBracket => "-RRB-",
            Tag::Period => ".",
            Tag::Colon => ":",
            Tag::None => "",
        }
    }

    /// The label that the model writes as `label`, if there is one.
    pub fn from_label(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|l| l.as_str() == label)
    }
}

/// Universal parts of speech, with spaCy's `SPACE`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Upos {
    /// `ADJ`: adjective.
    Adj,
    /// `ADP`: adposition.
    Adp,
    /// `ADV`: adverb.
    Adv,
    /// `AUX`: auxiliary.
    Aux,
    /// `CCONJ`: coordinating conjunction.
    Cconj,
    /// `DET`: determiner.
    Det,
    /// `INTJ`: interjection.
    Intj,
    /// `NOUN`: noun.
    Noun,
    /// `NUM`: numeral.
    Num,
    /// `PART`: particle.
    Part,
    /// `PRON`: pronoun.
    Pron,
    /// `PROPN`: proper noun.
    Propn,
    /// `PUNCT`: punctuation.
    Punct,
    /// `SCONJ`: subordinating conjunction.
    Sconj,
    /// `SYM`: symbol.
    Sym,
    /// `VERB`: verb.
    Verb,
    /// `X`: other.
    X,
    /// `SPACE`: white space.
    Space,
    /// ``: no part of speech.
    None,
}

impl Upos {
    /// Every label, in order.
    pub const ALL: [Upos; 19] = [
        Upos::Adj,
        Upos::Adp,
        Upos::Adv,
        Upos::Aux,
        Upos::Cconj,
        Upos::Det,
        Upos::Intj,
        Upos::Noun,
        Upos::Num,
        Upos::Part,
        Upos::Pron,
        Upos::Propn,
        Upos::Punct,
        Upos::Sconj,
        Upos::Sym,
        Upos::Verb,
        Upos::X,
        Upos::Space,
        Upos::None,
    ];

    /// The label as the model writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Upos::Adj => "ADJ",
            Upos::Adp => "ADP",
            Upos::Adv => "ADV",
            Upos::Aux => "AUX",
            Upos::Cconj => "CCONJ",
            Upos::Det => "DET",
            Upos::Intj => "INTJ",
            Upos::Noun => "NOUN",
            Upos::Num => "NUM",
            Upos::Part => "PART",
            Upos::Pron => "PRON",
            Upos::Propn => "PROPN",
            Upos::Punct => "PUNCT",
            Upos::Sconj => "SCONJ",
            Upos::Sym => "SYM",
            Upos::Verb => "VERB",
            Upos::X => "X",
            Upos::Space => "SPACE",
            Upos::None => "",
        }
    }

    /// The label that the model writes as `label`, if there is one.
    pub fn from_label(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|l| l.as_str() == label)
    }
}

/// Entity labels of OntoNotes 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityLabel {
    /// `ORG`: organization.
    Org,
    /// `DATE`: date or period.
    Date,
    /// `PERSON`: person.
    Person,
    /// `GPE`: country, city, state.
    Gpe,
    /// `MONEY`: amount of money.
    Money,
    /// `CARDINAL`: number.
    Cardinal,
    /// `NORP`: nationality, religious or political group.
    Norp,
    /// `PERCENT`: percentage.
    Percent,
    /// `WORK_OF_ART`: title of a work.
    WorkOfArt,
    /// `LOC`: place that is no state or city.
    Loc,
    /// `TIME`: time shorter than a day.
    Time,
    /// `QUANTITY`: measurement.
    Quantity,
    /// `FAC`: building, airport, road.
    Fac,
    /// `EVENT`: named war, storm, event.
    Event,
    /// `ORDINAL`: ordinal number.
    Ordinal,
    /// `PRODUCT`: object, vehicle, weapon.
    Product,
    /// `LAW`: named document made into law.
    Law,
    /// `LANGUAGE`: named language.
    Language,
}

impl EntityLabel {
    /// Every label, in order.
    pub const ALL: [EntityLabel; 18] = [
        EntityLabel::Org,
        EntityLabel::Date,
        EntityLabel::Person,
        EntityLabel::Gpe,
        EntityLabel::Money,
        EntityLabel::Cardinal,
        EntityLabel::Norp,
        EntityLabel::Percent,
        EntityLabel::WorkOfArt,
        EntityLabel::Loc,
        EntityLabel::Time,
        EntityLabel::Quantity,
        EntityLabel::Fac,
        EntityLabel::Event,
        EntityLabel::Ordinal,
        EntityLabel::Product,
        EntityLabel::Law,
        EntityLabel::Language,
    ];

    /// The label as the model writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            EntityLabel::Org => "ORG",
            EntityLabel::Date => "DATE",
            EntityLabel::Person => "PERSON",
            EntityLabel::Gpe => "GPE",
            EntityLabel::Money => "MONEY",
            EntityLabel::Cardinal => "CARDINAL",
            EntityLabel::Norp => "NORP",
            EntityLabel::Percent => "PERCENT",
            EntityLabel::WorkOfArt => "WORK_OF_ART",
            EntityLabel::Loc => "LOC",
            EntityLabel::Time => "TIME",
            EntityLabel::Quantity => "QUANTITY",
            EntityLabel::Fac => "FAC",
            EntityLabel::Event => "EVENT",
            EntityLabel::Ordinal => "ORDINAL",
            EntityLabel::Product => "PRODUCT",
            EntityLabel::Law => "LAW",
            EntityLabel::Language => "LANGUAGE",
        }
    }

    /// The label that the model writes as `label`, if there is one.
    pub fn from_label(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|l| l.as_str() == label)
    }
}
