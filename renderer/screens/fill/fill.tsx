/**
 * Filling: scan the bottle, count, finish, print the label.
 * Always: nothing is counted from a lot whose scan was not right; the scanner works wherever the focus is.
 * Not here: whether a scan is right, and what is booked; the core decides both.
 */
import { ActionIcon, Anchor, Group, Paper, Stack, Text, Title, Tooltip } from '@mantine/core';
import { IconVolume, IconVolumeOff } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { CommandResult } from '../../../core/contract/index.ts';
import type { Stage } from '../../../core/contract/values.ts';
import { ask } from '../../client/api.ts';
import { useAsk, useRun } from '../../client/hooks.ts';
import { inTurn, useWork } from '../../client/work.ts';
import { Empty } from '../../components/empty.tsx';
import { FailureNote } from '../../components/failure.tsx';
import { PatientBanner } from '../../components/patient-banner.tsx';
import { useKeys, useScanner } from '../../shell/keys.ts';
import { Screen } from '../../shell/screen.tsx';
import { words } from '../../words.ts';
import { LabelPanel } from '../label/label-panel.tsx';
import { printsOfThisFill, useLabelPrint } from '../label/use-label-print.ts';
import { HoldNote } from '../prescription/hold-note.tsx';
import { useSetbacks } from '../prescription/use-setbacks.tsx';
import { type Known, WithPrescription } from '../prescription/with-prescription.tsx';
import { ChooseLot } from './choose-lot.tsx';
import { CountEntry } from './count-entry.tsx';
import classes from './fill.module.css';
import { FillCard } from './fill-card.tsx';
import { useFillDraft } from './fill-draft.ts';
import { type Lot, reckon, scannedLots } from './fill-lines.ts';
import { LotsTable } from './lots-table.tsx';
import { playVerdict, useSounds } from './sounds.ts';
import { TypedBarcode } from './typed-barcode.tsx';
import { type Shown, VerdictBanner } from './verdict-banner.tsx';

export default function FillScreen() {
  return (
    <WithPrescription title="Fill">
      {(known) => <Fill key={known.prescription.id} known={known} />}
    </WithPrescription>
  );
}

type ScanResult = CommandResult<'prescription.scan'>;

function Fill({ known }: { known: Known }) {
  const { prescription, drug, patient, possible, labels } = known;
  const { stage, transcription } = prescription;
  const [, go] = useLocation();
  const { draft, change, discard } = useFillDraft(prescription.id);
  const stock = useAsk('stock.lots', { ndc11: drug?.ndc11 ?? '' }, { enabled: drug !== null });
  const starting = useRun('prescription.startFill');
  const scanning = useRun('prescription.scan');
  const filling = useRun('prescription.fill');
  const printing = useLabelPrint();
  const setbacks = useSetbacks(known);
  // The stage it was opened at: the claim lasts from there to the end of the fill.
  const [openedAt] = useState<Stage>(stage === 'to-fill' ? stage : 'filling');
  const claim = useWork(prescription.id, openedAt);
  const [shown, setShown] = useState<Shown | null>(null);
  const [choice, setChoice] = useState<{ barcode: string; lots: ScanResult['lots'] } | null>(null);

  const lots = stock.data?.lots ?? [];
  const counted = scannedLots(prescription.scans, [...lots, ...draft.otherLots]);
  const ordered = transcription?.quantity ?? '0';
  const reckoning = reckon(ordered, counted, draft.counts, draft.promisedOn);
  // Its own claim may be newer than what is shown.
  const expectedVersion = Math.max(prescription.version, claim.work?.version ?? 0);
  const prescriptionId = prescription.id;

  // The version at which it was started here: what is shown may be older when the next bottle is scanned.
  const startedAt = useRef(0);
  async function start() {
    const started = await starting.run({ prescriptionId });
    if (started) startedAt.current = started.version;
    return started !== undefined;
  }

  /** Bottles scanned one upon the other are judged one after the other, and after the claim. */
  const scan = (barcode: string, lotId?: string) => inTurn(() => judge(barcode, lotId));

  async function judge(barcode: string, lotId?: string) {
    const waits = stage === 'to-fill' && prescription.version >= startedAt.current;
    if (waits && !(await start())) return;
    setChoice(null);
    const result = await scanning.run({ prescriptionId, barcode, ...(lotId && { lotId }) });
    setShown(result ? { good: result.good, sentence: result.sentence } : null);
    playVerdict(result?.good ? 'right' : 'wrong');
    if (result?.lotId) await rememberOtherLot(barcode, result.lotId);
    if (result?.verdict === 'right-choose-lot') setChoice({ barcode, lots: result.lots });
  }

  /** A lot of an equivalent package is not among the lots of the ordered one: it is looked up and kept. */
  async function rememberOtherLot(barcode: string, lotId: string) {
    if ([...lots, ...draft.otherLots].some((lot) => lot.id === lotId)) return;
    const other = await lotOfCode(barcode, lotId);
    if (other) change(({ otherLots }) => ({ otherLots: [...otherLots, other] }));
  }

  async function finish() {
    const { lines, short } = reckoning;
    const owing = short ? { promisedOn: draft.promisedOn, note: draft.owingNote } : null;
    if (!(await filling.run({ prescriptionId, lines, owing }, { expectedVersion }))) return;
    claim.finish();
    discard();
    setShown(null);
    await printing.print(prescriptionId, 0);
  }

  const scannable = stage === 'to-fill' || stage === 'filling';
  useScanner((code) => {
    if (scannable) void scan(code);
  });

  if (!drug || !transcription || !patient) {
    return (
      <Screen title="Fill">
        <Empty
          title="This prescription has not been typed in yet."
          hint="It can be filled once it has been transcribed and verified."
          action={
            <Anchor component={Link} href={`/prescription/${prescriptionId}`}>
              Show its story
            </Anchor>
          }
        />
      </Screen>
    );
  }

  const primary = {
    'to-fill': {
      label: 'Start filling',
      run: () => void start(),
      busy: starting.busy,
      disabled: possible.startFill !== null,
      why: possible.startFill ?? undefined,
    },
    filling: {
      label: 'Finish fill and print',
      run: () => void finish(),
      busy: filling.busy || printing.busy,
      disabled: (possible.fill ?? reckoning.problem) !== null,
      why: possible.fill ?? reckoning.problem ?? undefined,
    },
    other: { label: 'Next to fill', run: () => go('/queue/to-fill') },
  }[stage === 'to-fill' || stage === 'filling' ? stage : 'other'];

  const failure =
    claim.work?.refused ??
    claim.failure ??
    starting.failure ??
    scanning.failure ??
    filling.failure ??
    setbacks.failure ??
    null;

  return (
    <Screen
      title={`Fill ${prescription.rxNumber ?? ''}`}
      actions={
        <Group gap="xs">
          {scannable && <TypedBarcode label="Type the barcode" onCode={(code) => void scan(code)} />}
          <SoundSwitch />
          {setbacks.buttons}
        </Group>
      }
      primary={primary}
    >
      <Stack gap="sm">
        <PatientBanner patient={patient} />
        <HoldNote prescription={prescription} />
        {failure && <FailureNote failure={failure} />}
        {scannable ? (
          <VerdictBanner
            shown={shown}
            waiting={stage === 'to-fill' ? 'Start filling, or scan the bottle at once.' : 'Scan the bottle.'}
          />
        ) : (
          <StageNote known={known} />
        )}
        <div className={classes.columns}>
          <Stack gap="sm">
            <FillCard
              drug={drug}
              quantity={ordered}
              unit={drug.unit}
              first={stock.data ? lots.find((lot) => lot.offered) : null}
              taken={prescription.fill}
            />
            {choice && (
              <ChooseLot lots={choice.lots} onChoose={(lotId) => void scan(choice.barcode, lotId)} />
            )}
            {stage === 'filling' && (
              <CountEntry
                lots={counted}
                ordered={ordered}
                unit={drug.unit}
                draft={draft}
                reckoning={reckoning}
                onChange={change}
              />
            )}
            <Paper withBorder p="md">
              <Text size="sm" c="dimmed">
                Directions
              </Text>
              <Text fw={600}>{transcription.sigSentence}</Text>
            </Paper>
          </Stack>
          <Stack gap="sm">
            {scannable && (
              <Paper withBorder p="md" component="section" aria-labelledby="lots">
                <Group justify="space-between" mb="xs">
                  <Title order={2} size="h4" id="lots">
                    Lots on the shelf
                  </Title>
                  <Anchor component={Link} href={`/stock/${drug.ndc11}`} underline="always">
                    Its stock
                  </Anchor>
                </Group>
                {stock.error ? <FailureNote failure={stock.error.failure} /> : <LotsTable lots={lots} />}
              </Paper>
            )}
            <LabelPanel
              prescriptionId={prescriptionId}
              version={prescription.version}
              jobs={printsOfThisFill(prescription, labels)}
              printing={printing}
              whyNot={possible.print ?? null}
            />
          </Stack>
        </div>
      </Stack>
    </Screen>
  );
}

async function lotOfCode(barcode: string, lotId: string): Promise<Lot | undefined> {
  const { drug } = await ask('stock.readBarcode', { barcode });
  if (!drug) return undefined;
  const { lots } = await ask('stock.lots', { ndc11: drug.ndc11 });
  return lots.find((lot) => lot.id === lotId);
}

function StageNote({ known: { prescription } }: { known: Known }) {
  return (
    <Paper withBorder p="md" role="status">
      <Text fw={600}>
        {prescription.stage === 'checking'
          ? `Filled${prescription.filledBy ? ` by ${prescription.filledBy.name}` : ''}. It waits for the check by a pharmacist.`
          : `This prescription is at: ${words.stage[prescription.stage]}.`}
      </Text>
      <Anchor
        component={Link}
        href={
          prescription.stage === 'checking' ? `/check/${prescription.id}` : `/prescription/${prescription.id}`
        }
      >
        {prescription.stage === 'checking' ? 'Go to the check' : 'Show its story'}
      </Anchor>
    </Paper>
  );
}

function SoundSwitch() {
  const { on, toggle } = useSounds();
  useKeys([{ keys: 'Alt+s', label: on ? 'Scan sounds off' : 'Scan sounds on', run: toggle }]);
  const label = on ? 'Scan sounds are on. Turn them off' : 'Scan sounds are off. Turn them on';
  return (
    <Tooltip label={label}>
      <ActionIcon variant="default" size="lg" aria-label={label} onClick={toggle}>
        {on ? <IconVolume size={18} /> : <IconVolumeOff size={18} />}
      </ActionIcon>
    </Tooltip>
  );
}
