-- What is exchanged with central: standings the log has decided, what is to be sent, how far was read, what is held back,
-- conflicts, and the questions put to intake automation.

-- Who this workstation is in the log. One row.
CREATE TABLE producer (
  id TEXT PRIMARY KEY,
  epoch INTEGER NOT NULL,
  made_at TEXT NOT NULL,
  -- Why nothing is published any more: another copy of this workstation goes on under this identity.
  fenced_at TEXT
) STRICT;

-- What is to be published, in the order it happened. Kept until the log has said it back, or has acknowledged it where it
-- is not followed.
CREATE TABLE outgoing (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  topic TEXT NOT NULL,
  partition INTEGER NOT NULL,
  -- Where it stands in its partition, without a hole. The number it bears is this less the base of the partition.
  place INTEGER NOT NULL,
  -- What the record's key is; empty where the number is skipped.
  urn TEXT NOT NULL,
  event_id TEXT NOT NULL,
  type TEXT NOT NULL,
  -- As it is sent; what was made under an earlier identity or number is stamped with the present one on its way.
  value BLOB NOT NULL,
  at TEXT NOT NULL,
  -- The event that the log has to have before this is sent.
  after_event TEXT
) STRICT;
CREATE UNIQUE INDEX outgoing_order ON outgoing (topic, partition, place);
CREATE INDEX outgoing_by_urn ON outgoing (urn, seq);
CREATE UNIQUE INDEX outgoing_by_event ON outgoing (event_id, topic);

-- How far each partition was filled and published, in places.
CREATE TABLE outgoing_mark (
  topic TEXT NOT NULL,
  partition INTEGER NOT NULL,
  numbered INTEGER NOT NULL,
  acknowledged INTEGER NOT NULL,
  -- The place before number 1 of this identity, and the last place that was filled under another.
  base INTEGER NOT NULL DEFAULT 0,
  stamped INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (topic, partition)
) STRICT, WITHOUT ROWID;

-- A record the broker refuses: its number was published as skipped, and its own key waits.
CREATE TABLE outgoing_parked (
  id TEXT PRIMARY KEY,
  seq INTEGER NOT NULL,
  topic TEXT NOT NULL,
  partition INTEGER NOT NULL,
  urn TEXT NOT NULL,
  event_id TEXT NOT NULL,
  type TEXT NOT NULL,
  value BLOB NOT NULL,
  -- Null where it only waits behind another of its key.
  problem TEXT,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX outgoing_parked_by_urn ON outgoing_parked (urn, topic, seq);

-- The offset of the next record to read.
CREATE TABLE position (
  topic TEXT NOT NULL,
  partition INTEGER NOT NULL,
  next INTEGER NOT NULL,
  PRIMARY KEY (topic, partition)
) STRICT, WITHOUT ROWID;

-- The highest number seen of each producer: what is not above it came before. Never expires.
CREATE TABLE producer_mark (
  producer_id TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  topic TEXT NOT NULL,
  partition INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  -- What came up to here was not seen itself: it is part of a snapshot.
  since INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (producer_id, epoch, topic, partition)
) STRICT, WITHOUT ROWID;

-- Numbers that never came.
CREATE TABLE gap (
  id TEXT PRIMARY KEY,
  topic TEXT NOT NULL,
  partition INTEGER NOT NULL,
  producer_id TEXT NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  at TEXT NOT NULL,
  dismissed_at TEXT
) STRICT;

-- What the log says of each aggregate; the same on every workstation that has read as far.
CREATE TABLE standing (
  urn TEXT PRIMARY KEY,
  -- The last event that counts.
  head TEXT NOT NULL,
  -- The branch it belongs to.
  branch TEXT NOT NULL,
  lease_holder TEXT,
  lease_user TEXT,
  -- Broker milliseconds.
  lease_until INTEGER,
  topic TEXT NOT NULL,
  partition INTEGER NOT NULL,
  offset INTEGER NOT NULL,
  payload_type TEXT NOT NULL,
  image BLOB NOT NULL,
  -- JSON: lines of events that lost, each with its last event and its conflict.
  lost TEXT NOT NULL DEFAULT '[]',
  -- While its rows are not as it stands: JSON of the aggregates they cannot be made without, empty where they are due.
  waits_for TEXT
) STRICT;
CREATE INDEX standing_due ON standing (topic, urn) WHERE waits_for = '[]';
CREATE INDEX standing_missing ON standing (urn) WHERE waits_for <> '[]';

-- What the rows of an aggregate show where that is not what stands: events of this workstation that the log has not said
-- back, or an older standing while the rows are due. The next event is based on it.
CREATE TABLE tentative (
  urn TEXT PRIMARY KEY,
  event_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What was heard of, each named once: its events are many.
CREATE TABLE heard_thing (
  id INTEGER PRIMARY KEY,
  urn TEXT NOT NULL UNIQUE
) STRICT;
-- The bytes of events that came together, one after the other, packed (Zstandard): they say much the same.
CREATE TABLE heard_pack (
  id INTEGER PRIMARY KEY,
  -- Where the first of them lay.
  topic TEXT NOT NULL,
  partition INTEGER NOT NULL,
  offset INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;
-- Events of other workstations as they came.
CREATE TABLE heard_event (
  id TEXT PRIMARY KEY,
  thing INTEGER NOT NULL REFERENCES heard_thing (id),
  -- The patient it is about.
  patient INTEGER REFERENCES heard_thing (id),
  type TEXT NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict = 'accepted' OR verdict = 'both-stand' OR verdict = 'refused' OR verdict = 'noted'),
  -- Milliseconds since 1970.
  occurred_at INTEGER NOT NULL,
  -- Where its bytes lie; null where it only told how something stood at first.
  pack INTEGER REFERENCES heard_pack (id),
  start INTEGER,
  length INTEGER
) STRICT;
CREATE INDEX heard_event_by_thing ON heard_event (thing, occurred_at);
CREATE INDEX heard_event_by_patient ON heard_event (patient) WHERE patient IS NOT NULL;

-- What could not be taken, and what came after it for the same key.
CREATE TABLE quarantine (
  id TEXT PRIMARY KEY,
  topic TEXT NOT NULL,
  partition INTEGER NOT NULL,
  offset INTEGER NOT NULL,
  appended_at INTEGER NOT NULL,
  key TEXT NOT NULL,
  -- corrupt: it cannot be read; newer: of a kind this version does not know; twin: two workstations under one identity;
  -- fault: taking it failed; behind: waits behind another of its key.
  kind TEXT NOT NULL CHECK (kind = 'corrupt' OR kind = 'newer' OR kind = 'twin' OR kind = 'fault' OR kind = 'behind'),
  problem TEXT NOT NULL,
  headers TEXT NOT NULL,
  value BLOB,
  at TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state = 'held' OR state = 'replayed' OR state = 'dismissed'),
  settled_at TEXT,
  settled_by TEXT REFERENCES user (id),
  reason TEXT,
  UNIQUE (topic, partition, offset)
) STRICT;
CREATE INDEX quarantine_held ON quarantine (key, topic, partition, offset) WHERE state = 'held';

-- Two versions of one thing, for a person to look at. The id is made of both events, so that every workstation has the same.
CREATE TABLE conflict (
  id TEXT PRIMARY KEY,
  urn TEXT NOT NULL,
  patient_id TEXT,
  kind TEXT NOT NULL CHECK (kind = 'refused' OR kind = 'both-stand' OR kind = 'double-dispense' OR kind = 'other-branch' OR kind = 'gone-on'),
  severity INTEGER NOT NULL CHECK (severity BETWEEN 1 AND 3),
  -- The branch whose people settle it.
  branch TEXT NOT NULL,
  standing_event TEXT NOT NULL,
  standing_image BLOB NOT NULL,
  other_event TEXT NOT NULL,
  other BLOB NOT NULL,
  at TEXT NOT NULL,
  settled_at TEXT,
  settled_by TEXT,
  decision TEXT,
  reason TEXT
) STRICT;
CREATE INDEX conflict_open ON conflict (severity, at) WHERE settled_at IS NULL;
CREATE INDEX conflict_by_urn ON conflict (urn);

-- Branches and workstations heard of, and when last.
CREATE TABLE heard_of (
  producer_id TEXT PRIMARY KEY,
  branch TEXT NOT NULL,
  branch_name TEXT NOT NULL,
  workstation TEXT NOT NULL,
  last_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Prices as central lists them, in ten-thousandths of a unit of money for one unit of the drug.
CREATE TABLE listed_price (
  ndc11 TEXT NOT NULL,
  kind TEXT NOT NULL,
  price INTEGER NOT NULL,
  currency TEXT NOT NULL,
  from_day TEXT NOT NULL,
  PRIMARY KEY (ndc11, kind, from_day)
) STRICT, WITHOUT ROWID;

-- '' is this branch.
ALTER TABLE prescription ADD COLUMN branch TEXT NOT NULL DEFAULT '';
-- asked: waits for automation, in nobody's queue; entered: automation typed it in.
ALTER TABLE prescription ADD COLUMN automation TEXT CHECK (automation IN ('asked', 'entered'));
DROP INDEX prescription_queue;
CREATE INDEX prescription_queue ON prescription
  (branch, stage, priority, ifnull(promised_at, '9999'), received_at, held_at, ready_at, automation);
CREATE INDEX prescription_with_automation ON prescription (branch, promised_at, held_at) WHERE automation = 'asked';
-- A person heard of from another workstation signs in there, not here.
ALTER TABLE user ADD COLUMN elsewhere INTEGER NOT NULL DEFAULT 0 CHECK (elsewhere IN (0, 1));

-- One row a question put to intake automation: when it was asked, acknowledged and answered, and what came of it.
CREATE TABLE intake_automation_results (
  request_id TEXT PRIMARY KEY,
  prescription_id TEXT NOT NULL REFERENCES prescription (id),
  -- When it was made, and when central said that it has it.
  asked_at TEXT NOT NULL,
  sent_at TEXT,
  received_at TEXT,
  request BLOB NOT NULL,
  answer BLOB,
  verdict TEXT CHECK (verdict = 'sufficient' OR verdict = 'insufficient' OR verdict = 'late'),
  -- JSON list: field, value, confidence, threshold, whether it passed, in words.
  reasons TEXT,
  -- When and why a person got it instead.
  given_to_person_at TEXT,
  given_because TEXT CHECK (
    given_because = 'no-answer' OR given_because = 'offline' OR given_because = 'taken' OR given_because = 'insufficient'
    OR given_because = 'switched-off'
  ),
  ended_at TEXT
) STRICT;
CREATE INDEX intake_automation_open ON intake_automation_results (asked_at) WHERE ended_at IS NULL;
CREATE INDEX intake_automation_by_prescription ON intake_automation_results (prescription_id);
-- Answers that could not be used: garbage, and answers to no question of this workstation.
CREATE TABLE automation_unusable (
  id TEXT PRIMARY KEY,
  at TEXT NOT NULL,
  problem TEXT NOT NULL,
  payload BLOB NOT NULL
) STRICT;
-- Who types what automation enters. Nobody signs in under it; no person has a name in brackets.
INSERT INTO user (id, version, user_name, display_name, role, active, password_hash, elsewhere)
  VALUES ('automation', 1, '(automation)', 'Automation', 'technician', 0, '', 1);
-- Who moved an order where another system did.
INSERT INTO user (id, version, user_name, display_name, role, active, password_hash, elsewhere)
  VALUES ('outside', 1, '(outside)', 'Another system', 'pharmacist', 0, '', 1);

-- Ids by which other workstations know what is here under another: the same fax, prescriber or lot put on file twice.
CREATE TABLE known_as (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  here TEXT NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
-- The same lot is looked for however its letters are written.
CREATE INDEX lot_by_name ON lot (ndc11, lot COLLATE NOCASE);
-- Parts of a document (its file is number 0, its pages follow) that wait until all of it has come.
CREATE TABLE document_part (
  document_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  part INTEGER NOT NULL,
  parts INTEGER NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (document_id, number, part)
) STRICT;

-- A movement has the same id on every workstation; came_as is the lot it was booked on where that is another one here.
DROP TRIGGER movement_stays;
ALTER TABLE movement ADD COLUMN id TEXT;
ALTER TABLE movement ADD COLUMN came_as TEXT;
UPDATE movement SET id = lot_id || '.' || seq;
CREATE UNIQUE INDEX movement_by_id ON movement (id);
CREATE TRIGGER movement_stays BEFORE UPDATE ON movement BEGIN SELECT RAISE (ABORT, 'the ledger is append-only'); END;

-- A bottle scanned at another branch comes from a lot that is not on file here.
CREATE TABLE scanned (
  seq INTEGER PRIMARY KEY,
  prescription_id TEXT NOT NULL REFERENCES prescription (id),
  -- Which filling of the prescription it belongs to: a reversed fill is scanned anew.
  filling INTEGER NOT NULL,
  verdict TEXT NOT NULL,
  sentence TEXT NOT NULL,
  lot_id TEXT,
  user_id TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
INSERT INTO scanned SELECT seq, prescription_id, filling, verdict, sentence, lot_id, user_id, at FROM scan;
DROP TABLE scan;
ALTER TABLE scanned RENAME TO scan;
CREATE INDEX scan_by_prescription ON scan (prescription_id, filling);
