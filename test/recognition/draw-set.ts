/**
 * The measured set: drawn faxes whose truth is known, the same ones for the same seed.
 * Always: each seed has every layout in every grade, about 40 of a hundred clean, 35 fair, 25 poor.
 * Seed 1 is for tuning. Seed 2 is looked at by nobody, neither its pages nor its figures, until tuning has ended:
 * it says what seed 1 can no longer say. Not here: what a layout looks like (layouts/), how the line spoils it
 * (damage.ts).
 */
import type { Lexicon } from '../../core/recognise/reading.ts';
import { type Chance, chanceOf } from '../support/chance.ts';
import { type Case, caseOf, SENT_ON, shelfUs } from './case.ts';
import { type DocumentPlan, type DrawnDocument, drawDocument } from './draw-document.ts';
import { drawFormBoxes } from './layouts/form-boxes.ts';
import { drawFormLeft } from './layouts/form-left.ts';
import { drawLetter } from './layouts/letter.ts';
import { drawTable } from './layouts/table.ts';
import { type Look, lookOf } from './look.ts';
import { medicinesUk } from './medicines-uk.ts';
import type { Sheet } from './sheet.ts';
import type { Country, Grade } from './truth.ts';

export type { DrawnDocument } from './draw-document.ts';

type Draw = (sheet: Sheet, of: Case, look: Look, chance: Chance) => void;

/** How many documents of a kind are in every hundred and odd pages, and how one is planned. */
interface Recipe {
  readonly layout: string;
  readonly documents: number;
  readonly country: Country;
  plan(chance: Chance): DocumentPlan['pages'];
}

const onePage =
  (draw: Draw, country: Country, items: readonly number[], pen: 'printed' | 'hand' = 'printed') =>
  (chance: Chance): DocumentPlan['pages'] => {
    const of = caseOf({ country, items: chance.pick(items) }, chance);
    const look = lookOf(chance, pen);
    return [{ kind: 'prescription', of, draw: (sheet) => draw(sheet, of, look, chance) }];
  };

const recipes: readonly Recipe[] = [
  { layout: 'form, labels left', documents: 12, country: 'us', plan: onePage(drawFormLeft, 'us', [1, 1, 2]) },
  { layout: 'form, boxes', documents: 11, country: 'us', plan: onePage(drawFormBoxes, 'us', [1, 1, 2]) },
  { layout: 'table', documents: 10, country: 'us', plan: onePage(drawTable, 'us', [2, 3, 3, 4]) },
  { layout: 'letter', documents: 9, country: 'us', plan: onePage(drawLetter, 'us', [1, 1, 2]) },
];

/** Forty, thirty-five and twenty-five in a hundred, well mixed. */
const gradeDeck: readonly Grade[] = [...'cfpcfcfcpfcfcpcfcpfc'].map(
  (letter) => ({ c: 'clean', f: 'fair', p: 'poor' })[letter] as Grade,
);

/** The documents of a seed, at least `pages` pages of them. */
export function drawSet(seed: number, pages = 128): DrawnDocument[] {
  const chance = chanceOf(seed * 7919);
  const drawn: DrawnDocument[] = [];
  let count = 0;
  while (count < pages) {
    for (const { recipe, grade, number } of deckOf(chance)) {
      if (count >= pages) break;
      const { layout, country } = recipe;
      const name = `${String(drawn.length + 1).padStart(3, '0')} ${layout} ${number}`;
      const own = chanceOf(chance.below(1_000_000_000));
      drawn.push(drawDocument({ name, layout, country, pages: recipe.plan(own) }, grade, own));
      count += drawn.at(-1)!.truth.pages.length;
    }
  }
  return drawn;
}

/** Every document of one round in an order by chance; each layout takes its grades in turn. */
function deckOf(chance: Chance): { recipe: Recipe; grade: Grade; number: number }[] {
  const deck = recipes.flatMap((recipe) => {
    const from = chance.below(gradeDeck.length);
    return Array.from({ length: recipe.documents }, (_, number) => ({
      recipe,
      number: number + 1,
      grade: gradeDeck[(from + number) % gradeDeck.length]!,
      order: chance.fraction(),
    }));
  });
  return deck.sort((one, other) => one.order - other.order);
}

const lexicons: Record<Country, Lexicon> = {
  us: { profile: 'us', today: SENT_ON, drugs: shelfUs },
  uk: { profile: 'uk', today: SENT_ON, drugs: [...shelfUs, ...medicinesUk] },
};

/** What the pharmacy that got this document knows. */
export const lexiconOf = ({ country }: Pick<DrawnDocument, 'country'>): Lexicon => lexicons[country];
