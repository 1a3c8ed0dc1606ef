/** One patient: the banner, what is under way, medicines, allergies, and everything that happened here. */
import { Anchor, Paper, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Link, useParams } from 'wouter';
import { amountWords } from '../../../core/contract/amount.ts';
import type { QueryResult } from '../../../core/contract/index.ts';
import { useAsk, useRun } from '../../client/hooks.ts';
import { useHospital } from '../../client/hospital.ts';
import { useMe } from '../../client/session.ts';
import { ActionButtons } from '../../components/action-buttons.tsx';
import { BranchBadge } from '../../components/branch-badge.tsx';
import { DataAge } from '../../components/data-age.tsx';
import { DrugName } from '../../components/drug-name.tsx';
import { FailureNote } from '../../components/failure.tsx';
import { Flags } from '../../components/flags.tsx';
import { PatientBanner } from '../../components/patient-banner.tsx';
import { useReasonDialog } from '../../components/reason-dialog.tsx';
import { ReportedAllergy, useReportedAllergy } from '../../components/reported-allergy.tsx';
import { Timeline } from '../../components/timeline.tsx';
import { When } from '../../components/when.tsx';
import { Screen } from '../../shell/screen.tsx';
import { words } from '../../words.ts';
import { HospitalPart } from '../adt/hospital-part.tsx';
import { EditPatientDialog } from './edit-patient-dialog.tsx';
import classes from './patient.module.css';

type Got = QueryResult<'patient.get'>;

export default function Patient() {
  const { id = '' } = useParams<{ id: string }>();
  const { may } = useMe();
  const ask = useReasonDialog();
  const [editing, setEditing] = useState(false);
  const { data, error } = useAsk('patient.get', { patientId: id });
  const timeline = useAsk('patient.timeline', { patientId: id });
  const addNote = useRun('patient.addNote');
  const connected = useHospital().data?.heard ?? false;

  const write = async (kind: 'note' | 'call') => {
    const answer = await ask({
      title: kind === 'note' ? 'Write a note' : 'Write down a call',
      noteRequired: true,
      noteLabel: kind === 'note' ? 'Note' : 'What was said',
      action: 'Keep',
    });
    if (answer) await addNote.run({ patientId: id, kind, note: answer.note });
  };
  const actions = [
    { keys: 'e', label: 'Correct', run: () => setEditing(true), when: may.has('patient.change') },
    { keys: 'n', label: 'Note', run: () => void write('note'), when: may.has('patient.addNote') },
    { keys: 'c', label: 'Call', run: () => void write('call'), when: may.has('patient.addNote') },
  ].map((action) => ({ ...action, when: action.when && data !== undefined }));

  return (
    <Screen title="Patient" actions={<ActionButtons actions={actions} />}>
      {error && <FailureNote failure={error.failure} />}
      {addNote.failure && <FailureNote failure={addNote.failure} onClose={addNote.clear} />}
      {!data && !error && (
        <Stack>
          <Skeleton height={44} />
          <Skeleton height={320} />
        </Stack>
      )}
      {data && (
        <>
          <PatientBanner patient={data.patient} />
          {data.merged.length > 0 && <AlsoAs merged={data.merged} />}
          <DataAge branches={data.medicines.map(({ branch }) => branch)} />
          <div className={classes.halves}>
            <Stack gap="sm">
              <UnderWay rows={data.underWay} />
              <Medicines rows={data.medicines} />
              <OnFile patient={data.patient} />
              {connected && (
                <Part title="Hospital">
                  <HospitalPart patientId={data.patient.id} />
                </Part>
              )}
            </Stack>
            <Part title="What happened">
              {timeline.error && <FailureNote failure={timeline.error.failure} />}
              {timeline.isPending && <Skeleton height={240} />}
              {timeline.data && <Timeline entries={timeline.data.entries} />}
            </Part>
          </div>
          <EditPatientDialog opened={editing} patient={data.patient} onClose={() => setEditing(false)} />
        </>
      )}
    </Screen>
  );
}

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <Paper withBorder p="md" component="section">
    <Title order={2} size="h4" mb={6}>
      {title}
    </Title>
    {children}
  </Paper>
);

/** Records that were merged into this one: what was written for them is shown with the rest. */
const AlsoAs = ({ merged }: Pick<Got, 'merged'>) => (
  <Text size="sm" role="note" pt={6}>
    Was on file {merged.length === 1 ? 'once more' : `${merged.length} times more`}:{' '}
    {merged
      .map(({ name, dateOfBirth, mrn }) => `${name}, born ${dateOfBirth}${mrn ? `, MRN ${mrn}` : ''}`)
      .join('; ')}
    . It is one record now.
  </Text>
);

function UnderWay({ rows }: { rows: Got['underWay'] }) {
  return (
    <Part title="Under way">
      {rows.length === 0 ? (
        <Text size="sm" c="dimmed">
          Nothing. Prescriptions that are being worked on are listed here.
        </Text>
      ) : (
        <Table>
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr key={row.id}>
                <Table.Td>
                  <Anchor component={Link} href={`/prescription/${row.id}`}>
                    {row.drug ? <DrugName drug={row.drug} size="sm" /> : 'Not typed yet'}
                  </Anchor>
                </Table.Td>
                <Table.Td className={classes.numbers}>{row.rxNumber && `Rx ${row.rxNumber}`}</Table.Td>
                <Table.Td className={classes.numbers} ta="right">
                  {row.quantity !== null && amountWords(row.quantity, row.unit ?? '')}
                </Table.Td>
                <Table.Td>
                  {words.stage[row.stage]} <BranchBadge branch={row.branch} />
                </Table.Td>
                <Table.Td>
                  <Flags flags={row.flags} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Part>
  );
}

function Medicines({ rows }: { rows: Got['medicines'] }) {
  return (
    <Part title="Medicines handed over">
      {rows.length === 0 ? (
        <Text size="sm" c="dimmed">
          None yet. What is handed over here is listed with its directions and refills.
        </Text>
      ) : (
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Medicine</Table.Th>
              <Table.Th>Last</Table.Th>
              <Table.Th ta="right">Quantity</Table.Th>
              <Table.Th ta="right">Days</Table.Th>
              <Table.Th ta="right">Refills left</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr key={row.prescriptionId}>
                <Table.Td>
                  <Anchor component={Link} href={`/prescription/${row.prescriptionId}`}>
                    <DrugName drug={row.drug} size="sm" />
                  </Anchor>{' '}
                  <BranchBadge branch={row.branch} />
                  <Text size="sm" c="dimmed">
                    {row.sigSentence}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <When at={row.completedAt} />
                </Table.Td>
                <Table.Td className={classes.numbers} ta="right">
                  {amountWords(row.quantity, row.unit)}
                </Table.Td>
                <Table.Td className={classes.numbers} ta="right">
                  {row.daysSupply}
                </Table.Td>
                <Table.Td className={classes.numbers} ta="right">
                  {row.refillsLeft}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Part>
  );
}

function OnFile({ patient }: { patient: Got['patient'] }) {
  const reported = useReportedAllergy(patient.id);
  return (
    <>
      <Part title="Allergies">
        {reported && <ReportedAllergy reported={reported} />}
        {patient.allergies.length === 0 ? (
          <Text size="sm">
            {reported && patient.allergyStatus === 'none-known'
              ? 'None on file.'
              : words.allergyStatus[patient.allergyStatus]}
          </Text>
        ) : (
          <ul className={classes.allergies}>
            {patient.allergies.map(({ substance, reaction, severity }) => (
              <li key={substance}>
                <b>{substance}</b>
                {reaction && `: ${reaction}`}, {words.allergySeverity[severity].toLowerCase()}
              </li>
            ))}
          </ul>
        )}
      </Part>
      <Part title="Address">
        <Text size="sm">{patient.address || 'None on file'}</Text>
      </Part>
    </>
  );
}
