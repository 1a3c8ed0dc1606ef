/**
 * `npm run automation [-- --brokers HOST:PORT,… --prefix P --data DIR --drugs FILE --security FILE]`: the reference
 * service of intake automation as a process of its own. Ends in order on SIGTERM and SIGINT.
 * Always: what it prints holds nothing of a page. Without `--drugs` it knows the drugs of the demo.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type AutomationService, startAutomationService } from '../automation/service.ts';
import { demoDrugs } from '../demo/drugs.ts';
import { createPageReader } from '../recognise/page-reader.ts';
import type { LexiconDrug } from '../recognise/reading.ts';
import { openKafkaLink } from '../sync/kafka/kafka.ts';
import { type Security, securityKinds } from '../sync/security.ts';
import { prefixed, topics } from '../sync/topics.ts';

const drugList = z.array(
  z.object({
    name: z.string().min(1),
    brand: z.string().default(''),
    strength: z.string(),
    form: z.string(),
    unit: z.string(),
  }),
);

const securityFile = z.object({
  kind: z.enum(securityKinds),
  ca: z.string().optional(),
  certificateFile: z.string().optional(),
  keyFile: z.string().optional(),
  keyPassphrase: z.string().optional(),
  user: z.string().optional(),
  secret: z.string().optional(),
  tokenUrl: z.string().optional(),
  clientId: z.string().optional(),
  region: z.string().optional(),
});

/** The drugs of the demo, as extraction knows drugs. */
export const demoLexicon = (): LexiconDrug[] =>
  demoDrugs.map(({ name, brand = '', strength, form, unit }) => ({ name, brand, strength, form, unit }));

export interface AutomationOptions {
  /** `host:port` of some of central's machines. */
  brokers: readonly string[];
  prefix?: string;
  /** A folder of its own. */
  folder: string;
  drugs?: readonly LexiconDrug[];
  security?: Security;
  onProblem?: (sentence: string) => void;
}

/** Opens the link and the recogniser and starts the service on them; stopping it closes both. */
export const runAutomation = async (options: AutomationOptions): Promise<AutomationService> => {
  const { brokers, prefix = '', folder, drugs = demoLexicon(), security = { kind: 'none' } } = options;
  const names = ['intake.automation.requests', 'intake.automation.results', 'documents'] as const;
  const link = openKafkaLink({
    ...{ brokers, security, clientId: 'mortar-automation' },
    topics: Object.fromEntries(names.map((name) => [prefixed(prefix, name), topics[name].partitions])),
  });
  const reader = createPageReader();
  const close = () => Promise.all([link.close(), reader.close()]);
  try {
    const service = await startAutomationService({
      ...{ link, prefix, folder, reader, drugs },
      ...(options.onProblem && { onProblem: options.onProblem }),
    });
    return {
      ...service,
      stop: async () => {
        await service.stop();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
};

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      brokers: { type: 'string', default: '127.0.0.1:9092' },
      prefix: { type: 'string', default: '' },
      data: { type: 'string', default: 'automation-data' },
      drugs: { type: 'string' },
      security: { type: 'string' },
    },
  });
  const json = (file: string): unknown => JSON.parse(readFileSync(resolve(file), 'utf8'));
  // Whoever read what it prints may be gone; it works on.
  process.stdout.on('error', () => {});
  const say = (sentence: string) => process.stdout.write(`${sentence}\n`);
  const service = await runAutomation({
    brokers: values.brokers.split(',').map((one) => one.trim()),
    prefix: values.prefix,
    folder: resolve(values.data),
    ...(values.drugs !== undefined && { drugs: drugList.parse(json(values.drugs)) }),
    // Whoever wrote the file means only what stands in it.
    ...(values.security !== undefined && { security: securityFile.parse(json(values.security)) as Security }),
    onProblem: say,
  });
  say('automation ready');
  const end = () => void service.stop().then(() => process.exit(0));
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
};

if (import.meta.main)
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
