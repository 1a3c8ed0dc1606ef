/**
 * Whether a file full of hospitals’ messages takes more of them as fast as an almost empty one: the same numbers of new messages
 * before and after rows of very many were put into it.
 */
import type { Store } from '../../core/store/database.ts';
import { assertOnce, CONNECTIONS, openHospital, standing, timed } from './adt-hospital.ts';
import { messagesWanted, oursOf } from './adt-messages.ts';
import type { Figure } from './measure.ts';

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

export const adtStored = async (said: (text: string) => void): Promise<Figure[]> => {
  const count = messagesWanted();
  const most = stored();
  const hospital = await openHospital(oursOf(count));
  try {
    const { store } = hospital;
    const send = async (seed: number, ours: number) => {
      const made = { count, seed, connections: CONNECTIONS, ours };
      const { seconds, sent, busy } = await timed(hospital, { made, inFlight: 16, rate: 0 });
      assertOnce(store, sent.controlIds);
      return { rate: count / seconds, busy };
    };
    await send(1, oursOf(count));
    const before = await send(2, 0);
    said(`  ${(2 * count).toLocaleString('en')} stored: ${before.busy}; ${standing(store)}`);
    fill(store, most);
    await send(3, 0);
    const after = await send(4, 0);
    said(`  ${most.toLocaleString('en')} more stored: ${after.busy}; ${standing(store)}`);
    return [
      {
        ...{
          name: `ADT messages a second with ${most.toLocaleString('en')} stored`,
          value: after.rate,
          unit: '/s',
        },
        comparator: { name: `with ${(2 * count).toLocaleString('en')}`, value: before.rate },
        ratio: after.rate / before.rate,
        goal: `≥ ${GOAL}`,
        met: after.rate >= GOAL * before.rate,
      },
    ];
  } finally {
    await hospital.close();
  }
};
