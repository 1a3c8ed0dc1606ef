/**
 * The one way from the window to the core: run a command, ask a query, and the few calls before sign-in.
 * Always: a command that got no answer is sent again with the same id, so that it happens once.
 * Nothing is kept or shown here; hooks.ts does the keeping, the screens the showing.
 */
import type { Failure } from '../../core/contract/errors.ts';
import type {
  CommandInput,
  CommandName,
  CommandResult,
  QueryInput,
  QueryName,
  QueryResult,
} from '../../core/contract/index.ts';

/** What `run` and `ask` throw; `failure.message` is the sentence to show. */
export class ApiError extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.code);
    this.failure = failure;
  }
}

/** What the workstation is before anybody works in it. */
export interface WorkstationState {
  state: 'new' | 'locked' | 'ready' | 'trouble';
  demo?: boolean;
  dataFolder: string;
  shell: 'browser' | 'electron';
  trouble?: {
    code: 'wrong-key' | 'damaged' | 'missing' | 'newer' | 'read-only' | 'disk-full' | 'in-use' | 'other';
    sentence: string;
    backups: { file: string; at: string }[];
  };
}

export interface SetUpPharmacy {
  kind: 'pharmacy';
  pharmacy: { name: string; address: string; phone: string; npi: string; dea: string; timeZone: string };
  administrator: { userName: string; displayName: string; password: string };
  passphrase: string;
}

const noAnswer: Failure = {
  kind: 'unavailable',
  code: 'workstation.no-answer',
  message: 'The workstation does not answer. What was saved is kept. Try again in a moment.',
};
const unreadAnswer: Failure = {
  kind: 'fault',
  code: 'workstation.unread-answer',
  message: 'The workstation gave an answer that cannot be read. Nothing was lost. Try again.',
};

interface Envelope {
  ok: boolean;
  result?: unknown;
  error?: Failure;
}

async function fetchJson(path: string, body?: unknown): Promise<{ status: number; json: unknown }> {
  let response: Response;
  try {
    response = await fetch(path, {
      method: body === undefined ? 'GET' : 'POST',
      credentials: 'same-origin',
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
  } catch {
    throw new ApiError(noAnswer);
  }
  if ([502, 503, 504].includes(response.status) && !isJson(response)) throw new ApiError(noAnswer);
  try {
    return { status: response.status, json: await response.json() };
  } catch {
    throw new ApiError(unreadAnswer);
  }
}

const isJson = (response: Response) => (response.headers.get('content-type') ?? '').includes('json');

/** One call with the envelope `{ ok, result | error }`. Throws `ApiError`. */
async function call(path: string, body: unknown): Promise<unknown> {
  const { status, json } = await fetchJson(path, body);
  const envelope = json as Envelope;
  if (status < 400 && envelope.ok !== false) return envelope.result;
  throw new ApiError(envelope.error ?? unreadAnswer);
}

/**
 * Sends a file as it is, however large; `onProgress` is told the share that is sent, from 0 to 1. Resolves to what it
 * goes by from then on. Throws `ApiError`.
 */
export const sendReferenceFile = (
  file: File,
  onProgress: (share: number) => void,
): Promise<{ uploadId: string; bytes: number }> =>
  new Promise((resolve, reject) => {
    // fetch() does not tell how much was sent.
    const request = new XMLHttpRequest();
    request.open('POST', `/api/reference-files?name=${encodeURIComponent(file.name)}`);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 1 : loaded / total);
    request.onerror = () => reject(new ApiError(noAnswer));
    request.onload = () => {
      try {
        const envelope = JSON.parse(request.responseText) as Envelope;
        if (envelope.ok) resolve(envelope.result as { uploadId: string; bytes: number });
        else reject(new ApiError(envelope.error ?? unreadAnswer));
      } catch {
        reject(new ApiError(unreadAnswer));
      }
    };
    request.send(file);
  });

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const pausesBeforeResend = [300, 1000, 3000];

export interface RunOptions {
  expectedVersion?: number;
  commandId?: string;
}

/** Runs a command. Resolved means: it is on disk. Throws `ApiError`. */
export async function run<N extends CommandName>(
  name: N,
  input: CommandInput<N>,
  { expectedVersion, commandId = crypto.randomUUID() }: RunOptions = {},
): Promise<CommandResult<N>> {
  const body = { commandId, input, ...(expectedVersion === undefined ? {} : { expectedVersion }) };
  for (const wait of pausesBeforeResend) {
    try {
      return (await call(`/api/run/${name}`, body)) as CommandResult<N>;
    } catch (error) {
      if (!(error instanceof ApiError) || error.failure.kind !== 'unavailable') throw error;
      await pause(wait);
    }
  }
  return (await call(`/api/run/${name}`, body)) as CommandResult<N>;
}

/** Asks a query. Throws `ApiError`. */
export const ask = async <N extends QueryName>(name: N, input: QueryInput<N>): Promise<QueryResult<N>> =>
  (await call(`/api/ask/${name}`, { input })) as QueryResult<N>;

/** What state the data is in. Throws `ApiError` when nothing answers. */
export async function readState(): Promise<WorkstationState> {
  const { status, json } = await fetchJson('/api/state');
  if (status < 400) return json as WorkstationState;
  throw new ApiError((json as Envelope).error ?? unreadAnswer);
}

/** Exchanges the one-time token of the address for a cookie. In Electron there is no token and no need. */
export async function openSession(token: string): Promise<void> {
  await call('/api/session', { token });
}

export const setUp = (request: { kind: 'demo' } | SetUpPharmacy) => call('/api/set-up', request);
/** After a trouble was mended: opens once more with what was tried last. */
export const openAgain = () => call('/api/open', { again: true });
export const openWithPassphrase = (passphrase: string) => call('/api/open', { passphrase });
/** Puts a backup in place of the data file; the damaged file stays beside it. */
export const restoreBackup = (file: string) => call('/api/restore', { file });
