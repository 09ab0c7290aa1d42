-- What else the catalogue tells of a document. Version 4 of the store.

ALTER TABLE documents ADD COLUMN publisher TEXT;
ALTER TABLE documents ADD COLUMN fields TEXT;   -- an object, as JSON
