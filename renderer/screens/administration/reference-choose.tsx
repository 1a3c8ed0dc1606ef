/**
 * The first step: which files. They are sent from this computer as they are chosen, or named by their path on the
 * machine the workstation runs on, which is the way for very large ones.
 */
import { Button, Checkbox, FileButton, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { type DragEvent, useRef, useState } from 'react';
import type { Failure } from '../../../core/contract/errors.ts';
import type { FileChoice } from '../../../core/contract/reference.ts';
import { sendReferenceFile } from '../../client/api.ts';
import { failureOf } from '../../client/hooks.ts';
import { FailureNote } from '../../components/failure.tsx';
import { KeyHint } from '../../components/key-hint.tsx';
import { useKeys } from '../../shell/keys.ts';
import classes from './reference-data.module.css';

/** A file on its way here, or here. */
export interface Sent {
  name: string;
  share: number;
  uploadId: string | null;
}

export interface Choice {
  sent: readonly Sent[];
  path: string;
  otc: boolean;
  /** As typed: "NY, PA". */
  states: string;
}

export const noChoice: Choice = { sent: [], path: '', otc: false, states: '' };

/** The files as the core takes them; empty while one is still on its way. */
export const filesOf = ({ sent, path }: Choice): FileChoice[] => {
  if (sent.length === 0) return path.trim() === '' ? [] : [{ path: path.trim() }];
  return sent.every(({ uploadId }) => uploadId !== null)
    ? sent.map(({ uploadId }) => ({ uploadId: uploadId as string }))
    : [];
};
export const statesOf = ({ states }: Choice): string[] =>
  states
    .toUpperCase()
    .split(/[^A-Z]+/)
    .filter((state) => state !== '');

interface ChooseProps {
  choice: Choice;
  onChoice: (change: (before: Choice) => Choice) => void;
  disabled: boolean;
}

export function ReferenceChoose({ choice, onChoice, disabled }: ChooseProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [over, setOver] = useState(false);
  useKeys([{ keys: 'o', label: 'Choose files', run: () => button.current?.click(), when: !disabled }]);

  const change = (name: string, part: Partial<Sent>) =>
    onChoice((before) => ({
      ...before,
      sent: before.sent.map((one) => (one.name === name ? { ...one, ...part } : one)),
    }));
  const send = async (files: File[]) => {
    if (files.length === 0 || disabled) return;
    setFailure(null);
    onChoice((before) => ({
      ...before,
      path: '',
      sent: files.map(({ name }) => ({ name, share: 0, uploadId: null })),
    }));
    try {
      for (const file of files) {
        const { uploadId } = await sendReferenceFile(file, (share) => change(file.name, { share }));
        change(file.name, { uploadId, share: 1 });
      }
    } catch (thrown) {
      setFailure(failureOf(thrown));
      onChoice((before) => ({ ...before, sent: [] }));
    }
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void send([...event.dataTransfer.files]);
  };

  return (
    <section
      aria-label="Files"
      className={`${classes.step} ${classes.zone}`}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Stack gap="sm">
        <Title order={2} size="h4">
          1. Choose the files
        </Title>
        <Text size="sm">
          Drugs: product.txt and package.txt of the FDA’s NDC directory, both together. Prescribers: the
          npidata_pfile of NPPES. Drop them here, choose them, or give the path where they lie on the machine
          Mortar runs on.
        </Text>
        <Group align="end" gap="md">
          <FileButton multiple accept=".txt,.csv" onChange={(files) => void send(files)} disabled={disabled}>
            {(props) => (
              <Button
                {...props}
                ref={button}
                variant="default"
                disabled={disabled}
                rightSection={<KeyHint keys="o" />}
              >
                Choose files
              </Button>
            )}
          </FileButton>
          <TextInput
            label="or the path of a file or folder"
            placeholder="/data/ndc"
            flex={1}
            miw={260}
            maxLength={1000}
            disabled={disabled || choice.sent.length > 0}
            value={choice.path}
            onChange={(event) => {
              const path = event.currentTarget.value;
              onChoice((before) => ({ ...before, path }));
            }}
          />
          <TextInput
            label="Prescribers: only these states"
            placeholder="all; or NY, PA"
            w={230}
            maxLength={300}
            disabled={disabled}
            value={choice.states}
            onChange={(event) => {
              const states = event.currentTarget.value;
              onChoice((before) => ({ ...before, states }));
            }}
          />
          <Checkbox
            label="Drugs sold over the counter too"
            mb={8}
            disabled={disabled}
            checked={choice.otc}
            onChange={(event) => {
              const otc = event.currentTarget.checked;
              onChoice((before) => ({ ...before, otc }));
            }}
          />
        </Group>
        {choice.sent.length > 0 && (
          <Group gap="md">
            <ul className={classes.files} aria-live="polite">
              {choice.sent.map(({ name, share, uploadId }) => (
                <li key={name}>
                  <b>{name}</b>{' '}
                  {uploadId === null ? `is being sent, ${Math.floor(share * 100)} %` : 'is here'}
                </li>
              ))}
            </ul>
            <Button
              size="compact-sm"
              variant="default"
              disabled={disabled}
              onClick={() => onChoice((before) => ({ ...before, sent: [] }))}
            >
              Choose others
            </Button>
          </Group>
        )}
        {failure && <FailureNote failure={failure} onClose={() => setFailure(null)} />}
      </Stack>
    </section>
  );
}
