// A hospital that sends messages to a real workstation, without a wire: bytes in, rows, tasks and events out. And messages as a
// hospital writes them, each part to be given.

import { apply } from '../../core/adt/apply.ts';
import { startDesk } from '../../core/adt/desk.ts';
import { newAdtHealth } from '../../core/adt/source/adt-health.ts';
import { insertSource } from '../../core/adt/source/source-store.ts';
import { type SourceProfile, sourceProfile } from '../../core/contract/adt-values.ts';
import { openTestWorkstation, type TestWorkstation } from './workstation.ts';

export interface Said {
  event: string;
  controlId?: string;
  /** YYYYMMDDHHMM, in UTC. */
  at?: string;
  /** PID-3; several parted by ~. */
  ids?: string;
  family?: string;
  given?: string;
  born?: string;
  sex?: string;
  address?: string;
  phone?: string;
  dead?: string;
  account?: string;
  /** PV1-19; none: no PV1. */
  visit?: string | null;
  class?: string;
  ward?: string;
  /** PV1 fields by number. */
  pv1?: Record<number, string>;
  mrg?: string;
  /** Further segments. */
  rest?: string[];
}

const fieldsOf = (id: string, fields: Record<number, string>): string => {
  const last = Math.max(...Object.keys(fields).map(Number));
  return [id, ...Array.from({ length: last }, (_, at) => fields[at + 1] ?? '')].join('|');
};

export const mr = (number: string, authority = 'STM') => `${number}^^^${authority}^MR`;

let count = 0;

/** One group of PID, MRG and PV1. */
export const group = (said: Partial<Said>): string[] => [
  fieldsOf('PID', {
    1: '1',
    3: said.ids ?? mr('M1'),
    5:
      said.family === undefined && said.given === undefined
        ? 'ALVAREZ^MARIANA'
        : `${said.family ?? ''}^${said.given ?? ''}`,
    7: said.born ?? '19920830',
    8: said.sex ?? 'F',
    11: said.address ?? '',
    13: said.phone ?? '',
    18: said.account ?? '',
    30: said.dead ?? '',
  }),
  ...(said.mrg === undefined ? [] : [`MRG|${said.mrg}`]),
  ...(said.visit === null
    ? []
    : [
        fieldsOf('PV1', {
          1: '1',
          2: said.class ?? 'I',
          3: said.ward ?? '4B^12^1',
          19: `${said.visit ?? 'V1'}^^^STM^VN`,
          ...said.pv1,
        }),
      ]),
];

/** A message as a hospital writes it. */
export const message = (said: Said, ...groups: string[][]): string => {
  count += 1;
  const at = said.at ?? '202603021000';
  return [
    `MSH|^~\\&|ADT|STM|MORTAR|PHARM|${at}||ADT^${said.event}|${said.controlId ?? `C${count}`}|P|2.5.1|||||||UNICODE UTF-8`,
    `EVN||${at}`,
    ...(groups.length === 0 ? group(said) : groups.flat()),
    ...(said.rest ?? []),
    '',
  ].join('\r');
};

export interface Hospital {
  readonly test: TestWorkstation;
  /** Sends messages and waits until they had their effects; answers the state of each. */
  send(...messages: (string | Said)[]): Promise<string[]>;
  rows<T = Record<string, unknown>>(sql: string, parameters?: readonly string[]): T[];
  /** Open tasks: kind and severity. */
  open(): string[];
  /** Names of the events of the log since the last asking, those of hospitals and patients. */
  told(): string[];
  /** Whole tables as they stand. */
  whole(...tables: string[]): Record<string, unknown[]>;
  source(name: string, profile?: Partial<SourceProfile>): string;
  sendFrom(sourceId: string, ...messages: (string | Said)[]): Promise<string[]>;
}

export const openHospital = async (profile: Partial<SourceProfile> = {}): Promise<Hospital> => {
  const test = await openTestWorkstation();
  const { dispatcher, store } = test.workstation;
  const faults: unknown[] = [];
  const source = (name: string, given: Partial<SourceProfile> = {}) => {
    const id = `source-${name}`;
    store.transaction(() =>
      insertSource(store, {
        id,
        name,
        profile: sourceProfile.parse({ authority: 'STM', timeZone: 'UTC', ...given }),
      }),
    );
    return id;
  };
  const first = source('St Mary', { mrnAuthority: 'STM', ...profile });
  const desk = startDesk({
    dispatcher,
    store,
    health: newAdtHealth(),
    apply,
    onFault: (error) => void faults.push(error),
  });
  let heard = store.get<{ seq: number }>('SELECT ifnull(max(seq), 0) AS seq FROM event')!.seq;
  const rows = <T>(sql: string, parameters: readonly string[] = []) => store.all<T>(sql, parameters);
  const sendFrom = async (sourceId: string, ...messages: (string | Said)[]) => {
    const kept = await desk.take(
      messages.map((one) => ({
        sourceId,
        way: 'mllp',
        peer: 'test',
        bytes: Buffer.from(typeof one === 'string' ? one : message(one), 'utf8'),
      })),
    );
    await desk.settle();
    if (faults.length > 0) throw faults[0];
    return kept.map(
      ({ messageId }) =>
        store.get<{ state: string }>('SELECT state FROM adt_message WHERE id = ?', [messageId])?.state ??
        'noise',
    );
  };
  return {
    test,
    sendFrom,
    send: (...messages) => sendFrom(first, ...messages),
    rows,
    source,
    open: () =>
      rows<{ task: string }>(
        "SELECT kind || ' ' || severity AS task FROM adt_task WHERE state = 'open' ORDER BY kind, id",
      ).map(({ task }) => task),
    told: () => {
      const found = rows<{ seq: number; name: string }>(
        "SELECT seq, name FROM event WHERE seq > ? AND (name GLOB 'adt.*' OR name GLOB 'stay.*' OR name GLOB 'outreach.*' OR name GLOB 'patient.*') ORDER BY seq",
        [String(heard)],
      );
      heard = found.at(-1)?.seq ?? heard;
      return found.map(({ name }) => name);
    },
    whole: (...tables) =>
      Object.fromEntries(tables.map((table) => [table, rows(`SELECT * FROM ${table} ORDER BY 1, 2, 3`)])),
  };
};
