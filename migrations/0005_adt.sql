-- Hospitals' messages (HL7 v2 ADT): where they come from, each as it came, what they say of persons and their stays, and
-- what follows for our patients.

-- A hospital, or one of its systems. The profile is JSON: its ways in, assigning authorities, time zone, characters, events.
CREATE TABLE adt_source (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  name TEXT NOT NULL UNIQUE,
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  profile TEXT NOT NULL,
  -- Rests: why it was rung for, and when; null while all is well.
  alarm TEXT,
  alarm_at TEXT
) STRICT;

-- One row a message, in the order they came. Kept before it is acknowledged; applied after.
CREATE TABLE adt_message (
  id INTEGER PRIMARY KEY,
  source_id TEXT NOT NULL REFERENCES adt_source (id),
  way TEXT NOT NULL CHECK (way = 'mllp' OR way = 'topic' OR way = 'folder' OR way = 'resubmitted'),
  -- Address and port of the sender, partition and offset, or file and number in it.
  peer TEXT NOT NULL,
  received_at TEXT NOT NULL,
  -- MSH-3 and MSH-4 as written, parted by a tab; MSH-10; trigger event of MSH-9; MSH-7 as written. Empty where it has none.
  sender TEXT NOT NULL,
  control_id TEXT NOT NULL,
  event TEXT NOT NULL,
  said_at TEXT NOT NULL,
  -- SHA-256 of the bytes without MSH-7: a resend may say another time.
  likeness BLOB NOT NULL,
  -- How its characters were read.
  charset TEXT NOT NULL,
  -- What was answered (AA, CA, AE …); null where no answer is wanted or possible. When it was handed to the network.
  acknowledgement TEXT,
  acknowledged_at TEXT,
  -- How it fared. received: not yet applied; held: a person decides; late: newer was known; failed: applying it failed;
  -- refused: answered with AE or AR; superseded: another was sent in its place; dismissed: a person said so.
  state TEXT NOT NULL CHECK (
    state = 'received' OR state = 'applied' OR state = 'no-action' OR state = 'late' OR state = 'held' OR state = 'failed'
    OR state = 'refused' OR state = 'superseded' OR state = 'dismissed'
  ),
  problem TEXT,
  attempts INTEGER NOT NULL DEFAULT 0,
  person_id INTEGER,
  -- The same message again, however it came.
  came_again INTEGER NOT NULL DEFAULT 0,
  came_again_at TEXT,
  -- The message this was sent in place of.
  instead_of INTEGER REFERENCES adt_message (id),
  -- The control id was used before by another message.
  id_used_before INTEGER NOT NULL DEFAULT 0 CHECK (id_used_before IN (0, 1))
) STRICT;
CREATE INDEX adt_message_by_control ON adt_message (control_id);
-- By some thousands of messages first: so new entries lie close together, and each message does not write a page of its own.
CREATE INDEX adt_message_by_person ON adt_message (id >> 12, person_id) WHERE person_id IS NOT NULL;
-- Filled as messages are applied: entering many events at their many places would cost each acknowledgement dear.
CREATE INDEX adt_message_by_event ON adt_message (event) WHERE state <> 'received';
CREATE INDEX adt_message_by_source ON adt_message (source_id);
CREATE INDEX adt_message_waiting ON adt_message (id) WHERE state = 'received';
CREATE INDEX adt_message_to_look_at ON adt_message (id)
  WHERE state = 'held' OR state = 'failed' OR state = 'refused' OR state = 'late';
CREATE INDEX adt_message_no_action ON adt_message (id) WHERE state = 'no-action';
-- What people laid aside or corrected.
CREATE INDEX adt_message_over ON adt_message (id) WHERE state IN ('superseded', 'dismissed');
CREATE INDEX adt_message_instead ON adt_message (instead_of) WHERE instead_of IS NOT NULL;

-- The bytes as they came, apart from how they fared: these never change. A row holds those of some messages, one after the
-- other, from message_id on without a gap.
CREATE TABLE adt_raw (
  message_id INTEGER PRIMARY KEY REFERENCES adt_message (id),
  -- JSON: how many bytes each message has.
  lengths TEXT NOT NULL,
  -- Whether the bytes are packed (Brotli).
  packed INTEGER NOT NULL CHECK (packed IN (0, 1)),
  bytes BLOB NOT NULL
) STRICT;
CREATE TRIGGER adt_raw_stays BEFORE UPDATE ON adt_raw BEGIN SELECT RAISE (ABORT, 'what came in is kept as it came'); END;
CREATE TRIGGER adt_raw_kept BEFORE DELETE ON adt_raw BEGIN SELECT RAISE (ABORT, 'what came in is kept as it came'); END;

-- What came and could not be told for a message: bytes between frames, half frames, frames without MSH.
CREATE TABLE adt_noise (
  id INTEGER PRIMARY KEY,
  source_id TEXT NOT NULL REFERENCES adt_source (id),
  peer TEXT NOT NULL,
  at TEXT NOT NULL,
  problem TEXT NOT NULL,
  bytes BLOB NOT NULL
) STRICT;
CREATE INDEX adt_noise_by_source ON adt_noise (source_id, id);

-- How far the topics of hospitals at central were read: the offset of the next record. Of this workstation alone, so not in the
-- table of what the branch's workstations exchange, which a snapshot passes on.
CREATE TABLE adt_position (
  topic TEXT NOT NULL,
  partition INTEGER NOT NULL,
  next INTEGER NOT NULL,
  PRIMARY KEY (topic, partition)
) STRICT, WITHOUT ROWID;

-- How much came of a source, minute by minute: the rate a person looks at, and how long it has been silent.
CREATE TABLE adt_tally (
  source_id TEXT NOT NULL REFERENCES adt_source (id),
  -- YYYY-MM-DDTHH:MM, UTC.
  minute TEXT NOT NULL,
  messages INTEGER NOT NULL,
  refused INTEGER NOT NULL,
  noise INTEGER NOT NULL,
  -- When the newest message of the minute came; null where only noise did.
  last_at TEXT,
  -- The newest thing that was wrong in it.
  problem TEXT,
  problem_at TEXT,
  PRIMARY KEY (source_id, minute)
) STRICT, WITHOUT ROWID;

-- What a message changed, row by row as it was before: JSON list of {table, key, before, after}. Undone from here.
CREATE TABLE adt_change (
  message_id INTEGER PRIMARY KEY REFERENCES adt_message (id),
  at TEXT NOT NULL,
  changes TEXT NOT NULL,
  undone_at TEXT
) STRICT;

-- Each time a message fared otherwise than at first: replayed, settled, dismissed.
CREATE TABLE adt_message_history (
  id INTEGER PRIMARY KEY,
  message_id INTEGER NOT NULL REFERENCES adt_message (id),
  at TEXT NOT NULL,
  user_id TEXT,
  state TEXT NOT NULL,
  reason TEXT
) STRICT;
CREATE INDEX adt_message_history_of ON adt_message_history (message_id);

-- A person as hospitals know him. Ours where patient_id says so.
CREATE TABLE adt_person (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  patient_id TEXT REFERENCES patient (id),
  -- certain: the machine linked them; person: a person did; not-ours: a person said so.
  linked TEXT CHECK (linked = 'certain' OR linked = 'person' OR linked = 'not-ours'),
  family_name TEXT NOT NULL,
  given_names TEXT NOT NULL,
  name_key TEXT NOT NULL,
  -- As written; YYYY-MM-DD where it is a day.
  date_of_birth TEXT NOT NULL,
  sex TEXT NOT NULL,
  address TEXT NOT NULL,
  phone TEXT NOT NULL,
  deceased_at TEXT,
  -- When what is above was true, by the sender's clock, UTC; what is older is late.
  as_of TEXT NOT NULL,
  as_of_message INTEGER NOT NULL,
  -- JSON: what was last said at another time than as_of, and when; so that a late message fills in only what nothing newer speaks of.
  said TEXT NOT NULL DEFAULT '{}',
  -- JSON: by source, which of its lists were last said again as they were, and when. Here, where a message writes anyway, and not
  -- in each list.
  listed TEXT NOT NULL DEFAULT '{}',
  -- Its record lives on under another.
  merged_into INTEGER REFERENCES adt_person (id),
  withdrawn_at TEXT
) STRICT;
CREATE INDEX adt_person_by_patient ON adt_person (patient_id) WHERE patient_id IS NOT NULL;
CREATE INDEX adt_person_by_birth ON adt_person (date_of_birth);
CREATE INDEX adt_person_by_name ON adt_person (name_key);
CREATE INDEX adt_person_merged ON adt_person (merged_into) WHERE merged_into IS NOT NULL;

-- Numbers persons are known by. Authority and number together name one person.
CREATE TABLE adt_identifier (
  authority TEXT NOT NULL,
  value TEXT NOT NULL,
  -- Table 0203: MR, PI, AN …
  type TEXT NOT NULL,
  person_id INTEGER NOT NULL REFERENCES adt_person (id),
  -- No longer used by the sender (merged or changed); messages that still use it mean the person it points at.
  retired_at TEXT,
  PRIMARY KEY (authority, value)
) STRICT, WITHOUT ROWID;
CREATE INDEX adt_identifier_by_person ON adt_identifier (person_id);

-- Persons that a hospital links without merging them (A24, A37).
CREATE TABLE adt_person_link (
  first INTEGER NOT NULL REFERENCES adt_person (id),
  second INTEGER NOT NULL REFERENCES adt_person (id),
  PRIMARY KEY (first, second)
) STRICT, WITHOUT ROWID;

-- What a source lists of a person; a source replaces its own list only. JSON list of items, each with `gone` (an instant) where
-- the source no longer reports it.
CREATE TABLE adt_list (
  person_id INTEGER NOT NULL REFERENCES adt_person (id),
  source_id TEXT NOT NULL REFERENCES adt_source (id),
  kind TEXT NOT NULL CHECK (kind = 'allergies' OR kind = 'contacts' OR kind = 'coverage' OR kind = 'diagnoses' OR kind = 'measures'),
  items TEXT NOT NULL,
  -- When it was said by the sender's clock, UTC; or later, where adt_person.listed says so.
  as_of TEXT NOT NULL,
  PRIMARY KEY (person_id, source_id, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE adt_stay (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  source_id TEXT NOT NULL REFERENCES adt_source (id),
  person_id INTEGER NOT NULL REFERENCES adt_person (id),
  -- Of the visit number (PV1-19); both empty where the sender gives none.
  authority TEXT NOT NULL,
  visit_number TEXT NOT NULL,
  account TEXT NOT NULL,
  -- Table 0004: I inpatient, O outpatient, E emergency, P preadmit, R recurring, B obstetrics …
  class TEXT NOT NULL,
  state TEXT NOT NULL CHECK (
    state = 'expected' OR state = 'in' OR state = 'on-leave' OR state = 'discharged' OR state = 'cancelled'
    OR state = 'in-error'
  ),
  ward TEXT NOT NULL,
  room TEXT NOT NULL,
  bed TEXT NOT NULL,
  facility TEXT NOT NULL,
  attending TEXT NOT NULL,
  consulting TEXT NOT NULL DEFAULT '',
  admitted_at TEXT,
  discharged_at TEXT,
  disposition TEXT NOT NULL,
  expected_discharge_at TEXT,
  reason TEXT NOT NULL,
  as_of TEXT NOT NULL,
  as_of_message INTEGER NOT NULL,
  -- The messages that made its state and its place what they are: a cancel takes back what these did.
  state_message INTEGER NOT NULL DEFAULT 0,
  place_message INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX adt_stay_by_visit ON adt_stay (authority, visit_number) WHERE visit_number <> '';
CREATE INDEX adt_stay_by_person ON adt_stay (person_id, state, class);

-- Stays of our patients as every workstation knows them: those heard of here, and those another told of. adt_stay is what the
-- messages that come in here are held against; this is what is shown.
CREATE TABLE patient_stay (
  -- Made of the patient and what names the stay wherever its hospital is heard.
  id TEXT PRIMARY KEY,
  -- The record it was said of, whichever that lives on under.
  patient_id TEXT NOT NULL REFERENCES patient (id),
  -- The row of the register it follows; null where another workstation told of it.
  stay_id INTEGER REFERENCES adt_stay (id),
  -- Counts what was told of it.
  revision INTEGER NOT NULL,
  -- It is of somebody else after all.
  taken_back INTEGER NOT NULL CHECK (taken_back IN (0, 1)),
  -- The hospital and the workstation it was heard at, as they are called there.
  source TEXT NOT NULL,
  workstation TEXT NOT NULL,
  branch_name TEXT NOT NULL,
  visit_number TEXT NOT NULL,
  class TEXT NOT NULL,
  state TEXT NOT NULL CHECK (
    state = 'expected' OR state = 'in' OR state = 'on-leave' OR state = 'discharged' OR state = 'cancelled'
    OR state = 'in-error'
  ),
  ward TEXT NOT NULL,
  room TEXT NOT NULL,
  bed TEXT NOT NULL,
  facility TEXT NOT NULL,
  attending TEXT NOT NULL,
  consulting TEXT NOT NULL,
  admitted_at TEXT,
  discharged_at TEXT,
  disposition TEXT NOT NULL,
  expected_discharge_at TEXT,
  reason TEXT NOT NULL,
  -- When what is told of it became so, by the sender's clock, UTC.
  as_of TEXT NOT NULL
) STRICT;
CREATE INDEX patient_stay_by_patient ON patient_stay (patient_id);
CREATE INDEX patient_stay_by_stay ON patient_stay (stay_id) WHERE stay_id IS NOT NULL;
-- The board and the rail ask for those in hospital now, and those just out of it.
CREATE INDEX patient_stay_open ON patient_stay (state)
  WHERE taken_back = 0 AND (state = 'expected' OR state = 'in' OR state = 'on-leave');
CREATE INDEX patient_stay_ended ON patient_stay (discharged_at) WHERE taken_back = 0 AND state = 'discharged';

-- What a person has to look at or do.
CREATE TABLE adt_task (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (
    kind = 'who-is-it' OR kind = 'admitted' OR kind = 'reconcile' OR kind = 'deceased' OR kind = 'new-allergy'
    OR kind = 'allergy-gone' OR kind = 'details-differ' OR kind = 'merge' OR kind = 'merged' OR kind = 'moved'
    OR kind = 'contradiction' OR kind = 'withdrawn'
  ),
  -- 1 harm may come, 2 today, 3 when there is time.
  severity INTEGER NOT NULL CHECK (severity BETWEEN 1 AND 3),
  patient_id TEXT REFERENCES patient (id),
  -- Of the register here; null where another workstation told of it.
  person_id INTEGER REFERENCES adt_person (id),
  stay_id INTEGER REFERENCES adt_stay (id),
  message_id INTEGER REFERENCES adt_message (id),
  -- The row of patient_stay it is about.
  about_stay TEXT,
  -- The hospital and the workstation it was heard at, as they are called there.
  source TEXT NOT NULL,
  workstation TEXT NOT NULL,
  branch_name TEXT NOT NULL,
  at TEXT NOT NULL,
  -- How new the facts are, by the sender's clock, UTC.
  as_of TEXT NOT NULL,
  -- JSON: the facts it rests on.
  detail TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state = 'open' OR state = 'done' OR state = 'cancelled'),
  settled_at TEXT,
  -- It may be somebody of another workstation who has not been heard of yet.
  settled_by TEXT,
  outcome TEXT,
  reason TEXT,
  CHECK (patient_id IS NOT NULL OR person_id IS NOT NULL)
) STRICT;
CREATE INDEX adt_task_open ON adt_task (severity, at) WHERE state = 'open';
CREATE INDEX adt_task_by_patient ON adt_task (patient_id) WHERE patient_id IS NOT NULL;
CREATE INDEX adt_task_by_person ON adt_task (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX adt_task_by_stay ON adt_task (stay_id) WHERE stay_id IS NOT NULL;

-- Refills, delivery and messages to a patient rest from `since` until a pharmacist lifts it, or what caused it is cancelled.
CREATE TABLE outreach_pause (
  id TEXT PRIMARY KEY,
  patient_id TEXT NOT NULL REFERENCES patient (id),
  because TEXT NOT NULL CHECK (because IN ('inpatient', 'deceased')),
  -- The stay it rests on; null for a death, and where another workstation told of it.
  stay_id INTEGER REFERENCES adt_stay (id),
  since TEXT NOT NULL,
  lifted_at TEXT,
  -- Null where its cause was cancelled. It may be somebody of another workstation who has not been heard of yet.
  lifted_by TEXT,
  reason TEXT
) STRICT;
CREATE INDEX outreach_pause_by_patient ON outreach_pause (patient_id);
CREATE INDEX outreach_pause_open ON outreach_pause (patient_id) WHERE lifted_at IS NULL;
CREATE INDEX outreach_pause_by_stay ON outreach_pause (stay_id) WHERE stay_id IS NOT NULL;

-- A patient who was on file twice: his rows stay his and are read through the one he lives on under. merged_into is what was
-- said, and may name one who is not here yet; lives_on is where that leads in the end, null for whoever lives on himself.
ALTER TABLE patient ADD COLUMN merged_into TEXT;
ALTER TABLE patient ADD COLUMN lives_on TEXT REFERENCES patient (id);
CREATE INDEX patient_merged ON patient (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX patient_lives_on ON patient (lives_on) WHERE lives_on IS NOT NULL;
