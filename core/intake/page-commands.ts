/**
 * Which order stands on which pages: another prescription on the same page, everything found made into orders, pages
 * chosen, two orders joined.
 * Always: no page is ever lost to an order without its history saying where it went; what was found on a fax is taken
 * up by at most one order.
 */
import { refuse } from '../contract/errors.ts';
import type { CommandContext, CommandHandlers, EventDraft } from '../handler.ts';
import { loadOurs } from '../prescription/branch.ts';
import { priorityName } from '../prescription/prescription.ts';
import { changePrescription, type PrescriptionRow } from '../prescription/store.ts';
import { begin, reasonLine, take } from '../prescription/transition.ts';
import { makeOrder } from './order.ts';
import { type PageOf, pageExists, pagesOf, setPages } from './store.ts';

interface FoundRow {
  id: string;
  document_id: string;
  pages: string;
  prescription_id: string | null;
}

const foundPages = (found: FoundRow): PageOf[] =>
  (JSON.parse(found.pages) as number[]).map((number) => ({ documentId: found.document_id, number }));

/** Another order of the intake of a given one, on some pages, taking up what was found there. */
const another = (
  context: CommandContext,
  row: PrescriptionRow,
  pages: readonly PageOf[],
  found: FoundRow | null,
): { id: string; event: EventDraft } => {
  const made = makeOrder(context, {
    intakeId: row.intake_id,
    source: row.source,
    documentId: pages[0]?.documentId ?? row.document_id,
    priority: priorityName(row.priority),
    promisedAt: row.promised_at,
    patientId: row.patient_id,
    refillOf: null,
    pages,
  });
  if (found) context.store.run('UPDATE found SET prescription_id = ? WHERE id = ?', [made.id, found.id]);
  return made;
};

/** Every page must exist, once. */
const checkPages = (context: CommandContext, pages: readonly PageOf[]): void => {
  const distinct = new Set(pages.map(({ documentId, number }) => `${documentId}/${number}`));
  if (distinct.size < pages.length || !pages.every((page) => pageExists(context.store, page)))
    refuse('prescription.page-unknown');
};

const inWords = (pages: readonly PageOf[]) =>
  pages.map(({ documentId, number }) => `${documentId}/${number}`);

/** Kinds of pages nobody has to look at for what they say. */
const saysNothing = ['cover-sheet', 'blank'];

/**
 * Of the pages an order stood on, those no order stands on any more, as runs of one kind: a lab result between two
 * prescriptions, a page the machine could not read. Cover sheets and blank pages stay with the fax alone.
 */
const leftOver = ({ store }: CommandContext, before: readonly PageOf[]): PageOf[][] => {
  const runs: { kind: string; pages: PageOf[] }[] = [];
  for (const page of before) {
    const at = [page.documentId, page.number];
    if (store.get('SELECT 1 FROM prescription_page WHERE document_id = ? AND number = ?', at)) continue;
    const read = store.get<{ state: string; kind: string }>(
      'SELECT state, kind FROM page_reading WHERE document_id = ? AND number = ?',
      at,
    );
    const kind = read?.state === 'read' ? read.kind : 'unread';
    if (saysNothing.includes(kind)) continue;
    const run = runs.at(-1);
    const last = run?.pages.at(-1);
    if (run?.kind === kind && last?.documentId === page.documentId && last.number + 1 === page.number)
      run.pages.push(page);
    else runs.push({ kind, pages: [page] });
  }
  return runs.map(({ pages }) => pages);
};

type Own = 'intake.addPrescription' | 'intake.takeFound' | 'prescription.setPages' | 'prescription.join';

export const pageCommandHandlers: CommandHandlers<Own> = {
  'intake.addPrescription': (context, { prescriptionId, foundId, pages }) => {
    const { store } = context;
    const row = loadOurs(context, prescriptionId);
    const found =
      foundId === undefined
        ? null
        : (store.get<FoundRow>('SELECT id, document_id, pages, prescription_id FROM found WHERE id = ?', [
            foundId,
          ]) ?? refuse('intake.nothing-found'));
    if (found?.prescription_id) refuse('intake.found-taken');
    if (pages) checkPages(context, pages);
    const standsOn = pages ?? (found ? foundPages(found) : pagesOf(store, row.id));
    const { id, event } = another(context, row, standsOn, found);
    return { result: { prescriptionId: id }, events: [event] };
  },

  'intake.takeFound': (context, { prescriptionId }) => {
    const { store } = context;
    const row = loadOurs(context, prescriptionId);
    const left = store.all<FoundRow>(
      `SELECT f.id, f.document_id, f.pages, f.prescription_id FROM found f
       WHERE f.prescription_id IS NULL
         AND f.document_id IN (SELECT document_id FROM prescription_page WHERE prescription_id = ?)
       ORDER BY f.document_id, f.ordinal`,
      [row.id],
    );
    if (left.length === 0) refuse('intake.nothing-found');
    const made = left.map((found) => another(context, row, foundPages(found), found));
    const events = made.map(({ event }) => event);
    // The order that stood on the whole fax keeps the pages of what it took up itself; what is left over reaches a
    // person as an order of its own, to be set aside or typed.
    const own = store.get<FoundRow>(
      'SELECT id, document_id, pages, prescription_id FROM found WHERE prescription_id = ? AND document_id IS NOT NULL',
      [row.id],
    );
    if (own && row.stage === 'transcribing') {
      const before = pagesOf(store, row.id);
      const after = foundPages(own);
      if (JSON.stringify(before) !== JSON.stringify(after)) {
        setPages(store, row.id, after);
        events.unshift({
          name: 'prescription.pagesSet',
          subject: { kind: 'prescription', id: row.id },
          patientId: row.patient_id,
          data: { prescriptionId: row.id },
          before: { pages: inWords(before) },
          after: { pages: inWords(after) },
        });
        changePrescription(store, row, {});
        for (const pages of leftOver(context, before)) {
          const one = another(context, row, pages, null);
          made.push(one);
          events.push(one.event);
        }
      }
    }
    return { result: { prescriptionIds: made.map(({ id }) => id) }, events };
  },

  'prescription.setPages': (context, { prescriptionId, pages, reason }) => {
    const { row, step } = begin(context, prescriptionId, 'setPages');
    checkPages(context, pages);
    const before = pagesOf(context.store, row.id);
    setPages(context.store, row.id, pages);
    const { version, event } = take(
      context,
      row,
      step,
      { document_id: pages[0]!.documentId },
      { reason: reason || null },
    );
    return {
      result: { version },
      events: [
        {
          ...event,
          before: { ...event.before, pages: inWords(before) },
          after: { ...event.after, pages: inWords(pages) },
        },
      ],
    };
  },

  'prescription.join': (context, { prescriptionId, intoPrescriptionId, reason }) => {
    const { store } = context;
    if (prescriptionId === intoPrescriptionId) refuse('prescription.join-itself');
    const { row, step } = begin(context, prescriptionId, 'join');
    const into = loadOurs(context, intoPrescriptionId);
    if (into.stage !== 'transcribing') refuse('prescription.join-finished');
    const own = pagesOf(store, into.id);
    const has = new Set(inWords(own));
    const together = [...own, ...pagesOf(store, row.id).filter((page) => !has.has(inWords([page])[0]!))];
    setPages(store, into.id, together);
    changePrescription(store, into, { document_id: into.document_id ?? row.document_id });
    // What was found stays with the order that goes on, unless that one has taken up something itself.
    const taken = store.get('SELECT 1 FROM found WHERE prescription_id = ?', [into.id]);
    store.run('UPDATE found SET prescription_id = ? WHERE prescription_id = ?', [
      taken ? null : into.id,
      row.id,
    ]);
    const { version, event } = take(
      context,
      row,
      step,
      { ended_at: context.now },
      {
        reason: reasonLine('joined-to-another', reason),
        data: { reason: 'joined-to-another', intoPrescriptionId: into.id },
      },
    );
    return {
      result: { version },
      events: [
        event,
        {
          name: 'prescription.tookPages',
          subject: { kind: 'prescription', id: into.id },
          patientId: into.patient_id,
          data: { prescriptionId: into.id, fromPrescriptionId: row.id },
          reason,
          before: { pages: inWords(own) },
          after: { pages: inWords(together) },
        },
      ],
    };
  },
};
