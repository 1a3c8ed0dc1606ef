/**
 * `npm run adt:send -- --host H --port P [--tls --ca FILE --cert FILE --key FILE] [--connections N] [--in-flight N] [--rate R]
 * (FILE… | --generate N [--seed S])`: sends messages over MLLP and prints how they were answered, how fast and how soon.
 * Ends with 1 when something was not acknowledged AA or CA. What it prints holds nothing of a message.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { generate } from './generator/generate.ts';
import { splitFile } from './reading/batch-file.ts';
import { inLanes, type SendReport, sendMessages } from './way-in/sending.ts';

/** How many persons the messages made up here speak of. */
const PERSONS = 2_000;

const usage =
  'npm run adt:send -- --host H --port P [--tls --ca FILE --cert FILE --key FILE] [--connections N] [--in-flight N] [--rate R] (FILE… | --generate N [--seed S])\n';

const positive = (text: string | undefined, otherwise: number): number => {
  const value = text === undefined ? otherwise : Number(text);
  if (!Number.isFinite(value) || value < 0) throw new Error(`${text} is no number that can be used here.`);
  return value;
};

/** The report as lines of text. */
export const wordsOf = (report: SendReport): string => {
  const codes = Object.entries(report.byCode).map(([code, count]) => `${code} ${count}`);
  const milliseconds = (value: number) => `${value.toFixed(1)} ms`;
  return [
    `sent ${report.sent}, answered ${codes.join(', ') || 'none'}, unanswered ${report.unanswered}, sent again ${report.sentAgain}`,
    `${report.perSecond.toFixed(0)} a second over ${report.seconds.toFixed(1)} s`,
    `answered after p50 ${milliseconds(report.latency.p50)}, p95 ${milliseconds(report.latency.p95)}, p99 ${milliseconds(report.latency.p99)}`,
    '',
  ].join('\n');
};

export const isAllTaken = ({ sent, byCode }: SendReport): boolean =>
  (byCode.AA ?? 0) + (byCode.CA ?? 0) === sent;

/** Runs the command with its words; answers the exit code. */
export const main = async (words: string[], write: (text: string) => void): Promise<number> => {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: {
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string' },
      tls: { type: 'boolean', default: false },
      ca: { type: 'string' },
      cert: { type: 'string' },
      key: { type: 'string' },
      connections: { type: 'string' },
      'in-flight': { type: 'string' },
      rate: { type: 'string' },
      generate: { type: 'string' },
      seed: { type: 'string' },
    },
  });
  if (values.port === undefined || (positionals.length === 0 && values.generate === undefined)) {
    write(usage);
    return 2;
  }
  const read = (file: string | undefined) => (file === undefined ? undefined : readFileSync(file, 'utf8'));
  const files = positionals.flatMap((file) => [...splitFile(readFileSync(file)).messages]);
  const made =
    values.generate === undefined
      ? []
      : Array.from(
          generate({ count: positive(values.generate, 0), seed: positive(values.seed, 1), persons: PERSONS }),
          ({ bytes }) => bytes,
        );
  const [ca, cert, key] = [read(values.ca), read(values.cert), read(values.key)];
  const report = await sendMessages(
    {
      host: values.host,
      port: positive(values.port, 0),
      tls: values.tls ? { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) } : null,
      inFlight: Math.max(1, positive(values['in-flight'], 1)),
      rate: positive(values.rate, 0),
    },
    inLanes([...files, ...made], Math.max(1, positive(values.connections, 1))),
  );
  write(wordsOf(report));
  return isAllTaken(report) ? 0 : 1;
};

if (process.argv[1] && resolve(process.argv[1]) === import.meta.filename)
  process.exitCode = await main(process.argv.slice(2), (text) => process.stdout.write(text));
