/**
 * A real Apache Kafka of one node for trying out and for tests: formatted, started, paused, killed and started again.
 * Always: it listens on the loopback address only, and it ends when the program that started it does, however that
 * ended. Not here: which topics there are.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Kafka, logLevel } from 'kafkajs';
import '../sync/kafka/kafkajs-inner.ts';
import { kafkaFiles } from './kafka-files.ts';

const run = promisify(execFile);
/** A cold start takes about 4 s on two idle cores; busy ones take their time. */
const START_LIMIT_MS = 120_000;
const STOP_LIMIT_MS = 10_000;
const CLUSTER = 'bW9ydGFyLWNlbnRyYWwtMQ';

/** A further way in, beside the plain one. */
export interface Listener {
  readonly name: string;
  readonly protocol: 'PLAINTEXT' | 'SSL' | 'SASL_PLAINTEXT' | 'SASL_SSL';
  /** Settings of this listener, named as Kafka names them without `listener.name.….`. */
  readonly properties?: Readonly<Record<string, string>>;
  /** The name clients are told to call it by; the loopback address unless said. */
  readonly advertised?: string;
}

export interface BrokerOptions {
  /** Everything it keeps is under this folder; what is there already is gone on with. */
  readonly folder: string;
  /** The port of the plain listener; a free one unless said. */
  readonly port?: number;
  readonly listeners?: readonly Listener[];
  /** User names with their passwords for SCRAM-SHA-512; taken in when the folder is new. */
  readonly users?: Readonly<Record<string, string>>;
  /** Settings of the broker, named as Kafka names them. */
  readonly properties?: Readonly<Record<string, string>>;
  readonly say?: (sentence: string) => void;
}

export interface Broker {
  /** Host and port of the plain listener. */
  readonly bootstrap: string;
  /** Host and port of a further listener. */
  address(listener: string): string;
  /** Ends it in order. */
  stop(): Promise<void>;
  /** Ends it as a power cut does. */
  kill(): Promise<void>;
  /** It still accepts connections and never answers. */
  pause(): void;
  resume(): void;
  /** Starts it again on the same folder and ports, after `stop` or `kill`. */
  restart(): Promise<void>;
}

/** Small and loopback only; nothing is made on demand, so that a wrong name of a topic is noticed. */
const usual = {
  'process.roles': 'broker,controller',
  'node.id': '1',
  'controller.listener.names': 'CONTROLLER',
  'inter.broker.listener.name': 'PLAIN',
  'auto.create.topics.enable': 'false',
  'log.message.timestamp.type': 'LogAppendTime',
  'offsets.topic.replication.factor': '1',
  'offsets.topic.num.partitions': '1',
  'transaction.state.log.replication.factor': '1',
  'transaction.state.log.num.partitions': '1',
  'transaction.state.log.min.isr': '1',
  'share.coordinator.state.topic.replication.factor': '1',
  'group.initial.rebalance.delay.ms': '0',
  // After a kill it takes itself for another of the same name until the session of the killed one has run out.
  'broker.session.timeout.ms': '2000',
  'broker.heartbeat.interval.ms': '500',
  'log.cleaner.dedupe.buffer.size': '16777216',
};
const java = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

/** Ports below those the system gives out by itself, so that one is still free after a restart. */
async function freePort(taken: ReadonlySet<number>): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (taken.has(port)) continue;
    const server = createServer();
    const free = await new Promise<boolean>((answer) => {
      server.once('error', () => answer(false));
      server.listen(port, '127.0.0.1', () => answer(true));
    });
    await new Promise((closed) => server.close(closed));
    if (free) return port;
  }
}

async function propertiesOf(options: BrokerOptions): Promise<Record<string, string>> {
  const listeners: readonly Listener[] = [
    { name: 'PLAIN', protocol: 'PLAINTEXT' },
    { name: 'CONTROLLER', protocol: 'PLAINTEXT' },
    ...(options.listeners ?? []),
  ];
  const ports = new Map<string, number>();
  for (const { name } of listeners) {
    const wanted = name === 'PLAIN' ? options.port : undefined;
    ports.set(name, wanted ?? (await freePort(new Set(ports.values()))));
  }
  const list = (each: (listener: Listener) => string, of = listeners) => of.map(each).join(',');
  const open = listeners.filter(({ name }) => name !== 'CONTROLLER');
  return {
    ...usual,
    'log.dirs': join(options.folder, 'log'),
    'controller.quorum.voters': `1@127.0.0.1:${ports.get('CONTROLLER')}`,
    listeners: list(({ name }) => `${name}://127.0.0.1:${ports.get(name)}`),
    'advertised.listeners': list(
      ({ name, advertised }) => `${name}://${advertised ?? '127.0.0.1'}:${ports.get(name)}`,
      open,
    ),
    'listener.security.protocol.map': list(({ name, protocol }) => `${name}:${protocol}`),
    ...Object.fromEntries(
      listeners.flatMap(({ name, properties }) =>
        Object.entries(properties ?? {}).map(([key, value]) => [
          `listener.name.${name.toLowerCase()}.${key}`,
          value,
        ]),
      ),
    ),
    ...options.properties,
  };
}

const escaped = (value: string) => value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');

/** Asks it for its description until it answers. */
async function untilItAnswers(bootstrap: string, child: ChildProcess, log: string): Promise<void> {
  const since = Date.now();
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`Kafka ended while it was starting:\n${readFileSync(log, 'utf8').slice(-4_000)}`);
    const kafka = new Kafka({
      brokers: [bootstrap],
      clientId: 'mortar-central',
      connectionTimeout: 2_000,
      requestTimeout: 5_000,
      retry: { retries: 0 },
      logLevel: logLevel.NOTHING,
    });
    const admin = kafka.admin();
    try {
      await admin.connect();
      if ((await admin.describeCluster()).brokers.length > 0) return;
    } catch (cause) {
      if (Date.now() - since > START_LIMIT_MS) throw new Error('Kafka did not start in time.', { cause });
    } finally {
      await admin.disconnect().catch(() => {});
    }
    await sleep(150);
  }
}

/** Formats the folder if it is new, starts the broker and resolves once it answers. Rejects with `NoKafka`. */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const { java: program, libraries } = await kafkaFiles(options.say ?? (() => {}));
  const { folder, users = {} } = options;
  mkdirSync(folder, { recursive: true });
  const properties = await propertiesOf(options);
  const settingsFile = join(folder, 'server.properties');
  writeFileSync(
    settingsFile,
    Object.entries(properties)
      .map(([key, value]) => `${key}=${escaped(value)}\n`)
      .join(''),
  );
  const classes = ['-cp', join(libraries, '*')];
  if (!existsSync(join(folder, 'log/meta.properties'))) {
    const scram = Object.entries(users).flatMap(([name, password]) => [
      '--add-scram',
      `SCRAM-SHA-512=[name=${name},password=${password}]`,
    ]);
    const format = ['format', '-t', CLUSTER, '-c', settingsFile, ...scram];
    await run(program, [...java, ...classes, 'kafka.tools.StorageTool', ...format]);
  }

  const ports = new Map(
    properties.listeners!.split(',').map((listener) => {
      const [name, port] = listener.split('://127.0.0.1:');
      return [name!, port!];
    }),
  );
  const advertised = new Map((options.listeners ?? []).map(({ name, advertised }) => [name, advertised]));
  const address = (name: string) => `${advertised.get(name) ?? '127.0.0.1'}:${ports.get(name)}`;
  const bootstrap = address('PLAIN');
  const log = join(folder, 'kafka.log');

  let child: ChildProcess | undefined;
  const start = async () => {
    const out = openSync(log, 'a');
    const quiet = '-Dorg.slf4j.simpleLogger.defaultLogLevel=error';
    child = spawn(program, [...java, quiet, ...classes, 'kafka.Kafka', settingsFile], {
      detached: true,
      stdio: ['ignore', out, out],
    });
    closeSync(out);
    const guard = guardOf(child);
    child.once('exit', () => guard?.kill('SIGKILL'));
    await untilItAnswers(bootstrap, child, log);
  };
  const end = async (signal: NodeJS.Signals, ending: ChildProcess) => {
    if (ending.exitCode !== null || ending.signalCode !== null) return;
    const ended = new Promise((done) => ending.once('exit', done));
    ending.kill('SIGCONT');
    ending.kill(signal);
    const late = setTimeout(() => ending.kill('SIGKILL'), STOP_LIMIT_MS);
    await ended;
    clearTimeout(late);
  };
  try {
    await start();
  } catch (cause) {
    if (child) await end('SIGKILL', child);
    throw cause;
  }
  return {
    bootstrap,
    address,
    stop: () => end('SIGTERM', child!),
    kill: () => end('SIGKILL', child!),
    pause: () => void child!.kill('SIGSTOP'),
    resume: () => void child!.kill('SIGCONT'),
    restart: start,
  };
}

/** Ends the broker when this program is gone: its end of the pipe closes then, whatever ended it. */
function guardOf(child: ChildProcess): ChildProcess | undefined {
  if (process.platform === 'win32') return undefined;
  const guard = spawn('/bin/sh', ['-c', `cat >/dev/null; kill -9 ${child.pid}`], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.unref();
  (guard.stdin as unknown as { unref(): void }).unref();
  child.unref();
  return guard;
}
