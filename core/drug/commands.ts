/** Putting drug packages on file, each with its search index row. */
import type { DrugView } from '../contract/drug.ts';
import { refuse } from '../contract/errors.ts';
import type { CommandHandlers } from '../handler.ts';
import type { Writer } from '../store/database.ts';
import { drugRow, drugSearchText } from './drug.ts';
import { findDrug, insertDrug } from './store.ts';

const add = (store: Writer, fields: Parameters<typeof drugRow>[0]): DrugView['ndc11'] => {
  const row = drugRow(fields);
  insertDrug(store, row, drugSearchText(row));
  return row.ndc11;
};

export const drugCommandHandlers = {
  'drug.add': ({ store }, fields) => {
    if (findDrug(store, fields.ndc11)) refuse('drug.exists');
    const ndc11 = add(store, fields);
    return {
      result: { ndc11 },
      events: [
        { name: 'drug.added', subject: { kind: 'drug', id: ndc11 }, data: { added: 1 }, after: fields },
      ],
    };
  },

  'drug.addMany': ({ store }, { drugs }) => {
    const added = drugs.filter((fields) => {
      if (findDrug(store, fields.ndc11)) return false;
      add(store, fields);
      return true;
    });
    return {
      result: { added: added.length, alreadyThere: drugs.length - added.length },
      events:
        added.length === 0
          ? []
          : [
              {
                name: 'drug.added',
                subject: { kind: 'drug', id: added[0]!.ndc11 },
                data: { added: added.length, ndc11: added.map(({ ndc11 }) => ndc11) },
              },
            ],
    };
  },
} satisfies CommandHandlers<'drug.add' | 'drug.addMany'>;
