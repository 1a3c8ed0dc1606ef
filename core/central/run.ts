/**
 * `npm run central [-- --data DIR --port N --prefix P --without-automation]`: a central for trying out, on this machine
 * alone: a real Kafka with the topics, and the reference service of intake automation. Ends in order on Ctrl+C.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startBroker } from './broker.ts';
import { makeTopics } from './make-topics.ts';

const say = (sentence: string) => process.stdout.write(`${sentence}\n`);

/** Where data lies that is not fetched again, as the user's system has it. */
const dataFolder = () =>
  join(process.env.XDG_DATA_HOME || process.env.LOCALAPPDATA || join(homedir(), '.local/share'), 'mortar');

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      data: { type: 'string', default: join(dataFolder(), 'central') },
      port: { type: 'string', default: '9092' },
      prefix: { type: 'string', default: '' },
      'without-automation': { type: 'boolean', default: false },
    },
  });
  const folder = resolve(values.data);
  say(`Starting a Kafka of one node in ${folder}.`);
  const broker = await startBroker({ folder, port: Number(values.port), say });
  const names = await makeTopics(broker.bootstrap, values.prefix);
  say(`It answers at ${broker.bootstrap}. Its topics:\n  ${names.join('\n  ')}`);
  let automation: ChildProcess | undefined;
  if (!values['without-automation']) {
    const service = [
      '--brokers',
      broker.bootstrap,
      '--prefix',
      values.prefix,
      '--data',
      join(folder, 'automation'),
    ];
    automation = spawn(process.execPath, [join(import.meta.dirname, 'automation.ts'), ...service], {
      stdio: 'inherit',
    });
    automation.once(
      'exit',
      (code) => code && say('The automation service has ended; Kafka goes on without it.'),
    );
  }
  say(
    [
      'To use it, set at a workstation, on the screen Settings:',
      '  branch.id         a short code, such as north-1',
      `  central.brokers   ${broker.bootstrap}`,
      ...(values.prefix ? [`  central.prefix    ${values.prefix}`] : []),
      '  automation.on     yes, for intakes to be put to the automation service',
      'End it with Ctrl+C.',
    ].join('\n'),
  );
  let ending = false;
  const end = async () => {
    if (ending) return;
    ending = true;
    automation?.kill('SIGTERM');
    await broker.stop();
    say('Ended. What was exchanged is kept in the folder.');
    process.exit(0);
  };
  // The pipe to the broker's guard does not hold this program open by itself.
  setInterval(() => {}, 60_000);
  process.on('SIGINT', () => void end());
  process.on('SIGTERM', () => void end());
};

if (import.meta.main)
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
