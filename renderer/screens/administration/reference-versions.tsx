/** Every version that was taken over: by whom, from which files, what it came to, and the ways on from it. */
import { Badge, Button, Group, Stack, Table, Text, Title } from '@mantine/core';
import type { Changes, ReferenceVersion } from '../../../core/contract/reference.ts';
import { useRun } from '../../client/hooks.ts';
import { Empty } from '../../components/empty.tsx';
import { FailureNote } from '../../components/failure.tsx';
import { useReasonDialog } from '../../components/reason-dialog.tsx';
import { When } from '../../components/when.tsx';
import { words } from '../../words.ts';
import classes from './reference-data.module.css';

const colours: Record<ReferenceVersion['state'], string> = {
  applying: 'blue',
  interrupted: 'orange',
  applied: 'green',
  failed: 'orange',
  'setting-back': 'blue',
  'set-back-interrupted': 'orange',
  'set-back': 'gray',
};

const counted: readonly (keyof Changes)[] = ['added', 'changed', 'ended', 'kept', 'refused'];

interface VersionsProps {
  versions: readonly ReferenceVersion[];
  onBegun: () => void;
}

export function ReferenceVersions({ versions, onBegun }: VersionsProps) {
  const continuing = useRun('reference.continue');
  const settingBack = useRun('reference.rollBack');
  const askReason = useReasonDialog();
  const failure = continuing.failure ?? settingBack.failure;

  const goOn = async ({ id }: ReferenceVersion) => {
    if (await continuing.run({ versionId: id })) onBegun();
  };
  const setBack = async ({ id, number, catalogue }: ReferenceVersion) => {
    const answer = await askReason({
      title: `Set version ${number} back`,
      explain: `Every row of ${words.catalogue[catalogue].toLowerCase()} it added, changed or ended will be as it was before it. What was used since is not taken away, but marked as ended.`,
      action: 'Set it back',
    });
    if (answer && (await settingBack.run({ versionId: id, reason: answer.reason }))) onBegun();
  };

  if (versions.length === 0)
    return (
      <Empty
        title="No version yet"
        hint="Each time files are taken over, a version is listed here: who did it, from which files, and the way back."
      />
    );
  return (
    <section className={classes.step} aria-label="Versions">
      <Stack gap="xs">
        <Title order={2} size="h4">
          Versions, and the way back
        </Title>
        {failure && <FailureNote failure={failure} />}
        <Table aria-label="Versions, newest first">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col" className={classes.number}>
                No.
              </Table.Th>
              <Table.Th scope="col">List and state</Table.Th>
              {counted.map((kind) => (
                <Table.Th key={kind} scope="col" className={classes.number}>
                  {words.referenceChange[kind]}
                </Table.Th>
              ))}
              <Table.Th scope="col">Who and when</Table.Th>
              <Table.Th scope="col">Files</Table.Th>
              <Table.Th scope="col">Ways on</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {versions.map((version) => (
              <Table.Tr key={version.id}>
                <Table.Td className={classes.number}>{version.number}</Table.Td>
                <Table.Td>
                  <Text size="sm">{words.catalogue[version.catalogue]}</Text>
                  <Badge color={colours[version.state]} variant="outline" className={classes.state ?? ''}>
                    {words.versionState[version.state]}
                  </Badge>
                  <Story version={version} />
                </Table.Td>
                {counted.map((kind) => (
                  <Table.Td key={kind} className={classes.number}>
                    {version.changes[kind].toLocaleString('en')}
                  </Table.Td>
                ))}
                <Table.Td>
                  {version.by.name}
                  <br />
                  <When at={version.startedAt} />
                </Table.Td>
                <Table.Td className={classes.names}>
                  {version.files.map(({ part, name, sha256 }) => (
                    <div key={part}>
                      {name}{' '}
                      <span className={classes.hash} title={`SHA-256 ${sha256}`}>
                        {sha256.slice(0, 12)}…
                      </span>
                    </div>
                  ))}
                </Table.Td>
                <Table.Td>
                  <Group gap="xs">
                    {version.canContinue && (
                      <Button
                        size="compact-sm"
                        loading={continuing.busy}
                        aria-label={`Continue version ${version.number}`}
                        onClick={() => void goOn(version)}
                      >
                        Continue
                      </Button>
                    )}
                    {version.canRollBack && version.state !== 'set-back-interrupted' && (
                      <Button
                        size="compact-sm"
                        variant="default"
                        loading={settingBack.busy}
                        aria-label={`Set back version ${version.number}`}
                        onClick={() => void setBack(version)}
                      >
                        Set back
                      </Button>
                    )}
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Stack>
    </section>
  );
}

/** Why it stopped, or who set it back and why. */
function Story({ version: { problem, setBack } }: { version: ReferenceVersion }) {
  if (setBack)
    return (
      <Text size="sm">
        By {setBack.by.name}, <When at={setBack.at} />: {setBack.reason}
        {setBack.kept > 0 && ` (${setBack.kept.toLocaleString('en')} in use, left on file)`}
      </Text>
    );
  return problem && <Text size="sm">{problem}</Text>;
}
