/**
 * Two versions of one thing, for a person to look at: rows of conflicts, opened by the fold on every workstation alike and
 * settled by an event that itself goes through the log.
 * Always: the id is made of both events, so that it is the same everywhere; both versions are kept; what a person said
 * first counts.
 */
import type { Reader, Writer } from '../store/database.ts';
import type { Collision, ConflictKind, Standing } from './fold.ts';

export interface ConflictRow {
  id: string;
  urn: string;
  patient_id: string | null;
  kind: ConflictKind;
  severity: number;
  branch: string;
  standing_event: string;
  standing_image: Uint8Array;
  other_event: string;
  /** The record's value, as it came. */
  other: Uint8Array;
  at: string;
  settled_at: string | null;
  settled_by: string | null;
  decision: string | null;
  reason: string | null;
}

/**
 * Opens a conflict, or makes one that goes on graver. Answers whether it is new.
 * @param before what stood when the event came
 * @param other the event that came, as its record's value
 */
export const openConflict = (
  store: Writer,
  collision: Collision,
  facts: {
    urn: string;
    patientId: string;
    before: Pick<Standing, 'head' | 'branch' | 'image'>;
    eventId: string;
    other: Uint8Array;
    at: string;
  },
): boolean => {
  const { changes } = store.run(
    `INSERT INTO conflict (id, urn, patient_id, kind, severity, branch, standing_event, standing_image, other_event, other, at)
     VALUES (:id, :urn, :patientId, :kind, :severity, :branch, :standingEvent, :standingImage, :otherEvent, :other, :at)
     ON CONFLICT (id) DO NOTHING`,
    {
      id: collision.id,
      urn: facts.urn,
      patientId: facts.patientId || null,
      kind: collision.kind,
      severity: collision.severity,
      branch: facts.before.branch,
      standingEvent: facts.before.head,
      standingImage: facts.before.image,
      otherEvent: facts.eventId,
      other: facts.other,
      at: facts.at,
    },
  );
  // The losing line went on: the conflict shows its latest version, and is as grave as the gravest of it.
  if (changes === 0)
    store.run(
      `UPDATE conflict SET other_event = :eventId, other = :other, kind = iif(:severity < severity, :kind, kind),
         severity = min(severity, :severity) WHERE id = :id`,
      { ...collision, eventId: facts.eventId, other: facts.other },
    );
  return changes > 0;
};

export const loadConflict = (store: Reader, id: string): ConflictRow | undefined =>
  store.get<ConflictRow>('SELECT * FROM conflict WHERE id = ?', [id]);

/** Answers whether it was open: the first word counts. */
export const settleConflict = (
  store: Writer,
  id: string,
  settled: { at: string; by: string; decision: string; reason: string },
): boolean =>
  store.run(
    `UPDATE conflict SET settled_at = :at, settled_by = :by, decision = :decision, reason = :reason
     WHERE id = :id AND settled_at IS NULL`,
    { ...settled, id },
  ).changes > 0;

/** The gravest first; of one thing, where its id is given. */
export const conflictRows = (
  store: Reader,
  { open, limit, subjectId }: { open: boolean; limit: number; subjectId: string | null },
): ConflictRow[] =>
  store.all<ConflictRow>(
    `SELECT * FROM conflict WHERE (settled_at IS NULL) = :open
       AND (:subjectId IS NULL OR substr(urn, -length(:subjectId) - 1) = ':' || :subjectId)
     ORDER BY severity, at, id LIMIT :limit`,
    { open: open ? 1 : 0, limit, subjectId },
  );

export const openConflictCount = (store: Reader): number =>
  store.get<{ count: number }>('SELECT count(*) AS count FROM conflict WHERE settled_at IS NULL')!.count;
