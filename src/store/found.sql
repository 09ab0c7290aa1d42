-- What questions are found by, beside resolved.sql and computed with it. Version 3 of the store.

-- Every word of a folded name: what a mistyped one is compared with.
CREATE TABLE name_words (word TEXT PRIMARY KEY) WITHOUT ROWID;

-- Every name of what has an office, by its telling words without their plural: the president of it is found by them.
CREATE TABLE body_names (
    stems TEXT NOT NULL,
    entity INTEGER NOT NULL,
    PRIMARY KEY (stems, entity)
) WITHOUT ROWID;

-- Topics by their label in canonical order.
CREATE TABLE topic_keys (
    key TEXT NOT NULL,
    topic INTEGER NOT NULL,
    PRIMARY KEY (key, topic)
) WITHOUT ROWID;

-- Where acts took place.
CREATE TABLE act_places (
    entity INTEGER NOT NULL, act INTEGER NOT NULL,
    PRIMARY KEY (entity, act)
) WITHOUT ROWID;

-- Whose reported words show a fact.
CREATE TABLE act_speakers (
    entity INTEGER NOT NULL, act INTEGER NOT NULL,
    PRIMARY KEY (entity, act)
) WITHOUT ROWID;
CREATE TABLE position_speakers (
    entity INTEGER NOT NULL, position INTEGER NOT NULL,
    PRIMARY KEY (entity, position)
) WITHOUT ROWID;
