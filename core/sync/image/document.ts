/**
 * A fax with its pages: its facts are one record, its file and each page one or more of their own, for a broker takes no
 * record over a megabyte. A document is on file once all of it is here; until then its parts wait.
 * The same file under two ids is one document here.
 */
import { hash } from 'node:crypto';
import { create } from '@bufbuild/protobuf';
import { indexDocument } from '../../intake/store.ts';
import type { Reader, Value, Writer } from '../../store/database.ts';
import {
  type Document,
  type DocumentPage,
  DocumentPageSchema,
  DocumentSchema,
  PageFactsSchema,
} from '../gen/mortar/v1/document_pb.js';
import { urnOf } from '../urn.ts';
import { columnsFrom, fieldsFrom, idHere, joinAs } from './rows.ts';

const LARGEST_PART = 900 * 1024;
const plain = ['sha256', 'media_type', 'file_name', 'received_at', 'came_again', 'came_again_at'] as const;

export const documentImage = (store: Reader, id: string): Document | null => {
  const here = idHere(store, 'document', id);
  const row =
    here === null
      ? undefined
      : store.get<{ size: number } & Record<string, Value>>(
          `SELECT ${plain.join(', ')}, length(bytes) AS size FROM document WHERE id = ?`,
          [here],
        );
  if (!row) return null;
  const pages = store.all<{ size: number } & Record<string, Value>>(
    'SELECT number, width, height, sha256, length(png) AS size FROM page WHERE document_id = ? ORDER BY number',
    [here!],
  );
  return create(DocumentSchema, {
    ...fieldsFrom(row, plain),
    id,
    size: BigInt(row.size),
    pages: pages.map((page) =>
      create(PageFactsSchema, {
        ...fieldsFrom(page, ['number', 'width', 'height', 'sha256']),
        size: BigInt(page.size),
      }),
    ),
  });
};

function* partsOf(documentId: string, number: number, sha256: string, content: Uint8Array) {
  const parts = Math.max(1, Math.ceil(content.length / LARGEST_PART));
  for (let part = 1; part <= parts; part += 1)
    yield create(DocumentPageSchema, {
      documentId,
      number,
      part,
      parts,
      sha256,
      content: content.subarray((part - 1) * LARGEST_PART, part * LARGEST_PART),
    });
}

/** All that follows the facts of a document: its file as number 0, then each page; one at a time in memory. */
export function* documentPages(store: Reader, id: string): Generator<DocumentPage> {
  const here = idHere(store, 'document', id);
  if (here === null) return;
  const file = store.get<{ sha256: string; bytes: Uint8Array }>(
    'SELECT sha256, bytes FROM document WHERE id = ?',
    [here],
  )!;
  yield* partsOf(id, 0, file.sha256, file.bytes);
  for (const { number } of store.all<{ number: number }>(
    'SELECT number FROM page WHERE document_id = ? ORDER BY number',
    [here],
  )) {
    const page = store.get<{ sha256: string; png: Uint8Array }>(
      'SELECT sha256, png FROM page WHERE document_id = ? AND number = ?',
      [here, number],
    )!;
    yield* partsOf(id, number, page.sha256, page.png);
  }
}

/** Keeps a part that came until its document is whole; one that is here already needs none. */
export const keepDocumentPart = (store: Writer, part: DocumentPage): void => {
  if (idHere(store, 'document', part.documentId) !== null) return;
  store.run(
    'INSERT INTO document_part (document_id, number, part, parts, content) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    [part.documentId, part.number, part.part, part.parts, part.content],
  );
};

/** The content of a page, or of the file as number 0, once all its parts are here and it is what was sent. */
const assembled = (store: Reader, id: string, number: number, sha256: string): Uint8Array | null => {
  const parts = store.all<{ parts: number; content: Uint8Array }>(
    'SELECT parts, content FROM document_part WHERE document_id = ? AND number = ? ORDER BY part',
    [id, number],
  );
  if (parts.length === 0 || parts.length < parts[0]!.parts) return null;
  const content = parts.length === 1 ? parts[0]!.content : Buffer.concat(parts.map((one) => one.content));
  if (hash('sha256', content, 'hex') !== sha256)
    throw new Error('a page of a document is not the picture that was sent');
  return content;
};

const dropParts = (store: Writer, id: string) =>
  store.run('DELETE FROM document_part WHERE document_id = ?', [id]);

/** Puts a document on file; answers its own urn while a part of it is missing. */
const insertWhole = (store: Writer, id: string, image: Document): string[] => {
  const same = store.get<{ id: string }>('SELECT id FROM document WHERE sha256 = ?', [image.sha256]);
  if (same) {
    joinAs(store, 'document', id, same.id);
    dropParts(store, id);
    return [];
  }
  const held = store.get<{ count: number }>(
    'SELECT count(DISTINCT number) AS count FROM document_part WHERE document_id = ?',
    [id],
  )!;
  if (held.count < image.pages.length + 1) return [urnOf('document', id)];
  const bytes = assembled(store, id, 0, image.sha256);
  const pages = image.pages.map((page) => ({ page, png: assembled(store, id, page.number, page.sha256) }));
  if (bytes === null || pages.some(({ png }) => png === null)) return [urnOf('document', id)];
  store.run(
    `INSERT INTO document (id, bytes, ${plain.join(', ')}) VALUES (:id, :bytes, ${plain.map((column) => `:${column}`).join(', ')})`,
    { ...columnsFrom(image, plain), id, bytes },
  );
  for (const { page, png } of pages)
    store.run(
      'INSERT INTO page (document_id, number, width, height, sha256, png) VALUES (?, ?, ?, ?, ?, ?)',
      [id, page.number, page.width, page.height, page.sha256, png],
    );
  indexDocument(store, id, '');
  dropParts(store, id);
  return [];
};

/** Makes the rows as the image says; answers its own urn while parts of the document are missing. */
export const projectDocument = (store: Writer, id: string, image: Document): string[] => {
  const here = idHere(store, 'document', id);
  if (here === null) return insertWhole(store, id, image);
  // What came of a document stays as it came; only that it came again is ever added.
  store.run(
    `UPDATE document SET came_again = max(came_again, :count), came_again_at = nullif(max(ifnull(came_again_at, ''), :at), '')
     WHERE id = :id AND :count > came_again`,
    { id: here, count: image.cameAgain, at: image.cameAgainAt ?? '' },
  );
  return [];
};
