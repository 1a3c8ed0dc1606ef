/** Takes a reference file in as it is sent, however large it is: it goes to the disk, never into memory. */
import { Refusal } from '../contract/errors.ts';
import type { FileDesk } from '../reference/files.ts';

/** Where they are sent; no limit of size holds there. */
export const REFERENCE_FILES = '/api/reference-files';

/**
 * The body is the file, its name stands in the query. `deskFor` lets in who may, or throws.
 * @returns what it goes by from now on
 */
export const receiveFile = async (
  request: Request,
  deskFor: () => FileDesk,
): Promise<{ uploadId: string; bytes: number }> => {
  const { body } = request;
  try {
    const desk = deskFor();
    const name = (new URL(request.url).searchParams.get('name') ?? '').replace(/\p{Cc}+/gu, ' ').trim();
    if (!body || name === '')
      throw new Refusal({ kind: 'invalid', code: 'input', message: 'Send a file with its name.' });
    return await desk.receive(name.slice(0, 200), Number(request.headers.get('content-length') ?? 0), body);
  } catch (error) {
    // Read to its end and dropped: a sender that is cut off would never see why.
    if (body && !body.locked) await body.pipeTo(new WritableStream()).catch(() => {});
    throw error;
  }
};
