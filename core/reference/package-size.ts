/**
 * How much a package of the FDA's NDC directory holds, in the unit a prescription of it counts.
 *
 * A description tells the package from the outside in: "2 BLISTER PACK in 1 CARTON (0002-3004-75)  > 2 CAPSULE in 1
 * BLISTER PACK" are four capsules. Newer files write "/" where older ones write ">", and "*" parts what lies side by
 * side in a kit. Always: exact, in thousandths of the unit; a description that is not understood is refused in words.
 */
import type { DosageForm } from './dosage-form.ts';

export type PackageSize = { unit: string; thousandths: number } | { problem: string };

interface Level {
  /** In thousandths. */
  amount: number;
  item: string;
  container: string;
}

const notUnderstood = { problem: 'The package description is not understood.' };
const LARGEST = 999_999_999;

/** "118.28" → 118280; null where it is finer than a thousandth, or no number. */
const thousandthsOf = (text: string): number | null => {
  const [, whole = '', places = ''] = /^(\d{0,9})(?:\.(\d*))?$/.exec(text) ?? [];
  if (whole === '' && places === '') return null;
  if (/[1-9]/.test(places.slice(3))) return null;
  return Number(whole) * 1000 + Number(places.slice(0, 3).padEnd(3, '0'));
};

const LEVEL = /^([\d.,]+)\s+(.+?)\s+in\s+1\s+(.+?)\s*(?:\([^()]*\))?$/;

const levelOf = (text: string): Level | null => {
  const [, number, item, container] = LEVEL.exec(text.trim()) ?? [];
  const amount = number === undefined ? null : thousandthsOf(number.replaceAll(',', ''));
  return amount === null || amount === 0 ? null : { amount, item: item!, container: container! };
};

/** Measures as the package states them, in the unit a prescription counts. */
const measures: Record<string, readonly [unit: string, factor: number]> = {
  mL: ['mL', 1],
  L: ['mL', 1000],
  g: ['g', 1],
  kg: ['g', 1000],
};
/** Stated besides the pieces (72 h in 1 PATCH, 250 mg in 1 CAPSULE), or of no use at the counter. */
const asideMeasures = /^(mg|ug|ng|h|d|min|cm2|mm2|meq|mmol|[mu]?Ci|\[.*\]|U)$/;

/** What is counted where pieces have no name: the innermost container. */
const containerUnit = (container: string): string => {
  const word = container.split(',')[0]!.trim().toLowerCase();
  if (/^(carton|box|package|case|tray|kit|not applicable)$/.test(word)) return 'each';
  return word.length <= 20 ? word : 'each';
};

const product = (levels: readonly Level[]): number | null => {
  let size = 1000;
  for (const { amount } of levels) {
    size = (size * amount) / 1000;
    if (!Number.isSafeInteger(size)) return null;
  }
  return size;
};

const sized = (unit: string, levels: readonly Level[], factor = 1): PackageSize => {
  const size = product(levels);
  const thousandths = size === null ? Number.NaN : size * factor;
  return Number.isSafeInteger(thousandths) && thousandths <= LARGEST
    ? { unit, thousandths }
    : {
        problem: 'The package holds an amount that cannot be counted: too much, or finer than a thousandth.',
      };
};

/** @param description PACKAGEDESCRIPTION, @param fdaForm DOSAGEFORMNAME */
export const packageSizeOf = (description: string, fdaForm: string, { piece }: DosageForm): PackageSize => {
  const [outer = '', ...sideBySide] = description.split(/\s\*\s/);
  const levels = outer.split(/\s>\s|\s\/\s/).map(levelOf);
  if (levels.includes(null)) return notUnderstood;
  const known = levels as Level[];
  const kit = known.findIndex(({ item }) => item === 'KIT');
  if (kit >= 0) return sized('kit', known.slice(0, kit + 1));
  if (sideBySide.length > 0) return notUnderstood;
  // What lies inside a piece is its content, not more of it.
  const base = fdaForm.split(',')[0]!;
  const at = known.findIndex(({ item }) => item === fdaForm || item.split(',')[0] === base);
  if (at >= 0) {
    const counted = known.slice(0, at + 1);
    return sized(piece ?? containerUnit(known[at]!.container), counted);
  }
  const last = known.at(-1)!;
  const measure = measures[last.item];
  if (measure) return sized(measure[0], known, measure[1]);
  const isAside = asideMeasures.test(last.item);
  const counted = isAside ? known.slice(0, -1) : known;
  // A bottle that states milligrams alone is one bottle.
  if (counted.length === 0) return sized(containerUnit(last.container), [{ ...last, amount: 1000 }]);
  return sized(piece ?? containerUnit(isAside ? last.container : last.item), counted);
};
