-- What the machine reads on pages, which pages an order stands on, and entry held against its source.

-- One row a page. The reading (words with their places) is deflated JSON and comes last, so that nobody reads past it.
CREATE TABLE page_reading (
  document_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state = 'waiting' OR state = 'read' OR state = 'given-up'),
  problem TEXT,
  rotation INTEGER NOT NULL DEFAULT 0 CHECK (rotation = 0 OR rotation = 90 OR rotation = 180 OR rotation = 270),
  -- What the page is taken for: known once the whole document was gone through.
  kind TEXT,
  why TEXT NOT NULL DEFAULT '',
  read_at TEXT,
  -- How the page looks: 256 bits as hex.
  look TEXT,
  reading BLOB,
  PRIMARY KEY (document_id, number),
  FOREIGN KEY (document_id, number) REFERENCES page (document_id, number)
) STRICT;

-- Pages to be read, and pages of documents to be gone through.
CREATE INDEX page_reading_open ON page_reading (document_id, number, state) WHERE kind IS NULL;
CREATE INDEX page_reading_given_up ON page_reading (document_id) WHERE state = 'given-up';
CREATE INDEX page_reading_by_time ON page_reading (read_at, state);

-- One row a document once all its pages were read or given up.
CREATE TABLE document_reading (
  document_id TEXT PRIMARY KEY REFERENCES document (id),
  layout TEXT NOT NULL,
  sender TEXT NOT NULL,
  -- What its text is compared by with that of other faxes.
  content_key TEXT NOT NULL,
  read_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Holds the key too: a new fax is compared with every one of the last weeks.
CREATE INDEX document_reading_by_time ON document_reading (read_at, content_key);

-- By what a page says of people besides their names. A telephone is known by its last seven digits, however it is written.
CREATE INDEX patient_by_nhs_number ON patient (nhs_number) WHERE nhs_number <> '';
CREATE INDEX patient_by_phone ON patient
  (substr(replace(replace(replace(replace(replace(phone, ' ', ''), '-', ''), '(', ''), ')', ''), '.', ''), -7))
  WHERE phone <> '';
CREATE INDEX drug_by_name ON drug (name COLLATE NOCASE);
CREATE INDEX drug_by_brand ON drug (brand COLLATE NOCASE) WHERE brand <> '';
CREATE INDEX prescriber_by_dea ON prescriber (dea) WHERE dea <> '';

-- A prescription or refill request found on a document; at most one order takes it up.
CREATE TABLE found (
  id TEXT PRIMARY KEY,
  document_id TEXT NOT NULL REFERENCES document (id),
  ordinal INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('prescription', 'refill-request')),
  pages TEXT NOT NULL,
  suggestions TEXT NOT NULL,
  prescription_id TEXT UNIQUE REFERENCES prescription (id)
) STRICT;

CREATE INDEX found_by_document ON found (document_id, ordinal);

-- The pages an order stands on; they may come from several documents. History is in the event log.
CREATE TABLE prescription_page (
  prescription_id TEXT NOT NULL REFERENCES prescription (id),
  position INTEGER NOT NULL,
  document_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (prescription_id, position),
  UNIQUE (prescription_id, document_id, number),
  FOREIGN KEY (document_id, number) REFERENCES page (document_id, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX prescription_page_by_page ON prescription_page (document_id, number);

INSERT INTO prescription_page (prescription_id, position, document_id, number)
SELECT p.id, g.number, g.document_id, g.number FROM prescription p JOIN page g ON g.document_id = p.document_id;

-- Where each typed value stands on the page, and what became of its suggestion: one set a transcription.
CREATE TABLE evidence (
  prescription_id TEXT NOT NULL REFERENCES prescription (id),
  transcription INTEGER NOT NULL,
  field TEXT NOT NULL,
  document_id TEXT,
  page INTEGER,
  x INTEGER,
  y INTEGER,
  width INTEGER,
  height INTEGER,
  suggested TEXT,
  confidence TEXT,
  outcome TEXT NOT NULL CHECK (outcome = 'accepted' OR outcome = 'corrected' OR outcome = 'typed'),
  at TEXT NOT NULL,
  PRIMARY KEY (prescription_id, transcription, field)
) STRICT, WITHOUT ROWID;

CREATE INDEX evidence_by_time ON evidence (at, field);

CREATE TABLE second_entry (
  prescription_id TEXT NOT NULL REFERENCES prescription (id),
  transcription INTEGER NOT NULL,
  content TEXT NOT NULL,
  -- JSON: field, first, second.
  differences TEXT NOT NULL,
  user_id TEXT NOT NULL REFERENCES user (id),
  at TEXT NOT NULL,
  decision TEXT,
  decided_by TEXT REFERENCES user (id),
  decided_at TEXT,
  PRIMARY KEY (prescription_id, transcription)
) STRICT, WITHOUT ROWID;

CREATE TABLE set_aside (
  id TEXT PRIMARY KEY,
  prescription_id TEXT NOT NULL UNIQUE REFERENCES prescription (id),
  kind TEXT NOT NULL,
  destination TEXT NOT NULL,
  note TEXT NOT NULL,
  user_id TEXT NOT NULL REFERENCES user (id),
  at TEXT NOT NULL,
  settled_at TEXT,
  settled_by TEXT REFERENCES user (id),
  settled_note TEXT,
  -- The order the page became again.
  taken_back_as TEXT REFERENCES prescription (id)
) STRICT;

CREATE INDEX set_aside_open ON set_aside (destination, at) WHERE settled_at IS NULL;

-- The prescription this one takes the place of.
ALTER TABLE prescription ADD COLUMN renewal_of TEXT REFERENCES prescription (id);
ALTER TABLE prescription ADD COLUMN second_entry TEXT CHECK (
    second_entry = 'needed' OR second_entry = 'agreed' OR second_entry = 'differs' OR second_entry = 'decided'
  );
-- JSON: what the person said of an earlier prescription this one repeats, and of a drug that differs from the page.
ALTER TABLE prescription ADD COLUMN duplicate_answer TEXT;
ALTER TABLE prescription ADD COLUMN drug_differs TEXT;

-- Every refill points at the first of its chain, so that a chain counts its refills once.
WITH RECURSIVE chain (id, first) AS (
  SELECT id, id FROM prescription WHERE refill_of IS NULL
  UNION ALL
  SELECT p.id, c.first FROM prescription p JOIN chain c ON p.refill_of = c.id
)
UPDATE prescription SET refill_of = (SELECT first FROM chain WHERE chain.id = prescription.id) WHERE refill_of IS NOT NULL;

CREATE INDEX prescription_renewals ON prescription (renewal_of) WHERE renewal_of IS NOT NULL;
CREATE INDEX prescription_second_entry ON prescription (second_entry) WHERE second_entry IN ('needed', 'differs');
