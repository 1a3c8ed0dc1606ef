/**
 * Whether a file full of hospitals’ messages takes more of them as fast as an almost empty one: the same new messages go to both, in
 * turns, after rows of very many were put into one.
 */
import type { Store } from '../../core/store/database.ts';
import { assertOnce, CONNECTIONS, type Hospital, openHospital, standing, timed } from './adt-hospital.ts';
import { messagesWanted, oursOf } from './adt-messages.ts';
import { type Figure, median } from './measure.ts';

const stored = (): number => Number(process.env.MORTAR_BENCH_STORED ?? 100_000);
const GOAL = 0.9;

/** What is copied: new ids for all, and numbers of persons and visits nobody else has. */
const copies = [
  `INSERT INTO adt_message (id, source_id, way, peer, received_at, sender, control_id, event, said_at, likeness, charset,
     acknowledgement, acknowledged_at, state, problem, person_id)
   SELECT id + :message, source_id, way, peer, received_at, sender, control_id || :mark, event, said_at, randomblob(32), charset,
     acknowledgement, acknowledged_at, state, problem, person_id + :person FROM adt_message WHERE id <= :messages`,
  'INSERT INTO adt_raw SELECT message_id + :message, lengths, packed, bytes FROM adt_raw WHERE message_id <= :messages',
  `INSERT INTO adt_change (message_id, at, changes)
   SELECT message_id + :message, at, changes FROM adt_change WHERE message_id <= :messages`,
  `INSERT INTO adt_person (id, version, family_name, given_names, name_key, date_of_birth, sex, address, phone, as_of, as_of_message, said)
   SELECT id + :person, version, family_name, given_names, name_key, date_of_birth, sex, address, phone, as_of,
     as_of_message + :message, said FROM adt_person WHERE id <= :persons`,
  `INSERT INTO adt_identifier (authority, value, type, person_id)
   SELECT authority, value || :mark, type, person_id + :person FROM adt_identifier WHERE person_id <= :persons`,
  `INSERT INTO adt_list SELECT person_id + :person, source_id, kind, items, as_of FROM adt_list WHERE person_id <= :persons`,
  `INSERT INTO adt_stay (id, version, source_id, person_id, authority, visit_number, account, class, state, ward, room, bed, facility,
     attending, admitted_at, discharged_at, disposition, reason, as_of, as_of_message)
   SELECT id + :stay, version, source_id, person_id + :person, authority, visit_number || :mark, account, class, state, ward, room,
     bed, facility, attending, admitted_at, discharged_at, disposition, reason, as_of, as_of_message + :message
   FROM adt_stay WHERE id <= :stays`,
];

/** Puts in as many rows as so many messages would have left, over and over those there are. */
const fill = (store: Store, wanted: number): void => {
  const last = (table: string) => store.get<{ id: number }>(`SELECT max(id) AS id FROM ${table}`)!.id;
  const [messages, persons, stays] = ['adt_message', 'adt_person', 'adt_stay'].map(last) as [
    number,
    number,
    number,
  ];
  for (let round = 1; (round - 1) * messages < wanted; round += 1)
    store.transaction(() => {
      const values = {
        ...{ mark: `-${round}`, messages, persons, stays },
        ...{ message: round * messages, person: round * persons, stay: round * stays },
      };
      for (const sql of copies)
        store.run(
          sql,
          Object.fromEntries(Object.entries(values).filter(([name]) => new RegExp(`:${name}\\b`).test(sql))),
        );
    });
  store.exec('ANALYZE');
};

/** The same is sent to each, in turns: a machine is quicker in one minute than in the next. */
const ROUNDS = 9;

export const adtStored = async (said: (text: string) => void): Promise<Figure[]> => {
  const count = messagesWanted();
  const most = stored();
  const [small, large] = await Promise.all([openHospital(oursOf(count)), openHospital(oursOf(count))]);
  const sent: string[] = [];
  const send = async (hospital: Hospital, seed: number): Promise<number> => {
    // Our patients have one life; the others are others each time.
    const made = { count, seed, connections: CONNECTIONS, ours: seed === 1 ? oursOf(count) : 0 };
    const { seconds, sent: one } = await timed(hospital, { made, inFlight: 16, rate: 0 });
    sent.push(...one.controlIds);
    return seconds;
  };
  try {
    for (const hospital of [small, large]) await send(hospital, 1);
    fill(large.store, most);
    const rounds: { less: number; more: number }[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const [less, more] = [await send(small, 2 + round), await send(large, 2 + round)];
      // The first makes both warm.
      if (round > 0) rounds.push({ less, more });
      said(`  ${Math.round(count / less)} /s with few, ${Math.round(count / more)} /s with many`);
    }
    for (const { store } of [small, large]) {
      assertOnce(store, sent);
      said(`  ${standing(store)}`);
    }
    const few = count / median(rounds.map(({ less }) => less));
    const many = count / median(rounds.map(({ more }) => more));
    const ratio = median(rounds.map(({ less, more }) => less / more));
    return [
      {
        name: `ADT messages a second with ${most.toLocaleString('en')} stored, median of ${ROUNDS} turns`,
        ...{ value: many, unit: '/s' },
        comparator: {
          name: `with ${(2 * count).toLocaleString('en')} to ${((2 + ROUNDS) * count).toLocaleString('en')}`,
          value: few,
        },
        ...{ ratio, goal: `≥ ${GOAL}`, met: ratio >= GOAL },
      },
    ];
  } finally {
    await Promise.all([small.close(), large.close()]);
  }
};
