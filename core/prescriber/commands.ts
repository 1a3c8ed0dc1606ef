/** Putting prescribers on file and correcting them. Numbers with a wrong check digit never get in. */
import { refuse } from '../contract/errors.ts';
import type { CommandHandlers } from '../handler.ts';
import { newId } from '../identity.ts';
import {
  checkNumbers,
  fieldsOf,
  originAfter,
  type PrescriberFields,
  prescriberColumns,
  prescriberSearchText,
} from './prescriber.ts';
import { changePrescriber, findByNpi, insertPrescriber, loadPrescriber } from './store.ts';

export const prescriberCommandHandlers = {
  'prescriber.register': ({ store }, fields) => {
    const warnings = checkNumbers(fields);
    const known = findByNpi(store, fields.npi);
    if (known) refuse('prescriber.exists', undefined, { prescriberId: known.id });
    const id = newId();
    const columns = prescriberColumns(fields);
    insertPrescriber(store, id, columns, prescriberSearchText(columns));
    return {
      result: { prescriberId: id, warnings },
      events: [
        {
          name: 'prescriber.registered',
          subject: { kind: 'prescriber', id },
          data: { prescriberId: id },
          after: fieldsOf(columns),
        },
      ],
    };
  },

  'prescriber.change': ({ store }, { prescriberId, reason, ...fields }) => {
    const row = loadPrescriber(store, prescriberId);
    const warnings = checkNumbers(fields);
    const known = findByNpi(store, fields.npi);
    if (known && known.id !== row.id) refuse('prescriber.exists', undefined, { prescriberId: known.id });
    const columns = prescriberColumns(fields);
    const version = changePrescriber(
      store,
      row,
      { ...columns, origin: originAfter(row, columns) },
      prescriberSearchText(columns),
    );
    const before = fieldsOf(row);
    const after = fieldsOf(columns);
    const changed = (Object.keys(before) as (keyof PrescriberFields)[]).filter(
      (key) => before[key] !== after[key],
    );
    const pick = (from: PrescriberFields) => Object.fromEntries(changed.map((key) => [key, from[key]]));
    return {
      result: { version, warnings },
      events: [
        {
          name: 'prescriber.changed',
          subject: { kind: 'prescriber', id: row.id },
          data: { prescriberId: row.id },
          reason,
          before: pick(before),
          after: pick(after),
        },
      ],
    };
  },
} satisfies CommandHandlers<'prescriber.register' | 'prescriber.change'>;
