/** A calendar day, typed in any usual way; what was read stands under it in words. */
import { TextInput, type TextInputProps } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { dayWords, readDay } from './day.ts';
import { useToday } from './use-today.ts';

export const DayField = ({
  label,
  value,
  onChange,
  error,
  disabled = false,
  proposed = '',
  input = {},
}: {
  label: string;
  /** YYYY-MM-DD, or what was typed as long as no day can be read from it. */
  value: string;
  onChange: (value: string) => void;
  error?: ReactNode;
  disabled?: boolean;
  /** A day that is proposed while the field is empty, said in words like one that was typed. */
  proposed?: string;
  /** What else the input needs. */
  input?: Partial<TextInputProps>;
}) => {
  const today = useToday();
  const [typed, setTyped] = useState<string | null>(null);
  const read = readDay((typed ?? value) || proposed, today);
  const words = read === null ? 'Month first: 11/20 or 1120; t is today' : dayWords(read, today);
  return (
    <TextInput
      {...input}
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
