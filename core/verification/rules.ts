/**
 * Rules over the rows of a data file, as data: a query that finds what breaks the rule, and the sentence for each
 * find. A sound file gives no row to any of them. Ids only, never what is known of a patient.
 */

/** Second entries beside the transcription each was compared with. */
const twoEntries = `second_entry s JOIN transcription t
  ON t.prescription_id = s.prescription_id AND t.number = s.transcription`;
/** The last second entry of each order; a bare column goes with the greatest number. */
const lastEntries = `(SELECT prescription_id, max(transcription), differences, decided_by
  FROM second_entry GROUP BY prescription_id)`;

/** `found` is the id of what is wrong. */
export const rules: readonly (readonly [sentence: string, sql: string])[] = [
  [
    'movement $: a reversal does not undo one filled movement of the same lot exactly',
    `SELECT m.seq AS found FROM movement m LEFT JOIN movement o ON o.seq = m.reverses
     WHERE m.kind IN ('fill-reversed', 'returned-to-stock') AND NOT ifnull(o.kind = 'filled' AND o.lot_id = m.lot_id
       AND o.quantity = -m.quantity AND o.prescription_id = m.prescription_id AND o.seq < m.seq, 0)`,
  ],
  [
    'movement $: only a reversal may undo another movement',
    "SELECT seq AS found FROM movement WHERE reverses IS NOT NULL AND kind NOT IN ('fill-reversed', 'returned-to-stock')",
  ],
  [
    'movement $: its sign does not fit its kind',
    `SELECT seq AS found FROM movement WHERE (kind = 'filled' AND quantity >= 0)
       OR (kind IN ('received', 'fill-reversed', 'returned-to-stock') AND quantity <= 0)`,
  ],
  [
    'lot $: its ledger went below zero',
    `SELECT DISTINCT lot_id AS found FROM
       (SELECT lot_id, sum(quantity) OVER (PARTITION BY lot_id ORDER BY seq) AS balance FROM movement) WHERE balance < 0
       AND NOT EXISTS (SELECT 1 FROM conflict c WHERE c.urn = 'urn:mortar:lot:' || lot_id)`,
  ],
  [
    'movement $: it names another drug than its lot, so that on hand by drug and by lot would differ',
    'SELECT m.seq AS found FROM movement m JOIN lot l ON l.id = m.lot_id WHERE m.ndc11 <> l.ndc11',
  ],
  [
    'prescription $: what was taken for it from the shelf is not what it says',
    `SELECT p.id AS found FROM prescription p
     WHERE p.branch = '' AND NOT EXISTS (SELECT 1 FROM conflict c WHERE c.urn = 'urn:mortar:prescription:' || p.id)
       AND NOT EXISTS (SELECT 1 FROM filled_elsewhere e WHERE e.prescription_id = p.id)
       AND iif(p.stage = 'failed' OR p.outcome = 'returned-to-stock', 0, ifnull(p.filled_quantity, 0)) <>
       (SELECT ifnull(-sum(m.quantity), 0) FROM movement m WHERE m.prescription_id = p.id AND m.kind = 'filled'
          AND NOT EXISTS (SELECT 1 FROM movement r WHERE r.reverses = m.seq))`,
  ],
  [
    'prescription $: it was filled from a lot that was expired that day',
    `SELECT m.prescription_id AS found FROM movement m JOIN lot l ON l.id = m.lot_id
     WHERE m.kind = 'filled' AND l.expiry < substr(datetime(m.at, '-14 hours'), 1, 10)`,
  ],
  [
    'prescription $: who typed it approved it',
    'SELECT id AS found FROM prescription WHERE approved_by = transcribed_by',
  ],
  [
    'prescription $: it is past verification and its second entry is not settled',
    `SELECT id AS found FROM prescription WHERE second_entry IN ('needed', 'differs')
       AND stage IN ('to-fill', 'filling', 'checking', 'ready', 'completed', 'failed')`,
  ],
  [
    'prescription $: it waits for automation, which was not asked or has answered',
    `SELECT p.id AS found FROM prescription p WHERE p.automation = 'asked' AND (p.stage <> 'transcribing' OR NOT EXISTS
       (SELECT 1 FROM intake_automation_results r WHERE r.prescription_id = p.id AND r.ended_at IS NULL))`,
  ],
  [
    'request $ to automation: it ended without an answer and without a person',
    `SELECT request_id AS found FROM intake_automation_results WHERE (verdict IS NULL) <> (received_at IS NULL)
       OR (ended_at IS NOT NULL AND received_at IS NULL AND given_to_person_at IS NULL)
       OR (ended_at IS NOT NULL AND verdict IS NOT 'sufficient' AND given_to_person_at IS NULL AND verdict IS NOT 'late')`,
  ],
  [
    'prescription $: its second entry is settled and there is none',
    `SELECT p.id AS found FROM prescription p WHERE p.second_entry IN ('agreed', 'differs', 'decided')
       AND NOT EXISTS (SELECT 1 FROM second_entry s WHERE s.prescription_id = p.id)`,
  ],
  [
    'prescription $: its row does not say what the two entries do',
    `SELECT p.id AS found FROM prescription p JOIN ${lastEntries} s ON s.prescription_id = p.id
     WHERE p.second_entry IN ('agreed', 'differs', 'decided') AND p.second_entry <>
       iif(s.differences = '[]', 'agreed', iif(s.decided_by IS NULL, 'differs', 'decided'))`,
  ],
  [
    'prescription $: one person typed both entries',
    `SELECT s.prescription_id AS found FROM ${twoEntries} WHERE s.user_id = t.user_id`,
  ],
  [
    'prescription $: who typed one of the two entries decided between them',
    `SELECT s.prescription_id AS found FROM ${twoEntries} WHERE s.decided_by IN (s.user_id, t.user_id)`,
  ],
  [
    'prescription $: who typed one of the two entries verified what had to be decided',
    `SELECT p.id AS found FROM ${twoEntries} JOIN prescription p ON p.id = s.prescription_id
     WHERE p.second_entry = 'decided' AND p.approved_by IN (s.user_id, t.user_id)
       AND s.transcription = (SELECT max(l.transcription) FROM second_entry l WHERE l.prescription_id = p.id)`,
  ],
  [
    'prescription $: it has evidence of no transcription',
    `SELECT DISTINCT e.prescription_id AS found FROM evidence e LEFT JOIN transcription t
       ON t.prescription_id = e.prescription_id AND t.number = e.transcription WHERE t.number IS NULL`,
  ],
  [
    'prescription $: a place of its evidence lies on no page',
    `SELECT DISTINCT e.prescription_id AS found FROM evidence e
       LEFT JOIN page g ON g.document_id = e.document_id AND g.number = e.page
     WHERE e.document_id IS NOT NULL AND NOT ifnull(e.x >= 0 AND e.y >= 0 AND e.width > 0 AND e.height > 0
       AND e.x + e.width <= g.width AND e.y + e.height <= g.height, 0)`,
  ],
  [
    'prescription $: the outcome of a field does not fit what was proposed for it',
    `SELECT DISTINCT prescription_id AS found FROM evidence
     WHERE (outcome = 'typed') <> (suggested IS NULL) OR (suggested IS NULL) <> (confidence IS NULL)`,
  ],
  [
    'prescription $: it is past verification without an approval',
    "SELECT id AS found FROM prescription WHERE stage IN ('to-fill', 'filling', 'checking', 'ready', 'completed') AND approved_by IS NULL",
  ],
  [
    'prescription $: it is dispensed without a check',
    "SELECT id AS found FROM prescription WHERE stage IN ('ready', 'completed') AND checked_by IS NULL",
  ],
  [
    'prescription $: it is completed without an outcome, or has one without being completed',
    "SELECT id AS found FROM prescription WHERE (stage = 'completed') <> (outcome IS NOT NULL)",
  ],
  [
    'prescription $: it has an outcome of handed over and no hand-over, or the other way round',
    `SELECT p.id AS found FROM prescription p LEFT JOIN hand_over_bag b ON b.prescription_id = p.id
     WHERE ifnull(p.outcome = 'handed-over', 0) <> (b.hand_over_id IS NOT NULL)`,
  ],
  [
    'hand-over $: a bag in it is of another patient',
    `SELECT DISTINCT h.id AS found FROM hand_over h JOIN hand_over_bag b ON b.hand_over_id = h.id
     JOIN prescription p ON p.id = b.prescription_id
     JOIN patient own ON own.id = p.patient_id JOIN patient t ON t.id = h.patient_id
     WHERE ifnull(own.lives_on, own.id) <> ifnull(t.lives_on, t.id)
       -- Records that were one when it was handed over may be two again.
       AND NOT EXISTS (SELECT 1 FROM event e WHERE e.name = 'patient.mergeUndone'
         AND e.patient_id IN (own.id, own.lives_on, t.id, t.lives_on))
       AND NOT EXISTS (SELECT 1 FROM heard_thing s JOIN heard_event e ON e.patient = s.id
         WHERE e.type = 'patient.mergeUndone'
           AND s.urn IN ('urn:mortar:patient:' || own.id, 'urn:mortar:patient:' || own.lives_on,
             'urn:mortar:patient:' || t.id, 'urn:mortar:patient:' || t.lives_on))`,
  ],
  [
    'hand-over $: it has no bag',
    'SELECT id AS found FROM hand_over WHERE NOT EXISTS (SELECT 1 FROM hand_over_bag b WHERE b.hand_over_id = hand_over.id)',
  ],
  [
    'delivery $: it has no event',
    'SELECT id AS found FROM delivery WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.id = delivery.event_id)',
  ],
  [
    'delivery $: its state and the number of times it was told as delivered do not agree',
    `SELECT d.id AS found FROM delivery d WHERE (d.state = 'delivered') <>
       (SELECT count(*) FROM event e WHERE e.subject_kind = 'delivery' AND e.subject_id = d.id AND e.name = 'delivery.delivered')`,
  ],
  [
    'delivery $: it overtook an earlier one of its key',
    `SELECT later.id AS found FROM (SELECT id, state, delivered_at, outlet,
       max(iif(state IN ('waiting', 'parked'), 1, 0)) OVER before AS open_before
       FROM delivery WHERE outlet <> 'central'
       WINDOW before AS (PARTITION BY outlet, ordering_key ORDER BY seq ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) later
     WHERE later.state = 'delivered' AND later.open_before = 1`,
  ],
  [
    'event $: a person caused it and no answered command stands behind it',
    `SELECT seq AS found FROM event e WHERE user_id IS NOT NULL
       AND name NOT IN ('prescription.refused', 'workstation.refused', 'user.signInFailed')
       AND NOT EXISTS (SELECT 1 FROM receipt r WHERE r.command_id = e.command_id)`,
  ],
  [
    'version $: the changes it counts are not those it kept',
    `SELECT v.number AS found FROM reference_version v WHERE v.added + v.changed + v.ended <>
       (SELECT count(*) FROM reference_change c WHERE c.version = v.number)`,
  ],
  [
    'version $: it is set back and not all of its changes are undone',
    "SELECT number AS found FROM reference_version WHERE state = 'set-back' AND undone <> added + changed + ended",
  ],
  [
    'drug $: no search finds it',
    `SELECT d.ndc11 AS found FROM drug d LEFT JOIN drug_search s ON s.rowid = d.rowid WHERE s.rowid IS NULL`,
  ],
  [
    'prescriber $: no search finds them',
    `SELECT p.id AS found FROM prescriber p LEFT JOIN prescriber_search s ON s.rowid = p.rowid WHERE s.rowid IS NULL`,
  ],
];
