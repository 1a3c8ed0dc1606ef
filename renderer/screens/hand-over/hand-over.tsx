/**
 * Handing over: scan every bag, ask name and date of birth, sign, done.
 * Always: one patient at a time; nothing leaves while a bag of the list is neither scanned nor left in its bin.
 * The date of birth is not shown here, so that it is asked and not read out.
 * `?bag=` puts the bags of that code's patient on the list; it does not count as a scan.
 */
import { Alert, Paper, Stack, Text, Title } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { ask } from '../../client/api.ts';
import { failureOf, useRun } from '../../client/hooks.ts';
import { Empty } from '../../components/empty.tsx';
import { FailureNote } from '../../components/failure.tsx';
import { useScanner } from '../../shell/keys.ts';
import { Screen } from '../../shell/screen.tsx';
import { playVerdict } from '../fill/sounds.ts';
import { TypedBarcode } from '../fill/typed-barcode.tsx';
import { type Shown, VerdictBanner } from '../fill/verdict-banner.tsx';
import { BagContent } from './bag-content.tsx';
import { BagList } from './bag-list.tsx';
import { addWaiting, type Bag, scanBag } from './bags.ts';
import { CollectorForm } from './collector-form.tsx';
import classes from './hand-over.module.css';
import { emptyForm, type HandOverForm, identityNeeded, inputOf, missingOf } from './hand-over-form.ts';

export default function HandOverScreen() {
  const [{ bags, shown }, setCounter] = useState<Counter>(emptyCounter);
  const [form, setForm] = useState(emptyForm);
  const [done, setDone] = useState<Bag[] | null>(null);
  const handing = useRun('prescription.handOver');
  const [, go] = useLocation();

  const startAnew = () => {
    setCounter(emptyCounter);
    setForm(emptyForm);
    setDone(null);
    handing.clear();
    go('/hand-over', { replace: true });
  };
  useBagsOfAddress(setCounter);

  // Two bags scanned one upon the other both count: each is held against the counter as it is by then.
  const scan = async (code: string) => setCounter(await lookUp(code));
  useEffect(() => {
    if (shown) playVerdict(shown.good ? 'right' : 'wrong');
  }, [shown]);
  useScanner((code) => {
    if (!done) void scan(code);
  });

  if (done) return <Done bags={done} onNext={startAnew} />;

  const patient = bags[0]?.row.patient ?? null;
  const missing = missingOf(bags, form);
  const change = (part: Partial<HandOverForm>) => setForm((before) => ({ ...before, ...part }));
  const leave = (bag: Bag) =>
    setCounter((before) => ({
      ...before,
      bags: before.bags.map((one) =>
        one.row.id === bag.row.id ? { ...one, state: one.state === 'left' ? 'waiting' : 'left' } : one,
      ),
    }));

  async function handOver() {
    if (!patient) return;
    const result = await handing.run(inputOf(bags, form, patient.name));
    if (result) setDone(bags);
  }

  return (
    <Screen
      title="Hand over"
      actions={<TypedBarcode label="Type the bag code" onCode={(code) => void scan(code)} />}
      primary={{
        label: 'Hand over',
        run: () => void handOver(),
        busy: handing.busy,
        disabled: missing !== null,
        why: missing ?? undefined,
      }}
    >
      <Stack gap="sm">
        <VerdictBanner shown={shown} waiting="Scan the bag." />
        {handing.failure && <FailureNote failure={handing.failure} />}
        {patient ? (
          <div className={classes.columns}>
            <Stack gap="sm" component="section" aria-labelledby="bags-of">
              <Title order={2} id="bags-of" size="1.5rem">
                {patient.name}
              </Title>
              <BagList bags={bags} onLeave={leave} />
            </Stack>
            <Paper withBorder p="md" component="section" aria-label="At the counter">
              <CollectorForm form={form} identityNeeded={identityNeeded(bags, form)} onChange={change} />
            </Paper>
          </div>
        ) : (
          <Empty
            title="No bag on the counter"
            hint="Scan the code on the bag label, or press F2 and type it. What else waits for the patient is listed then."
          />
        )}
      </Stack>
    </Screen>
  );
}

/** What lies on the counter, and what the last scan said. */
interface Counter {
  bags: Bag[];
  shown: Shown | null;
}

const emptyCounter: Counter = { bags: [], shown: null };

type Step = (before: Counter) => Counter;

const say =
  (error: unknown): Step =>
  ({ bags }) => ({ bags, shown: { good: false, sentence: failureOf(error).message } });

async function lookUp(code: string): Promise<Step> {
  try {
    const found = await ask('prescription.byBag', { bagCode: code.slice(0, 40) });
    return (before) => {
      const { bags, good, sentence } = scanBag(before.bags, code, found);
      return { bags, shown: { good, sentence } };
    };
  } catch (error) {
    return say(error);
  }
}

/** Puts the bags that the address names on the list, once, without counting any as scanned. */
function useBagsOfAddress(setCounter: (step: Step) => void) {
  const [search] = useSearchParams();
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    bagOfAddress(search.get('bag')).then(setCounter, (error) => setCounter(say(error)));
  });
}

async function bagOfAddress(bagCode: string | null): Promise<Step> {
  const asIs: Step = (before) => before;
  if (!bagCode) return asIs;
  const { found, bagElsewhere, together } = await ask('prescription.byBag', { bagCode });
  if (bagElsewhere !== null) return ({ bags }) => ({ bags, shown: { good: false, sentence: bagElsewhere } });
  if (found?.stage !== 'ready' || found.branch !== null) return asIs;
  return (before) => ({ ...before, bags: addWaiting([], [found, ...together]) });
}

function Done({ bags, onNext }: { bags: readonly Bag[]; onNext: () => void }) {
  const given = bags.filter(({ state }) => state === 'scanned');
  const left = bags.filter(({ state }) => state !== 'scanned');
  return (
    <Screen title="Handed over" primary={{ label: 'Next hand-over', run: onNext }}>
      <Stack gap="sm">
        <Alert
          color="green"
          variant="outline"
          title={given.length === 1 ? 'One bag was handed over' : `${given.length} bags were handed over`}
        >
          To {given[0]?.row.patient?.name}. The signature is kept with the record.
        </Alert>
        <Stack gap="xs" component="ul" m={0} p={0}>
          {given.map(({ row }) => (
            <Paper key={row.id} withBorder p="sm" component="li" style={{ listStyle: 'none' }}>
              <BagContent row={row} />
            </Paper>
          ))}
        </Stack>
        {left.length > 0 && (
          <Text>
            Still waiting:{' '}
            {left.map(({ row }) => `${row.drug?.name ?? row.rxNumber} (bin ${row.bin})`).join(', ')}.
          </Text>
        )}
      </Stack>
    </Screen>
  );
}
