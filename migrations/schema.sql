-- Made by `npm run schema` from the migrations beside it. Do not edit.

CREATE TABLE adt_change (
  message_id INTEGER PRIMARY KEY REFERENCES adt_message (id),
  at TEXT NOT NULL,
  changes TEXT NOT NULL,
  undone_at TEXT
) STRICT;

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

CREATE TABLE adt_list (
  person_id INTEGER NOT NULL REFERENCES adt_person (id),
  source_id TEXT NOT NULL REFERENCES adt_source (id),
  kind TEXT NOT NULL CHECK (kind = 'allergies' OR kind = 'contacts' OR kind = 'coverage' OR kind = 'diagnoses' OR kind = 'measures'),
  items TEXT NOT NULL,
  -- When it was said by the sender's clock, UTC; or later, where adt_person.listed says so.
  as_of TEXT NOT NULL,
  PRIMARY KEY (person_id, source_id, kind)
) STRICT, WITHOUT ROWID;

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

CREATE INDEX adt_message_by_event ON adt_message (event) WHERE state <> 'received';

CREATE INDEX adt_message_by_person ON adt_message (id >> 12, person_id) WHERE person_id IS NOT NULL;

CREATE INDEX adt_message_by_source ON adt_message (source_id);

CREATE INDEX adt_message_instead ON adt_message (instead_of) WHERE instead_of IS NOT NULL;

CREATE INDEX adt_message_no_action ON adt_message (id) WHERE state = 'no-action';

CREATE INDEX adt_message_over ON adt_message (id) WHERE state IN ('superseded', 'dismissed');

CREATE INDEX adt_message_to_look_at ON adt_message (id)
  WHERE state = 'held' OR state = 'failed' OR state = 'refused' OR state = 'late';

CREATE INDEX adt_message_waiting ON adt_message (id) WHERE state = 'received';

CREATE TABLE adt_message_history (
  id INTEGER PRIMARY KEY,
  message_id INTEGER NOT NULL REFERENCES adt_message (id),
  at TEXT NOT NULL,
  user_id TEXT,
  state TEXT NOT NULL,
  reason TEXT
) STRICT;

CREATE INDEX adt_message_history_of ON adt_message_history (message_id);

CREATE TABLE adt_noise (
  id INTEGER PRIMARY KEY,
  source_id TEXT NOT NULL REFERENCES adt_source (id),
  peer TEXT NOT NULL,
  at TEXT NOT NULL,
  problem TEXT NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

CREATE INDEX adt_noise_by_source ON adt_noise (source_id, id);

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

CREATE INDEX adt_person_by_birth ON adt_person (date_of_birth);

CREATE INDEX adt_person_by_name ON adt_person (name_key);

CREATE INDEX adt_person_by_patient ON adt_person (patient_id) WHERE patient_id IS NOT NULL;

CREATE INDEX adt_person_merged ON adt_person (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE adt_person_link (
  first INTEGER NOT NULL REFERENCES adt_person (id),
  second INTEGER NOT NULL REFERENCES adt_person (id),
  PRIMARY KEY (first, second)
) STRICT, WITHOUT ROWID;

CREATE TABLE adt_position (
  topic TEXT NOT NULL,
  partition INTEGER NOT NULL,
  next INTEGER NOT NULL,
  PRIMARY KEY (topic, partition)
) STRICT, WITHOUT ROWID;

CREATE TABLE adt_raw (
  message_id INTEGER PRIMARY KEY REFERENCES adt_message (id),
  -- JSON: how many bytes each message has.
  lengths TEXT NOT NULL,
  -- Whether the bytes are packed (Brotli).
  packed INTEGER NOT NULL CHECK (packed IN (0, 1)),
  bytes BLOB NOT NULL
) STRICT;

CREATE TRIGGER adt_raw_kept BEFORE DELETE ON adt_raw BEGIN SELECT RAISE (ABORT, 'what came in is kept as it came'); END;

CREATE TRIGGER adt_raw_stays BEFORE UPDATE ON adt_raw BEGIN SELECT RAISE (ABORT, 'what came in is kept as it came'); END;

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

CREATE INDEX adt_stay_by_person ON adt_stay (person_id, state, class);

CREATE INDEX adt_stay_by_visit ON adt_stay (authority, visit_number) WHERE visit_number <> '';

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

CREATE INDEX adt_task_by_patient ON adt_task (patient_id) WHERE patient_id IS NOT NULL;

CREATE INDEX adt_task_by_person ON adt_task (person_id) WHERE person_id IS NOT NULL;

CREATE INDEX adt_task_by_stay ON adt_task (stay_id) WHERE stay_id IS NOT NULL;

CREATE INDEX adt_task_open ON adt_task (severity, at) WHERE state = 'open';

CREATE TABLE automation_unusable (
  id TEXT PRIMARY KEY,
  at TEXT NOT NULL,
  problem TEXT NOT NULL,
  payload BLOB NOT NULL
) STRICT;

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

CREATE INDEX conflict_by_urn ON conflict (urn);

CREATE INDEX conflict_open ON conflict (severity, at) WHERE settled_at IS NULL;

CREATE TABLE counter (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

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

CREATE INDEX delivery_parked ON delivery (seq) WHERE state = 'parked';

CREATE INDEX delivery_waiting ON delivery (outlet, seq) WHERE state = 'waiting';

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

CREATE TABLE document_part (
  document_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  part INTEGER NOT NULL,
  parts INTEGER NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (document_id, number, part)
) STRICT;

CREATE TABLE document_reading (
  document_id TEXT PRIMARY KEY REFERENCES document (id),
  layout TEXT NOT NULL,
  sender TEXT NOT NULL,
  -- What its text is compared by with that of other faxes.
  content_key TEXT NOT NULL,
  read_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX document_reading_by_time ON document_reading (read_at, content_key);

CREATE VIRTUAL TABLE document_search USING fts5 (text, content = '', contentless_delete = 1, tokenize = 'trigram remove_diacritics 1');

CREATE TABLE draft (
  prescription_id TEXT PRIMARY KEY REFERENCES prescription (id),
  content TEXT NOT NULL,
  user_id TEXT,
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

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
, origin TEXT NOT NULL DEFAULT 'own' CHECK (origin IN ('own', 'reference')), ended_on TEXT) STRICT;

CREATE INDEX drug_by_brand ON drug (brand COLLATE NOCASE) WHERE brand <> '';

CREATE INDEX drug_by_name ON drug (name COLLATE NOCASE);

CREATE VIRTUAL TABLE drug_search USING fts5 (text, content = '', contentless_delete = 1, tokenize = 'trigram remove_diacritics 1');

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

CREATE INDEX event_by_patient ON event (patient_id) WHERE patient_id IS NOT NULL;

CREATE INDEX event_by_subject ON event (subject_kind, subject_id);

CREATE TRIGGER event_kept BEFORE DELETE ON event BEGIN SELECT RAISE (ABORT, 'the event log is append-only'); END;

CREATE TRIGGER event_stays BEFORE UPDATE ON event BEGIN SELECT RAISE (ABORT, 'the event log is append-only'); END;

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

CREATE TABLE failed_file (
  id TEXT PRIMARY KEY,
  file_name TEXT NOT NULL,
  sha256 TEXT,
  reason TEXT NOT NULL,
  at TEXT NOT NULL,
  dismissed_at TEXT
) STRICT;

CREATE INDEX failed_file_open ON failed_file (at) WHERE dismissed_at IS NULL;

CREATE TABLE filled_elsewhere (
  -- Of the movement.
  id TEXT PRIMARY KEY,
  -- The order may be heard of later.
  prescription_id TEXT NOT NULL,
  branch TEXT NOT NULL,
  ndc11 TEXT NOT NULL REFERENCES drug (ndc11),
  lot TEXT NOT NULL,
  expiry TEXT NOT NULL,
  -- Thousandths of the drug's unit.
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  user_id TEXT,
  at TEXT NOT NULL,
  put_back INTEGER NOT NULL CHECK (put_back IN (0, 1))
) STRICT;

CREATE INDEX filled_elsewhere_by_prescription ON filled_elsewhere (prescription_id);

CREATE TABLE "found" (
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

CREATE INDEX found_by_document ON found (document_id, ordinal);

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

CREATE INDEX heard_event_by_patient ON heard_event (patient) WHERE patient IS NOT NULL;

CREATE INDEX heard_event_by_thing ON heard_event (thing, occurred_at);

CREATE TABLE heard_of (
  producer_id TEXT PRIMARY KEY,
  branch TEXT NOT NULL,
  branch_name TEXT NOT NULL,
  workstation TEXT NOT NULL,
  last_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE heard_pack (
  id INTEGER PRIMARY KEY,
  -- Where the first of them lay.
  topic TEXT NOT NULL,
  partition INTEGER NOT NULL,
  offset INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

CREATE TABLE heard_thing (
  id INTEGER PRIMARY KEY,
  urn TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE intake (
  id TEXT PRIMARY KEY,
  source TEXT NOT NULL CHECK (source = 'fax' OR source = 'phone' OR source = 'electronic' OR source = 'walk-in' OR source = 'refill'),
  received_at TEXT NOT NULL,
  document_id TEXT REFERENCES document (id),
  caller_name TEXT NOT NULL,
  caller_phone TEXT NOT NULL,
  note TEXT NOT NULL
, fields TEXT) STRICT;

CREATE INDEX intake_by_document ON intake (document_id) WHERE document_id IS NOT NULL;

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

CREATE INDEX intake_automation_by_prescription ON intake_automation_results (prescription_id);

CREATE INDEX intake_automation_open ON intake_automation_results (asked_at) WHERE ended_at IS NULL;

CREATE TABLE known_as (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  here TEXT NOT NULL,
  PRIMARY KEY (kind, id)
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

CREATE INDEX label_by_time ON label (at);

CREATE INDEX label_open ON label (state, at) WHERE state <> 'printed';

CREATE TABLE listed_price (
  ndc11 TEXT NOT NULL,
  kind TEXT NOT NULL,
  price INTEGER NOT NULL,
  currency TEXT NOT NULL,
  from_day TEXT NOT NULL,
  PRIMARY KEY (ndc11, kind, from_day)
) STRICT, WITHOUT ROWID;

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

CREATE INDEX lot_by_name ON lot (ndc11, lot COLLATE NOCASE);

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
, id TEXT, came_as TEXT) STRICT;

CREATE INDEX movement_by_drug ON movement (ndc11, seq);

CREATE UNIQUE INDEX movement_by_id ON movement (id);

CREATE INDEX movement_by_lot ON movement (lot_id, quantity);

CREATE INDEX movement_by_prescription ON movement (prescription_id) WHERE prescription_id IS NOT NULL;

CREATE TRIGGER movement_kept BEFORE DELETE ON movement BEGIN SELECT RAISE (ABORT, 'the ledger is append-only'); END;

CREATE TRIGGER movement_stays BEFORE UPDATE ON movement BEGIN SELECT RAISE (ABORT, 'the ledger is append-only'); END;

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

CREATE UNIQUE INDEX outgoing_by_event ON outgoing (event_id, topic);

CREATE INDEX outgoing_by_urn ON outgoing (urn, seq);

CREATE UNIQUE INDEX outgoing_order ON outgoing (topic, partition, place);

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

CREATE INDEX outreach_pause_by_stay ON outreach_pause (stay_id) WHERE stay_id IS NOT NULL;

CREATE INDEX outreach_pause_open ON outreach_pause (patient_id) WHERE lifted_at IS NULL;

CREATE TABLE page (
  document_id TEXT NOT NULL REFERENCES document (id),
  number INTEGER NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  png BLOB NOT NULL,
  PRIMARY KEY (document_id, number)
) STRICT;

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

CREATE INDEX page_reading_by_time ON page_reading (read_at, state);

CREATE INDEX page_reading_given_up ON page_reading (document_id) WHERE state = 'given-up';

CREATE INDEX page_reading_open ON page_reading (document_id, number, state) WHERE kind IS NULL;

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
, merged_into TEXT, lives_on TEXT REFERENCES patient (id)) STRICT;

CREATE INDEX patient_by_birth ON patient (date_of_birth, name_key);

CREATE INDEX patient_by_name ON patient (name_key);

CREATE INDEX patient_by_nhs_number ON patient (nhs_number) WHERE nhs_number <> '';

CREATE INDEX patient_by_phone ON patient
  (substr(replace(replace(replace(replace(replace(phone, ' ', ''), '-', ''), '(', ''), ')', ''), '.', ''), -7))
  WHERE phone <> '';

CREATE INDEX patient_lives_on ON patient (lives_on) WHERE lives_on IS NOT NULL;

CREATE INDEX patient_merged ON patient (merged_into) WHERE merged_into IS NOT NULL;

CREATE VIRTUAL TABLE patient_search USING fts5 (text, content = '', contentless_delete = 1, tokenize = 'trigram remove_diacritics 1');

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

CREATE INDEX patient_stay_ended ON patient_stay (discharged_at) WHERE taken_back = 0 AND state = 'discharged';

CREATE INDEX patient_stay_open ON patient_stay (state)
  WHERE taken_back = 0 AND (state = 'expected' OR state = 'in' OR state = 'on-leave');

CREATE TABLE position (
  topic TEXT NOT NULL,
  partition INTEGER NOT NULL,
  next INTEGER NOT NULL, senders_clock INTEGER NOT NULL DEFAULT 0 CHECK (senders_clock IN (0, 1)),
  PRIMARY KEY (topic, partition)
) STRICT, WITHOUT ROWID;

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
  origin TEXT NOT NULL DEFAULT 'own' CHECK (origin IN ('own', 'reference')), ended_on TEXT, credential TEXT NOT NULL DEFAULT '', profession TEXT NOT NULL DEFAULT '', address TEXT NOT NULL DEFAULT '', family_key TEXT NOT NULL DEFAULT '') STRICT;

CREATE INDEX prescriber_by_dea ON prescriber (dea) WHERE dea <> '';

CREATE INDEX prescriber_by_family ON prescriber (family_key, given_names COLLATE NOCASE);

CREATE VIRTUAL TABLE prescriber_search USING fts5 (text, content = '', contentless_delete = 1, tokenize = 'trigram remove_diacritics 1');

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
, renewal_of TEXT REFERENCES prescription (id), second_entry TEXT CHECK (
    second_entry = 'needed' OR second_entry = 'agreed' OR second_entry = 'differs' OR second_entry = 'decided'
  ), duplicate_answer TEXT, drug_differs TEXT, branch TEXT NOT NULL DEFAULT '', automation TEXT CHECK (automation IN ('asked', 'entered'))) STRICT;

CREATE INDEX prescription_by_document ON prescription (document_id) WHERE document_id IS NOT NULL;

CREATE INDEX prescription_by_drug ON prescription (ndc11) WHERE ndc11 IS NOT NULL;

CREATE INDEX prescription_by_intake ON prescription (intake_id);

CREATE INDEX prescription_by_patient ON prescription (patient_id, stage) WHERE patient_id IS NOT NULL;

CREATE INDEX prescription_by_prescriber ON prescription (prescriber_id) WHERE prescriber_id IS NOT NULL;

CREATE INDEX prescription_owings ON prescription (owing_of) WHERE owing_of IS NOT NULL;

CREATE INDEX prescription_queue ON prescription
  (branch, stage, priority, ifnull(promised_at, '9999'), received_at, held_at, ready_at, automation);

CREATE INDEX prescription_refills ON prescription (refill_of) WHERE refill_of IS NOT NULL;

CREATE INDEX prescription_renewals ON prescription (renewal_of) WHERE renewal_of IS NOT NULL;

CREATE INDEX prescription_second_entry ON prescription (second_entry) WHERE second_entry IN ('needed', 'differs');

CREATE INDEX prescription_with_automation ON prescription (branch, promised_at, held_at) WHERE automation = 'asked';

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

CREATE VIRTUAL TABLE prescription_search USING fts5 (text, content = '', contentless_delete = 1, tokenize = 'trigram remove_diacritics 1');

CREATE TABLE producer (
  id TEXT PRIMARY KEY,
  epoch INTEGER NOT NULL,
  made_at TEXT NOT NULL,
  -- Why nothing is published any more: another copy of this workstation goes on under this identity.
  fenced_at TEXT
) STRICT;

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
  reason TEXT, senders_clock INTEGER NOT NULL DEFAULT 0 CHECK (senders_clock IN (0, 1)),
  UNIQUE (topic, partition, offset)
) STRICT;

CREATE INDEX quarantine_held ON quarantine (key, topic, partition, offset) WHERE state = 'held';

CREATE TABLE receipt (
  command_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  user_id TEXT,
  input_hash BLOB NOT NULL,
  reply TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

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

CREATE TABLE "scan" (
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

CREATE INDEX scan_by_prescription ON scan (prescription_id, filling);

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

CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sqlite_sequence(name,seq);

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

CREATE TABLE tentative (
  urn TEXT PRIMARY KEY,
  event_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE text_reading (
  prescription_id TEXT PRIMARY KEY REFERENCES prescription (id),
  read_at TEXT NOT NULL
) STRICT;

CREATE TABLE transcription (
  prescription_id TEXT NOT NULL REFERENCES prescription (id),
  number INTEGER NOT NULL,
  content TEXT NOT NULL,
  user_id TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (prescription_id, number)
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
, elsewhere INTEGER NOT NULL DEFAULT 0 CHECK (elsewhere IN (0, 1))) STRICT;

