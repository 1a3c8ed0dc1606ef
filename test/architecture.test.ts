/**
 * Who may import whom, and how every file looks, held as a table. A failure names the file, the rule and the mend.
 * Imports are read with a pattern, types included: a type that crosses a border is a border crossed too.
 */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
/** What is generated from the contract looks as its generator makes it. */
const generated = 'core/sync/gen/';
const sourceFiles = globSync(['{core,electron,renderer,test}/**/*.{ts,tsx}', '*.ts'], { cwd: root })
  .filter((file) => !file.startsWith(generated))
  .sort();
const textOf = (file: string) => readFileSync(join(root, file), 'utf8');

/** What a file imports: a path from the root of the project, or the name of a package. */
const importsOf = (file: string): string[] =>
  [...textOf(file).matchAll(/(?:\bfrom\s+|\bimport\s+|\bimport\()'([^'\n]+)'/g)].map(([, name]) =>
    name!.startsWith('.') ? relative(root, resolve(root, dirname(file), name!)) : name!,
  );

interface Rule {
  /** One sentence for the table of the README. */
  rule: string;
  mend: string;
  /** The files it speaks of. */
  of: RegExp;
  /** What they may import; everything else is against the rule. */
  only?: RegExp;
  /** What they must not import. */
  never?: RegExp;
}

const feature =
  'automation|delivery|drug|history|intake|label|operation|patient|prescriber|prescription|reference|recognise|search|setting|stock|user';

const rules: Rule[] = [
  {
    rule: 'core/contract stands on zod and itself.',
    mend: 'Move what you need into core/contract, or leave it out of the contract.',
    of: /^core\/contract\//,
    only: /^(zod$|core\/contract\/)/,
  },
  {
    rule: 'The window knows core/contract and itself, no other part of the project.',
    mend: 'Ask the core with a command or a query of the contract.',
    of: /^renderer\//,
    never: /^(core\/(?!contract\/)|electron\/|test\/|node:)/,
  },
  {
    rule: 'The shell starts the core by its front door and knows nothing else of it but the contract.',
    mend: 'Speak to the core over its socket, as the window does.',
    of: /^electron\//,
    never: /^(core\/(?!contract\/|host\/serve\.ts$)|renderer\/|test\/)/,
  },
  {
    rule: 'The core knows no window and no shell.',
    mend: 'Say it in core/contract and let the window or the shell ask.',
    of: /^core\//,
    never: /^(electron(\/|$)|renderer\/|test\/|react|@mantine)/,
  },
  {
    rule: 'Only core/store/database.ts knows the SQLite driver.',
    mend: 'Use the Reader, Writer or Store of core/store/database.ts.',
    of: /^(core\/(?!store\/database\.ts$)|electron\/|renderer\/)/,
    never: /^better-sqlite3/,
  },
  {
    rule: 'Only the link to Kafka and the central for trying out know kafkajs.',
    mend: 'Use the Link of core/sync/link.ts.',
    of: /^(core\/(?!central\/|sync\/kafka\/)|electron\/|renderer\/)/,
    never: /^(kafkajs|core\/sync\/kafka\/kafkajs-inner)/,
  },
  {
    rule: 'A feature knows nothing of how the core is served or wired.',
    mend: 'Take it from the context of the handler, or move it out of core/host.',
    of: new RegExp(`^core/(adt|contract|channel|document|store|verification|${feature})/`),
    never: /^core\/(host\/|workstation\.ts$|handlers\.ts$)/,
  },
  {
    rule: 'Channels run commands, as a screen does: they import no feature but their own table of deliveries.',
    mend: 'Run a command through the dispatcher instead.',
    of: /^core\/(channel|document)\//,
    never: new RegExp(`^core/(?!delivery/)(${feature})/`),
  },
  {
    rule: 'The store knows no feature and no channel.',
    mend: 'Hand it in from above.',
    of: /^core\/store\//,
    never: new RegExp(`^core/(channel|document|verification|host|demo|${feature})/`),
  },
  {
    rule: 'The demo is loaded by the host; what a feature knows of it are its people.',
    mend: 'Ask the store whether this is the demo, or move the fact out of core/demo.',
    of: new RegExp(`^core/(contract|channel|document|store|${feature})/`),
    never: /^core\/demo\/(?!people\.ts$)/,
  },
  {
    rule: 'Tests of rules know the core and what supports tests, nothing of the window’s screens but their pure parts.',
    mend: 'Test the screen in test/e2e.',
    of: /^test\/(rules|workstation|host|migrations|channels)\//,
    never: /^(renderer\/.*\.tsx|electron\/(main|window|menu)\.ts)$/,
  },
];

describe('who may import whom', () => {
  test.each(rules)('$rule', ({ rule, mend, of, only, never }) => {
    const files = sourceFiles.filter((file) => of.test(file));
    expect(files.length, `no file is spoken of by “${rule}”`).toBeGreaterThan(0);
    const broken = files.flatMap((file) =>
      importsOf(file)
        .filter((name) => (only !== undefined && !only.test(name)) || never?.test(name))
        .map((name) => `${file} imports ${name}`),
    );
    expect(broken, `${rule} ${mend}`).toEqual([]);
  });

  test('reads imports of every kind', () => {
    expect(importsOf('core/workstation.ts')).toContain('core/store/database.ts');
    expect(importsOf('core/store/database.ts')).toContain('better-sqlite3');
    expect(importsOf('core/document/page-worker.ts')).toContain('core/document/pdf-pages.ts');
    expect(importsOf('renderer/main.tsx').some((name) => name.endsWith('.css'))).toBe(true);
  });

  test('every relative import has its ending, so that Node finds the file', () => {
    const broken = sourceFiles.flatMap((file) =>
      [...textOf(file).matchAll(/(?:\bfrom\s+|\bimport\s+|\bimport\()'(\.[^'\n]+)'/g)]
        .filter(([, name]) => !/(\.(tsx?|css|json|svg|wav|png)|_pb\.js)(\?\w+)?$/.test(name!))
        .map(([, name]) => `${file}: ${name}`),
    );
    expect(broken, 'Write the .ts at the end of the import.').toEqual([]);
  });
});

describe('how a file looks', () => {
  test('no folder is a drawer for everything', () => {
    const drawers = globSync(
      '{core,electron,renderer,test}/**/{utils,util,common,lib,services,helpers,misc,shared}',
      {
        cwd: root,
      },
    );
    expect(drawers, 'Name the folder for what is in it.').toEqual([]);
  });

  test('names are whole words in kebab-case', () => {
    const odd = sourceFiles.filter(
      (file) => !/^([a-z0-9]+(-[a-z0-9]+)*\/)*[a-z0-9]+([-.][a-z0-9]+)*\.tsx?$/.test(file),
    );
    expect(odd, 'Rename the file: words in lower case with dashes.').toEqual([]);
  });

  test('every source file begins by saying what it is', () => {
    const silent = sourceFiles.filter((file) => !/^(#!.*\n)?\s*(\/\*\*|\/\/ |\/\*)/.test(textOf(file)));
    expect(
      silent,
      'Begin the file with a short comment: what it is, what always holds, what is not there.',
    ).toEqual([]);
  });

  test('the core writes no console: the log takes an allow-list of fields', () => {
    const loud = sourceFiles.filter((file) => file.startsWith('core/') && /\bconsole\./.test(textOf(file)));
    expect(loud, 'Use core/host/log.ts, or write to standard output from a program’s own main.').toEqual([]);
  });

  /** Tables of facts and declarations: long because there is much to say, not because much goes on. */
  const tables = ['core/contract/prescription.ts', 'core/prescription/sig-codes.ts', 'renderer/words.ts'];
  const LONGEST = 350;

  test(`no file is longer than ${LONGEST} lines, but for the declared tables`, () => {
    const long = sourceFiles
      .filter((file) => !file.startsWith('test/') && !tables.includes(file))
      .map((file) => `${file}: ${textOf(file).split('\n').length - 1}`)
      .filter((line) => Number(line.split(': ')[1]) > LONGEST);
    expect(long, 'Split it where it is two things; about 300 lines is where a file becomes two.').toEqual([]);
  });
});
