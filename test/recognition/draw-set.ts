/**
 * The measured set: drawn faxes whose truth is known, the same ones for the same seed.
 * Always: each layout comes in every grade, but for the rare ones; 40 of a hundred are clean, 35 fair, 25 poor.
 * Seed 1 is for tuning. Seed 2 is looked at by nobody, neither its pages nor its figures, until tuning has ended:
 * it says what seed 1 can no longer say. Not here: what a layout looks like (layouts/), how the line spoils it
 * (damage.ts).
 */
import type { PageKind } from '../../core/contract/recognition.ts';
import type { Lexicon } from '../../core/recognise/reading.ts';
import { type Chance, chanceOf } from '../support/chance.ts';
import { type Case, caseOf, SENT_ON, shelfUs } from './case.ts';
import { type DocumentPlan, type DrawnDocument, drawDocument, type PagePlan } from './draw-document.ts';
import { drawContinuedFirst, drawContinuedSecond } from './layouts/continued.ts';
import { drawDischarge } from './layouts/discharge.ts';
import { drawElectronic } from './layouts/electronic.ts';
import { drawFormBoxes } from './layouts/form-boxes.ts';
import { drawFormLeft } from './layouts/form-left.ts';
import { drawFp10 } from './layouts/fp10.ts';
import { drawHand } from './layouts/hand.ts';
import { drawLetter } from './layouts/letter.ts';
import { drawLetterUk } from './layouts/letter-uk.ts';
import { drawAdvert, drawBlank, drawCover, drawLab, drawPlainLetter } from './layouts/no-prescription.ts';
import { drawRefill } from './layouts/refill.ts';
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
  (
    draw: Draw,
    country: Country,
    items: readonly number[],
    pen: 'printed' | 'hand' = 'printed',
    place: 'clinic' | 'hospital' = 'clinic',
  ) =>
  (chance: Chance): DocumentPlan['pages'] => {
    const of = caseOf({ country, items: chance.pick(items), place }, chance);
    const look = lookOf(chance, pen);
    return [{ kind: 'prescription', of, draw: (sheet) => draw(sheet, of, look, chance) }];
  };

/** Not a prescription: any of the pages without one. */
const without =
  (kind: PageKind, draw: typeof drawLab, country: Country) =>
  (chance: Chance): DocumentPlan['pages'] => [bare(kind, draw, country, chance)];

const bare = (
  kind: PageKind,
  draw: typeof drawLab,
  country: Country,
  chance: Chance,
  pages?: number,
): PagePlan => {
  const look = lookOf(chance);
  return { kind, draw: (sheet) => draw(sheet, look, country, chance, pages) };
};

const refill = (chance: Chance): DocumentPlan['pages'] =>
  onePage(drawRefill, 'us', [1])(chance).map((page) => ({ ...page, kind: 'refill-request' }));

/** One prescription that begins on one page and ends on the next. */
const continued = (chance: Chance): DocumentPlan['pages'] => {
  const of = caseOf({ country: 'us', items: 1 }, chance);
  const look = lookOf(chance);
  return [
    { kind: 'prescription', of, draw: (sheet) => drawContinuedFirst(sheet, of, look, chance) },
    { kind: 'prescription', of, draw: (sheet) => drawContinuedSecond(sheet, of, look, chance) },
  ];
};

const behindCover = (chance: Chance): DocumentPlan['pages'] => [
  bare('cover-sheet', drawCover, 'us', chance, 2),
  ...onePage(chance.pick([drawFormLeft, drawFormBoxes, drawElectronic]), 'us', [1, 2])(chance),
];

/** Three prescriptions for one patient with somebody's laboratory result between their pages. */
const mixed = (chance: Chance): DocumentPlan['pages'] => {
  const of = caseOf({ country: 'us', items: 3 }, chance);
  const look = lookOf(chance);
  const part = (items: Case['items']): PagePlan => ({
    kind: 'prescription',
    of,
    draw: (sheet) => drawFormLeft(sheet, { ...of, items }, look, chance),
  });
  return [
    bare('cover-sheet', drawCover, 'us', chance, 4),
    part(of.items.slice(0, 2)),
    bare('lab-result', drawLab, 'us', chance),
    part(of.items.slice(2)),
  ];
};

const us = (layout: string, documents: number, plan: Recipe['plan']): Recipe => ({
  layout,
  documents,
  country: 'us',
  plan,
});
const uk = (layout: string, documents: number, plan: Recipe['plan']): Recipe => ({
  layout,
  documents,
  country: 'uk',
  plan,
});

const recipes: readonly Recipe[] = [
  us('form, labels left', 12, onePage(drawFormLeft, 'us', [1, 1, 2])),
  us('form, boxes', 11, onePage(drawFormBoxes, 'us', [1, 1, 2])),
  us('table', 10, onePage(drawTable, 'us', [2, 3, 3, 4])),
  us('letter', 9, onePage(drawLetter, 'us', [1, 1, 2])),
  us('electronic', 11, onePage(drawElectronic, 'us', [1, 1, 2])),
  us('refill request', 8, refill),
  us('handwriting', 8, onePage(drawHand, 'us', [1, 1, 2], 'hand')),
  uk('FP10', 11, onePage(drawFp10, 'uk', [1, 2, 3])),
  uk('letter UK', 8, onePage(drawLetterUk, 'uk', [1, 1, 2])),
  uk('discharge', 6, onePage(drawDischarge, 'uk', [2, 3, 4], 'printed', 'hospital')),
  us('two pages', 3, continued),
  us('behind a cover sheet', 3, behindCover),
  us('mixed', 2, mixed),
  us('cover sheet', 2, without('cover-sheet', drawCover, 'us')),
  us('lab result', 2, without('lab-result', drawLab, 'us')),
  uk('lab result', 2, without('lab-result', drawLab, 'uk')),
  us('advert', 3, without('advert', drawAdvert, 'us')),
  us('plain letter', 2, without('letter', drawPlainLetter, 'us')),
  uk('plain letter', 1, without('letter', drawPlainLetter, 'uk')),
  us('blank', 2, without('blank', drawBlank, 'us')),
];

/** Forty, thirty-five and twenty-five in a hundred, well mixed. */
const gradeDeck: readonly Grade[] = [...'cfpcfcfcpfcfcpcfcpfc'].map(
  (letter) => ({ c: 'clean', f: 'fair', p: 'poor' })[letter] as Grade,
);

/**
 * The documents of a seed, at least `pages` pages of them, each drawn when it is asked for: native pictures are given
 * back only when the event loop turns, and a whole set of them is gigabytes.
 */
export function* drawSet(seed: number, pages = 128): Generator<DrawnDocument> {
  const chance = chanceOf(seed * 7919);
  let drawn = 0;
  let count = 0;
  while (count < pages) {
    for (const { recipe, grade, number } of deckOf(chance)) {
      if (count >= pages) break;
      const { layout, country } = recipe;
      drawn += 1;
      const name = `${String(drawn).padStart(3, '0')} ${layout} ${number}`;
      const own = chanceOf(chance.below(1_000_000_000));
      const document = drawDocument({ name, layout, country, pages: recipe.plan(own) }, grade, own);
      count += document.truth.pages.length;
      yield document;
    }
  }
}

/** One document of a layout, the same one for the same seed. Throws when there is no such layout. */
export function drawOne(layout: string, grade: Grade, seed: number): DrawnDocument {
  const recipe = recipes.find((one) => one.layout === layout);
  if (recipe === undefined) throw new Error(`no layout is called ${layout}`);
  const chance = chanceOf(seed);
  const { country } = recipe;
  return drawDocument({ name: layout, layout, country, pages: recipe.plan(chance) }, grade, chance);
}

/** Every document of one round in an order by chance; the grades go round from layout to layout. */
function deckOf(chance: Chance): { recipe: Recipe; grade: Grade; number: number }[] {
  const from = chance.below(gradeDeck.length);
  const deck = recipes
    .flatMap((recipe) =>
      Array.from({ length: recipe.documents }, (_, number) => ({ recipe, number: number + 1 })),
    )
    .map((document, place) => ({
      ...document,
      grade: gradeDeck[(from + place) % gradeDeck.length]!,
      order: chance.fraction(),
    }));
  return deck.sort((one, other) => one.order - other.order);
}

const lexicons: Record<Country, Lexicon> = {
  us: { profile: 'us', today: SENT_ON, drugs: shelfUs },
  uk: { profile: 'uk', today: SENT_ON, drugs: [...shelfUs, ...medicinesUk] },
};

/** What the pharmacy that got this document knows. */
export const lexiconOf = ({ country }: Pick<DrawnDocument, 'country'>): Lexicon => lexicons[country];
