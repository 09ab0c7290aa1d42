-- The questions on which actors take sides, as `issues` works them out from all claims: when they are first asked for, and
-- kept until claims change. Version 6 of the store.

CREATE TABLE issues (
    issue INTEGER PRIMARY KEY,      -- its place: those of most articles first
    label TEXT NOT NULL,            -- no two have the same
    id TEXT NOT NULL,               -- issue/…, as in an exported graph
    broader TEXT                    -- label of the issue that it is a part of
);

-- The phrases of an issue, article by article.
CREATE TABLE issue_topics (
    issue INTEGER NOT NULL,
    number INTEGER NOT NULL,        -- from 0, in the order in which they are told
    article TEXT NOT NULL,          -- documents.name
    phrase TEXT NOT NULL,
    topic TEXT NOT NULL,            -- topics.id
    PRIMARY KEY (issue, number)
) WITHOUT ROWID;
CREATE INDEX issue_topics_topic ON issue_topics (topic);

-- By which rule those in the table were worked out: one row, and none where nothing is kept or claims have changed since.
CREATE TABLE issue_rules (
    rule TEXT NOT NULL
);
