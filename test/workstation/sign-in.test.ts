/** Sign-in, PIN, lock and the people who have a sign-in: what a wrong try costs, when a PIN is enough. */
import { describe, expect, test } from 'vitest';
import { demoStaff } from '../../core/demo/people.ts';
import { isWeakPassword } from '../../core/user/user.ts';
import { newSession } from '../../core/workstation.ts';
import {
  openTestWorkstation,
  type Person,
  passwordOf,
  staff,
  type TestWorkstation,
} from '../support/workstation.ts';

const SECOND = 1000;
const HOUR = 3_600_000;

const window = () => newSession(false, 0);
const right = (person: Person) => ({ userName: person, password: passwordOf(person) });
const wrong = (person: Person) => ({ userName: person, password: 'not-the-password' });
const log = (work: TestWorkstation, name: string) =>
  work.ask('event.log', { name, limit: 500 }, 'adam').entries;

/** Signs in and sets the PIN 4711. */
const withPin = async (work: TestWorkstation, person: Person) => {
  const session = window();
  await work.run('user.signIn', right(person), session);
  await work.run('user.setPin', { password: passwordOf(person), pin: '4711' }, session);
  return session;
};

describe('signing in', () => {
  test('the right password opens the window, whatever the case of the user name', async () => {
    const work = await openTestWorkstation();
    const session = window();
    const { user } = await work.run('user.signIn', { ...right('phoebe'), userName: ' Phoebe ' }, session);
    expect(user).toMatchObject({ userName: 'phoebe', role: 'pharmacist' });
    const me = work.ask('user.me', {}, session);
    expect(me.user?.id).toBe('user-phoebe');
    expect(me.may).toContain('prescription.approve');
    expect(me.may).not.toContain('user.create');
    expect(log(work, 'user.signedIn')[0]).toMatchObject({ by: { id: 'user-phoebe' }, sentence: 'Signed in' });
  });

  test('a wrong password and an unknown name are refused with the same words', async () => {
    const work = await openTestWorkstation();
    const session = window();
    const known = await work.refused('user.signIn', wrong('tina'), session);
    const unknown = await work.refused('user.signIn', { userName: 'nobody', password: 'x' }, session);
    expect(unknown).toEqual(known);
    expect(known.code).toBe('user.wrong-password');
    expect(session.userId).toBeNull();
  });

  test('from the third wrong try on the next has to wait, twice as long each time', async () => {
    const work = await openTestWorkstation();
    const session = window();
    for (let tries = 0; tries < 3; tries += 1)
      expect((await work.refused('user.signIn', wrong('tina'), session)).code).toBe('user.wrong-password');
    const waiting = await work.refused('user.signIn', right('tina'), session);
    expect(waiting).toMatchObject({ code: 'user.wait', details: { seconds: 8 } });
    expect(waiting.message).toContain('8 seconds');
    work.clock.advance(8 * SECOND);
    expect((await work.refused('user.signIn', wrong('tina'), session)).code).toBe('user.wrong-password');
    expect((await work.refused('user.signIn', right('tina'), session)).details).toEqual({ seconds: 16 });
    work.clock.advance(15 * SECOND);
    expect((await work.refused('user.signIn', right('tina'), session)).details).toEqual({ seconds: 1 });
    work.clock.advance(1 * SECOND);
    await work.run('user.signIn', right('tina'), session);
    expect((await work.refused('user.signIn', wrong('tina'), window())).code).toBe('user.wrong-password');
  });

  test('nobody waits longer than a quarter of an hour', async () => {
    const work = await openTestWorkstation();
    for (let tries = 0; tries < 12; tries += 1) {
      await work.refused('user.signIn', wrong('tina'), window());
      work.clock.advance(900 * SECOND);
    }
    await work.run('user.signIn', right('tina'), window());
  });

  test('wrong tries are counted across a restart', async () => {
    const work = await openTestWorkstation();
    for (let tries = 0; tries < 3; tries += 1) await work.refused('user.signIn', wrong('tina'), window());
    await work.restart();
    expect((await work.refused('user.signIn', right('tina'), window())).code).toBe('user.wait');
  });

  test('guesses sent all at once are slowed down like guesses one by one', async () => {
    const work = await openTestWorkstation();
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => work.refused('user.signIn', wrong('tina'), window())),
    );
    expect(replies.filter(({ code }) => code === 'user.wrong-password')).toHaveLength(3);
    expect(replies.filter(({ code }) => code === 'user.wait')).toHaveLength(7);
  });

  test('a failed sign-in is in the history, without the name or the password that was typed', async () => {
    const work = await openTestWorkstation();
    await work.refused('user.signIn', { userName: 'my-secret-typed-here', password: 'and-here' }, window());
    const [entry] = log(work, 'user.signInFailed');
    expect(entry).toMatchObject({ sentence: 'Wrong password', subject: { id: 'unknown' } });
    const rows = work.workstation.store.all('SELECT * FROM event');
    expect(JSON.stringify(rows)).not.toMatch(/my-secret-typed-here|and-here/);
  });

  test('somebody who left cannot sign in', async () => {
    const work = await openTestWorkstation();
    await work.run(
      'user.change',
      { userId: 'user-tina', displayName: 'Tina', role: 'technician', active: false, reason: 'left' },
      'adam',
    );
    expect((await work.refused('user.signIn', right('tina'), window())).code).toBe('user.wrong-password');
  });
});

describe('the PIN', () => {
  test('unlocks the window after a sign-in by password, and shows who locked it until then', async () => {
    const work = await openTestWorkstation();
    const session = await withPin(work, 'tina');
    await work.run('user.lock', {}, session);
    expect(work.ask('user.me', {}, session)).toMatchObject({ lockedBy: 'Tina', may: [] });
    expect((await work.refused('patient.register', {} as never, session)).kind).toBe('invalid');
    expect(() => work.ask('drug.count', {}, session)).toThrow(/locked/);
    await work.run('user.unlock', { userName: 'tina', pin: '4711' }, session);
    expect(work.ask('user.me', {}, session)).toMatchObject({ lockedBy: null, user: { userName: 'tina' } });
  });

  test('of a colleague takes the window over', async () => {
    const work = await openTestWorkstation();
    const session = await withPin(work, 'tina');
    await withPin(work, 'phoebe');
    await work.run('user.lock', {}, session);
    await work.run('user.unlock', { userName: 'phoebe', pin: '4711' }, session);
    expect(work.ask('user.me', {}, session)).toMatchObject({ lockedBy: null, user: { userName: 'phoebe' } });
  });

  test('is not enough once the set hours since the password are over', async () => {
    const work = await openTestWorkstation();
    const session = await withPin(work, 'tina');
    const pin = { userName: 'tina', pin: '4711' };
    work.clock.advance(12 * HOUR - 1);
    await work.run('user.unlock', pin, session);
    work.clock.advance(1);
    expect((await work.refused('user.unlock', pin, session)).code).toBe('user.password-needed');
    expect(
      work.ask('user.tiles', {}, session).tiles.find(({ userName }) => userName === 'tina')?.pinWorks,
    ).toBe(false);
  });

  test('is not enough for somebody without one', async () => {
    const work = await openTestWorkstation();
    await work.run('user.signIn', right('tina'), window());
    const refusal = await work.refused('user.unlock', { userName: 'tina', pin: '4711' }, window());
    expect(refusal.code).toBe('user.password-needed');
  });

  test('five wrong PINs ask for the password, even once the wait is over', async () => {
    const work = await openTestWorkstation();
    const session = await withPin(work, 'tina');
    for (let tries = 0; tries < 5; tries += 1) {
      expect((await work.refused('user.unlock', { userName: 'tina', pin: '0000' }, session)).code).toBe(
        'user.wrong-pin',
      );
      work.clock.advance(60 * SECOND);
    }
    const refusal = await work.refused('user.unlock', { userName: 'tina', pin: '4711' }, session);
    expect(refusal.code).toBe('user.password-needed');
    await work.run('user.signIn', right('tina'), session);
    await work.run('user.unlock', { userName: 'tina', pin: '4711' }, session);
  });

  test('is set only with one’s own password', async () => {
    const work = await openTestWorkstation();
    const refusal = await work.refused('user.setPin', { password: 'not-the-password', pin: '4711' }, 'tina');
    expect(refusal.code).toBe('user.wrong-password');
  });
});

describe('people with a sign-in', () => {
  test('one’s own password is changed with the old one, and the old one no longer opens', async () => {
    const work = await openTestWorkstation();
    const change = { userId: 'user-tina', password: 'a-longer-phrase' };
    expect(
      (await work.refused('user.setPassword', { ...change, oldPassword: 'wrong-one' }, 'tina')).code,
    ).toBe('user.wrong-password');
    await work.run('user.setPassword', { ...change, oldPassword: passwordOf('tina') }, 'tina');
    await work.refused('user.signIn', right('tina'), window());
    await work.run('user.signIn', { userName: 'tina', password: 'a-longer-phrase' }, window());
  });

  test('somebody else’s password is set by an administrator alone', async () => {
    const work = await openTestWorkstation();
    const change = { userId: 'user-tina', password: 'a-longer-phrase' };
    for (const person of ['tom', 'phoebe', 'mona'] as const)
      expect((await work.refused('user.setPassword', change, person)).kind).toBe('forbidden');
    await work.run('user.setPassword', change, 'adam');
    await work.run('user.signIn', { userName: 'tina', password: 'a-longer-phrase' }, window());
  });

  test('a PIN that anybody would try first is refused', async () => {
    const work = await openTestWorkstation();
    for (const pin of ['0000', '1234', '987654', '77777777'])
      expect((await work.refused('user.setPin', { password: passwordOf('tina'), pin }, 'tina')).code).toBe(
        'user.weak-pin',
      );
    await work.run('user.setPin', { password: passwordOf('tina'), pin: '4711' }, 'tina');
  });

  test('a password that anybody would try first is refused; those of the demonstration are not', async () => {
    const work = await openTestWorkstation();
    const person = { userName: 'newcomer', displayName: 'New Comer', role: 'technician' } as const;
    for (const password of ['password', '12345678', 'Pharmacy1', 'newcomer1', 'aaaaaaaa'])
      expect((await work.refused('user.create', { ...person, password }, 'adam')).code).toBe(
        'user.weak-password',
      );
    for (const { userName, password } of demoStaff) expect(isWeakPassword(password, userName)).toBe(false);
    await work.run('user.create', { ...person, password: 'marble-lantern' }, 'adam');
    expect((await work.refused('user.create', { ...person, password: 'marble-lantern' }, 'adam')).code).toBe(
      'user.name-taken',
    );
  });

  test('the last administrator stays, and nobody changes the own role', async () => {
    const work = await openTestWorkstation();
    const change = { userId: 'user-adam', displayName: 'Adam', reason: 'holiday' };
    expect(
      (await work.refused('user.change', { ...change, role: 'manager', active: true }, 'adam')).code,
    ).toBe('user.last-administrator');
    const { userId } = await work.run(
      'user.create',
      { userName: 'ada', displayName: 'Ada', role: 'administrator', password: 'marble-lantern' },
      'adam',
    );
    expect(
      (await work.refused('user.change', { ...change, role: 'manager', active: true }, 'adam')).code,
    ).toBe('user.own-role');
    await work.run(
      'user.change',
      { ...change, displayName: 'Adam B.', role: 'administrator', active: true },
      'adam',
    );
    const ada = { userId, displayName: 'Ada', role: 'manager', active: true, reason: 'new post' } as const;
    expect(await work.run('user.change', ada, 'adam')).toEqual({ version: 2 });
  });

  test('a role that is taken away is gone at once, in windows that are open', async () => {
    const work = await openTestWorkstation();
    const session = window();
    await work.run('user.signIn', right('mona'), session);
    const change = { name: 'claim.minutes', value: 15, reason: 'short shifts' };
    await work.run('setting.change', change, session);
    await work.run(
      'user.change',
      { userId: 'user-mona', displayName: 'Mona', role: 'technician', active: true, reason: 'asked to' },
      'adam',
    );
    expect((await work.refused('setting.change', change, session)).kind).toBe('forbidden');
  });

  test('tiles show nobody’s password in a pharmacy that is no demonstration', async () => {
    const work = await openTestWorkstation();
    const { demo, tiles } = work.ask('user.tiles', {}, window());
    expect(demo).toBe(false);
    expect(tiles.map(({ userName }) => userName)).toEqual(Object.keys(staff));
    expect(tiles.every(({ demoPassword, demoPin }) => demoPassword === null && demoPin === null)).toBe(true);
  });
});
