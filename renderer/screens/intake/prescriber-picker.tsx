/** Finds a prescriber by name, NPI, DEA number, clinic or phone; each row says why it is a match. */
import { useState } from 'react';
import { useAsk } from '../../client/hooks.ts';
import { FoundRow } from './found-row.tsx';
import { NewPrescriberDialog } from './new-prescriber-dialog.tsx';
import { Picker } from './picker.tsx';

export const PrescriberPicker = ({
  prescriberId,
  onPick,
  error,
  disabled = false,
  onDone,
}: {
  prescriberId: string | undefined;
  onPick: (prescriberId: string) => void;
  error?: string | undefined;
  disabled?: boolean;
  onDone: () => void;
}) => {
  const [text, setText] = useState('');
  const [making, setMaking] = useState(false);
  const chosen = useAsk(
    'prescriber.get',
    { prescriberId: prescriberId ?? '' },
    { enabled: prescriberId !== undefined },
  );
  const found = useAsk('prescriber.find', { text }, { enabled: text.trim() !== '', keepPrevious: true });
  const rows = text.trim() === '' ? [] : (found.data?.rows ?? []);
  const prescriber = prescriberId === undefined ? undefined : chosen.data?.prescriber;
  return (
    <>
      <Picker
        label="Prescriber"
        placeholder="Name, NPI, DEA number, clinic or phone"
        chosen={
          prescriber
            ? [prescriber.name, prescriber.clinic, `NPI ${prescriber.npi}`].filter(Boolean).join(', ')
            : ''
        }
        text={text}
        onText={setText}
        searching={found.isPlaceholderData || found.isLoading}
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
            />
          ),
        }))}
      />
      <NewPrescriberDialog opened={making} onClose={() => setMaking(false)} onRegistered={onPick} />
    </>
  );
};
