/**
 * Rows made to show a thing as it stands, with what this workstation did on top that the log has not said back.
 * Always: the same rules judge what is not said back as will judge it then, so that an echo changes nothing it need not;
 * the next event of a thing is based on what its rows show.
 */
import { fromBinary } from '@bufbuild/protobuf';
import type { GenMessage } from '@bufbuild/protobuf/codegenv2';
import type { Reader, Writer } from '../store/database.ts';
import { decodeRecord, payloadNameOf, payloads } from './envelope.ts';
import type { fold as Fold, Lease, Standing } from './fold.ts';
import type { PrescriptionChanged } from './gen/mortar/v1/prescription_pb.js';
import { project, projectNew } from './image/image.ts';
import { scansOf } from './image/prescription-parts.ts';
import { hereAmong } from './image/rows.ts';
import { judgedOf } from './judged.ts';
import { pendingAmong, pendingOf } from './outgoing.ts';
import { loadPlacedOf, loadStanding, setShown, setShownEvent, setWaiting, wakeWaiting } from './standing.ts';
import { topicOfKind } from './topics.ts';
import { parseUrn } from './urn.ts';

/** What will stand once the log has said back what is ours, as far as that can be told. */
export const expected = (
  store: Reader,
  fold: typeof Fold,
  urn: string,
  standing: Standing | null,
  now: string,
): Standing | null => {
  const { kind } = parseUrn(urn)!;
  let shown = standing;
  for (const { value } of pendingOf(store, urn, topicOfKind[kind])) {
    const heard = decodeRecord(value);
    if (heard.by === 'envelope' && heard.envelope.payloadType !== 'mortar.v1.DocumentPage')
      shown = fold(shown, judgedOf(heard.envelope), Date.parse(now)).standing;
  }
  return shown;
};

const messageOf = ({ payloadType, image }: Pick<Standing, 'payloadType' | 'image'>) =>
  fromBinary(payloads[payloadNameOf({ payloadType })] as GenMessage<PrescriptionChanged>, image);

/** Bottles that were held against an order here are told with its next fact; until then they are kept beside it. */
const withScansHere = (store: Reader, id: string, message: PrescriptionChanged): PrescriptionChanged => {
  const here = scansOf(store, id);
  const { prescription } = message;
  if (!prescription || here.length === 0) return message;
  const told = new Set(prescription.scans.map(({ at, userId }) => `${at} ${userId}`));
  const untold = here.filter(({ at, userId }) => !told.has(`${at} ${userId}`));
  return { ...message, prescription: { ...prescription, scans: [...prescription.scans, ...untold] } };
};

/** Who works on an order, where that is somebody at another workstation; what is claimed here is left alone. */
const showLease = (store: Writer, id: string, lease: Lease | null, self: string): void => {
  if (lease?.holder === self) return;
  const user = lease && store.get('SELECT 1 FROM user WHERE id = ?', [lease.user]) ? lease.user : null;
  const until = lease && lease.until !== null ? new Date(lease.until).toISOString() : null;
  const now = store.get<{ claimed_by: string | null; claim_expires_at: string | null }>(
    'SELECT claimed_by, claim_expires_at FROM prescription WHERE id = ?',
    [id],
  );
  if (!now || (now.claimed_by === user && now.claim_expires_at === until)) return;
  store.run(
    'UPDATE prescription SET version = version + 1, claimed_by = ?, claim_expires_at = ? WHERE id = ?',
    [user, until, id],
  );
};

export interface Showing {
  fold: typeof Fold;
  /** Producer id of this workstation. */
  self: string;
  now: string;
}

/** Makes the rows of a thing anew, or writes down what they wait for. Answers whether they are there. */
const showOne = (store: Writer, urn: string, { fold, self, now }: Showing): boolean => {
  const { kind, id } = parseUrn(urn)!;
  const standing = loadStanding(store, urn);
  const shown = expected(store, fold, urn, standing, now);
  if (shown === null) return false;
  const message = messageOf(shown);
  const missing = project(store, urn, kind === 'prescription' ? withScansHere(store, id, message) : message);
  setWaiting(store, urn, missing.length > 0 ? missing : null);
  if (missing.length > 0) return false;
  setShownEvent(store, urn, shown.head === standing?.head ? null : shown.head);
  if (kind === 'prescription') showLease(store, id, shown.lease, self);
  return true;
};

/** Things whose rows are made together; a turn may last longer by so many. */
export const TOGETHER = 8;

/** Those of some things of one kind of which nothing is here: neither rows, nor anything of ours that waits. */
export const newAmong = (store: Reader, urns: readonly string[]): ReadonlySet<string> => {
  const things = urns.map((urn) => ({ urn, ...parseUrn(urn)! }));
  const here = hereAmong(
    store,
    things[0]!.kind,
    things.map(({ id }) => id),
  );
  const pending = pendingAmong(store, urns);
  return new Set(things.filter(({ urn, id }) => !here.has(id) && !pending.has(urn)).map(({ urn }) => urn));
};

/** Makes the rows of things of one kind of which nothing is here. Answers those whose rows are there now. */
export const showNew = (store: Writer, standings: ReadonlyMap<string, Standing>, self: string): string[] => {
  const things = [...standings].map(([urn, standing]) => ({ urn, standing, ...parseUrn(urn)! }));
  if (things.length === 0) return [];
  const { kind } = things[0]!;
  const missing = projectNew(
    store,
    kind,
    things.map(({ id, standing }) => ({ id, image: messageOf(standing) })),
  );
  const shown: string[] = [];
  for (const [index, { urn, id, standing }] of things.entries()) {
    if (missing[index]!.length > 0) setWaiting(store, urn, missing[index]!);
    else shown.push(urn);
    if (kind === 'prescription' && standing.lease) showLease(store, id, standing.lease, self);
  }
  return shown;
};

/** Makes the rows of some things of one kind anew. Answers those whose rows are there. */
const showSome = (store: Writer, urns: readonly string[], showing: Showing): string[] => {
  const isNew = urns.length > 1 ? newAmong(store, urns) : new Set<string>();
  const standings = loadPlacedOf(
    store,
    urns.filter((urn) => isNew.has(urn)),
  );
  const shown = showNew(store, standings, showing.self);
  if (shown.length > 0) setShown(store, shown);
  return [...shown, ...urns.filter((urn) => !standings.has(urn) && showOne(store, urn, showing))];
};

/** Makes the rows of things anew, some after the other for as long as that goes on, and wakes what waited for them. */
export const show = (
  store: Writer,
  urns: readonly string[],
  showing: Showing,
  goesOn: () => boolean = () => true,
): void => {
  const shown: string[] = [];
  for (const ofKind of Map.groupBy(urns, (urn) => parseUrn(urn)!.kind).values())
    for (let from = 0; from < ofKind.length && (from === 0 || goesOn()); from += TOGETHER)
      shown.push(...showSome(store, ofKind.slice(from, from + TOGETHER), showing));
  if (shown.length > 0) wakeWaiting(store, shown);
};

/** Leaves the rows as they are for later; what is done to them meanwhile is based on what they show. */
export const showLater = (store: Writer, urn: string, shownHead: string | null): void => {
  setWaiting(store, urn, []);
  if (shownHead === null) return;
  store.run('INSERT INTO tentative (urn, event_id) VALUES (?, ?) ON CONFLICT (urn) DO NOTHING', [
    urn,
    shownHead,
  ]);
};
