/**
 * How prescriptions come in. Every way in makes an intake and, with it, one prescription order that waits to be
 * transcribed; a fax that came before makes neither, it is counted on the document it repeats.
 */
import { hash } from 'node:crypto';
import { askAutomation } from '../automation/request.ts';
import { notFound, refuse } from '../contract/errors.ts';
import { readPages } from '../document/read-pages.ts';
import { type CommandHandlers, type EventDraft, prepared } from '../handler.ts';
import { newId } from '../identity.ts';
import { loadPatient } from '../patient/store.ts';
import { firstOf, holdRefill, loadForRefill, writeRefillDraft } from '../prescription/refill.ts';
import { awaitReading } from '../recognise/store.ts';
import { makeOrder } from './order.ts';
import { documentByHash, insertDocument, insertIntake } from './store.ts';

const intakeReceived = (intakeId: string, patientId: string | null): EventDraft => ({
  name: 'intake.received',
  subject: { kind: 'intake', id: intakeId },
  patientId,
  data: { intakeId },
});

type Own = 'intake.receive' | 'document.receive' | 'document.recordFailure' | 'document.dismissFailure';

export const intakeCommandHandlers: CommandHandlers<Own> = {
  'intake.receive': (context, input) => {
    const { store } = context;
    const refill = input.refillOf === undefined ? null : loadForRefill(context, input.refillOf);
    const asked = refill?.earlier.patient_id ?? input.patientId;
    const patientId = asked === undefined ? null : loadPatient(store, asked).id;
    const intakeId = newId();
    insertIntake(store, {
      id: intakeId,
      source: input.source,
      received_at: context.now,
      document_id: null,
      caller_name: input.callerName,
      caller_phone: input.callerPhone,
      note: input.note,
      fields: Object.keys(input.fields).length === 0 ? null : JSON.stringify(input.fields),
    });
    const { id, event } = makeOrder(context, {
      intakeId,
      source: input.source,
      documentId: null,
      priority: input.priority,
      promisedAt: input.promisedAt,
      patientId,
      refillOf: refill && firstOf(refill.earlier),
      pages: [],
    });
    if (refill) writeRefillDraft(context, id, refill.earlier, refill.left);
    return {
      result: { intakeId, prescriptionId: id },
      events: [
        intakeReceived(intakeId, patientId),
        event,
        ...askAutomation(context, id),
        ...(refill ? holdRefill(context, id, refill.pause) : []),
      ],
    };
  },

  'document.receive': prepared({
    prepare: async (context, { bytesBase64 }) => {
      const bytes = Buffer.from(bytesBase64, 'base64');
      const sha256 = hash('sha256', bytes, 'hex');
      // The same fax again is known by its hash: its pages need not be read a second time.
      return { bytes, sha256, read: documentByHash(context.store, sha256) ? null : await readPages(bytes) };
    },
    run: (context, { fileName, priority }, { bytes, sha256, read }) => {
      const { store } = context;
      const known = documentByHash(store, sha256);
      if (known) {
        store.run('UPDATE document SET came_again = came_again + 1, came_again_at = ? WHERE id = ?', [
          context.now,
          known.id,
        ]);
        return {
          result: { documentId: known.id, prescriptionId: null, cameBefore: true },
          events: [
            {
              name: 'document.cameAgain',
              subject: { kind: 'document', id: known.id },
              data: { documentId: known.id },
            },
          ],
        };
      }
      if (read === null) throw new Error('a document without pages');
      if (!read.ok) return refuse('document.unreadable', read.sentence, { code: read.code, sha256 });
      const documentId = newId();
      const pages = read.pages.map((page) => ({ ...page, sha256: hash('sha256', page.png, 'hex') }));
      insertDocument(
        store,
        {
          id: documentId,
          sha256,
          media_type: read.mediaType,
          file_name: fileName,
          bytes,
          received_at: context.now,
        },
        pages,
      );
      if (context.setting('recognition.on'))
        awaitReading(
          store,
          documentId,
          pages.map(({ number }) => number),
        );
      const intakeId = newId();
      insertIntake(store, {
        id: intakeId,
        source: 'fax',
        received_at: context.now,
        document_id: documentId,
        caller_name: '',
        caller_phone: '',
        note: '',
        fields: null,
      });
      const { id, event } = makeOrder(context, {
        intakeId,
        source: 'fax',
        documentId,
        priority,
        promisedAt: null,
        patientId: null,
        refillOf: null,
        pages: pages.map(({ number }) => ({ documentId, number })),
      });
      return {
        result: { documentId, prescriptionId: id, cameBefore: false },
        events: [
          { name: 'document.received', subject: { kind: 'document', id: documentId }, data: { documentId } },
          intakeReceived(intakeId, null),
          event,
          ...askAutomation(context, id),
        ],
      };
    },
  }),

  'document.recordFailure': (context, { fileName, sha256, reason }) => {
    // The same bytes fail once on the screen, however often they come.
    const open =
      sha256 === null
        ? undefined
        : context.store.get<{ id: string }>(
            'SELECT id FROM failed_file WHERE sha256 = ? AND dismissed_at IS NULL',
            [sha256],
          );
    if (open) return { result: { failureId: open.id }, events: [] };
    const id = newId();
    context.store.run('INSERT INTO failed_file (id, file_name, sha256, reason, at) VALUES (?, ?, ?, ?, ?)', [
      id,
      fileName,
      sha256,
      reason,
      context.now,
    ]);
    return {
      result: { failureId: id },
      events: [
        { name: 'document.failed', subject: { kind: 'document', id }, data: { failureId: id }, reason },
      ],
    };
  },

  'document.dismissFailure': (context, { failureId, note }) => {
    const { changes } = context.store.run(
      'UPDATE failed_file SET dismissed_at = ? WHERE id = ? AND dismissed_at IS NULL',
      [context.now, failureId],
    );
    if (changes === 0) notFound('file');
    return {
      result: {},
      events: [
        {
          name: 'document.failureDismissed',
          subject: { kind: 'document', id: failureId },
          data: { failureId },
          reason: note || null,
        },
      ],
    };
  },
};
