-- The texts of the articles, where they are kept. Version 6 of the store.

-- The text of each document for which it was asked to be kept; of the digest that documents has.
CREATE TABLE texts (
    document INTEGER PRIMARY KEY,
    text TEXT NOT NULL,             -- as it was read: what all offsets count in
    sentences TEXT NOT NULL         -- the first code point of each sentence, as JSON
);

-- Which offices a quote shows: a search for words asks it. It is made anew with the resolved tables.
CREATE INDEX office_evidence_claim ON office_evidence (document, number);
