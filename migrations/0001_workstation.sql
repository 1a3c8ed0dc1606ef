-- The workstation: people, patients, prescribers, drugs, stock, documents, prescriptions,
-- the event log, receipts and deliveries. Forward only; every table is STRICT.
-- Instants are ISO-8601 UTC text, days are YYYY-MM-DD text, quantities are integer thousandths of a unit.
-- What values a column may have is written with OR: for a longer IN, SQLite builds a table of its own each time a row is written.

CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE user (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  user_name TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role = 'technician' OR role = 'pharmacist' OR role = 'manager' OR role = 'administrator'),
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  password_hash TEXT NOT NULL,
  pin_hash TEXT,
  wrong_tries INTEGER NOT NULL DEFAULT 0,
  last_wrong_at TEXT,
  last_password_at TEXT
) STRICT;

CREATE TABLE patient (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  family_name TEXT NOT NULL,
  given_names TEXT NOT NULL,
  -- Lower case, without accents and signs: "o'brien-smith" is "obriensmith".
  name_key TEXT NOT NULL,
  date_of_birth TEXT NOT NULL,
  sex TEXT NOT NULL,
  address TEXT NOT NULL,
  phone TEXT NOT NULL,
  mrn TEXT NOT NULL,
  nhs_number TEXT NOT NULL,
  allergy_status TEXT NOT NULL,
  allergies TEXT NOT NULL
) STRICT;
CREATE INDEX patient_by_birth ON patient (date_of_birth, name_key);
CREATE INDEX patient_by_name ON patient (name_key);
CREATE VIRTUAL TABLE patient_search USING fts5 (text, content = '', contentless_delete = 1, tokenize = 'trigram remove_diacritics 1');

CREATE TABLE prescriber (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  family_name TEXT NOT NULL,
  given_names TEXT NOT NULL,
  npi TEXT NOT NULL UNIQUE,
  dea TEXT NOT NULL,
  clinic TEXT NOT NULL,
  phone TEXT NOT NULL,
  fax TEXT NOT NULL,
  search_text TEXT NOT NULL
) STRICT;

CREATE TABLE drug (
  ndc11 TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  brand TEXT NOT NULL,
  strength TEXT NOT NULL,
  form TEXT NOT NULL,
  unit TEXT NOT NULL,
  route TEXT NOT NULL,
  labeler TEXT NOT NULL,
  package_size INTEGER NOT NULL,
  package_description TEXT NOT NULL,
  schedule TEXT CHECK (schedule = 'CII' OR schedule = 'CIII' OR schedule = 'CIV' OR schedule = 'CV')
) STRICT;
CREATE VIRTUAL TABLE drug_search USING fts5 (text, content = '', contentless_delete = 1, tokenize = 'trigram remove_diacritics 1');

CREATE TABLE lot (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  ndc11 TEXT NOT NULL REFERENCES drug (ndc11),
  lot TEXT NOT NULL,
  expiry TEXT NOT NULL,
  bin TEXT NOT NULL,
  quarantine TEXT,
  UNIQUE (ndc11, lot)
) STRICT;
CREATE INDEX lot_by_expiry ON lot (ndc11, expiry);

-- The ledger. On hand is the sum of its quantities, and nothing else.
CREATE TABLE movement (
  seq INTEGER PRIMARY KEY,
  lot_id TEXT NOT NULL REFERENCES lot (id),
  ndc11 TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind = 'received' OR kind = 'adjusted' OR kind = 'filled' OR kind = 'fill-reversed' OR kind = 'returned-to-stock'),
  quantity INTEGER NOT NULL,
  at TEXT NOT NULL,
  user_id TEXT,
  reason TEXT NOT NULL,
  prescription_id TEXT,
  -- The movement a reversal undoes; each can be undone once.
  reverses INTEGER UNIQUE REFERENCES movement (seq)
) STRICT;
CREATE INDEX movement_by_lot ON movement (lot_id, quantity);
CREATE INDEX movement_by_drug ON movement (ndc11, seq);
CREATE INDEX movement_by_prescription ON movement (prescription_id) WHERE prescription_id IS NOT NULL;
CREATE TRIGGER movement_stays BEFORE UPDATE ON movement BEGIN SELECT RAISE (ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER movement_kept BEFORE DELETE ON movement BEGIN SELECT RAISE (ABORT, 'the ledger is append-only'); END;

CREATE TABLE document (
  id TEXT PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE,
  media_type TEXT NOT NULL,
  file_name TEXT NOT NULL,
  bytes BLOB NOT NULL,
  received_at TEXT NOT NULL,
  came_again INTEGER NOT NULL DEFAULT 0,
  came_again_at TEXT
) STRICT;
CREATE VIRTUAL TABLE document_search USING fts5 (text, content = '', contentless_delete = 1, tokenize = 'trigram remove_diacritics 1');

CREATE TABLE page (
  document_id TEXT NOT NULL REFERENCES document (id),
  number INTEGER NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  png BLOB NOT NULL,
  PRIMARY KEY (document_id, number)
) STRICT;

CREATE TABLE failed_file (
  id TEXT PRIMARY KEY,
  file_name TEXT NOT NULL,
  sha256 TEXT,
  reason TEXT NOT NULL,
  at TEXT NOT NULL,
  dismissed_at TEXT
) STRICT;
CREATE INDEX failed_file_open ON failed_file (at) WHERE dismissed_at IS NULL;

CREATE TABLE intake (
  id TEXT PRIMARY KEY,
  source TEXT NOT NULL CHECK (source = 'fax' OR source = 'phone' OR source = 'electronic' OR source = 'walk-in' OR source = 'refill'),
  received_at TEXT NOT NULL,
  document_id TEXT REFERENCES document (id),
  caller_name TEXT NOT NULL,
  caller_phone TEXT NOT NULL,
  note TEXT NOT NULL
) STRICT;
CREATE INDEX intake_by_document ON intake (document_id) WHERE document_id IS NOT NULL;

CREATE TABLE prescription (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  intake_id TEXT NOT NULL REFERENCES intake (id),
  source TEXT NOT NULL,
  stage TEXT NOT NULL CHECK (
    stage = 'transcribing' OR stage = 'verifying' OR stage = 'to-fill' OR stage = 'filling' OR stage = 'checking'
    OR stage = 'ready' OR stage = 'completed' OR stage = 'rejected' OR stage = 'failed'
  ),
  -- 0 waiting, 1 urgent, 2 today, 3 routine
  priority INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 3),
  promised_at TEXT,
  received_at TEXT NOT NULL,
  document_id TEXT REFERENCES document (id),
  rx_number TEXT UNIQUE,
  claimed_by TEXT REFERENCES user (id),
  claim_expires_at TEXT,
  hold_reason TEXT,
  hold_note TEXT,
  hold_owner TEXT REFERENCES user (id),
  hold_follow_up_at TEXT,
  held_at TEXT,
  patient_id TEXT REFERENCES patient (id),
  prescriber_id TEXT REFERENCES prescriber (id),
  ndc11 TEXT REFERENCES drug (ndc11),
  written_on TEXT,
  sig_text TEXT,
  sig_sentence TEXT,
  quantity INTEGER,
  days_supply INTEGER,
  refills INTEGER,
  substitution_allowed INTEGER,
  note TEXT,
  transcribed_by TEXT REFERENCES user (id),
  sent_back TEXT,
  approved_by TEXT REFERENCES user (id),
  approved_at TEXT,
  -- Which filling it is in: a reversed fill begins the next.
  filling INTEGER NOT NULL DEFAULT 1,
  filled_by TEXT REFERENCES user (id),
  filled_quantity INTEGER,
  owing_promised_on TEXT,
  checked_by TEXT REFERENCES user (id),
  bag_code TEXT UNIQUE,
  bin TEXT,
  ready_at TEXT,
  outcome TEXT CHECK (outcome IN ('handed-over', 'returned-to-stock')),
  ended_at TEXT,
  refill_of TEXT REFERENCES prescription (id),
  owing_of TEXT REFERENCES prescription (id)
) STRICT;
-- The work queue reads this index from its first row on: the order of the columns is the order of work.
CREATE INDEX prescription_queue ON prescription (stage, priority, ifnull(promised_at, '9999'), received_at, held_at, ready_at);
CREATE INDEX prescription_by_intake ON prescription (intake_id);
CREATE INDEX prescription_by_patient ON prescription (patient_id, stage) WHERE patient_id IS NOT NULL;
CREATE INDEX prescription_by_document ON prescription (document_id) WHERE document_id IS NOT NULL;
CREATE INDEX prescription_refills ON prescription (refill_of) WHERE refill_of IS NOT NULL;
CREATE INDEX prescription_owings ON prescription (owing_of) WHERE owing_of IS NOT NULL;
CREATE VIRTUAL TABLE prescription_search USING fts5 (text, content = '', contentless_delete = 1, tokenize = 'trigram remove_diacritics 1');

-- Each transcription as it was sent to verification; the last two show what changed.
CREATE TABLE transcription (
  prescription_id TEXT NOT NULL REFERENCES prescription (id),
  number INTEGER NOT NULL,
  content TEXT NOT NULL,
  user_id TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (prescription_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE draft (
  prescription_id TEXT PRIMARY KEY REFERENCES prescription (id),
  content TEXT NOT NULL,
  user_id TEXT,
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE scan (
  seq INTEGER PRIMARY KEY,
  prescription_id TEXT NOT NULL REFERENCES prescription (id),
  -- Which filling of the prescription it belongs to: a reversed fill is scanned anew.
  filling INTEGER NOT NULL,
  verdict TEXT NOT NULL,
  sentence TEXT NOT NULL,
  lot_id TEXT REFERENCES lot (id),
  user_id TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX scan_by_prescription ON scan (prescription_id, filling);

CREATE TABLE hand_over (
  id TEXT PRIMARY KEY,
  patient_id TEXT NOT NULL REFERENCES patient (id),
  collector TEXT NOT NULL,
  counselling TEXT NOT NULL,
  counselling_note TEXT NOT NULL,
  payment TEXT NOT NULL,
  signature TEXT NOT NULL,
  user_id TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE TABLE hand_over_bag (
  hand_over_id TEXT NOT NULL REFERENCES hand_over (id),
  prescription_id TEXT NOT NULL UNIQUE REFERENCES prescription (id),
  PRIMARY KEY (hand_over_id, prescription_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE label (
  id TEXT PRIMARY KEY,
  prescription_id TEXT NOT NULL REFERENCES prescription (id),
  copy INTEGER NOT NULL,
  filling INTEGER NOT NULL,
  printer TEXT NOT NULL CHECK (printer IN ('pdf', 'zpl')),
  state TEXT NOT NULL CHECK (state = 'waiting' OR state = 'printing' OR state = 'printed' OR state = 'unsure' OR state = 'failed'),
  problem TEXT,
  reason TEXT,
  content TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_attempt_at TEXT,
  user_id TEXT NOT NULL,
  at TEXT NOT NULL,
  UNIQUE (prescription_id, copy)
) STRICT;
CREATE INDEX label_open ON label (state, at) WHERE state <> 'printed';
CREATE INDEX label_by_time ON label (at);

-- What happened: append-only, each row sealed with the hash of itself and the row before.
CREATE TABLE event (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  subject_kind TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  patient_id TEXT,
  at TEXT NOT NULL,
  user_id TEXT,
  command_id TEXT NOT NULL,
  reason TEXT,
  data TEXT NOT NULL,
  before TEXT,
  after TEXT,
  hash BLOB NOT NULL
) STRICT;
CREATE INDEX event_by_subject ON event (subject_kind, subject_id);
CREATE INDEX event_by_patient ON event (patient_id) WHERE patient_id IS NOT NULL;
CREATE TRIGGER event_stays BEFORE UPDATE ON event BEGIN SELECT RAISE (ABORT, 'the event log is append-only'); END;
CREATE TRIGGER event_kept BEFORE DELETE ON event BEGIN SELECT RAISE (ABORT, 'the event log is append-only'); END;

-- One row an answered command: a resend gets the first answer.
CREATE TABLE receipt (
  command_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  user_id TEXT,
  input_hash BLOB NOT NULL,
  reply TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What is to be told to other systems: written with the event, delivered afterwards.
CREATE TABLE delivery (
  id TEXT PRIMARY KEY,
  seq INTEGER NOT NULL UNIQUE,
  outlet TEXT NOT NULL,
  topic TEXT NOT NULL,
  -- Deliveries of one key to one outlet keep their order.
  ordering_key TEXT NOT NULL,
  event_id TEXT NOT NULL,
  subject_kind TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  content TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state = 'waiting' OR state = 'delivered' OR state = 'parked' OR state = 'dismissed'),
  attempts INTEGER NOT NULL DEFAULT 0,
  next_attempt_at TEXT,
  problem TEXT,
  via TEXT,
  created_at TEXT NOT NULL,
  delivered_at TEXT,
  UNIQUE (event_id, outlet, topic)
) STRICT;
CREATE INDEX delivery_waiting ON delivery (outlet, seq) WHERE state = 'waiting';
CREATE INDEX delivery_parked ON delivery (seq) WHERE state = 'parked';

CREATE TABLE counter (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
