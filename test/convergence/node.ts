/**
 * A real workstation on the simulated log: its own file, its own wrong clock, its own people. It can be cut off, die and
 * come back, come back as it was some time ago, or be copied while it goes on.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandInput, CommandName } from '../../core/contract/index.ts';
import type { Session } from '../../core/handler.ts';
import { newId } from '../../core/identity.ts';
import type { Reply } from '../../core/reply.ts';
import type { SyncParts } from '../../core/sync/engine.ts';
import { insertUser } from '../../core/user/store.ts';
import { newSession, openWorkstation, type Workstation } from '../../core/workstation.ts';
import { copyData } from '../support/copy-data.ts';
import type { Faults, SimulatedLink, SimulatedLog } from './simulated-log.ts';

export const ndc11 = '68180051301';
const key = '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff';
const roles = { tina: 'technician', phoebe: 'pharmacist', paul: 'pharmacist', mona: 'manager' } as const;
export type Person = keyof typeof roles;

export interface NodeOptions {
  log: SimulatedLog;
  name: string;
  number: number;
  branch: string;
  /** Milliseconds its clock is wrong by. */
  skew: number;
  faults: Faults;
  /** What a test plants in the exchange. */
  compose?: (parts: SyncParts) => SyncParts;
}

export interface Node {
  readonly name: string;
  readonly branch: string;
  readonly workstation: Workstation;
  run<N extends CommandName>(name: N, input: CommandInput<N>, as?: Person): Promise<Reply>;
  cut(isCut: boolean): void;
  readonly isCut: boolean;
  /** The process dies and is started again on what is on disk. */
  crash(): Promise<void>;
  /** Keeps a copy of the file as it is, to be come back to. */
  backUp(): void;
  readonly hasBackup: boolean;
  /** The file is lost and the copy takes its place. */
  restore(): Promise<void>;
  /** A second workstation on a copy of this file; this one goes on. */
  clone(name: string): Promise<Node>;
  readonly faultsSeen: string[];
  close(): Promise<void>;
}

/** Opens a workstation, new or on the copy of another's file. */
export const openNode = async (options: NodeOptions, copied?: Workstation): Promise<Node> => {
  const { log, name, number, branch, skew, faults, compose = (parts: SyncParts) => parts } = options;
  const root = mkdtempSync(join(tmpdir(), 'mortar-convergence-'));
  let life = 0;
  let folder = join(root, 'life-0');
  if (copied !== undefined) copyData(copied, folder);
  const faultsSeen: string[] = [];
  let links: SimulatedLink[] = [];
  let isCut = false;
  let backup: string | null = null;

  const open = (create: boolean): Workstation =>
    openWorkstation({
      dataFolder: folder,
      key,
      create,
      clock: () => log.now() + skew,
      channels: false,
      onFault: (where, error) => faultsSeen.push(`${where}: ${(error as Error)?.stack ?? String(error)}`),
      compose: (parts) =>
        compose({
          ...parts,
          running: true,
          firstWaitMs: 5,
          openLink: () => {
            const link = log.open(faults);
            link.cut(isCut);
            links = [...links.slice(-1), link];
            return { ...link, tryNow: () => {} };
          },
        }),
    });
  mkdirSync(folder, { recursive: true });
  let workstation = open(copied === undefined);

  const sessions = new Map<string, Session>();
  const sessionOf = (person: Person): Session => {
    const session = sessions.get(person) ?? newSession(false, 0);
    session.userId = `${workstation.dispatcher.setting('workstation.number')}-${person}`;
    sessions.set(person, session);
    return session;
  };
  const run = (command: CommandName, input: unknown, as: Person = 'tina') =>
    workstation.dispatcher.run(command, { commandId: newId(), input }, sessionOf(as));
  const must = async (command: CommandName, input: unknown, as: Person) => {
    const reply = await run(command, input, as);
    if (!reply.ok) throw new Error(`${command}: ${reply.error.message}`);
  };

  if (copied === undefined) {
    workstation.dispatcher.record((store) => {
      for (const [person, role] of Object.entries(roles))
        insertUser(store, {
          ...{
            id: `${number}-${person}`,
            user_name: person,
            display_name: person,
            role,
            password_hash: 'none',
          },
        });
      store.run("INSERT INTO setting (name, value) VALUES ('workstation.number', ?)", [String(number)]);
      return {
        result: undefined,
        events: [{ name: 'workstation.setUp', subject: { kind: 'workstation', id: 'this' }, data: {} }],
      };
    });
    const settings = {
      'branch.name': `Branch ${branch}`,
      'branch.address': '1 High Street',
      'branch.phone': '585-555-0180',
      'branch.id': branch,
      'workstation.name': name,
    };
    for (const [setting, value] of Object.entries(settings))
      await must('setting.change', { name: setting, value, reason: 'set-up' }, 'mona');
  }

  /** The old process is dead for the log; what of it still runs in this one is ended out of sight. */
  const comeBack = async (fill: (next: string) => void): Promise<void> => {
    for (const link of links) link.kill();
    const old = workstation;
    life += 1;
    const next = join(root, `life-${life}`);
    fill(next);
    await old.close().catch(() => {});
    folder = next;
    workstation = open(false);
    workstation.sync.tryNow();
  };

  const node: Node = {
    name,
    branch,
    faultsSeen,
    get workstation() {
      return workstation;
    },
    get isCut() {
      return isCut;
    },
    get hasBackup() {
      return backup !== null;
    },
    run,
    cut: (cut) => {
      isCut = cut;
      for (const link of links) link.cut(cut);
    },
    crash: () => comeBack((next) => copyData(workstation, next)),
    backUp: () => {
      backup = join(root, 'backup');
      rmSync(backup, { recursive: true, force: true });
      copyData(workstation, backup);
    },
    restore: async () => {
      const kept = backup;
      if (kept !== null) await comeBack((next) => cpSync(kept, next, { recursive: true }));
    },
    clone: (copy) => openNode({ ...options, name: copy }, workstation),
    close: async () => {
      await workstation.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
  return node;
};

/** Names a central to a workstation that has none. */
export const connect = (node: Node): Promise<Reply> =>
  node.run('setting.change', { name: 'central.brokers', value: 'localhost:9092', reason: 'set-up' }, 'mona');
