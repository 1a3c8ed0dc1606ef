/** Whether all workstations agree, and nothing was lost: each find is a line; none means that they do. */
import { fromBinary, toJson } from '@bufbuild/protobuf';
import { comparable } from '../../core/sync/comparable.ts';
import { payloadNameOf, payloads } from '../../core/sync/envelope.ts';
import { treatmentOf } from '../../core/sync/event-classes.ts';
import { imageOf } from '../../core/sync/image/image.ts';
import { parseUrn } from '../../core/sync/urn.ts';
import { verify } from '../../core/verification/verify.ts';
import type { Node } from './node.ts';

interface StandingRow {
  urn: string;
  head: string;
  branch: string;
  lease_holder: string | null;
  lease_until: number | null;
  lost: string;
  payload_type: string;
  image: Uint8Array;
}

const standings = (node: Node) =>
  new Map(
    node.workstation.store
      .all<StandingRow>(
        'SELECT urn, head, branch, lease_holder, lease_until, lost, payload_type, image FROM standing ORDER BY urn',
      )
      .map((row) => [row.urn, row]),
  );

const told = (row: StandingRow | undefined) =>
  row === undefined
    ? 'nothing'
    : `${row.head} ${row.branch} ${row.lease_holder}/${row.lease_until} ${row.lost} ${Buffer.from(row.image).toString('base64').length}`;

const same = (one: StandingRow, other: StandingRow | undefined) =>
  other !== undefined && told(one) === told(other) && Buffer.compare(one.image, other.image) === 0;

const compareStandings = (nodes: readonly Node[]): string[] => {
  const [first, ...others] = nodes;
  const expected = standings(first!);
  return others.flatMap((node) => {
    const has = standings(node);
    return [...new Set([...expected.keys(), ...has.keys()])]
      .filter((urn) => !(expected.has(urn) && same(expected.get(urn)!, has.get(urn))))
      .map(
        (urn) =>
          `${urn}: ${first!.name} has ${told(expected.get(urn))}, ${node.name} has ${told(has.get(urn))}`,
      );
  });
};

/** Rows say what stands. */
const compareRows = (node: Node): string[] => {
  const { store, dispatcher } = node.workstation;
  return [...standings(node).values()].flatMap((row) => {
    const { kind, id } = parseUrn(row.urn)!;
    if (kind === 'lot' && row.branch !== dispatcher.setting('branch.id')) return [];
    const here = imageOf(store, kind, id);
    const schema = payloads[
      payloadNameOf({ payloadType: row.payload_type })
    ] as typeof payloads.PrescriptionChanged;
    const stands = comparable(kind, toJson(schema, fromBinary(schema, row.image)));
    const shown = here === null ? 'nothing' : comparable(kind, toJson(schema, here as never));
    return stands === shown ? [] : [`${node.name} ${row.urn}: stands ${stands}, its rows show ${shown}`];
  });
};

/** Whatever happened at one workstation and is on its file is known to the others. */
const compareEvents = (nodes: readonly Node[]): string[] => {
  const known = nodes.map(
    (node) =>
      new Set(
        node.workstation.store
          .all<{ id: string }>('SELECT id FROM event UNION SELECT id FROM heard_event')
          .map(({ id }) => id),
      ),
  );
  return nodes.flatMap((node) =>
    node.workstation.store
      .all<{ id: string; name: string; subject_kind: string }>(
        'SELECT id, name, subject_kind FROM event WHERE seq > (SELECT max(seq) FROM event WHERE name = ? AND data LIKE ?)',
        ['setting.changed', '%central.brokers%'],
      )
      .filter(
        ({ name, subject_kind }) =>
          treatmentOf[name as keyof typeof treatmentOf] !== 'local' &&
          subject_kind !== 'intake' &&
          subject_kind !== 'adt',
      )
      .flatMap(({ id, name }) =>
        nodes
          .filter((_, index) => !known[index]!.has(id))
          .map((other) => `${name} ${id} of ${node.name} never reached ${other.name}`),
      ),
  );
};

const count = (node: Node, sql: string) => node.workstation.store.get<{ count: number }>(sql)!.count;

const leftOver = (node: Node): string[] =>
  (
    [
      ['outgoing records', 'SELECT count(*) AS count FROM outgoing'],
      ['tentative things', 'SELECT count(*) AS count FROM tentative'],
      [
        'things whose rows are not made',
        'SELECT count(*) AS count FROM standing WHERE waits_for IS NOT NULL',
      ],
      [
        'records held back',
        "SELECT count(*) AS count FROM quarantine WHERE state = 'held' AND kind <> 'twin'",
      ],
      ['records parked', 'SELECT count(*) AS count FROM outgoing_parked'],
    ] as const
  )
    .map(([what, sql]) => [what, count(node, sql)] as const)
    .filter(([, left]) => left > 0)
    .map(([what, left]) => `${node.name}: ${left} ${what} are left`);

const conflictsOf = (node: Node) =>
  node.workstation.store
    .all<{ line: string }>(
      "SELECT id || ' ' || kind || ' ' || severity || ' ' || iif(settled_at IS NULL, 'open', 'settled') AS line FROM conflict ORDER BY id",
    )
    .map(({ line }) => line);

const compareConflicts = (nodes: readonly Node[]): string[] => {
  const expected = conflictsOf(nodes[0]!);
  return nodes.slice(1).flatMap((node) => {
    const has = conflictsOf(node);
    return [...new Set([...expected, ...has])]
      .filter((line) => !(expected.includes(line) && has.includes(line)))
      .map(
        (line) =>
          `conflict ${line}: ${expected.includes(line) ? nodes[0]!.name : node.name} alone has it so, against ${node.name}`,
      );
  });
};

export const disagreements = (nodes: readonly Node[]): string[] => [
  ...nodes.flatMap((node) => node.faultsSeen.map((fault) => `${node.name} fault: ${fault}`)),
  ...compareStandings(nodes),
  ...nodes.flatMap(leftOver),
  ...nodes.flatMap(compareRows),
  ...compareEvents(nodes),
  ...compareConflicts(nodes),
  ...nodes.flatMap((node) =>
    verify(node.workstation.store).violations.map((line) => `${node.name}: ${line}`),
  ),
];
