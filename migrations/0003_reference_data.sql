-- Drugs and prescribers taken over from public files, in versions that can be set back; prescribers found by an index.

-- `reference`: put on file by a file, and kept up by the next one. `own` rows are the pharmacy's and are never overwritten.
ALTER TABLE drug ADD COLUMN origin TEXT NOT NULL DEFAULT 'own' CHECK (origin IN ('own', 'reference'));
-- Day since which it is no longer sold: no longer offered, but readable. Null while it is.
ALTER TABLE drug ADD COLUMN ended_on TEXT;

ALTER TABLE prescriber ADD COLUMN origin TEXT NOT NULL DEFAULT 'own' CHECK (origin IN ('own', 'reference'));
ALTER TABLE prescriber ADD COLUMN ended_on TEXT;
ALTER TABLE prescriber ADD COLUMN credential TEXT NOT NULL DEFAULT '';
ALTER TABLE prescriber ADD COLUMN profession TEXT NOT NULL DEFAULT '';
ALTER TABLE prescriber ADD COLUMN address TEXT NOT NULL DEFAULT '';
-- Letters of the family name, folded. Until now they stood in the search text, right before the NPI.
ALTER TABLE prescriber ADD COLUMN family_key TEXT NOT NULL DEFAULT '';
UPDATE prescriber SET family_key = (
  SELECT substr(head, 1 + length(rtrim(head, replace(head, ' ', ''))))
  FROM (SELECT substr(search_text, 1, max(0, instr(search_text, ' ' || npi || ' ') - 1)) AS head)
);
CREATE INDEX prescriber_by_family ON prescriber (family_key, given_names COLLATE NOCASE);
CREATE VIRTUAL TABLE prescriber_search USING fts5 (text, content = '', contentless_delete = 1, tokenize = 'trigram remove_diacritics 1');
INSERT INTO prescriber_search (rowid, text) SELECT rowid, search_text FROM prescriber;
ALTER TABLE prescriber DROP COLUMN search_text;

-- Whether a drug or a prescriber is in use is asked for each one that a version set back would take away.
CREATE INDEX prescription_by_drug ON prescription (ndc11) WHERE ndc11 IS NOT NULL;
CREATE INDEX prescription_by_prescriber ON prescription (prescriber_id) WHERE prescriber_id IS NOT NULL;

-- One row each time files were taken over. Applying without a job that runs is an interrupted one.
CREATE TABLE reference_version (
  id TEXT PRIMARY KEY,
  number INTEGER NOT NULL UNIQUE,
  catalogue TEXT NOT NULL CHECK (catalogue IN ('drugs', 'prescribers')),
  -- JSON: part, name, bytes, sha256, path, and whether it was sent here.
  files TEXT NOT NULL,
  -- JSON: otc, states.
  options TEXT NOT NULL,
  -- The branch's day by which it is judged what has ended.
  day TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state = 'applying' OR state = 'applied' OR state = 'failed' OR state = 'setting-back' OR state = 'set-back'),
  problem TEXT,
  -- How many rows the check said would change.
  expected INTEGER NOT NULL,
  added INTEGER NOT NULL DEFAULT 0,
  changed INTEGER NOT NULL DEFAULT 0,
  ended INTEGER NOT NULL DEFAULT 0,
  unchanged INTEGER NOT NULL DEFAULT 0,
  kept INTEGER NOT NULL DEFAULT 0,
  refused INTEGER NOT NULL DEFAULT 0,
  left_out INTEGER NOT NULL DEFAULT 0,
  user_id TEXT NOT NULL REFERENCES user (id),
  started_at TEXT NOT NULL,
  finished_at TEXT,
  set_back_by TEXT REFERENCES user (id),
  set_back_at TEXT,
  set_back_reason TEXT,
  -- Of its changes, from the last one on: undone, and of these left as they are because somebody used or changed them.
  undone INTEGER NOT NULL DEFAULT 0,
  left_standing INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Every row a version changed, as it was before; null where it was not there.
CREATE TABLE reference_change (
  version INTEGER NOT NULL REFERENCES reference_version (number),
  seq INTEGER NOT NULL,
  -- NDC of the drug, id of the prescriber.
  key TEXT NOT NULL,
  before TEXT,
  -- The version the change left the prescriber at: another one since means that a person changed the row.
  row_version INTEGER,
  PRIMARY KEY (version, seq)
) STRICT, WITHOUT ROWID;
