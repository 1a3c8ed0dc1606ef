/**
 * Hospitals’ messages over real sockets: whatever a connection does, what was a message is kept and answered in its order, what
 * was none is kept as noise, and one sender gone wrong harms no other.
 */
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { Client, HL7_2_5 } from 'node-hl7-client';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { framed } from '../../core/adt/mllp.ts';
import { main } from '../../core/adt/send.ts';
import { type AdtHouse, freePort, openAdtHouse, until } from '../support/adt-desk.ts';
import { bytesOf, codeOf, controlIdOf, messageOf, openSender, openTlsSender } from '../support/adt-wire.ts';
import { withAuthorities } from '../support/certificates.ts';
import { temporaryFolder } from '../support/served.ts';
import { canMount, fillUp, smallDisk } from '../support/small-disk.ts';

let house: AdtHouse;
beforeAll(async () => {
  house = await openAdtHouse({ workstation: { forAll: true } });
});
afterAll(() => house.end());

let number = 0;
beforeEach(() => {
  number += 1;
});
type Mllp = NonNullable<Parameters<AdtHouse['add']>[0]>['mllp'];
/** A source of its own for a test. */
const source = async (mllp: Partial<NonNullable<Mllp>> = {}) => {
  const port = mllp.port ?? (await freePort());
  return house.add({ mllp: { ...mllp, port } }, `Hospital ${number} at ${port}`);
};
const messagesOf = (sourceId: string) =>
  house.rows<{
    control_id: string;
    state: string;
    acknowledgement: string | null;
    acknowledged_at: string | null;
  }>(
    `SELECT control_id, state, acknowledgement, acknowledged_at FROM adt_message WHERE source_id = '${sourceId}' ORDER BY id`,
  );
const noiseOf = (sourceId: string) =>
  house.rows<{ problem: string; bytes: Buffer }>(
    `SELECT problem, bytes FROM adt_noise WHERE source_id = '${sourceId}' ORDER BY id`,
  );
const noises = async (sourceId: string, count: number) => {
  await until(() => noiseOf(sourceId).length >= count);
  return noiseOf(sourceId).map(({ problem }) => problem);
};
const wayOf = (sourceId: string) => house.health.ways.get(sourceId)?.get('mllp');
const ids = (count: number) => Array.from({ length: count }, (_, index) => `N${number}-${index}`);

describe('a connection', () => {
  test('is answered AA for each message, in order, when they are on disk, and the answer is known to be sent', async () => {
    const { sourceId, port } = await source();
    const sender = await openSender(port);
    const wanted = ids(50);
    sender.send(...wanted.map((id) => messageOf(id, { mrn: id })));
    const answers = await sender.answered(50);
    expect(answers.map(codeOf)).toEqual(wanted.map(() => 'AA'));
    expect(answers.map(controlIdOf)).toEqual(wanted);
    expect(messagesOf(sourceId).map(({ control_id }) => control_id)).toEqual(wanted);
    await until(() => messagesOf(sourceId).every(({ acknowledged_at }) => acknowledged_at !== null));
  });

  test('may bring a message in any pieces: byte by byte, FS and CR apart, half now and half later', async () => {
    const { sourceId, port } = await source();
    const sender = await openSender(port);
    sender.socket.setNoDelay(true);
    const [first, second, third] = ids(3) as [string, string, string];
    for (const byte of framed([bytesOf(messageOf(first))])) {
      sender.write(Uint8Array.of(byte));
      if (byte === 0x1c || byte === 0x0d) await wait(2);
    }
    const both = framed([bytesOf(messageOf(second)), bytesOf(messageOf(third))]);
    sender.write(both.subarray(0, both.length - 100));
    await sender.answered(2);
    sender.write(both.subarray(both.length - 100));
    expect((await sender.answered(3)).map(controlIdOf)).toEqual([first, second, third]);
    expect(noiseOf(sourceId)).toEqual([]);
  });

  test('that ends in the middle of a message leaves the part as noise; sent again it is one message', async () => {
    const { sourceId, port } = await source();
    const whole = framed([bytesOf(messageOf(ids(1)[0]!))]);
    const first = await openSender(port);
    first.write(whole.subarray(0, 120));
    first.socket.end();
    expect(await noises(sourceId, 1)).toEqual(['The connection ended in the middle of a message.']);
    expect(noiseOf(sourceId)[0]!.bytes).toEqual(whole.subarray(1, 120));
    const second = await openSender(port);
    second.write(whole);
    await second.answered(1);
    expect(messagesOf(sourceId)).toHaveLength(1);
  });

  test('may end its side after its last message and is answered all the same', async () => {
    const { port } = await source();
    const sender = await openSender(port);
    sender.socket.end(framed([bytesOf(messageOf(ids(1)[0]!))]));
    expect((await sender.answered(1)).map(codeOf)).toEqual(['AA']);
    await sender.ended;
  });

  test('that brings garbage before a message has the garbage kept and the message answered', async () => {
    const { sourceId, port } = await source();
    const sender = await openSender(port);
    sender.write('GET / HTTP/1.1\r\n\r\n');
    sender.write(framed([bytesOf('no message at all')]));
    sender.write('\r\n');
    sender.send(messageOf(ids(1)[0]!));
    expect((await sender.answered(1)).map(codeOf)).toEqual(['AA']);
    expect((await noises(sourceId, 2)).sort()).toEqual([
      'A message without a readable MSH: nobody can be answered.',
      'Bytes between two messages: no message was begun.',
    ]);
  });

  test('that sends a batch in one frame has each message kept and applied, and one batch of answers', async () => {
    const { sourceId, port } = await source();
    const sender = await openSender(port);
    const [first, second, third] = ids(3) as [string, string, string];
    const batch = [
      'FHS|^~\\&|ADT|STMARY|MORTAR|PHARM|20260302090000\r',
      'BHS|^~\\&|ADT|STMARY|MORTAR|PHARM|20260302090000||||BATCH7\r',
      messageOf(first, { mrn: first }),
      messageOf(second, { mrn: second, event: 'Z99' }),
      'BTS|3\rFTS|1\r',
    ].join('');
    sender.send(batch, messageOf(third, { mrn: third }));
    const [answers, single] = await sender.answered(2);
    expect(answers!.split('\r').filter((line) => /^(BHS|MSA|BTS)/.test(line))).toEqual([
      expect.stringMatching(/^BHS\|\^~\\&\|MORTAR\|PHARM\|ADT\|STMARY\|\d+\+0000\|\|\|\|\w+\|BATCH7$/),
      `MSA|AA|${first}`,
      `MSA|AR|${second}`,
      'BTS|2',
    ]);
    expect(codeOf(single!)).toBe('AA');
    await until(() => messagesOf(sourceId).every(({ state }) => state !== 'received'));
    expect(messagesOf(sourceId)).toMatchObject([
      { control_id: first, state: 'applied' },
      { control_id: second, state: 'refused' },
      { control_id: third, state: 'applied' },
    ]);
    // That one is missing by its own count is said.
    expect(await noises(sourceId, 1)).toEqual(['Batch 1 says that it holds 3 messages; it holds 2.']);
    // Sent again it is answered the same, and nothing is kept twice.
    sender.send(batch);
    const again = (await sender.answered(3))[2]!;
    expect(again.split('\r').filter((line) => line.startsWith('MSA'))).toEqual([
      `MSA|AA|${first}`,
      `MSA|AR|${second}`,
    ]);
    expect(messagesOf(sourceId)).toHaveLength(3);
  });

  test('that sends messages in a row in one frame has each answered in a frame of its own', async () => {
    const { sourceId, port } = await source();
    const sender = await openSender(port);
    const some = ids(600);
    sender.send(some.map((id) => messageOf(id, { mrn: id })).join(''));
    const answers = await sender.answered(600);
    expect(answers.map(controlIdOf)).toEqual(some);
    expect(messagesOf(sourceId)).toHaveLength(600);
  });

  test('that goes on and on with garbage is closed', async () => {
    const { sourceId, port } = await source();
    const sender = await openSender(port);
    sender.write('\x0bx'.repeat(200));
    await sender.ended;
    await noises(sourceId, 50);
    expect(noiseOf(sourceId)).toHaveLength(50);
  });

  test('that opens and closes without a byte, as a look at its health does, leaves nothing', async () => {
    const { sourceId, port } = await source();
    const sender = await openSender(port);
    sender.socket.end();
    await sender.ended;
    await wait(300);
    expect(noiseOf(sourceId)).toEqual([]);
  });

  test('with a message larger than may be is closed, its beginning kept, somebody called, and no memory used for it', async () => {
    const { sourceId, port } = await source({ mostBytes: 64 * 1024 });
    const sender = await openSender(port);
    const before = process.memoryUsage().rss;
    let most = before;
    const chunk = Buffer.alloc(1024 * 1024, 0x41);
    sender.write('\x0bMSH|^~\\&|');
    for (let megabytes = 0; megabytes < 100 && !sender.socket.destroyed; megabytes += 1) {
      await new Promise((resolve) => sender.socket.write(chunk, resolve));
      most = Math.max(most, process.memoryUsage().rss);
    }
    await sender.ended;
    expect(await noises(sourceId, 1)).toEqual([
      expect.stringMatching(
        /^A message was longer than may be\. The connection was closed\. \(65536 bytes\)$/,
      ),
    ]);
    expect(noiseOf(sourceId)[0]!.bytes.length).toBe(4_096);
    expect(most - before).toBeLessThan(80 * 1024 * 1024);
    house.sources.look();
    expect(house.test.ask('adt.sources', {}, 'mona').rows.find(({ id }) => id === sourceId)!.alarm).toMatch(
      /longer than this source may send/,
    );
  });

  test('that takes too long over a message is closed, and so is one without a byte for too long', async () => {
    const { sourceId, port } = await source({ frameSeconds: 1, idleSeconds: 5 });
    const slow = await openSender(port);
    const idle = await openSender(port);
    const began = Date.now();
    slow.write('\x0bMSH|');
    const drip = setInterval(() => slow.write('x'), 100);
    await slow.ended;
    clearInterval(drip);
    expect(await noises(sourceId, 2)).toEqual([
      'A message took too long to come. The connection was closed.',
      'The connection ended in the middle of a message.',
    ]);
    await idle.ended;
    expect(Date.now() - began).toBeGreaterThanOrEqual(4_900);
  });
});

describe('many connections', () => {
  test('a thousand idle ones do not hold up another, and one more than may be is turned away', async () => {
    const { sourceId, port } = await source({ connections: 1_001 });
    const idle = await Promise.all(
      Array.from(
        { length: 1_000 },
        () =>
          new Promise<ReturnType<typeof connect>>((resolve, reject) => {
            const socket = connect({ port, host: '127.0.0.1' }, () => resolve(socket));
            socket.once('error', reject);
          }),
      ),
    );
    onTestFinished(() => {
      for (const socket of idle) socket.destroy();
    });
    const sender = await openSender(port);
    const wanted = ids(100);
    for (const id of wanted) {
      sender.send(messageOf(id, { mrn: id }));
      await sender.answered(wanted.indexOf(id) + 1);
    }
    expect(sender.answers.map(codeOf)).toEqual(wanted.map(() => 'AA'));
    await until(() => house.health.connections.get(sourceId) === 1_001);
    const tooMany = await openSender(port);
    await tooMany.ended;
    expect(await noises(sourceId, 1)).toEqual([expect.stringMatching(/1001 connections are open/)]);
  });

  test('bring the same message at the same time: one row, and each is answered', async () => {
    const { sourceId, port } = await source();
    const senders = await Promise.all([1, 2, 3].map(() => openSender(port)));
    const text = messageOf(ids(1)[0]!);
    for (const sender of senders) sender.send(text, text);
    for (const sender of senders) expect((await sender.answered(2)).map(codeOf)).toEqual(['AA', 'AA']);
    expect(messagesOf(sourceId)).toHaveLength(1);
  });
});

describe('the ways of acknowledging', () => {
  const head = (id: string, accept: string, application: string, event = 'A01') =>
    `MSH|^~\\&|ADT|STMARY|MORTAR|PHARM|20260302090000||ADT^${event}|${id}|P|2.5.1|||${accept}|${application}`;
  const modes = ['auto', 'original', 'commit-only', 'aa-only'] as const;
  const sources: Partial<Record<(typeof modes)[number], { sourceId: string; port: number }>> = {};
  test.each([
    // mode, MSH-15, MSH-16, event, answers
    ['auto', '', '', 'A01', ['AA']],
    ['auto', '', '', 'A99', ['AR']],
    ['auto', 'AL', 'NE', 'A01', ['CA']],
    ['auto', 'AL', 'NE', 'A99', ['CR']],
    ['auto', 'AL', 'AL', 'A01', ['CA', 'AA']],
    ['auto', 'AL', 'AL', 'A99', ['CR']],
    ['auto', 'NE', 'AL', 'A01', ['AA']],
    ['auto', 'NE', 'AL', 'A99', ['AR']],
    ['auto', 'NE', 'NE', 'A01', []],
    ['auto', 'ER', 'NE', 'A01', []],
    ['auto', 'ER', 'NE', 'A99', ['CR']],
    ['auto', 'SU', 'ER', 'A01', ['CA']],
    ['auto', 'SU', 'ER', 'A99', ['AR']],
    ['original', 'AL', 'NE', 'A01', ['AA']],
    ['original', 'NE', 'NE', 'A99', ['AR']],
    ['commit-only', '', '', 'A01', ['CA']],
    ['commit-only', 'NE', 'AL', 'A99', ['CR']],
    ['aa-only', 'AL', 'NE', 'A01', ['AA']],
    ['aa-only', '', '', 'A99', ['AA']],
  ] as const)('%s, MSH-15 %s, MSH-16 %s, %s: %j', async (mode, accept, application, event, wanted) => {
    sources[mode] ??= await source({ acknowledge: mode });
    const { sourceId, port } = sources[mode];
    const sender = await openSender(port);
    const id = ids(1)[0]!;
    sender.send(messageOf(id, { head: head(id, accept, application, event) }));
    // What follows tells that nothing more was answered to the first.
    sender.send(messageOf(`${id}-then`, { head: head(`${id}-then`, '', '') }));
    const answers = await sender.answered(wanted.length + 1);
    expect(answers.slice(0, -1).map(codeOf)).toEqual(wanted);
    expect(answers.slice(0, -1).every((answer) => controlIdOf(answer) === id)).toBe(true);
    const row = messagesOf(sourceId).find(({ control_id }) => control_id === id)!;
    expect(row.acknowledgement).toBe(wanted.length === 0 ? null : wanted.join(' '));
  });

  test('an answer is in the sender’s own separators, with his names and numbers back byte for byte', async () => {
    const { port } = await source();
    const sender = await openSender(port);
    const own = Buffer.from(
      'MSH#*~%$#L\xc4B#H\xd6S#MORTAR#PHARM#20260302090000##ADT*A99#N\xdc\x2f7#P#2.3#\rEVN##20260302090000\r',
      'latin1',
    );
    sender.write(framed([own]));
    const [answer] = await sender.answered(1);
    const [msh, msa, err] = answer!.split('\r').map((segment) => segment.split('#'));
    expect(msh!.slice(1, 6)).toEqual(['*~%$', 'MORTAR', 'PHARM', 'L\xc4B', 'H\xd6S']);
    expect(msh![8]).toBe('ACK*A99*ACK');
    expect(msh!.slice(10)).toEqual(['P', '2.3']);
    expect(msa).toEqual(['MSA', 'AR', 'N\xdc\x2f7']);
    // Before 2.5 ERR has one field.
    expect(err).toEqual(['ERR', 'MSH*1*9*201$Unsupported event code']);
  });
});

describe('a way in', () => {
  test('that cannot be opened says why and is opened once it can be', async () => {
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    const { sourceId } = await source({ port });
    await until(() => wayOf(sourceId)?.well === false);
    expect(wayOf(sourceId)!.sentence).toMatch(new RegExp(`^Port ${port} is used by another program`));
    house.sources.look();
    const shown = () => house.test.ask('adt.sources', {}, 'mona').rows.find(({ id }) => id === sourceId)!;
    expect(shown().alarm).toMatch(/is used by another program/);
    await new Promise((resolve) => other.close(resolve));
    await until(() => wayOf(sourceId)?.well === true);
    house.sources.look();
    expect(shown()).toMatchObject({ alarm: null, ways: [{ way: 'mllp', well: true }] });
  });

  test('is closed when its source is switched off, and opened elsewhere when its port changes', async () => {
    const { sourceId, port } = await source();
    const sender = await openSender(port);
    const change = async (active: boolean, to: number) => {
      const { name, profile } = house.test
        .ask('adt.sources', {}, 'mona')
        .rows.find(({ id }) => id === sourceId)!;
      const mllp = { ...profile.mllp!, port: to };
      await house.test.run(
        'adt.changeSource',
        { sourceId, name, active, profile: { ...profile, mllp }, reason: 'moved' },
        'mona',
      );
    };
    const elsewhere = await freePort();
    await change(true, elsewhere);
    await sender.ended;
    await until(() => wayOf(sourceId)?.sentence === `Listens on port ${elsewhere}.`);
    const there = await openSender(elsewhere);
    there.send(messageOf(ids(1)[0]!));
    await there.answered(1);
    await change(false, elsewhere);
    await there.ended;
    await expect(openSender(elsewhere)).rejects.toThrow(/ECONNREFUSED/);
  });

  test.each([
    ['beyond this machine without TLS', { mllp: { address: '0.0.0.0', port: 6_001 } }, 'adt.tls-needed'],
    [
      'with certificates of senders but without TLS',
      { mllp: { port: 6_001, clientCertificates: true } },
      'adt.certificates-need-tls',
    ],
    ['with no way in at all', { mllp: null }, 'adt.no-way-in'],
  ] as const)('%s is refused in words', async (_, profile, code) => {
    const failure = await house.test.refused(
      'adt.addSource',
      { name: 'Elsewhere', profile: { authority: 'X', timeZone: 'Europe/London', ...profile } },
      'mona',
    );
    expect(failure.code).toBe(code);
  });

  test('of another source is refused', async () => {
    const { port } = await source();
    const failure = await house.test.refused(
      'adt.addSource',
      { name: 'Another', profile: { authority: 'X', timeZone: 'Europe/London', mllp: { port } } },
      'mona',
    );
    expect(failure.code).toBe('adt.way-taken');
  });
});

describe('over TLS', () => {
  const made = withAuthorities(({ authority }) => {
    const ours = authority('ours');
    return {
      authority: ours.certificate,
      server: ours.sign('server'),
      hospital: ours.sign('hospital'),
      stranger: authority('others').sign('stranger'),
    };
  });
  const set = (name: 'adt.key' | 'adt.certificate' | 'adt.clientAuthorities', value: string) =>
    house.test.run('setting.change', { name, value, reason: 'set-up' }, 'mona');
  const turnedAway = async (sender: ReturnType<typeof openTlsSender>) => {
    try {
      const one = await sender;
      one.send(messageOf('turned-away'));
      await one.answered(1);
      return false;
    } catch {
      return true;
    }
  };

  test('a sender with the right certificate is answered; one with none, or of another authority, is turned away and that is said', async () => {
    const { sourceId, port } = await source({ tls: true, clientCertificates: true });
    expect(wayOf(sourceId)).toMatchObject({
      well: false,
      sentence: expect.stringMatching(/needs a certificate and its key/),
    });
    await set('adt.certificate', made.server.certificate);
    await set('adt.key', made.hospital.key);
    await until(() => /Nobody is named/.test(wayOf(sourceId)!.sentence));
    await set('adt.clientAuthorities', made.authority);
    await until(() => /does not belong to the certificate/.test(wayOf(sourceId)!.sentence));
    await set('adt.key', made.server.key);
    await until(() => /^Listens/.test(wayOf(sourceId)!.sentence));
    const ca = made.authority;
    const right = await openTlsSender(port, { ca, key: made.hospital.key, cert: made.hospital.certificate });
    right.send(messageOf(ids(1)[0]!));
    expect((await right.answered(1)).map(codeOf)).toEqual(['AA']);
    const { key, certificate: cert } = made.stranger;
    expect(await turnedAway(openTlsSender(port, { ca, key, cert }))).toBe(true);
    expect(await noises(sourceId, 1)).toEqual([expect.stringMatching(/not signed by an authority named/)]);
    expect(await turnedAway(openTlsSender(port, { ca }))).toBe(true);
    const old = {
      ca,
      key: made.hospital.key,
      cert: made.hospital.certificate,
      maxVersion: 'TLSv1.1' as const,
    };
    await expect(openTlsSender(port, old)).rejects.toThrow();
    expect(messagesOf(sourceId)).toHaveLength(1);
  });

  test.each(['adt.key', 'adt.certificate'] as const)('%s takes PEM and nothing else', async (name) => {
    const failure = await house.test.refused(
      'setting.change',
      { name, value: 'secret', reason: 'set-up' },
      'mona',
    );
    expect(failure).toMatchObject({ code: 'setting.value', message: expect.stringMatching(/in PEM form/) });
    // A form may have made one line of it.
    const pem = name === 'adt.key' ? made.server.key : made.server.certificate;
    await set(name, pem.replaceAll('\n', ' '));
    expect(house.test.workstation.dispatcher.setting(name)).toBe(pem);
  });

  test('without certificates of senders any who speaks it is answered, and who does not is turned away', async () => {
    const { sourceId, port } = await source({ tls: true });
    const sender = await openTlsSender(port, { ca: made.authority });
    sender.send(messageOf(ids(1)[0]!));
    expect((await sender.answered(1)).map(codeOf)).toEqual(['AA']);
    const plain = await openSender(port);
    plain.send(messageOf('plain'));
    await plain.ended;
    expect(await noises(sourceId, 1)).toEqual([expect.stringMatching(/does not speak TLS/)]);
  });
});

describe('when nothing can be kept', () => {
  test.skipIf(!canMount)(
    'a full disk is answered AR with 207, said, and what is sent again later is taken (needs root, to mount one)',
    async () => {
      const folder = join(smallDisk('24m'), 'data');
      mkdirSync(folder);
      const full = await openAdtHouse({ workstation: { folder } });
      const { port } = await full.add();
      const sender = await openSender(port);
      sender.send(messageOf('BEFORE'));
      expect((await sender.answered(1)).map(codeOf)).toEqual(['AA']);
      await full.desk.settle();
      const filler = fillUp(join(folder, '..'));
      // The journal may have room for a few more.
      const rest = `NTE|1||${'long '.repeat(20_000)}`;
      const taken = ['BEFORE'];
      let refused = '';
      for (let index = 1; refused === ''; index += 1) {
        sender.send(messageOf(`FULL${index}`, { mrn: `F${index}`, rest }));
        const answer = (await sender.answered(index + 1))[index]!;
        if (codeOf(answer) === 'AA') taken.push(`FULL${index}`);
        else refused = answer;
      }
      expect(codeOf(refused)).toBe('AR');
      expect(refused).toContain('|207^');
      const shown = () => full.test.ask('adt.sources', {}, 'mona').rows[0]!;
      expect(shown().alarm).toMatch(/cannot be kept just now.*disk is full/);
      rmSync(filler);
      const count = sender.answers.length;
      const again = controlIdOf(refused);
      sender.send(messageOf(again, { mrn: again.replace('FULL', 'F') }));
      expect(codeOf((await sender.answered(count + 1)).at(-1)!)).toBe('AA');
      await full.desk.settle();
      expect(full.rows('SELECT control_id, state FROM adt_message ORDER BY id')).toEqual(
        [...taken, again].map((control_id) => ({ control_id, state: 'applied' })),
      );
      expect(shown().alarm).toBeNull();
      await full.end();
    },
  );
});

test('a fault of the thread with the sockets breaks the connections; it is begun anew, and what is sent again is there once', async () => {
  const threads: Worker[] = [];
  const note = (thread: Worker) => void threads.push(thread);
  process.on('worker', note);
  onTestFinished(() => void process.off('worker', note));
  const own = await openAdtHouse();
  const { sourceId, port } = await own.add();
  const sender = await openSender(port);
  sender.send(messageOf('C1'), messageOf('C2', { mrn: 'M2' }));
  await sender.answered(2);
  sender.send(messageOf('C3', { mrn: 'M3' }));
  await threads[0]!.terminate();
  await sender.ended;
  await until(() => own.health.ways.get(sourceId)?.get('mllp')?.well === false);
  expect(own.health.connections.get(sourceId)).toBe(0);
  await until(() => own.health.ways.get(sourceId)?.get('mllp')?.well === true);
  const again = await openSender(port);
  again.send(messageOf('C2', { mrn: 'M2' }), messageOf('C3', { mrn: 'M3' }));
  expect((await again.answered(2)).map(codeOf)).toEqual(['AA', 'AA']);
  await own.desk.settle();
  expect(own.rows('SELECT control_id, state FROM adt_message ORDER BY id')).toEqual(
    ['C1', 'C2', 'C3'].map((control_id) => ({ control_id, state: 'applied' })),
  );
  await own.end();
});

describe('a source that needs somebody', () => {
  test('is called for when it is silent, when much is refused, and no more when it is well again; each is an event', async () => {
    const port = await freePort();
    const own = await openAdtHouse();
    const { sourceId } = await own.add({ mllp: { port }, silentMinutes: 15 });
    const alarm = () => {
      own.sources.look();
      return own.test.ask('adt.sources', {}, 'mona').rows[0]!.alarm;
    };
    const sender = await openSender(port);
    expect(alarm()).toBeNull();
    own.test.clock.advance(16 * 60_000);
    expect(alarm()).toMatch(/Nothing has come for more than 15 minutes/);
    sender.send(messageOf('C1'));
    await sender.answered(1);
    expect(alarm()).toBeNull();
    for (let index = 0; index < 6; index += 1)
      sender.send(messageOf(`R${index}`).replace('ADT^A01', 'ORU^R01'));
    await sender.answered(7);
    expect(alarm()).toMatch(/is refused/);
    own.test.clock.advance(11 * 60_000);
    expect(alarm()).toBeNull();
    expect(
      own.rows(`SELECT name FROM event WHERE subject_id = '${sourceId}' ORDER BY seq`).map((row) => row.name),
    ).toEqual(['adt.sourceAdded', 'adt.alarmRaised', 'adt.alarmEnded', 'adt.alarmRaised', 'adt.alarmEnded']);
    const [row] = own.test.ask('adt.sources', {}, 'mona').rows;
    expect(row).toMatchObject({ messagesToday: 7, refusedToday: 6, connections: 1, waiting: 0 });
    expect(row!.lastHour.reduce((sum, count) => sum + count, 0)).toBe(7);
    expect(row!.lastProblem!.problem).toMatch(/Only ADT messages/);
    await own.end();
  });
});

test('the command that sends tells how each was answered, and ends with 1 when something was not taken', async () => {
  const { sourceId, port } = await source();
  const folder = temporaryFolder();
  const write = (name: string, ...messages: string[]) => {
    writeFileSync(join(folder, name), bytesOf(messages.join('')));
    return join(folder, name);
  };
  const run = async (...words: string[]) => {
    const said: string[] = [];
    const code = await main(words, (text) => said.push(text));
    return { code, said: said.join('') };
  };
  const [first, second, third] = ids(3) as [string, string, string];
  const good = write('good.hl7', messageOf(first), messageOf(second, { mrn: 'M2' }));
  const bad = write('bad.hl7', messageOf(third).replace('ADT^A01', 'ORU^R01'));
  const to = ['--port', String(port), '--connections', '2', '--in-flight', '4'];
  const taken = await run(...to, good, '--generate', '40', '--seed', '3');
  expect(taken).toEqual({ code: 0, said: expect.stringMatching(/^sent 42, answered AA 42, unanswered 0/) });
  expect(await run(...to, bad)).toEqual({ code: 1, said: expect.stringMatching(/^sent 1, answered AR 1/) });
  expect((await run('--port', String(port))).code).toBe(2);
  expect(messagesOf(sourceId)).toHaveLength(43);
  expect(taken.said).not.toMatch(/ANNA|M2/);
});

test('a client that is not ours (node-hl7-client) sends and is answered AA', async () => {
  const { sourceId, port } = await source();
  const client = new Client({ host: '127.0.0.1', version: '2.5' });
  const codes: string[] = [];
  const connection = client.createConnection({ port, version: '2.5' }, async (reply) => {
    codes.push(reply.getMessage().get('MSA.1').toString(), reply.getMessage().get('MSA.2').toString());
  });
  const message = new HL7_2_5()
    .buildMSH({
      msh_3: 'ADT',
      msh_4: 'FAC',
      msh_9_1: 'ADT',
      msh_9_2: 'A28',
      msh_10: 'NOT-OURS-1',
      msh_11_1: 'P',
    })
    .buildEVN({ evn_2: new Date('2026-03-02T09:00:00Z') })
    .buildPID({ pid_3: 'M77^^^FAC^MR', pid_5: 'DOE^JANE^A', pid_7: new Date('1980-01-01'), pid_8: 'F' })
    .toMessage();
  await connection.sendMessage(message);
  await until(() => codes.length > 0);
  await connection.close();
  expect(codes).toEqual(['AA', 'NOT-OURS-1']);
  expect(messagesOf(sourceId)).toMatchObject([{ control_id: 'NOT-OURS-1' }]);
});
