/**
 * The final check by a pharmacist: page, entry, product, scans and label side by side, four confirmations, a bin.
 * Always: a confirmation belongs to one fill; when it is returned and filled anew, all four are asked anew.
 */
import { Anchor, NativeSelect, Stack } from '@mantine/core';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { checkFields } from '../../../core/contract/prescription.ts';
import { useAsk, useRun } from '../../client/hooks.ts';
import { useMe } from '../../client/session.ts';
import { useWork } from '../../client/work.ts';
import { ConfirmList } from '../../components/confirm-list.tsx';
import { Empty } from '../../components/empty.tsx';
import { FailureNote } from '../../components/failure.tsx';
import { PatientBanner } from '../../components/patient-banner.tsx';
import { useConfirmations } from '../../components/use-confirmations.ts';
import { usePageFocus } from '../../components/use-page-focus.ts';
import { Screen } from '../../shell/screen.tsx';
import { words } from '../../words.ts';
import { SourceHalf } from '../intake/source-half.tsx';
import { LabelPanel } from '../label/label-panel.tsx';
import { isOpenQuestion, printsOfThisFill, useLabelPrint } from '../label/use-label-print.ts';
import { HoldNote } from '../prescription/hold-note.tsx';
import { OtherBranchNote } from '../prescription/use-branch-moves.tsx';
import { useSetbacks } from '../prescription/use-setbacks.tsx';
import { type Known, WithPrescription } from '../prescription/with-prescription.tsx';
import classes from './check.module.css';
import { questionOf } from './check-fields.ts';
import { Card, EntryCard, ProductCard, ScanCard } from './fact-cards.tsx';

export default function CheckScreen() {
  return (
    <WithPrescription title="Check">
      {(known) =>
        known.prescription.stage === 'checking' ? (
          <Check key={known.prescription.id} known={known} />
        ) : (
          <NotHere known={known} />
        )
      }
    </WithPrescription>
  );
}

function NotHere({ known: { prescription } }: { known: Known }) {
  const [, go] = useLocation();
  const checked = prescription.stage === 'ready';
  return (
    <Screen title="Check" primary={{ label: 'Next to check', run: () => go('/queue/checking') }}>
      <Empty
        title={
          checked
            ? `Checked. The bag is in bin ${prescription.bin}.`
            : `It is at: ${words.stage[prescription.stage]}.`
        }
        hint={checked ? 'It waits there until the patient comes.' : 'Only what is filled can be checked.'}
        action={
          <Anchor component={Link} href={`/prescription/${prescription.id}`}>
            Show its story
          </Anchor>
        }
      />
    </Screen>
  );
}

function Check({ known }: { known: Known }) {
  const { prescription, patient, document, intake, possible, bagElsewhere } = known;
  const prints = printsOfThisFill(prescription, known.labels);
  const bins = useAsk('stock.bins', {});
  const checking = useRun('prescription.check');
  const printing = useLabelPrint();
  const setbacks = useSetbacks(known);
  const claim = useWork(prescription.id, 'checking');
  const { user } = useMe();
  const { fill, scans } = prescription;
  const confirmations = useConfirmations(
    checkFields,
    JSON.stringify([prescription.id, user.id, fill, scans.at(-1)?.at]),
  );
  const { viewer } = usePageFocus(known.pages);
  const [chosenBin, setChosenBin] = useState<string | null>(null);

  const byRoom = (bins.data?.bins ?? []).toSorted((a, b) => a.bags - b.bags);
  const bin = chosenBin ?? byRoom[0]?.name ?? '';
  const missing = confirmations.current;
  const printed = prints.some((job) => job.state !== 'failed');
  const openQuestion = prints.some(isOpenQuestion);

  const why =
    (bagElsewhere === null ? possible.check : 'Its bag is not here.') ??
    (missing && `Confirm first: ${words.checkField[missing].toLowerCase()}.`) ??
    (printed ? null : 'Print the label first.') ??
    (openQuestion ? 'Say whether the label came out.' : null) ??
    (bin === '' ? 'No will-call bin is set up. A manager adds them in the settings.' : null);

  async function check() {
    // Its own claim may be newer than what is shown.
    const expectedVersion = Math.max(prescription.version, claim.work?.version ?? 0);
    const input = { prescriptionId: prescription.id, confirmed: [...confirmations.confirmed], bin };
    if (await checking.run(input, { expectedVersion })) claim.finish();
  }
  const failure =
    claim.work?.refused ??
    claim.failure ??
    checking.failure ??
    setbacks.failure ??
    bins.error?.failure ??
    null;

  return (
    <Screen
      title={`Check ${prescription.rxNumber ?? ''}`}
      actions={setbacks.buttons}
      primary={{
        label: `Check done, bag to bin ${bin}`,
        run: () => void check(),
        busy: checking.busy,
        disabled: why !== null,
        why: why ?? undefined,
      }}
    >
      <Stack gap="sm">
        {patient && <PatientBanner patient={patient} />}
        <HoldNote prescription={prescription} />
        <OtherBranchNote known={known} />
        {failure && <FailureNote failure={failure} />}
        <div className={classes.halves}>
          <div className={classes.page}>
            <SourceHalf intake={intake} document={document} viewer={viewer} />
          </div>
          <Stack gap="sm">
            <ConfirmList
              label="What is confirmed"
              fields={checkFields.map((field) => ({
                field,
                name: words.checkField[field],
                content: questionOf[field],
              }))}
              confirmed={confirmations.confirmed}
              current={possible.check === null && !openQuestion ? confirmations.current : undefined}
              confirm={confirmations.confirm}
              takeBack={confirmations.takeBack}
            />
            <ProductCard known={known} />
            <div className={classes.facts}>
              <EntryCard known={known} />
              <LabelPanel
                prescriptionId={prescription.id}
                version={prescription.version}
                jobs={prints}
                printing={printing}
                whyNot={possible.print ?? null}
              />
              <ScanCard known={known} />
              <Card title="Bag">
                <NativeSelect
                  label="Will-call bin, emptiest first"
                  value={bin}
                  data={byRoom.map(({ name, bags }) => ({
                    value: name,
                    label: `${name} (${bags === 1 ? '1 bag' : `${bags} bags`})`,
                  }))}
                  onChange={(event) => setChosenBin(event.currentTarget.value)}
                />
              </Card>
            </div>
          </Stack>
        </div>
      </Stack>
    </Screen>
  );
}
