/**
 * A new workstation that took a snapshot has, row for row, what one has that read the log from its beginning.
 * Compared is every table of what the log tells, with what is found by searching; left out is what only counts the rows
 * of a file (numbers of rows, versions), and who just works on what.
 */
import { expect, test } from 'vitest';
import { soon } from '../support/soon.ts';
import type { Node } from './node.ts';
import { connect } from './node.ts';
import { doSomething, stock } from './random-work.ts';
import { caughtUp, chance, count, log, open } from './together.ts';

/**
 * Tables with the columns that only count; a movement is undone by another, whose number here is its own. Who works on an
 * order for some minutes is shown where that person was heard of by then.
 */
const tables: Record<string, readonly string[]> = {
  ...{
    patient: ['version'],
    prescriber: ['version'],
    prescription: ['version', 'claimed_by'],
    lot: ['version'],
  },
  ...{ drug: [], intake: [], transcription: [], evidence: [], second_entry: [], prescription_page: [] },
  ...{ scan: ['seq'], set_aside: [], hand_over: [], hand_over_bag: [], document: [], page: [] },
  ...{ known_as: [], standing: [], tentative: [], document_part: [], user: ['version', 'elsewhere'] },
};

const line = (row: object) =>
  JSON.stringify(row, (_, value) =>
    value?.type === 'Buffer' ? Buffer.from(value.data).toString('hex') : value,
  );

const rowsOf = ({ workstation: { store } }: Node, table: string): string[] =>
  store
    .all(`SELECT * FROM ${table}`)
    .map((row) =>
      line(Object.fromEntries(Object.entries(row).filter(([name]) => !tables[table]!.includes(name)))),
    )
    .sort();

const movementsOf = ({ workstation: { store } }: Node): string[] =>
  store
    .all(
      `SELECT m.id, m.lot_id, m.came_as, m.ndc11, m.kind, m.quantity, m.at, m.user_id, m.reason, m.prescription_id,
         r.id AS undone FROM movement m LEFT JOIN movement r ON r.seq = m.reverses`,
    )
    .map(line)
    .sort();

/** The orders that each word of a patient's name or a number finds. */
const foundAt = ({ workstation: { store } }: Node): string[] =>
  store
    .all<{ word: string }>(
      `SELECT family_name AS word FROM patient UNION SELECT rx_number FROM prescription WHERE rx_number IS NOT NULL
       UNION SELECT 'lisinopril'`,
    )
    .flatMap(({ word }) =>
      store
        .all<{ id: string }>(
          `SELECT id FROM prescription WHERE rowid IN
             (SELECT rowid FROM prescription_search WHERE prescription_search MATCH ?)`,
          [`"${word}"`],
        )
        .map(({ id }) => `${word}: ${id}`),
    )
    .sort();

const contentOf = (node: Node) => ({
  ...Object.fromEntries(Object.keys(tables).map((table) => [table, rowsOf(node, table)])),
  movement: movementsOf(node),
  found: foundAt(node),
});

/** What every workstation tells of its own people: how a file was made does not matter to them. */
const withoutOwnPeople = (content: Record<string, string[]>) => ({
  ...content,
  user: content.user!.filter((row) => !/"id":"(?:3|4)-/.test(row)),
  standing: content.standing!.filter((row) => !/urn:mortar:person:(?:3|4)-/.test(row)),
});

const becomeTheSame = (one: Node, other: Node) =>
  soon(() => expect(withoutOwnPeople(contentOf(one))).toEqual(withoutOwnPeople(contentOf(other))));

test('a new workstation has the same rows from a snapshot as from the beginning of the log, and after both followed on', {
  timeout: 120_000,
}, async () => {
  const shared = log();
  const one = await open({ log: shared, name: 'one', number: 1 });
  const other = await open({ log: shared, name: 'other', number: 2, branch: 'west' });
  await stock(one, chance);
  await connect(one);
  await connect(other);
  await caughtUp([one, other], shared);
  // Not before it knows of the prescriber: of one that two put on file, each goes by the id that it heard of first.
  await soon(() => expect(count(other, 'SELECT count(*) AS count FROM prescriber')).toBe(1));
  await stock(other, chance);
  const work = async (steps: number) => {
    for (let step = 0; step < steps; step += 1) await doSomething(step % 4 === 3 ? other : one, chance);
  };
  await work(800);
  await caughtUp([one, other], shared);

  const fromTheLog = await open({ log: shared, name: 'reads all', number: 3 });
  await connect(fromTheLog);
  await caughtUp([one, other, fromTheLog], shared);
  expect((await one.run('sync.writeSnapshot', {}, 'mona')).ok).toBe(true);
  const fromSnapshot = await open({ log: shared, name: 'takes a snapshot', number: 4 });
  await connect(fromSnapshot);
  await caughtUp([one, other, fromTheLog, fromSnapshot], shared);

  expect(count(fromTheLog, "SELECT count(*) AS count FROM event WHERE name = 'sync.bootstrapped'")).toBe(0);
  expect(count(fromSnapshot, "SELECT count(*) AS count FROM event WHERE name = 'sync.bootstrapped'")).toBe(1);
  expect(
    count(fromSnapshot, 'SELECT count(*) AS count FROM prescription WHERE outcome IS NOT NULL'),
  ).toBeGreaterThan(0);
  expect(count(fromSnapshot, 'SELECT count(*) AS count FROM scan')).toBeGreaterThan(0);
  await becomeTheSame(fromSnapshot, fromTheLog);

  await work(60);
  await caughtUp([one, other, fromTheLog, fromSnapshot], shared);
  await becomeTheSame(fromSnapshot, fromTheLog);
});
