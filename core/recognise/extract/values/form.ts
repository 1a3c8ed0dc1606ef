/**
 * Forms of a drug: tablet, extended-release capsule, eye drops; as written in two countries and shortened by hand.
 *
 * Always: a form is the set of what its words say (kind, release, way in), so `ER tab`, `tablet, extended release`
 * and `extended-release tablet` are one form. Not here: which forms a drug is made in.
 */
import { faults, faultsAllowed, folded } from '../fuzzy.ts';
import type { Read } from '../span.ts';

type Sort = 'kind' | 'release' | 'manner' | 'place' | 'coat';

const table: [sort: Sort, tag: string, spellings: string][] = [
  ['kind', 'tablet', 'tablet|tablets|tab|tabs|tabl|caplet|caplets|tablet(s)'],
  ['kind', 'capsule', 'capsule|capsules|cap|caps|capsule(s)'],
  ['kind', 'solution', 'solution|soln|sol|liquid|concentrate'],
  ['kind', 'suspension', 'suspension|susp'],
  ['kind', 'syrup', 'syrup|elixir|linctus'],
  ['kind', 'cream', 'cream|crm'],
  ['kind', 'ointment', 'ointment|oint'],
  ['kind', 'gel', 'gel|jelly'],
  ['kind', 'lotion', 'lotion'],
  ['kind', 'foam', 'foam'],
  ['kind', 'shampoo', 'shampoo'],
  ['kind', 'patch', 'patch|patches'],
  ['kind', 'drops', 'drops|drop'],
  ['kind', 'spray', 'spray'],
  ['kind', 'inhaler', 'inhaler|inhalers|mdi|hfa|evohaler|accuhaler|turbohaler|aerosol|cfc free inhaler'],
  ['kind', 'powder', 'powder'],
  ['kind', 'pen', 'pen|pens|kwikpen|flexpen|solostar|injection pen|pre-filled pen|prefilled pen|flextouch'],
  ['kind', 'syringe', 'syringe|syringes|prefilled syringe|pre-filled syringe'],
  ['kind', 'vial', 'vial|vials'],
  ['kind', 'auto-injector', 'auto-injector|autoinjector|auto injector|auto-injectors'],
  ['kind', 'suppository', 'suppository|suppositories|supp'],
  ['kind', 'pessary', 'pessary|pessaries'],
  ['kind', 'enema', 'enema|enemas'],
  ['kind', 'film', 'film|films'],
  ['kind', 'lozenge', 'lozenge|lozenges|troche'],
  ['kind', 'rinse', 'rinse|mouthwash'],
  ['kind', 'granules', 'granules|granule'],
  ['kind', 'sachet', 'sachet|sachets|packet|packets'],
  ['kind', 'kit', 'kit'],
  ['kind', 'injection', 'injection|inj|injectable|ampoule|ampoules|cartridge|cartridges'],
  [
    'release',
    'extended',
    'extended-release|extended release|ext-release|ext release|er|xr|xl|sr|cr|mr|m/r|modified-release|modified release|prolonged-release|prolonged release|sustained-release|sustained release|controlled-release|24hr|24 hr|12 hr|12hr',
  ],
  [
    'release',
    'delayed',
    'delayed-release|delayed release|dr|ec|e/c|enteric-coated|enteric coated|gastro-resistant|gastro resistant|enteric',
  ],
  ['manner', 'chewable', 'chewable|chew|chewables'],
  [
    'manner',
    'disintegrating',
    'orally disintegrating|orally-disintegrating|odt|orodispersible|disintegrating',
  ],
  ['manner', 'sublingual', 'sublingual|sl'],
  ['manner', 'effervescent', 'effervescent'],
  ['manner', 'dispersible', 'dispersible|soluble'],
  [
    'coat',
    'coated',
    'film-coated|film coated|coated|f/c|sugar-coated|sugar coated|gelatin coated|liquid filled',
  ],
  ['place', 'oral', 'oral|for oral'],
  ['place', 'eye', 'eye|ophthalmic|ophth|opth'],
  ['place', 'ear', 'ear|otic'],
  ['place', 'nose', 'nasal'],
  ['place', 'skin', 'topical|transdermal|skin|scalp|cutaneous'],
  ['place', 'rectum', 'rectal'],
  ['place', 'vagina', 'vaginal'],
  ['place', 'lung', 'inhalation|nebulizer|nebuliser|neb|breath actuated|breath-actuated|metered|dry'],
];

interface Word {
  readonly sort: Sort;
  readonly tag: string;
}

const words = new Map<string, Word>(
  table.flatMap(([sort, tag, spellings]) =>
    spellings.split('|').map((spelling) => [spelling.replaceAll('-', ' '), { sort, tag }] as const),
  ),
);
const longest = Math.max(...[...words.keys()].map((spelling) => spelling.split(' ').length));
const foldedWords = [...words]
  .filter(([spelling]) => spelling.length > 5)
  .map(([spelling, word]) => [folded(spelling), word] as const);

/** What OCR makes of the short ones, which are too short to be found by their faults. */
const misread = new Map<string, string>([
  ['tah', 'tab'],
  ['tahs', 'tabs'],
  ...['fab', 'tob'].map((read) => [read, 'tab'] as const),
  ...['fabs', 'tobs'].map((read) => [read, 'tabs'] as const),
  ...['eap', 'cop'].map((read) => [read, 'cap'] as const),
  ...['eaps', 'cops'].map((read) => [read, 'caps'] as const),
]);

export interface Form {
  readonly kinds: ReadonlySet<string>;
  readonly release: string | null;
  readonly manner: string | null;
  readonly places: ReadonlySet<string>;
}

export interface ReadForm extends Read {
  readonly form: Form;
}

const pieces = /[\p{L}\d]+(?:\/[\p{L}](?!\p{L}))?(?:\(s\))?/giu;

/** Runs of form words that name a kind of form. */
export const formsIn = (text: string): ReadForm[] =>
  formWordsIn(text).filter(({ form }) => form.kinds.size > 0);

/** The form words of a text, those that stand together as one run: `ER` alone is one, too. */
export function formWordsIn(text: string): ReadForm[] {
  const tokens = [...text.matchAll(pieces)].map((match) => ({
    text: match[0].toLowerCase().replace('(s)', ''),
    from: match.index,
    to: match.index + match[0].length,
  }));
  const found: ReadForm[] = [];
  let run: { word: Word; from: number; to: number; repaired: boolean }[] = [];
  const close = () => {
    if (run.length > 0) {
      const from = run[0]!.from;
      const to = run.at(-1)!.to;
      found.push({
        value: text.slice(from, to).replace(/\s+/g, ' '),
        from,
        to,
        repaired: run.some(({ repaired }) => repaired),
        form: formOf(run.map(({ word }) => word)),
      });
    }
    run = [];
  };
  for (let at = 0; at < tokens.length; ) {
    const match = wordAt(tokens, at);
    const last = run.at(-1);
    if (
      match === null ||
      (last !== undefined && !/^[\s,\-(]*$/.test(text.slice(last.to, tokens[at]!.from)))
    ) {
      close();
    }
    if (match === null) {
      at += 1;
      continue;
    }
    run.push({
      word: match.word,
      from: tokens[at]!.from,
      to: tokens[at + match.length - 1]!.to,
      repaired: match.repaired,
    });
    at += match.length;
  }
  close();
  return found;
}

/** Several runs as one form: `ER` before the strength and `tablet` after it. */
export function joinedForm(runs: readonly ReadForm[]): ReadForm {
  const forms = runs.map(({ form }) => form);
  return {
    value: runs.map(({ value }) => value).join(' '),
    from: Math.min(...runs.map(({ from }) => from)),
    to: Math.max(...runs.map(({ to }) => to)),
    repaired: runs.some(({ repaired }) => repaired),
    form: {
      kinds: new Set(forms.flatMap(({ kinds }) => [...kinds])),
      release: forms.find(({ release }) => release !== null)?.release ?? null,
      manner: forms.find(({ manner }) => manner !== null)?.manner ?? null,
      places: new Set(forms.flatMap(({ places }) => [...places])),
    },
  };
}

function wordAt(tokens: readonly { text: string }[], at: number) {
  for (let length = Math.min(longest, tokens.length - at); length > 0; length -= 1) {
    const spelling = tokens
      .slice(at, at + length)
      .map(({ text }) => text)
      .join(' ');
    const word = words.get(spelling);
    if (word !== undefined) return { word, length, repaired: false };
  }
  const short = misread.get(tokens[at]!.text);
  if (short !== undefined) return { word: words.get(short)!, length: 1, repaired: true };
  const key = folded(tokens[at]!.text);
  if (key.length < 6) return null;
  const near = foldedWords.find(([other]) => faults(key, other, 1) <= Math.min(1, faultsAllowed(key.length)));
  return near === undefined ? null : { word: near[1], length: 1, repaired: true };
}

function formOf(parts: readonly Word[]): Form {
  const tags = (sort: Sort) => parts.filter((part) => part.sort === sort).map(({ tag }) => tag);
  // Only tablets disintegrate in the mouth: `ODT` alone says both.
  const kinds = new Set([
    ...tags('kind'),
    ...(tags('manner')[0] === 'disintegrating' && tags('kind').length === 0 ? ['tablet'] : []),
  ]);
  const injected = injections.some((kind) => kinds.has(kind));
  return {
    kinds,
    release: tags('release')[0] ?? null,
    manner: tags('manner')[0] ?? null,
    places: new Set([...tags('place'), ...(injected ? ['injection'] : [])]),
  };
}

const injections = ['injection', 'pen', 'syringe', 'vial', 'auto-injector'];

const nothing: Form = { kinds: new Set(), release: null, manner: null, places: new Set() };

/** What the form of a drug on file says. */
export const formNamed = (name: string): Form => formsIn(name.toLowerCase())[0]?.form ?? nothing;

/** Whether what is written can be this form: a kind in common, the same release and manner, no other way in. */
export function fitsForm(written: Form, onFile: Form): boolean {
  const shared = [...written.kinds].some((kind) => onFile.kinds.has(kind));
  const wayIn =
    written.places.size === 0 ||
    onFile.places.size === 0 ||
    [...written.places].some((place) => onFile.places.has(place));
  return shared && wayIn && written.release === onFile.release && written.manner === onFile.manner;
}
