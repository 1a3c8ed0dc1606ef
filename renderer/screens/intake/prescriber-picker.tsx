/**
 * Finds a prescriber by name, NPI, DEA number, clinic or phone; each row says why it is a match. What the page says is
 * proposed; one of two who are just as likely and of one name is never taken by Tab alone.
 */
import { type ReactNode, useState } from 'react';
import type { QueryResult } from '../../../core/contract/index.ts';
import { useAsk } from '../../client/hooks.ts';
import { FoundRow } from './found-row.tsx';
import type { MachineReading } from './ghosts.ts';
import { candidateGhost, clearFirst, namesakes } from './ghosts.ts';
import { NewPrescriberDialog } from './new-prescriber-dialog.tsx';
import { Picker } from './picker.tsx';
import { useFound } from './use-found.ts';

type Prescriber = QueryResult<'prescriber.find'>['rows'][number];

const prescriberLine = ({ name, clinic, npi }: Pick<Prescriber, 'name' | 'clinic' | 'npi'>) =>
  [name, clinic, npi && `NPI ${npi}`].filter(Boolean).join(', ');

export const PrescriberPicker = ({
  prescriberId,
  onPick,
  candidates = [],
  putAway,
  note,
  error,
  disabled = false,
  onDone,
}: {
  prescriberId: string | undefined;
  onPick: (prescriberId: string) => void;
  /** Whom the page may mean, likeliest first. */
  candidates?: MachineReading['prescribers'];
  putAway?: () => void;
  note?: ReactNode;
  error?: string | undefined;
  disabled?: boolean;
  onDone: () => void;
}) => {
  const [making, setMaking] = useState(false);
  const chosen = useAsk(
    'prescriber.get',
    { prescriberId: prescriberId ?? '' },
    { enabled: prescriberId !== undefined },
  );
  const { searched, rows, typing } = useFound('prescriber.find', candidates);
  const clear = searched || clearFirst(candidates, namesakes) !== undefined;
  const [first] = candidates;
  const prescriber = prescriberId === undefined ? undefined : chosen.data?.prescriber;
  return (
    <>
      <Picker
        label="Prescriber"
        placeholder="Name, NPI, DEA number, clinic or phone"
        chosen={prescriber ? prescriberLine(prescriber) : ''}
        preselect={clear}
        note={note}
        {...(first && putAway && { ghost: candidateGhost(first, first.name, '', clear), putAway })}
        {...typing}
        nothingFound="No prescriber on file matches. Check the spelling, or put a new one on file."
        create={{ label: 'New prescriber', run: () => setMaking(true) }}
        error={error}
        disabled={disabled}
        onDone={onDone}
        choices={rows.map((row) => ({
          key: row.id,
          choose: () => onPick(row.id),
          content: (
            <FoundRow
              name={row.name}
              detail={[row.clinic, row.phone]}
              apart={[`NPI ${row.npi}`, row.dea && `DEA ${row.dea}`].filter(Boolean).join(', ')}
              why={row.why}
              confidence={row.confidence}
            />
          ),
        }))}
      />
      <NewPrescriberDialog opened={making} onClose={() => setMaking(false)} onRegistered={onPick} />
    </>
  );
};
