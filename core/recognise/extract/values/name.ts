/**
 * Names of people as `Family, Given`, as far as the two can be told apart: a comma tells, capitals tell, else the
 * last word and the small words before it are the family.
 *
 * Always: a name is letters; titles and degrees are left off. Not here: whose name it is.
 */
import type { Read } from '../span.ts';

export interface ReadName extends Read {
  /** The page itself says which part is the family, or there are only two parts. */
  readonly partsCertain: boolean;
  /** Letters only, each part beginning with a capital. */
  readonly tidy: boolean;
  /** `MD`, `NP` … as it stands after the name, or "". */
  readonly degree: string;
  readonly title: string;
}

const titles = /^(mr|mrs|ms|miss|dr|doctor|master|mx|prof|professor|sir|dame|rev|pt|patient)\.?$/i;
const degrees =
  /^(m\.?d\.?|d\.?o\.?|n\.?p\.?|p\.?a\.?(-c)?|d\.?d\.?s\.?|d\.?m\.?d\.?|f\.?n\.?p\.?(-?b?c)?|aprn|arnp|dnp|crnp|cnm|cnp|agnp|pmhnp(-bc)?|anp(-bc)?|mbbs|mbchb|mb|bchir|bs|bm|mrcgp|mrcp|frcp|frcgp|phd|pharmd|dpm|rn|facp|facc|faap|bds|msn|mph|rph|bsc|mpharm)[,.]*$/i;
/** Pairs of letters that are hardly in a name and often in one misread: `Miiller`, `Igbal`, `Lindgvist`. */
const slips = /ii|vv|uu|g[bcdfkpvz]|[bcdfghjklmnpqrstvwxz]{6}/i;
/** What a letter with an accent comes out as, where no name has it so: `Miiller`, `Lindgvist`. A letter put right is odd. */
const lettersMeant = (word: string): string =>
  word.replace(/(?<=\p{Lu})ii(?=\p{Ll})/gu, 'ü').replace(/g(?=vist$)/u, 'q');

/** Letters with an accent come out as signs. */
const signs: Record<string, string> = { '¢': 'e', '€': 'e', '@': 'a' };
const suffixes = /^(jr|sr|ii|iii|iv)\.?$/i;
const particles =
  /^(de|del|della|di|da|do|dos|das|la|le|las|los|van|von|der|den|ter|ten|al|el|bin|ibn|ben|st\.?|y|e|af|av|zu|zur|mac|o)$/i;
/** Words that end a name where a label or the next fact begins. */
const stops =
  /^(dob|d\.?[o0]{1,2}\.?b\.?|born|date|sex|gender|age|aged|male|female|address|phone|tel|nhs|npi|dea|gmc|id|mrn|and|who|was|has|is|at|of|with|for|the|living|residing|tel\.|fax|title|signature|clinic|street|road|avenue|page|no|yes|none|please|prescriber|name|dear|pharmacist|colleague|pharmacy|medical|today|by|take|apply|inject|inhale|tablets?|capsules?)[:.,;]*$/i;

/** The name a text begins with, at most ten words; null where it begins with something else. */
export function nameIn(text: string): ReadName | null {
  const words = [...text.matchAll(/\S+/g)].map((match) => ({ text: match[0], from: match.index }));
  let start = 0;
  while (start < words.length && /^[^\p{L}\d]+$/u.test(words[start]!.text)) start += 1;
  let title = '';
  // `Ms.` by hand, with a name of two words behind it.
  if (
    /^m[ec5]\.?$/i.test(words[start]?.text ?? '') &&
    words.slice(start + 1, start + 3).every(({ text }) => /^\p{Lu}/u.test(text)) &&
    words.length > start + 2
  )
    start += 1;
  while (start < words.length && titles.test(words[start]!.text)) {
    title = words[start]!.text.replace('.', '');
    start += 1;
  }
  const parts: { text: string; from: number; comma: boolean }[] = [];
  let degree = '';
  let odd = false;
  let to = 0;
  for (const word of words.slice(start, start + 11)) {
    const spelt = lettersMeant(word.text)
      .replace(/[¢€@]/g, (sign) => signs[sign]!)
      .replace(/^0(?=['’]\p{Lu})/u, 'O');
    odd ||= slips.test(word.text) || spelt !== word.text || /[^\p{L}\p{M}'’.,;:()\-\d]/u.test(word.text);
    const bare = spelt.replace(/^[^\p{L}]+|[^\p{L}.]+$/gu, '').replace(/(?<=\p{L}{2})\.+$/u, '');
    const afterComma = parts.at(-1)?.comma === true;
    if (parts.length > 0 && degrees.test(word.text) && (afterComma || degree !== '' || parts.length > 1)) {
      degree = degree === '' ? bare.replaceAll('.', '').toUpperCase() : degree;
      to = word.from + word.text.length;
      continue;
    }
    if (/^d\.?o\.?[:.]?$/i.test(word.text) && /^b\b/i.test(text.slice(word.from + word.text.length).trim()))
      break;
    if (degree !== '' || /^[^\p{L}]/u.test(spelt) || bare === '' || stops.test(word.text)) break;
    if (!/^\p{L}[\p{L}\p{M}'’.\-\d]*$/u.test(bare) || (bare.match(/\d/g) ?? []).length > 1) break;
    // A small letter that prints like its capital, in a word with another one: `smith-Hartley`.
    const small = /^[ckosuvwxz]\p{L}*-\p{Lu}/u.test(bare);
    odd ||= small;
    if (!/^[\p{Lu}\p{Lt}]/u.test(bare) && !small && !particles.test(bare) && !/^(d|l|o)['’]/i.test(bare))
      break;
    // `Jones. Zoë`: the comma after the family was read as a full stop.
    const stopped = /\p{L}{3}\.$/u.test(word.text);
    const dotted = stopped && parts.length === 0;
    odd ||= dotted;
    const spelling = small ? bare[0]!.toUpperCase() + bare.slice(1) : bare;
    parts.push({ text: spelling, from: word.from, comma: dotted || /,$/.test(word.text) });
    to = word.from + word.text.length;
    const following = words[words.indexOf(word) + 1]?.text ?? '';
    const ends = stopped && !dotted && !degrees.test(following);
    if (/[;(/]$/.test(word.text) || ends || parts.length === 10) break;
  }
  while (parts.length > 0 && particles.test(parts.at(-1)!.text) && parts.at(-1)!.text.length > 1) {
    to = parts.at(-1)!.from - 1;
    parts.pop();
  }
  if (parts.length === 0) return null;
  const name = arranged(parts);
  return { ...name, tidy: name.tidy && !odd, from: parts[0]!.from, to, degree, title };
}

function arranged(
  words: readonly { text: string; comma: boolean }[],
): Omit<ReadName, 'from' | 'to' | 'degree' | 'title'> {
  const comma = words.findIndex((word) => word.comma);
  const cut = comma >= 0 && comma < words.length - 1 ? comma + 1 : -1;
  // `Smith, John, 12 High Street`: what comes after a second comma is no name.
  const used =
    cut < 0 ? words : words.filter((_, at) => at < cut || !words.slice(cut, at).some((word) => word.comma));
  const texts = used.map(({ text }) => text);
  const repaired = texts.some((text) => /\d/.test(text));
  const clean = texts.map((text) => text.replace(/0/g, 'O').replace(/1/g, 'l'));
  const tidy =
    !repaired &&
    texts.every((text) => particles.test(text) || /^\p{Lu}[\p{L}\p{M}]*(['’-]\p{L}+)*\.?$/u.test(text));
  const cased = clean.every((text) => text === text.toUpperCase()) ? clean.map(inCase) : clean;
  if (clean.length === 1) return { value: cased[0]!, partsCertain: false, tidy, repaired };
  const [family, given, certain] =
    cut > 0 ? [cased.slice(0, cut), cased.slice(cut), true] : familyLast(cased, clean);
  const value = `${family.join(' ')}, ${given.join(' ')}`;
  return { value: given.length === 0 ? family.join(' ') : value, partsCertain: certain, tidy, repaired };
}

/** Without a comma: capitals mark the family (`SMITH John`, `John SMITH`), else it is the end. */
function familyLast(cased: readonly string[], written: readonly string[]): [string[], string[], boolean] {
  const capital = (text: string) => text.length > 1 && text === text.toUpperCase() && /\p{L}{2}/u.test(text);
  const capitals = written.map(capital);
  const ends = written.length - 1;
  if (capitals[0] && !capitals[ends]) {
    const cut = capitals.findIndex((is) => !is);
    return [cased.slice(0, cut).map(inCase), cased.slice(cut), true];
  }
  let from = ends;
  if (from > 1 && suffixes.test(written[from]!)) from -= 1;
  while (from > 1 && particles.test(written[from - 1]!)) from -= 1;
  const family = cased.slice(from);
  return [
    capitals[ends] && !capitals[0] ? family.map(inCase) : family,
    cased.slice(0, from),
    cased.length === 2,
  ];
}

const inCase = (word: string): string =>
  word
    .toLowerCase()
    .replace(/(^|['’-])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase())
    .replace(/^Mc(\p{L})/u, (_, letter: string) => `Mc${letter.toUpperCase()}`);
