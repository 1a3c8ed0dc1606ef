-- What an electronic message said field by field, as a JSON object by the names of what can be read; null for none.
ALTER TABLE intake ADD COLUMN fields TEXT;

-- What was found in what came without a page belongs to its order alone.
CREATE TABLE found_anew (
  id TEXT PRIMARY KEY,
  -- Null where it was found in words or fields that came without a page.
  document_id TEXT REFERENCES document (id),
  ordinal INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('prescription', 'refill-request')),
  pages TEXT NOT NULL,
  suggestions TEXT NOT NULL,
  prescription_id TEXT UNIQUE REFERENCES prescription (id),
  CHECK (document_id IS NOT NULL OR prescription_id IS NOT NULL)
) STRICT;
INSERT INTO found_anew SELECT id, document_id, ordinal, kind, pages, suggestions, prescription_id FROM found;
DROP TABLE found;
ALTER TABLE found_anew RENAME TO found;
CREATE INDEX found_by_document ON found (document_id, ordinal);
