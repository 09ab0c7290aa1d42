-- What the documents say: the claims, from which all else is computed. Version 1 of the store.

-- One row: how the store stands.
CREATE TABLE store (
    -- Whether the tables of resolved.sql are behind those of this file: 1 from the first change of a run to its end.
    stale INTEGER NOT NULL,
    -- Counts the runs that took something out; whoever remembers numbers of strings or forms asks again after one.
    removals INTEGER NOT NULL
);
INSERT INTO store VALUES (0, 0);

-- Every name, phrase and title, once.
CREATE TABLE strings (
    string INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
);

-- What users have ruled on who is who.
CREATE TABLE rulings (
    kind TEXT NOT NULL,             -- same-as, keep-apart, same-issue, keep-issues-apart or call-issue
    one TEXT NOT NULL,              -- names or identifiers, as in a file of rulings
    other TEXT NOT NULL,
    PRIMARY KEY (kind, one, other)
) WITHOUT ROWID;

-- The articles. Two texts of one name are two.
CREATE TABLE documents (
    document INTEGER PRIMARY KEY,
    name TEXT NOT NULL,             -- the file's name without its ending, or the field id of a JSON line
    sha256 TEXT NOT NULL,           -- of the text, in hexadecimal; empty where unknown
    date TEXT,                      -- of publication, ISO 8601
    title TEXT,
    url TEXT,
    sketch TEXT,                    -- of the words, in hexadecimal: what copies of a text are known by
    UNIQUE (name, sha256)
);

-- By whom and as what an article was read: a run that was cut short goes on after the articles that stand here.
CREATE TABLE readings (
    document INTEGER NOT NULL,
    reader TEXT NOT NULL,           -- version of the program, its model, its options; empty for records of unknown origin
    entry TEXT NOT NULL,            -- the catalogue entry that the reader was given, as JSON
    PRIMARY KEY (document, reader, entry)
) WITHOUT ROWID;

-- What a document may have of an entity besides its mentions, once: few documents name Ukraine in a new way.
CREATE TABLE forms (
    form INTEGER PRIMARY KEY,
    local INTEGER NOT NULL,         -- the id in the record, a string
    readings TEXT NOT NULL,         -- [[kind, string, [identifier, …]], …], as JSON: names that the record gives it
    UNIQUE (local, readings)
);

-- The entities as each document has them. Claims name them by document and number.
CREATE TABLE appearances (
    document INTEGER NOT NULL,
    number INTEGER NOT NULL,
    form INTEGER NOT NULL,
    mentions TEXT NOT NULL,         -- [[start, end, string], …], as JSON; code points of the text
    PRIMARY KEY (document, number)
) WITHOUT ROWID;

-- The words that show facts.
CREATE TABLE quotes (
    quote INTEGER PRIMARY KEY,
    document INTEGER NOT NULL,
    "start" INTEGER NOT NULL,       -- first code point
    "end" INTEGER NOT NULL,         -- first code point after
    text TEXT NOT NULL
);
CREATE INDEX quotes_document ON quotes (document);

CREATE TABLE office_claims (
    document INTEGER NOT NULL,
    number INTEGER NOT NULL,
    holder INTEGER NOT NULL,        -- number of an appearance
    title INTEGER NOT NULL,         -- a string
    "of" INTEGER,                   -- number of an appearance
    status TEXT NOT NULL,
    quote INTEGER NOT NULL,
    confidence INTEGER NOT NULL,    -- in thousandths
    speakers TEXT,                  -- whose reported words the quote is part of: numbers of appearances, as JSON
    PRIMARY KEY (document, number)
) WITHOUT ROWID;

CREATE TABLE act_claims (
    document INTEGER NOT NULL,
    number INTEGER NOT NULL,
    source INTEGER NOT NULL,
    relation TEXT NOT NULL,
    target INTEGER,
    phrase INTEGER,                 -- the topic in the document's words, a string
    status TEXT NOT NULL,
    reporter INTEGER,
    place INTEGER,
    date TEXT,
    plover TEXT NOT NULL,
    quote INTEGER NOT NULL,
    confidence INTEGER NOT NULL,
    speakers TEXT,
    PRIMARY KEY (document, number)
) WITHOUT ROWID;

CREATE TABLE position_claims (
    document INTEGER NOT NULL,
    number INTEGER NOT NULL,
    holder INTEGER NOT NULL,
    phrase INTEGER NOT NULL,
    stance TEXT NOT NULL,
    reporter INTEGER,
    quote INTEGER NOT NULL,
    confidence INTEGER NOT NULL,
    speakers TEXT,
    PRIMARY KEY (document, number)
) WITHOUT ROWID;

-- Lemmas of the words that head topics.
CREATE TABLE heads (
    document INTEGER NOT NULL,
    topic INTEGER NOT NULL,         -- the telling words of the phrase, a string
    head INTEGER NOT NULL,          -- a string
    PRIMARY KEY (document, topic, head)
) WITHOUT ROWID;
