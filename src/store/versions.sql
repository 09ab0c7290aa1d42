-- Which text of an article holds. Version 5 of the store.

ALTER TABLE documents ADD COLUMN modified TEXT;     -- when the text was last changed, ISO 8601
ALTER TABLE documents ADD COLUMN corrects INTEGER NOT NULL DEFAULT 0;   -- 1 where the text says that it corrects another
ALTER TABLE documents ADD COLUMN numbered INTEGER NOT NULL DEFAULT 0;   -- 1 where the name only says where it stood

-- All texts of the articles that were ever read, with their dates and addresses. What is in documents is the latest.
CREATE TABLE versions (
    version TEXT PRIMARY KEY,       -- all that is known of it, as JSON
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    numbered INTEGER NOT NULL,
    address TEXT                    -- without the scheme, where it tells one article from others
) WITHOUT ROWID;
CREATE INDEX versions_name ON versions (name, sha256);
CREATE INDEX versions_address ON versions (address) WHERE address IS NOT NULL;

-- By whom and as what a text was read that holds no longer, as in readings.
CREATE TABLE replaced (
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    reader TEXT NOT NULL,
    entry TEXT NOT NULL,
    PRIMARY KEY (name, sha256, reader, entry)
) WITHOUT ROWID;

-- With this option of fts5 on, the first word that is taken out makes a table that no SQLite before 3.42 can read.
INSERT INTO quotes_search (quotes_search, rank) VALUES ('secure-delete', 0);
INSERT INTO quotes_search (quotes_search) VALUES ('rebuild');

-- Without ->>, which SQLite has since 3.38 only.
DROP VIEW IF EXISTS mentions;
CREATE VIEW mentions AS
SELECT e.id AS entity, d.id AS document, json_extract(m.value, '$[0]') AS "start", json_extract(m.value, '$[1]') AS "end",
       s.text
FROM appearances a
JOIN members USING (document, number) JOIN entities e USING (entity) JOIN documents d USING (document)
JOIN json_each(a.mentions) m JOIN strings s ON s.string = json_extract(m.value, '$[2]');
