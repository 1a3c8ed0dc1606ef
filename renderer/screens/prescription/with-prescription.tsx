/**
 * Loads the prescription that the address names, and says so while it loads and when it cannot be had.
 * The frame stands from the start, so nothing jumps when the answer comes.
 */
import { Skeleton, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useParams } from 'wouter';
import type { QueryResult } from '../../../core/contract/index.ts';
import { useAsk } from '../../client/hooks.ts';
import { FailureNote } from '../../components/failure.tsx';
import { Screen } from '../../shell/screen.tsx';

export type Known = QueryResult<'prescription.get'>;

interface WithPrescriptionProps {
  title: string;
  children: (known: Known) => ReactNode;
}

export function WithPrescription({ title, children }: WithPrescriptionProps) {
  const { id = '' } = useParams<{ id: string }>();
  const asked = useAsk('prescription.get', { prescriptionId: id });
  if (asked.data) return children(asked.data);
  return (
    <Screen title={title}>
      {asked.error ? (
        <FailureNote failure={asked.error.failure} />
      ) : (
        <Stack aria-busy="true" aria-label="The prescription is being loaded">
          <Skeleton height={56} />
          <Skeleton height={220} />
          <Skeleton height={160} />
        </Stack>
      )}
    </Screen>
  );
}
