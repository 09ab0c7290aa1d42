-- What the documents say together: who is who, and which claims are one fact. Computed from the claims at the end of
-- every run that changed them, all at once. Version 2 of the store.

ALTER TABLE documents ADD COLUMN id TEXT;   -- document/…, as in an exported graph
ALTER TABLE documents ADD COLUMN story TEXT;    -- of copies of one text: the id of the one that stands for all

CREATE TABLE entities (
    entity INTEGER PRIMARY KEY,
    id TEXT NOT NULL,               -- entity/…
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    identifiers TEXT NOT NULL       -- compact IRIs, as JSON
);

-- Every form of a name or description, the canonical ones among them.
CREATE TABLE entity_names (
    name INTEGER PRIMARY KEY,
    entity INTEGER NOT NULL,
    string INTEGER NOT NULL,
    mentions INTEGER NOT NULL,      -- how often the texts have it
    named INTEGER NOT NULL,         -- 1 for a name that a record gives, 0 for what is only mentioned
    folded TEXT NOT NULL            -- plain words, transliterations folded: what names are compared by
);

-- The words of all names, folded.
CREATE VIRTUAL TABLE names_search USING fts5(folded, content = 'entity_names', content_rowid = 'name');

-- Which entity an appearance is one of.
CREATE TABLE members (
    document INTEGER NOT NULL,
    number INTEGER NOT NULL,
    entity INTEGER NOT NULL,
    PRIMARY KEY (document, number)
) WITHOUT ROWID;

CREATE TABLE topics (
    topic INTEGER PRIMARY KEY,
    id TEXT NOT NULL,               -- topic/…
    label TEXT NOT NULL,
    heads TEXT NOT NULL             -- lemmas, as JSON
);

CREATE TABLE topic_phrases (
    string INTEGER PRIMARY KEY,
    topic INTEGER NOT NULL,
    stems TEXT NOT NULL             -- of its telling words and of the topic's heads: what topics are found by
);

-- Which topics are the next broader ones.
CREATE TABLE broader_topics (
    narrower INTEGER NOT NULL,
    broader INTEGER NOT NULL,
    PRIMARY KEY (narrower, broader)
) WITHOUT ROWID;

CREATE TABLE office_facts (
    office INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    holder INTEGER NOT NULL,
    title TEXT NOT NULL,
    "of" INTEGER,
    status TEXT NOT NULL,
    first TEXT,                     -- date of the first document that says so
    last TEXT,
    confidence REAL NOT NULL,       -- of the surest evidence, from 0 to 1
    documents INTEGER NOT NULL,     -- how many say so
    independent INTEGER NOT NULL    -- how many of them, copies of one text counted once
);

CREATE TABLE act_facts (
    act INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    source INTEGER NOT NULL,
    relation TEXT NOT NULL,
    target INTEGER,
    topic INTEGER,
    status TEXT NOT NULL,
    reporter INTEGER,
    date TEXT,                      -- of the act
    first TEXT,
    last TEXT,
    confidence REAL NOT NULL,
    documents INTEGER NOT NULL,
    independent INTEGER NOT NULL
);

CREATE TABLE position_facts (
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    holder INTEGER NOT NULL,
    stance TEXT NOT NULL,
    topic INTEGER NOT NULL,
    reporter INTEGER,
    first TEXT,
    last TEXT,
    confidence REAL NOT NULL,
    documents INTEGER NOT NULL,
    independent INTEGER NOT NULL
);

-- Which claims show a fact.
CREATE TABLE office_evidence (
    office INTEGER NOT NULL, document INTEGER NOT NULL, number INTEGER NOT NULL,
    PRIMARY KEY (office, document, number)
) WITHOUT ROWID;
CREATE TABLE act_evidence (
    act INTEGER NOT NULL, document INTEGER NOT NULL, number INTEGER NOT NULL,
    PRIMARY KEY (act, document, number)
) WITHOUT ROWID;
CREATE TABLE position_evidence (
    position INTEGER NOT NULL, document INTEGER NOT NULL, number INTEGER NOT NULL,
    PRIMARY KEY (position, document, number)
) WITHOUT ROWID;

-- The words of all quotes: SELECT rowid FROM quotes_search WHERE quotes_search MATCH 'security AND guarantee*'.
CREATE VIRTUAL TABLE quotes_search USING fts5(
    text, content = 'quotes', content_rowid = 'quote', tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO quotes_search (quotes_search) VALUES ('rebuild');

-- For people and other programs: names in place of numbers.

CREATE VIEW names AS
SELECT e.id AS entity, s.text AS name, n.folded, n.mentions, n.named
FROM entity_names n JOIN entities e USING (entity) JOIN strings s USING (string);

CREATE VIEW offices AS
SELECT o.id, h.name AS holder, o.title, b.name AS "of", o.status, o.first, o.last, o.confidence, o.documents, o.independent,
       h.id AS holder_id, b.id AS of_id
FROM office_facts o JOIN entities h ON h.entity = o.holder LEFT JOIN entities b ON b.entity = o."of";

CREATE VIEW acts AS
SELECT a.id, s.name AS source, a.relation, t.name AS target, p.label AS topic, a.status, r.name AS reporter, a.date,
       a.first, a.last, a.confidence, a.documents, a.independent,
       s.id AS source_id, t.id AS target_id, p.id AS topic_id, r.id AS reporter_id
FROM act_facts a JOIN entities s ON s.entity = a.source LEFT JOIN entities t ON t.entity = a.target
LEFT JOIN topics p ON p.topic = a.topic LEFT JOIN entities r ON r.entity = a.reporter;

CREATE VIEW positions AS
SELECT f.id, h.name AS holder, f.stance, p.label AS topic, r.name AS reporter, f.first, f.last, f.confidence,
       f.documents, f.independent, h.id AS holder_id, p.id AS topic_id, r.id AS reporter_id
FROM position_facts f JOIN entities h ON h.entity = f.holder JOIN topics p ON p.topic = f.topic
LEFT JOIN entities r ON r.entity = f.reporter;

-- One row for each claim, under the id of its fact.
CREATE VIEW evidence AS
SELECT f.id AS fact, d.id AS document, q."start", q."end", q.text AS quote, c.confidence / 1000.0 AS confidence,
       NULL AS phrase, NULL AS place, NULL AS plover,
       (SELECT json_group_array(w.id) FROM (SELECT DISTINCT x.id FROM json_each(c.speakers) j
            JOIN members y ON y.document = c.document AND y.number = j.value
            JOIN entities x ON x.entity = y.entity ORDER BY x.id) w) AS speakers, c.quote AS quote_row
FROM office_facts f JOIN office_evidence USING (office) JOIN office_claims c USING (document, number)
JOIN quotes q USING (quote) JOIN documents d ON d.document = c.document
UNION ALL
SELECT f.id, d.id, q."start", q."end", q.text, c.confidence / 1000.0, s.text, e.id, c.plover,
       (SELECT json_group_array(w.id) FROM (SELECT DISTINCT x.id FROM json_each(c.speakers) j
            JOIN members y ON y.document = c.document AND y.number = j.value
            JOIN entities x ON x.entity = y.entity ORDER BY x.id) w), c.quote
FROM act_facts f JOIN act_evidence USING (act) JOIN act_claims c USING (document, number)
JOIN quotes q USING (quote) JOIN documents d ON d.document = c.document
LEFT JOIN strings s ON s.string = c.phrase
LEFT JOIN members m ON m.document = c.document AND m.number = c.place LEFT JOIN entities e ON e.entity = m.entity
UNION ALL
SELECT f.id, d.id, q."start", q."end", q.text, c.confidence / 1000.0, s.text, NULL, NULL,
       (SELECT json_group_array(w.id) FROM (SELECT DISTINCT x.id FROM json_each(c.speakers) j
            JOIN members y ON y.document = c.document AND y.number = j.value
            JOIN entities x ON x.entity = y.entity ORDER BY x.id) w), c.quote
FROM position_facts f JOIN position_evidence USING (position) JOIN position_claims c USING (document, number)
JOIN quotes q USING (quote) JOIN documents d ON d.document = c.document
JOIN strings s ON s.string = c.phrase;
