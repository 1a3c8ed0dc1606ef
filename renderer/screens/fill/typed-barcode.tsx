/** A field for the barcode when the scanner is broken: F2 goes to it, Enter hands the code on as if scanned. */
import { TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { KeyHint } from '../../components/key-hint.tsx';
import { useKeys } from '../../shell/keys.ts';

interface TypedBarcodeProps {
  label: string;
  onCode: (code: string) => void;
  disabled?: boolean;
}

export function TypedBarcode({ label, onCode, disabled = false }: TypedBarcodeProps) {
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  useKeys([{ keys: 'F2', label, run: () => field.current?.focus(), when: !disabled }]);
  return (
    <TextInput
      ref={field}
      aria-label={label}
      placeholder={label}
      w={230}
      size="xs"
      styles={{ input: { height: 32 } }}
      value={text}
      disabled={disabled}
      maxLength={200}
      rightSection={<KeyHint keys="F2" />}
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || text.trim() === '') return;
        event.preventDefault();
        onCode(text.trim());
        setText('');
      }}
    />
  );
}
