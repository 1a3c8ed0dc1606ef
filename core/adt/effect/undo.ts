/**
 * Taking back: a hospital cancels an admission, a move, a discharge, and a person undoes a merge. What a message did is
 * known row by row (rows.ts), so it is taken back exactly.
 * Always: a detail that something newer changed since stays as that made it; where what is taken back no longer stands,
 * nothing is done and a person is asked.
 */
import type { Row, Value } from '../../store/database.ts';
import type { AdtPerson } from '../reading/message.ts';
import { openPausesOfStay, tasksOfStay } from '../task/task-store.ts';
import { cancelTask, contradict, openTask } from '../task/tasks.ts';
import { changesOf } from './changes.ts';
import { type Effect, tell } from './effect.ts';
import { isOlder } from './order.ts';
import { liftOfStay } from './pauses.ts';
import type { PersonRow, StayRow } from './row-types.ts';
import { type Change, type Rows, rowOf, type TableName, type Values } from './rows.ts';
import { placeWords, restForStay, stayMeant } from './stay-effects.ts';
import { liesInHospital } from './stays.ts';

/** What a message did to a stay, or undefined. */
const doneTo = (effect: Effect, stay: StayRow, messageId: number): Change | undefined =>
  changesOf(effect.store, messageId).find(({ table, key }) => table === 'adt_stay' && key === stay.id);

/** The columns of a change as they were before it, where nothing changed them since. */
const asBefore = (change: Change, row: Row): Row => {
  const values: Row = {};
  for (const [column, after] of Object.entries(change.after ?? {}))
    if (change.before && row[column] === after) values[column] = change.before[column]!;
  return values;
};

const write = (effect: Effect, stay: StayRow, values: Values<StayRow>): StayRow =>
  effect.rows.update('adt_stay', stay, { ...values, as_of: effect.asOf, as_of_message: effect.messageId });

/** The stay a cancel is about; undefined where there is none, or the cancel is not the newest news of it. */
const stayToCancel = (
  effect: Effect,
  person: PersonRow,
  said: AdtPerson,
  contradicts: (stay: StayRow) => boolean,
): StayRow | undefined => {
  const stay = stayMeant(effect, person, said.visit, true);
  if (!stay) {
    effect.problem ??= 'No such stay is known here; there is nothing to take back.';
    return undefined;
  }
  effect.acted = true;
  if (!isOlder(effect, stay)) return stay;
  if (stay.as_of_message !== effect.messageId) {
    effect.late = true;
    if (contradicts(stay))
      contradict(
        effect,
        person,
        stay.id,
        `${effect.source.name} took something back of the stay at ${placeWords(effect, stay)}, and had said something newer of it before`,
      );
  }
  return undefined;
};

/** Tasks of a stay that rest on what was taken back. */
const cancelTasks = (effect: Effect, stay: StayRow, kinds: readonly string[], reason: string) => {
  for (const task of tasksOfStay(effect.store, stay.id))
    if (kinds.includes(task.kind)) cancelTask(effect, task, reason);
};

const endWithStay = (effect: Effect, person: PersonRow, stay: StayRow, next: StayRow, reason: string) => {
  tell(effect, 'stay.cancelled', person, stay.id, `${reason}: ${placeWords(effect, stay)}`);
  if (liesInHospital(next)) return;
  cancelTasks(effect, stay, ['admitted', 'reconcile', 'contradiction'], reason);
  liftOfStay(effect, stay.id, reason);
};

/** A11, and A27, A38 for one that was only expected. */
export const cancelAdmission = (
  effect: Effect,
  person: PersonRow,
  said: AdtPerson,
  which: 'admission' | 'expected',
): void => {
  const stay = stayToCancel(effect, person, said, ({ state }) => state === 'in' || state === 'on-leave');
  if (!stay || stay.state === 'cancelled') return;
  const change = doneTo(effect, stay, stay.state_message);
  const admitted =
    stay.state === 'in' &&
    (change?.before?.state !== 'on-leave' || !change) &&
    // Moved since: somebody was there.
    stay.place_message <= stay.state_message;
  if (which === 'admission' ? !(admitted || stay.state === 'expected') : stay.state !== 'expected') {
    contradict(
      effect,
      person,
      stay.id,
      `${effect.source.name} takes back the ${which === 'admission' ? 'admission' : 'planned admission'} to ${placeWords(effect, stay)}, but said more of the stay since`,
    );
    return;
  }
  const before = change?.before ? asBefore(change, stay as unknown as Row) : {};
  const next = write(
    effect,
    stay,
    'state' in before || 'class' in before ? before : { state: 'cancelled', state_message: effect.messageId },
  );
  endWithStay(
    effect,
    person,
    stay,
    next,
    which === 'admission' ? 'The admission was taken back' : 'Not expected any more',
  );
};

/** A23: entered in error. What rests because of it goes on; the row stays. */
export const deleteVisit = (effect: Effect, person: PersonRow, said: AdtPerson): void => {
  const stay = stayToCancel(effect, person, said, ({ state }) => state !== 'in-error');
  if (!stay || stay.state === 'in-error') return;
  const next = write(effect, stay, { state: 'in-error', state_message: effect.messageId });
  endWithStay(effect, person, stay, next, 'The visit was entered in error');
};

/** A12: the place is what PV1-3 says, else what it was before the move. */
export const cancelMove = (effect: Effect, person: PersonRow, said: AdtPerson): void => {
  const stay = stayToCancel(effect, person, said, () => false);
  if (!stay) return;
  const change = doneTo(effect, stay, stay.place_message);
  const before: Values<StayRow> = change?.before ? asBefore(change, stay as unknown as Row) : {};
  const location = said.visit?.location;
  const place: Values<StayRow> = {};
  for (const column of ['ward', 'room', 'bed', 'facility'] as const) {
    const was = before[column] ?? stay[column];
    place[column] = location ? location[column] : was;
    if (place[column] !== was) place.place_message = effect.messageId;
  }
  if (!location && !change?.before) {
    contradict(effect, person, stay.id, `${effect.source.name} takes back a move that is not known here`);
    return;
  }
  const next = write(effect, stay, { ...place, place_message: place.place_message ?? before.place_message });
  if (next.ward !== stay.ward || next.room !== stay.room || next.bed !== stay.bed)
    tell(effect, 'stay.moved', person, stay.id, `Back to ${placeWords(effect, next)}`);
};

/** A13: in hospital again as before. That somebody died is taken back by a person alone. */
export const cancelDischarge = (effect: Effect, person: PersonRow, said: AdtPerson): void => {
  const stay = stayToCancel(effect, person, said, ({ state }) => state === 'discharged');
  if (!stay || stay.state === 'in' || stay.state === 'on-leave') return;
  if (stay.state !== 'discharged') {
    contradict(
      effect,
      person,
      stay.id,
      `${effect.source.name} takes back a discharge from ${placeWords(effect, stay)}, a stay it had taken back itself`,
    );
    return;
  }
  const change = doneTo(effect, stay, stay.state_message);
  const next = write(
    effect,
    stay,
    change?.before && change.after?.state === 'discharged'
      ? asBefore(change, stay as unknown as Row)
      : { state: 'in', discharged_at: null, disposition: '', state_message: effect.messageId },
  );
  const reason = 'The discharge was taken back';
  tell(effect, 'stay.cancelled', person, stay.id, `${reason}: ${placeWords(effect, next)}`);
  cancelTasks(effect, stay, ['reconcile'], reason);
  if (liesInHospital(next) && openPausesOfStay(effect.store, stay.id).length === 0)
    restForStay(effect, person, next);
  if (person.patient_id === null || person.deceased_at === null || change?.after?.disposition === undefined)
    return;
  const sentence = `${effect.source.name} takes back the discharge with which it had reported the death`;
  openTask(effect, person, 'contradiction', {
    severity: 1,
    stayId: stay.id,
    detail: {
      sentence,
      facts: [{ name: 'Died', value: person.deceased_at, ours: null }],
      candidates: [],
    },
    same: (known) => known.sentence === sentence,
  });
};

/** A25. */
export const cancelExpectedDischarge = (effect: Effect, person: PersonRow, said: AdtPerson): void => {
  const stay = stayToCancel(effect, person, said, () => false);
  if (stay) write(effect, stay, { expected_discharge_at: said.visit?.expectedDischargeAt ?? null });
};

/** Columns that say who is who: when one of them was changed since, what is to be undone no longer stands. */
const identity: Record<Change['table'], readonly string[]> = {
  adt_person: ['merged_into', 'patient_id'],
  adt_identifier: ['person_id', 'retired_at'],
  adt_person_link: [],
  adt_list: [],
  adt_stay: ['person_id', 'visit_number', 'account'],
  adt_task: [],
  outreach_pause: [],
  patient: ['merged_into'],
};

/** Why some changes can no longer be undone exactly, or null. */
export const undoProblem = (rows: Rows, changes: readonly Change[]): string | null => {
  for (const change of changes) {
    const row = rowOf(rows.store, change);
    for (const column of identity[change.table])
      if (change.after && column in change.after && row?.[column] !== change.after[column])
        return 'Something newer rests on it: records or numbers were merged or moved again since. Undo that first.';
  }
  return null;
};

/** Takes changes back, the last first. Tasks and pauses are left to whoever undoes, patients on file too. */
export const undoChanges = (rows: Rows, changes: readonly Change[]): void => {
  for (const change of [...changes].reverse()) {
    const { table, before } = change;
    if (table === 'patient' || table === 'adt_task' || table === 'outreach_pause') continue;
    const row = rowOf(rows.store, change);
    if (before === null) {
      // A person stays: messages and tasks speak of her.
      const stands = row && (table !== 'adt_list' || row.items === change.after?.items);
      if (stands && table !== 'adt_person' && table !== 'adt_stay') rows.remove(table, row as never);
    } else if (!row) rows.insert(table, before as never);
    else {
      const values: Row = {};
      for (const [column, after] of Object.entries(change.after ?? {}))
        if (row[column] === (after as Value)) values[column] = before[column]!;
      rows.update(table as TableName, row as never, values as never);
    }
  }
};
