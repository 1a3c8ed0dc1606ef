/**
 * Whether two forms are the same: `tab` and `tablet`, `ER tablet` and `tablet, extended release`; never tablet and
 * capsule, plain and extended release, pen and vial.
 *
 * Always: the first form is what stands on a page and may leave unsaid what goes without saying (that a tablet is
 * film-coated, that a capsule of omeprazole is gastro-resistant); the second is one on file.
 * Not here: which forms a drug is made in, and finding a form in a text.
 */
import { plain } from '../fragments.ts';

type Sort = 'kind' | 'container' | 'release' | 'manner' | 'place';

/** What a word says, longest spelling first within a text. */
const table: readonly (readonly [sort: Sort, tag: string, spellings: string])[] = [
  ['kind', 'tablet', 'tablet|tablets|tab|tabs|caplet|caplets'],
  ['kind', 'capsule', 'capsule|capsules|cap|caps'],
  ['kind', 'liquid', 'solution|soln|sol|liquid|syrup|elixir|linctus|concentrate|tincture'],
  ['kind', 'suspension', 'suspension|susp|emulsion'],
  ['kind', 'drops', 'drops|drop|gtt|gtts'],
  ['kind', 'cream', 'cream'],
  ['kind', 'ointment', 'ointment|oint'],
  ['kind', 'gel', 'gel|jelly'],
  ['kind', 'lotion', 'lotion'],
  ['kind', 'foam', 'foam'],
  ['kind', 'shampoo', 'shampoo'],
  ['kind', 'paste', 'paste'],
  ['kind', 'patch', 'patch|patches|transdermal system'],
  ['kind', 'film', 'film|films'],
  ['kind', 'inhaler', 'inhaler|inhalers|hfa|mdi|evohaler|puffer'],
  ['kind', 'aerosol', 'aerosol'],
  ['kind', 'powder', 'powder|granules|granule|pellet|pellets|sachet|sachets|packet|packets'],
  ['kind', 'spray', 'spray'],
  ['kind', 'suppository', 'suppository|suppositories|supp'],
  ['kind', 'pessary', 'pessary|pessaries'],
  ['kind', 'enema', 'enema|enemas'],
  ['kind', 'lozenge', 'lozenge|lozenges|troche|troches'],
  ['kind', 'rinse', 'rinse|mouthwash'],
  ['kind', 'injection', 'injection|inj|injectable|ampoule|ampoules|ampul'],
  ['container', 'pen', 'pen|pens|kwikpen|flexpen|flextouch|solostar|pre filled pen|prefilled pen'],
  ['container', 'syringe', 'syringe|syringes'],
  ['container', 'vial', 'vial|vials'],
  ['container', 'cartridge', 'cartridge|cartridges|penfill'],
  ['container', 'auto-injector', 'auto injector|autoinjector|auto injectors|autoinjectors'],
  [
    'release',
    'extended',
    `extended release|extended|er|xr|xl|sr|cr|cd|la|mr|m r|modified release|prolonged release|sustained release|
    controlled release|slow release|retard|24 hr|12 hr|24hr|12hr`,
  ],
  ['release', 'delayed', 'delayed release|dr|ec|e c|enteric coated|gastro resistant|enteric'],
  ['manner', 'chewable', 'chewable|chew|chewables'],
  ['manner', 'disintegrating', 'orally disintegrating|disintegrating|odt|orodispersible'],
  ['manner', 'sublingual', 'sublingual|sl'],
  ['manner', 'effervescent', 'effervescent'],
  ['manner', 'dispersible', 'dispersible|soluble'],
  ['place', 'mouth', 'oral'],
  ['place', 'eye', 'eye|eyes|ophthalmic|ophth'],
  ['place', 'ear', 'ear|ears|otic'],
  ['place', 'nose', 'nasal'],
  ['place', 'skin', 'topical|transdermal|cutaneous|scalp'],
  ['place', 'rectum', 'rectal'],
  ['place', 'vagina', 'vaginal'],
  ['place', 'lung', 'inhalation|nebulizer|nebuliser|neb|respiratory'],
];

const spellings = table
  .flatMap(([sort, tag, text]) =>
    text.split('|').map((spelling) => ({ sort, tag, words: spelling.trim().split(/\s+/) })),
  )
  .sort((a, b) => b.words.length - a.words.length);

type Form = Record<Sort, Set<string>>;

/** What the words of a form say; words no line of the table knows say nothing. */
const formIn = (text: string): Form => {
  const form: Form = {
    kind: new Set(),
    container: new Set(),
    release: new Set(),
    manner: new Set(),
    place: new Set(),
  };
  const words = plain(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  for (let at = 0; at < words.length; ) {
    const found = spellings.find((spelling) =>
      spelling.words.every((word, place) => words[at + place] === word),
    );
    if (found) form[found.sort].add(found.tag);
    at += found?.words.length ?? 1;
  }
  if (form.container.size > 0) form.kind.add('injection');
  if (form.kind.size === 0 && form.manner.has('disintegrating')) form.kind.add('tablet');
  if (form.kind.has('inhaler')) form.place.add('lung');
  return form;
};

/** Kinds that are one thing under two names: eye drops are an ophthalmic solution, a dry inhaler holds powder. */
const alike: readonly (readonly [string, string])[] = [
  ['liquid', 'drops'],
  ['suspension', 'drops'],
  ['liquid', 'rinse'],
  ['inhaler', 'powder'],
  ['inhaler', 'aerosol'],
];

const share = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => !a.isDisjointFrom(b);

const sameKind = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.has('injection') === b.has('injection') &&
  (share(a, b) || alike.some(([one, other]) => (a.has(one) && b.has(other)) || (a.has(other) && b.has(one))));

const agreeOrUnsaid = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === 0 || b.size === 0 || share(a, b);

/** Only of what is swallowed: a patch gives its drug slowly whether it says so or not. */
const sameRelease = (page: Form, filed: Form): boolean => {
  const swallowed = !filed.kind.has('patch') && !filed.kind.has('injection');
  if (swallowed && page.release.has('extended') !== filed.release.has('extended')) return false;
  return !page.release.has('delayed') || filed.release.has('delayed');
};

/** That it melts under the tongue goes without saying for what is made in no other way. */
const sameManner = (page: Form, filed: Form): boolean =>
  page.manner.isSubsetOf(filed.manner) &&
  filed.manner.difference(page.manner).isSubsetOf(new Set(['sublingual']));

/** A form with the name beside it, which may say the release or the pen: `bupropion XL`, `Lantus SoloStar`. */
export interface NamedForm {
  name: string;
  form: string;
}
export interface FiledForm extends NamedForm {
  brand: string;
  /** The way in, which says whether drops are for the eye or the ear: `ophthalmic`, `ORAL; SUBLINGUAL`. */
  route: string;
}

const filedForm = ({ name, brand, route, form }: FiledForm): Form =>
  formIn(`${route} ${name} ${brand} ${form}`);

/** Whether a form as it stands on a page can be the form of a drug on file. */
export const sameForm = ({ name, form }: NamedForm, drug: FiledForm): boolean => {
  const [page, filed] = [formIn(`${name} ${form}`), filedForm(drug)];
  if (page.kind.size === 0 || filed.kind.size === 0) return plain(form).trim() === plain(drug.form).trim();
  return (
    sameKind(page.kind, filed.kind) &&
    agreeOrUnsaid(page.container, filed.container) &&
    agreeOrUnsaid(page.place, filed.place) &&
    sameRelease(page, filed) &&
    sameManner(page, filed)
  );
};

/** Where no form stands on the page: whether what the name says of the release fits the drug on file. */
export const sameReleaseAsNamed = (name: string, drug: FiledForm): boolean => {
  const { release } = formIn(name);
  const filed = filedForm(drug);
  return release.size === 0 || sameRelease({ ...filed, release }, filed);
};

/** Whether the form is given by injection. */
export const isInjected = (form: string): boolean => formIn(form).kind.has('injection');
