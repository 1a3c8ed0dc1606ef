// What other people did at the desk meanwhile, each by a window of their own: faxes typed once and typed twice, pages
// set aside. For tests that look at what comes after.
// Always: through the commands the window sends, on faxes the machine really read.

import type { Page } from 'playwright';
import { vi } from 'vitest';
import type { CommandInput, CommandName, CommandResult } from '../../core/contract/index.ts';
import { demoStaff } from '../../core/demo/people.ts';
import { read } from './at-desk.ts';
import { askCore, inboxIsEmpty } from './at-work.ts';
import type { Workplace } from './browser.ts';
import { drawFax, layInto } from './papers.ts';

type Run = <N extends CommandName>(
  name: N,
  input: CommandInput<N>,
  expectedVersion?: number,
) => Promise<CommandResult<N>>;

/** Sends commands in the name of the window, whoever is signed in. */
export const runner =
  (page: Page): Run =>
  async (name, input, expectedVersion) => {
    const body = { commandId: crypto.randomUUID(), input, ...(expectedVersion && { expectedVersion }) };
    const reply = await page.evaluate(
      async ([path, text]) => {
        const headers = { 'content-type': 'application/json' };
        return (await fetch(path, { method: 'POST', headers, body: text })).json();
      },
      [`/api/run/${name}`, JSON.stringify(body)] as const,
    );
    if (!reply.ok) throw new Error(`${name}: ${reply.error.message}`);
    return reply.result;
  };

/** A window of somebody, let in without its screens. */
async function windowOf(place: Workplace, userName: string): Promise<{ page: Page; run: Run }> {
  const page = await place.open();
  // The link lets it in, and then the window asks who is there.
  await page.getByRole('heading', { level: 1 }).waitFor();
  const run = runner(page);
  const { password } = demoStaff.find((one) => one.userName === userName)!;
  await run('user.signIn', { userName, password });
  return { page, run };
}

const faxes = [
  {
    of: ['María de los Ángeles Hernández y Gutiérrez de la Vega', 'Thornton-Baines'],
    drug: 'oxycodone-acetaminophen 5 mg-325 mg tablet',
    sig: 'Take 1 tablet by mouth every 6 hours as needed for pain',
    quantity: '20',
    daysSupply: 5,
  },
  {
    of: ['Alexandria Rose Fitzgerald-Montgomery', 'Thornton-Baines'],
    drug: 'methotrexate 2.5 mg tablet',
    sig: 'Take 4 tablets by mouth once weekly on Friday',
    quantity: '16',
    daysSupply: 28,
  },
  {
    of: ['Lars Peterson', 'Sharma'],
    drug: 'lisinopril 20 mg tablet',
    sig: '1 tab po daily',
    quantity: '30',
    daysSupply: 30,
  },
] as const;

/**
 * Two people at the desk: an opioid typed twice with differences, a medicine that waits for its second entry, one page
 * set aside with a long note.
 */
export async function workedDesk(place: Workplace): Promise<{ differs: string; needed: string }> {
  const tina = await windowOf(place, 'tina');
  await inboxIsEmpty(place.core.inbox);
  const waiting = async () =>
    (await askCore(tina.page, 'prescription.workQueue', { stage: 'transcribing', source: 'fax', limit: 200 }))
      .rows;
  const receive = async ({ of: [patient, prescriber], ...item }: (typeof faxes)[number]): Promise<string> => {
    const known = new Set((await waiting()).map(({ id }) => id));
    layInto(place.core.inbox, `fax-${item.drug}.tif`, drawFax(patient, prescriber, { ...item, refills: 0 }));
    return vi.waitFor(
      async () => {
        const fresh = (await waiting()).find(({ id }) => !known.has(id));
        if (!fresh) throw new Error('the fax is not here yet');
        // What somebody has open is read first.
        await tina.run('prescription.claim', { prescriptionId: fresh.id });
        return fresh.id;
      },
      { timeout: 60_000, interval: 200 },
    );
  };
  const get = (page: Page, prescriptionId: string) => askCore(page, 'prescription.get', { prescriptionId });
  const versionOf = async (prescriptionId: string) =>
    (await get(tina.page, prescriptionId)).prescription.version;
  const typeAsRead = async (prescriptionId: string, daysSupply: number) => {
    const { suggestions, patients, prescribers, drugs } = await read(tina.page, prescriptionId);
    const said = (field: string) => suggestions.find((one) => one.field === field)?.value ?? '';
    await tina.run(
      'prescription.transcribe',
      {
        prescriptionId,
        patientId: patients[0]!.id,
        prescriberId: prescribers[0]!.id,
        ndc11: drugs[0]!.ndc11,
        writtenOn: said('writtenOn'),
        sigText: said('sig'),
        quantity: said('quantity'),
        daysSupply,
        refills: 0,
        substitutionAllowed: true,
      },
      await versionOf(prescriptionId),
    );
  };
  const [differs, needed, aside] = [
    await receive(faxes[0]),
    await receive(faxes[1]),
    await receive(faxes[2]),
  ];
  await typeAsRead(differs, faxes[0].daysSupply);
  await typeAsRead(needed, faxes[1].daysSupply);
  await tina.run(
    'intake.setAside',
    {
      ...{ prescriptionId: aside, kind: 'for-another-pharmacy', destination: 'manager' },
      note: 'The patient moved in spring; the branch beside the railway station looks after him since.',
    },
    await versionOf(aside),
  );

  const ruth = await windowOf(place, 'ruth');
  const stronger = await askCore(ruth.page, 'drug.find', { text: 'oxycodone-acetaminophen 10 mg' });
  await ruth.run('prescription.enterAgain', {
    prescriptionId: differs,
    dateOfBirth: '1958-03-12',
    ndc11: stronger.rows[0]!.ndc11,
    sigText: 'Take 1 tablet by mouth every 8 hours as needed for pain',
    quantity: '30',
  });
  for (const { page } of [tina, ruth]) await page.context().close();
  return { differs, needed };
}
