/**
 * The one router: the contract over HTTP, events as they are committed, pages and labels as pictures and files,
 * and the built window. Every request names a host we serve, comes from no foreign origin and carries the launch
 * token or a session cookie; who may do what is decided behind it, in dispatch.ts.
 */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { Hono, type Context as HttpContext } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { getCookie, setCookie } from 'hono/cookie';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import { type ErrorKind, type Failure, Refusal } from '../contract/errors.ts';
import { describeContract, type QueryName } from '../contract/index.ts';
import type { Session } from '../handler.ts';
import { newId } from '../identity.ts';
import { pageImage } from '../intake/store.ts';
import { labelPdfOf, previewPdfOf } from '../label/pdf-of.ts';
import type { Reply } from '../reply.ts';
import { newSession, type Workstation } from '../workstation.ts';
import { type Lifecycle, openInput } from './lifecycle.ts';
import { errorFields, log } from './log.ts';
import { nestingOf } from './nesting.ts';
import { REFERENCE_FILES, receiveFile } from './receive-file.ts';
import { setUpInput } from './set-up.ts';
import { contentSecurityPolicy, windowFile } from './window.ts';

export interface HostOptions {
  lifecycle: Lifecycle;
  launchToken: string;
  /** Host headers that are served: `127.0.0.1:PORT`, `localhost:PORT`, and `workstation` behind the shell. */
  hosts: () => readonly string[];
  /** Folder of the built window; null serves the API alone. */
  windowFolder: string | null;
  shell: 'browser' | 'electron';
  clock?: () => number;
}

const statusOf: Record<ErrorKind, 400 | 403 | 404 | 409 | 422 | 500 | 503> = {
  invalid: 400,
  refused: 422,
  'not-found': 404,
  conflict: 409,
  forbidden: 403,
  unavailable: 503,
  fault: 500,
};
/** Codes of somebody we do not know yet, as against somebody who may not. */
const notKnown = new Set(['sign-in', 'token']);

const COOKIE = 'mortar-session';
const SMALL_BODY = 1024 * 1024;
/** A fax of 50 MB in base64, and its envelope. */
const FAX_BODY = 72 * 1024 * 1024;
const MOST_SESSIONS = 200;
/** Levels of a body; no input has more than a few, and what is nested without end would exhaust the stack. */
const DEEPEST = 64;

const digest = (token: string) => createHash('sha256').update(token).digest('base64');

/** Text as the data file keeps it: half a surrogate pair is no sign of any script. */
const asKept = (_name: string, value: unknown) => (typeof value === 'string' ? value.toWellFormed() : value);

type Variables = { Variables: { session: Session } };
type Handler = HttpContext<Variables>;

export const createHost = (options: HostOptions): { app: Hono<Variables>; lockAll: () => Promise<void> } => {
  const { lifecycle, clock = Date.now } = options;
  // Tokens are looked up by their digest, so that the time of a look-up tells nothing of a token.
  const sessions = new Map<string, Session>([[digest(options.launchToken), newSession(false, clock())]]);
  const app = new Hono<Variables>();

  /** The launch token vouches for a cookie, so that a window outlives a core that was killed and started again. */
  const vouched = (id: string) =>
    `${id}.${createHmac('sha256', options.launchToken).update(id).digest('base64url')}`;
  const sessionOf = (token: string): Session | undefined => {
    const known = sessions.get(digest(token));
    const [id = ''] = token.split('.');
    if (known || digest(vouched(id)) !== digest(token)) return known;
    // Nobody is signed in any more: who they were died with the core.
    return admit(token);
  };
  /** Past the limit the window that was quiet the longest has to sign in again; the launch token's stays. */
  const admit = (token: string): Session => {
    if (sessions.size >= MOST_SESSIONS) {
      const [, ...others] = [...sessions];
      const [quietest] = others.sort(([, a], [, b]) => a.lastActiveAt - b.lastActiveAt);
      if (quietest) sessions.delete(quietest[0]);
    }
    const session = newSession(false, clock());
    sessions.set(digest(token), session);
    return session;
  };

  const fail = (context: Handler, failure: Failure) =>
    context.json({ ok: false, error: failure }, notKnown.has(failure.code) ? 401 : statusOf[failure.kind]);
  const answer = (context: Handler, reply: Reply) =>
    reply.ok ? context.json(reply) : fail(context, reply.error);

  app.onError((error, context) => {
    if (error instanceof Refusal) return fail(context as Handler, error.failure);
    log('error', 'request', errorFields(error));
    return fail(context as Handler, {
      kind: 'fault',
      code: 'fault',
      message: 'Something went wrong inside Mortar.',
    });
  });
  app.notFound((context) =>
    fail(context as Handler, {
      kind: 'not-found',
      code: 'path',
      message: 'There is nothing at this address.',
    }),
  );

  app.use(async (context, next) => {
    context.header('X-Content-Type-Options', 'nosniff');
    context.header('Referrer-Policy', 'no-referrer');
    context.header('Cross-Origin-Resource-Policy', 'same-origin');
    context.header('Content-Security-Policy', contentSecurityPolicy);
    const host = context.req.header('host') ?? '';
    const hosts = options.hosts();
    if (!hosts.includes(host))
      return fail(context, { kind: 'forbidden', code: 'host', message: 'This host name is not served.' });
    const origin = context.req.header('origin');
    if (
      origin !== undefined &&
      !hosts.some((name) => origin === `http://${name}` || origin === `app://${name}`)
    )
      return fail(context, {
        kind: 'forbidden',
        code: 'origin',
        message: 'Requests from another site are not served.',
      });
    return next();
  });

  app.use('/api/*', async (context, next) => {
    context.header('Cache-Control', 'no-store');
    const isLogin = context.req.path === '/api/session';
    const bearer = /^Bearer (.{1,200})$/.exec(context.req.header('authorization') ?? '')?.[1];
    const token = bearer ?? getCookie(context, COOKIE);
    const session = token === undefined ? undefined : sessionOf(token);
    if (!session && !isLogin)
      return fail(context, {
        kind: 'forbidden',
        code: 'token',
        message: 'This window is not connected. Open the link that Mortar printed when it started.',
      });
    if (session) {
      await lockWhenIdle(session);
      context.set('session', session);
    }
    return next();
  });

  const bodyTooLarge = async (context: HttpContext) => {
    // Read to its end and dropped: a sender that is cut off would never see why.
    const { body } = context.req.raw;
    if (body && !body.locked) await body.pipeTo(new WritableStream()).catch(() => {});
    return fail(context as Handler, {
      kind: 'invalid',
      code: 'too-large',
      message: 'This is too large to take in.',
    });
  };
  app.use('/api/run/document.receive', bodyLimit({ maxSize: FAX_BODY, onError: bodyTooLarge }));
  app.use('/api/*', async (context, next) =>
    context.req.path === '/api/run/document.receive' || context.req.path === REFERENCE_FILES
      ? next()
      : bodyLimit({ maxSize: SMALL_BODY, onError: bodyTooLarge })(context, next),
  );

  /** The window locks itself; a window that is gone, or a script that forgot, is locked here. */
  const lockWhenIdle = async (session: Session) => {
    const workstation = lifecycle.workstation();
    if (!workstation || session.userId === null || session.lockedBy !== null) return;
    const limit = workstation.dispatcher.setting('lock.afterMinutes') * 60_000;
    if (clock() - session.lastActiveAt > limit) await lock(workstation, session);
    else session.lastActiveAt = clock();
  };
  const lock = (workstation: Workstation, session: Session) =>
    workstation.dispatcher.run('user.lock', { commandId: newId(), input: {} }, session);

  const body = async (context: Handler): Promise<unknown> => {
    const text = await context.req.text();
    try {
      if (nestingOf(text) <= DEEPEST) return JSON.parse(text, asKept);
    } catch {}
    throw new Refusal({ kind: 'invalid', code: 'json', message: 'The body of this request is not JSON.' });
  };
  const parsed = async <S extends z.ZodType>(context: Handler, schema: S): Promise<z.output<S>> => {
    const result = schema.safeParse(await body(context));
    if (result.success) return result.data;
    const issues = result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
    throw new Refusal({
      kind: 'invalid',
      code: 'input',
      message: issues[0] ? `${issues[0].path}: ${issues[0].message}` : 'The input is not right.',
      details: { issues },
    });
  };
  const ready = (): Workstation => {
    const workstation = lifecycle.workstation();
    if (workstation) return workstation;
    throw new Refusal({
      kind: 'unavailable',
      code: lifecycle.state().state,
      message: 'The workstation is not open yet.',
    });
  };

  app.post('/api/session', async (context) => {
    const { token } = await parsed(context, z.object({ token: z.string().max(200) }));
    if (!sessions.has(digest(token)))
      return fail(context, {
        kind: 'forbidden',
        code: 'token',
        message: 'This link is no longer valid. Use the one Mortar printed last.',
      });
    const own = vouched(randomBytes(32).toString('base64url'));
    admit(own);
    setCookie(context, COOKIE, own, { httpOnly: true, sameSite: 'Strict', path: '/api' });
    return context.json({ ok: true, result: {} });
  });

  app.get('/api/state', (context) => context.json({ ...lifecycle.state(), shell: options.shell }));
  app.post('/api/set-up', async (context) =>
    context.json({ ok: true, result: await lifecycle.setUp(await parsed(context, setUpInput)) }),
  );
  app.post('/api/open', async (context) => {
    const result = await lifecycle.open(await parsed(context, openInput));
    return context.json({ ok: true, result: { ...lifecycle.state(), ...result } });
  });
  app.post('/api/restore', async (context) => {
    const { file } = await parsed(context, z.object({ file: z.string().max(200) }));
    await lifecycle.restore(file);
    return context.json({ ok: true, result: lifecycle.state() });
  });
  const lockAll = async () => {
    const workstation = lifecycle.workstation();
    if (!workstation) return;
    for (const session of sessions.values())
      if (session.userId !== null && session.lockedBy === null) await lock(workstation, session);
  };
  app.post('/api/lock-all', async (context) => {
    await lockAll();
    return context.json({ ok: true, result: {} });
  });

  let contract: string | undefined;
  app.get('/api/contract', (context) => {
    contract ??= JSON.stringify(describeContract());
    return context.body(contract, 200, { 'Content-Type': 'application/json' });
  });

  const envelope = z.object({
    commandId: z.string(),
    input: z.unknown(),
    expectedVersion: z.number().optional(),
  });
  app.post('/api/run/:name', async (context) => {
    const { dispatcher } = ready();
    const { commandId, input, expectedVersion } = await parsed(context, envelope);
    return answer(
      context,
      await dispatcher.run(
        context.req.param('name'),
        { commandId, input, expectedVersion },
        context.get('session'),
      ),
    );
  });
  app.post('/api/ask/:name', async (context) => {
    const { dispatcher } = ready();
    const { input } = await parsed(context, z.object({ input: z.unknown().optional() }));
    return answer(context, dispatcher.ask(context.req.param('name'), input, context.get('session')));
  });

  app.get('/api/events', (context) => {
    const { dispatcher } = ready();
    return streamSSE(context, async (stream) => {
      const stop = dispatcher.listen((announcements) => {
        for (const announcement of announcements)
          stream
            .writeSSE({ id: String(announcement.seq), data: JSON.stringify(announcement) })
            .catch(() => {});
      });
      stream.onAbort(stop);
      await stream.writeSSE({ event: 'hello', data: '{}' });
      // A line now and then keeps the connection known to be alive on both sides.
      while (!stream.aborted && lifecycle.workstation()) {
        await stream.sleep(15_000);
        await stream.write(': alive\n\n');
      }
      stop();
    });
  });

  /** Lets in whoever may ask a query. */
  const whoMayAsk = (context: Handler, query: QueryName): Workstation => {
    const workstation = ready();
    const reply = workstation.dispatcher.ask(query, {}, context.get('session'));
    if (!reply.ok) throw new Refusal(reply.error);
    return workstation;
  };
  /** Pictures and files are for whoever may ask queries. */
  const signedIn = (context: Handler): Workstation => whoMayAsk(context, 'drug.count');
  const nothingThere = () => {
    throw new Refusal({ kind: 'not-found', code: 'path', message: 'There is nothing at this address.' });
  };
  const file = (context: Handler, bytes: Uint8Array, type: string) =>
    context.body(new Uint8Array(bytes), 200, { 'Content-Type': type });

  app.get('/api/documents/:id/pages/:number', (context) => {
    const { store } = signedIn(context);
    const number = Number(context.req.param('number'));
    const png = Number.isSafeInteger(number) ? pageImage(store, context.req.param('id'), number) : undefined;
    if (!png) return nothingThere();
    // A page never changes: the window may keep it for as long as it lives.
    context.header('Cache-Control', 'private, max-age=3600, immutable');
    return file(context, png, 'image/png');
  });
  app.get('/api/labels/:file{[0-9a-f-]+\\.pdf}', async (context) => {
    const { store } = signedIn(context);
    return file(context, await labelPdfOf(store, context.req.param('file').slice(0, -4)), 'application/pdf');
  });
  app.get('/api/prescriptions/:id/label-preview.pdf', async (context) => {
    const { store, dispatcher } = signedIn(context);
    const pdf = await previewPdfOf(
      { store, now: dispatcher.now(), setting: dispatcher.setting },
      context.req.param('id'),
    );
    return file(context, pdf, 'application/pdf');
  });
  app.post(REFERENCE_FILES, async (context) => {
    const deskFor = () => whoMayAsk(context, 'reference.job').importer.desk;
    return context.json({ ok: true, result: await receiveFile(context.req.raw, deskFor) });
  });
  app.all('/api/*', () => nothingThere());

  app.get('*', async (context) => {
    if (options.windowFolder === null) return nothingThere();
    const found = await windowFile(options.windowFolder, context.req.path);
    return found ? context.body(found.bytes, 200, found.headers) : nothingThere();
  });

  return { app, lockAll };
};
