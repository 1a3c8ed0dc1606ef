/**
 * Words between the fields of directions: a remark, the reason behind “as needed”, or the words of a change.
 *
 * Always: none is lost that carries anything; those no rule knows are noted. Not here: words the tables know.
 */
import { isReason, type Part, standsClose, wordsOf } from './sig-part.ts';
import type { Collecting } from './sig-step.ts';

/** Signs at which words belong together no longer. */
export const boundaries = new Set(['.', ';', ':', '(', ')', '!', '?']);
const separators = new Set([
  ',',
  '-',
  '–',
  '—',
  '/',
  "'",
  '"',
  '*',
  '_',
  '~',
  '’',
  '‘',
  '“',
  '”',
  '•',
  '·',
  '|',
  '\\',
  '[',
  ']',
  '{',
  '}',
]);
/** Words that carry nothing where they stand alone between two fields. */
const joiningWords = new Set(
  'a an the of in into on at for with by per to your up or and is it as from this'.split(' '),
);
/** Words that belong to the day or place behind them: “then on Friday”, but not “increase to 2 tablets”. */
const beforeTimes = new Set(['on', 'at', 'in', 'the', 'a', 'an', ',', '-']);
const carriesNothing = (all: Collecting, part: Part): boolean => {
  const { kind } = part.means;
  if (kind === 'join' || kind === 'span') return true;
  const key = all.tokens[part.from]?.key ?? '';
  return part.to === part.from + 1 && (separators.has(key) || joiningWords.has(part.says ?? key));
};
const isSeparator = (all: Collecting, part: Part): boolean =>
  part.means.kind === 'join' || separators.has(all.tokens[part.from]?.key ?? '');

/** Puts the words that wait where they belong. */
export function settle(all: Collecting): void {
  const { run, runGoes } = all;
  if (run.length === 0) return;
  all.run = [];
  if (runGoes === 'link') {
    let end = run.length;
    while (end > 0 && beforeTimes.has(wordsOf(all.tokens, run[end - 1] as Part))) end -= 1;
    const said = run.slice(0, end);
    if (said.some((part) => !isSeparator(all, part))) all.step.link += ` ${textOf(all, said, 0, end)}`;
    noteUnread(all, run);
    return;
  }
  let from = 0;
  let to = run.length;
  while (from < to && isSeparator(all, run[from] as Part)) from += 1;
  while (to > from && carriesNothing(all, run[to - 1] as Part)) to -= 1;
  if (from === to) return;
  const { asNeeded } = all.step;
  if (runGoes === 'reason' && asNeeded !== null && asNeeded.reason === null) {
    const start = all.tokens[run[from]?.from ?? 0]?.key === 'for' ? from + 1 : from;
    const head = run[start];
    if (head !== undefined && isReason(all.tokens, head)) {
      all.step.asNeeded = { reason: textOf(all, run, start, to) };
      return;
    }
  } else noteUnread(all, run);
  all.step.remarks.push(textOf(all, run, from, to));
  all.holds = 'more';
}

const noteUnread = (all: Collecting, run: readonly Part[]): void => {
  for (const part of run) if (!part.known) all.unread.push(all.tokens[part.from]?.raw ?? '');
};

function textOf(all: Collecting, run: readonly Part[], from: number, to: number): string {
  let text = '';
  for (let at = from; at < to; at += 1) {
    const part = run[at] as Part;
    const words = wordsOf(all.tokens, part);
    const previous = run[at - 1];
    if (text !== '' && !(previous !== undefined && standsClose(all.tokens, part, previous, words)))
      text += ' ';
    text += words;
  }
  return text;
}
