// The Electron shell, in a real Electron: what a page may not do, and what happens when a part of it dies.
// Not here: the pharmacy's work, which is the same in the browser.

import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import {
  coresOn,
  isAlive,
  type OpenWorkstation,
  openWorkstation,
  outerSandbox,
  projectRoot,
} from '../support/electron.ts';
import { soon } from '../support/soon.ts';

let open: OpenWorkstation;

beforeAll(async () => {
  open = await openWorkstation();
});

afterAll(() => open.close());

test('the window is sandboxed, isolated and without Node, and inline script and eval do not run', async () => {
  const preferences = await open.app.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents) => {
      // What the running page was made with; the call is not in the published types.
      return (
        contents as unknown as { getLastWebPreferences(): Record<string, unknown> }
      ).getLastWebPreferences();
    }),
  );
  expect(preferences).toHaveLength(1);
  expect(preferences[0]).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
    allowRunningInsecureContent: false,
  });

  const policy = await open.page.evaluate(async () =>
    (await fetch('/index.html')).headers.get('content-security-policy'),
  );
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("connect-src 'self'");
  expect(policy).toContain("form-action 'none'");

  const ran = await inPage(open.page, async () => {
    const marks = window as unknown as Record<string, unknown>;
    const script = document.createElement('script');
    script.textContent = 'window.inlineRan = true';
    const image = document.createElement('img');
    image.setAttribute('onerror', 'window.handlerRan = true');
    image.src = '/api/no-such-picture';
    document.body.append(script, image);
    // From a timer: what the test itself evaluates is exempt from the policy while it runs.
    const evaluated = await new Promise((resolve) => {
      setTimeout(() => {
        try {
          resolve(new Function('return "ran"')());
        } catch (cause) {
          resolve((cause as Error).name);
        }
      }, 300);
    });
    return [marks.inlineRan, marks.handlerRan, evaluated, typeof marks.require, typeof marks.process];
  });
  expect(ran).toEqual([undefined, undefined, 'EvalError', 'undefined', 'undefined']);
});

test('a page cannot leave the workstation, open a window, download or hold a permission', async () => {
  const before = open.page.url();
  for (const address of ['https://example.org/', 'file:///etc/hostname', 'data:text/html,gone']) {
    await open.page.evaluate((to) => {
      location.href = to;
    }, address);
    await open.page.waitForTimeout(300);
    expect(open.page.url()).toBe(before);
  }

  const opened = await inPage(open.page, () => {
    const link = document.createElement('a');
    link.href = '/';
    link.target = '_blank';
    document.body.append(link);
    link.click();
    link.remove();
    return window.open('app://workstation/') === null;
  });
  expect(opened).toBe(true);
  await open.page.waitForTimeout(300);
  expect(open.app.windows()).toHaveLength(1);

  const permissions = await inPage(open.page, async () => {
    const refused = (wanted: Promise<unknown>) =>
      wanted.then(
        () => 'granted',
        () => 'refused',
      );
    return [
      await Notification.requestPermission(),
      (await navigator.permissions.query({ name: 'geolocation' })).state,
      await refused(
        new Promise((granted, denied) => navigator.geolocation.getCurrentPosition(granted, denied)),
      ),
      await refused(navigator.mediaDevices.getUserMedia({ audio: true, video: true })),
      await refused(navigator.mediaDevices.getDisplayMedia({ video: true })),
      await refused(navigator.clipboard.readText()),
    ];
  });
  expect(permissions).toEqual(['denied', 'denied', 'refused', 'refused', 'refused', 'refused']);

  const downloads = await open.app.evaluate(async ({ webContents, session }) => {
    const states: string[] = [];
    // Asked after the shell's own listener, so it sees what that decided.
    session.defaultSession.on('will-download', (event) =>
      states.push(event.defaultPrevented ? 'refused' : 'begun'),
    );
    await webContents.getAllWebContents()[0]?.executeJavaScript(
      `{ const link = document.createElement('a'); link.download = 'file.txt';
         link.href = URL.createObjectURL(new Blob(['text'])); link.click(); }`,
    );
    await new Promise((resolve) => setTimeout(resolve, 500));
    return states;
  });
  expect(downloads).toEqual(['refused']);
});

test('the shell answers its own window only, and only what it declares', async () => {
  const exposed = await inPage(open.page, () =>
    Object.keys((window as unknown as { shell: object }).shell).sort(),
  );
  expect(exposed).toEqual(['notify', 'platform', 'print', 'saveFile', 'version']);

  const hostile = await inPage(open.page, () => {
    const { shell } = window as unknown as {
      shell: Record<string, (...given: unknown[]) => Promise<unknown>>;
    };
    const calls: [string, unknown[]][] = [
      ['saveFile', ['../../outside.txt', new Uint8Array(1)]],
      ['saveFile', ['/etc/outside', new Uint8Array(1)]],
      ['saveFile', ['name.txt', 'not bytes']],
      ['saveFile', [{ toString: 'name.txt' }, new Uint8Array(1)]],
      ['notify', ['x'.repeat(201)]],
      ['notify', [42]],
    ];
    return Promise.all(
      calls.map(([name, given]) =>
        shell[name]!(...given).then(
          () => 'answered',
          (cause: Error) => cause.message.replace(/^.*Error: /, ''),
        ),
      ),
    );
  });
  expect(hostile).toEqual(hostile.map(() => 'Refused.'));

  const preload = join(projectRoot, 'dist/electron/preload.cjs');
  const fromElsewhere = await open.app.evaluate(async ({ BrowserWindow }, file) => {
    const foreign = new BrowserWindow({ show: false, webPreferences: { preload: file, sandbox: true } });
    await foreign.loadURL('app://workstation/');
    const answer: string = await foreign.webContents.executeJavaScript(
      `window.shell.notify('hello').then(() => 'answered', (cause) => cause.message)`,
    );
    foreign.destroy();
    return answer;
  }, preload);
  expect(fromElsewhere).toContain('Refused.');
});

test('a core killed at once comes back, and the window is still the same page', async () => {
  await open.page.evaluate(() => {
    document.documentElement.dataset.mark = 'the same page';
  });
  const [first] = coresOn(open.data);
  process.kill(first as number, 'SIGKILL');
  const meanwhile = await askState(open.page);
  expect(meanwhile.status).toBe(503);
  expect(meanwhile.body.error).toMatchObject({ kind: 'unavailable', code: 'core-restarting' });

  await soon(async () => expect((await askState(open.page)).status).toBe(200));
  const after = coresOn(open.data);
  expect(after).toHaveLength(1);
  expect(after[0]).not.toBe(first);
  expect(await open.page.evaluate(() => document.documentElement.dataset.mark)).toBe('the same page');
});

test('a second start on the same data folder is refused', async () => {
  const second = spawn(open.runtime.program, [...outerSandbox, projectRoot, '--data', open.data], {
    env: open.env,
  });
  let said = '';
  second.stdout.on('data', (text) => {
    said += text;
  });
  const code = await new Promise((resolve) => second.once('close', resolve));
  expect(code).toBe(0);
  expect(said).toContain('already open on this data folder');
  expect(said).not.toContain('window ready');
  expect(open.app.windows()).toHaveLength(1);
  expect(coresOn(open.data)).toHaveLength(1);
});

test('a workstation told to stop closes its core first', async () => {
  const data = mkdtempSync(join(tmpdir(), 'workstation-'));
  const program = spawn(open.runtime.program, [...outerSandbox, projectRoot, '--data', data, '--demo'], {
    env: open.env,
  });
  const ended = new Promise((resolve) => program.once('exit', resolve));
  await new Promise<void>((resolve) => {
    program.stdout.on('data', (text) => String(text).includes('window ready') && resolve());
  });
  onTestFinished(() => void program.kill('SIGKILL'));
  await soon(() => expect(coresOn(data)).toHaveLength(1));
  const [core] = coresOn(data);
  program.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(isAlive(core as number)).toBe(false);
  rmSync(data, { recursive: true });
});

test('the key of a real pharmacy never reaches the window, and a plain-text key store does not get it', async () => {
  const own = await openWorkstation('new');
  onTestFinished(() => own.close());
  const passphrase = 'a long enough passphrase';
  const setUp = await post(own.page, '/api/set-up', {
    kind: 'pharmacy',
    pharmacy: {
      name: 'Corner Pharmacy',
      address: '1 Main Street, Springfield',
      phone: '555-010-0100',
      npi: '1234567893',
      dea: 'AB1234563',
      timeZone: 'Europe/Vienna',
    },
    administrator: { userName: 'admin', displayName: 'Ada Admin', password: 'correct horse battery' },
    passphrase,
  });
  expect(setUp.status, setUp.text).toBe(200);
  expect(setUp.text).not.toMatch(/[0-9a-f]{64}/);
  // Opened without a keyring, so Electron would only scramble the key with a password that everybody knows.
  const store = await own.app.evaluate(({ safeStorage }) => safeStorage.getSelectedStorageBackend());
  expect(store).toBe('basic_text');
  expect(JSON.parse(setUp.text).result).toEqual({ keyKept: false });
  expect(filesHolding(join(own.data, 'window'), 'wrapped')).toEqual([]);

  process.kill(coresOn(own.data)[0] as number, 'SIGKILL');
  await soon(async () => expect((await askState(own.page)).body).toMatchObject({ state: 'locked' }));
  const opened = await post(own.page, '/api/open', { passphrase });
  expect(opened.text).not.toMatch(/[0-9a-f]{64}/);
  expect((await askState(own.page)).body).toMatchObject({ state: 'ready' });
});

/** Runs in the page, whose types are the browser's. */
function inPage<Answer>(page: Page, run: () => Answer): Promise<Awaited<Answer>> {
  return page.evaluate(run) as Promise<Awaited<Answer>>;
}

async function askState(page: Page): Promise<{ status: number; body: { error?: unknown; state?: unknown } }> {
  return page.evaluate(async () => {
    const answer = await fetch('/api/state');
    return { status: answer.status, body: await answer.json() };
  });
}

async function post(page: Page, path: string, body: unknown): Promise<{ status: number; text: string }> {
  return page.evaluate(
    async ([to, content]) => {
      const answer = await fetch(to as string, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(content),
      });
      return { status: answer.status, text: await answer.text() };
    },
    [path, body],
  );
}

/** The small JSON files under a folder that hold a text. */
function filesHolding(folder: string, text: string): string[] {
  return readdirSync(folder).filter(
    (name) => name.endsWith('.json') && readFileSync(join(folder, name), 'utf8').includes(text),
  );
}
