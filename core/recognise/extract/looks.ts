/**
 * A document looked at several times, and what comes of it: of each value what most looks say, and of what they say
 * as often what was held against the most.
 *
 * Always: the first look says what is prescribed and where; where looks differ on a value it is never sure, for they
 * are looks at the same ink. Not here: how pages are looked at again (second-look.ts above).
 */
import type { Confidence, DocumentReading, Found, Suggestion } from '../../contract/recognition.ts';
import { isSamePlace } from '../found.ts';
import { failed, passed } from './draft.ts';

const ranks: Record<Confidence, number> = { sure: 2, check: 1, guess: 0 };

/** What the looks agree on; the first is the page as a whole. */
export function agreed([first, ...more]: readonly [DocumentReading, ...DocumentReading[]]): DocumentReading {
  const found = first.found.map((one) => {
    const others = more.flatMap((look) => look.found.find((other) => isSamePlace(one, other)) ?? []);
    return { ...one, suggestions: ofAll([one, ...others]) };
  });
  return { ...first, found };
}

function ofAll(looks: readonly Found[]): Suggestion[] {
  const byField = Map.groupBy(
    looks.flatMap(({ suggestions }) => suggestions),
    ({ field }) => field,
  );
  return [...byField.values()].map(likeliest);
}

/** Capitals, spaces and points say nothing. */
const keyOf = ({ value }: Suggestion): string => value.toLowerCase().replace(/[^\p{L}\d.,/%]|[.,]+$/gu, '');

function likeliest(all: readonly Suggestion[]): Suggestion {
  const said = [...Map.groupBy(all, keyOf).values()].map((alike) => ({
    best: alike.reduce((one, other) => (worth(other) > worth(one) ? other : one)),
    worth: alike.length * LOOK + Math.max(...alike.map(worth)),
  }));
  const [most, ...others] = said.sort((a, b) => b.worth - a.worth);
  const { best } = most!;
  if (others.length === 0) return withCheck(best, passed('read alike each time it was looked at'));
  const words = `read otherwise, too: “${others[0]!.best.value.slice(0, 80)}”`;
  return { ...withCheck(best, failed(words)), confidence: best.confidence === 'guess' ? 'guess' : 'check' };
}

const withCheck = (one: Suggestion, check: Suggestion['checks'][number]): Suggestion => ({
  ...one,
  checks: [...one.checks.slice(0, 11), check],
});

/** One more look that says the same is worth so much. */
const LOOK = 6;

/** What speaks for a value: how sure it is by itself, and what it was held against. */
const worth = ({ confidence, checks }: Suggestion): number =>
  ranks[confidence] * 10 +
  checks.filter(({ passed }) => passed).length -
  3 * checks.filter(({ passed, words }) => !passed && !ofLetters.test(words)).length;

/** How letters were read says nothing of what they say. */
const ofLetters = /^(?:its letters were|printed words of|a gap in it)/;
