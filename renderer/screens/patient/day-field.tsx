/** A calendar day, typed in any usual way; what was read stands under it in words. */
import { TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { dayWords, readDay } from './day.ts';
import { useToday } from './use-today.ts';

export const DayField = ({
  label,
  value,
  onChange,
  error,
  disabled = false,
}: {
  label: string;
  /** YYYY-MM-DD, or what was typed as long as no day can be read from it. */
  value: string;
  onChange: (value: string) => void;
  error?: ReactNode;
  disabled?: boolean;
}) => {
  const today = useToday();
  const [typed, setTyped] = useState<string | null>(null);
  const read = readDay(typed ?? value, today);
  const words = read === null ? 'Month first: 11/20 or 1120; t is today' : dayWords(read, today);
  return (
    <TextInput
      label={label}
      value={typed ?? value}
      error={error}
      disabled={disabled}
      description={words}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      // Two lines, so that nothing below moves when a day is read.
      descriptionProps={{ mih: '2.4em' }}
      autoComplete="off"
      onChange={(event) => {
        const text = event.currentTarget.value;
        setTyped(text);
        onChange(readDay(text, today) ?? text);
      }}
      onBlur={() => setTyped(null)}
    />
  );
};
