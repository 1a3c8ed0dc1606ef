/**
 * The lots on the demo pharmacy's shelves. Always the same for the same day: what varies follows from the NDC.
 * Every drug that is not on the out-of-stock list has at least one good lot; beside it some have one that is
 * expired, about to expire or quarantined. Not here: prices and suppliers.
 */
import { type DemoDrug, demoDrugs } from './drugs.ts';
import { packageOf } from './find.ts';

export interface DemoLot {
  readonly ndc11: string;
  readonly lot: string;
  /** YYYY-MM-DD */
  readonly expiry: string;
  /** Decimal text, in the drug's own unit. */
  readonly quantity: string;
  readonly bin: string;
  /** Why the lot may not be used, where it may not. */
  readonly quarantine?: string;
}

const outOfStock = new Set(
  [
    'amoxicillin-clavulanate 400 mg-57 mg/5 mL oral suspension',
    'enoxaparin 60 mg/0.6 mL prefilled syringe',
    'lisdexamfetamine 40 mg capsule',
    'liraglutide 6 mg/mL injection pen',
    'oxycodone 20 mg extended-release tablet',
    'oseltamivir 75 mg capsule',
  ].map((text) => packageOf(text).ndc11),
);

const refrigerated = new Set([
  'insulin aspart',
  'insulin detemir',
  'insulin glargine',
  'insulin lispro',
  'latanoprost',
  'liraglutide',
]);

interface LotKind {
  /** Days from today to the expiry: at least `from`, fewer than `from + span`. */
  readonly from: number;
  readonly span: number;
  readonly quarantine?: string;
}

const fresh: LotKind = { from: 240, span: 660 };
const soon: LotKind = { from: 6, span: 40 };
const expired: LotKind = { from: -50, span: 45 };
const recalled: LotKind = { ...fresh, quarantine: 'Recalled by the manufacturer' };
const damaged: LotKind = { ...fresh, quarantine: 'Delivered with a broken seal' };

/** What a drug's lots are, dealt out by its NDC; most have only good ones, and a good one is always last. */
const dealt: readonly (readonly LotKind[])[] = [
  [fresh],
  [fresh],
  [fresh],
  [fresh, fresh],
  [fresh, fresh],
  [soon, fresh],
  [fresh],
  [fresh, fresh, fresh],
  [expired, fresh],
  [fresh],
  [soon, fresh, fresh],
  [fresh, fresh],
  [recalled, fresh],
  [fresh],
  [fresh, fresh],
  [expired, soon, fresh],
  [damaged, fresh],
];

/**
 * Every lot on the shelf on a day.
 * @param today the branch's day, YYYY-MM-DD; expiries are counted from it
 */
export function demoLots(today: string): DemoLot[] {
  return demoDrugs.filter(({ ndc11 }) => !outOfStock.has(ndc11)).flatMap((drug) => lotsOf(drug, today));
}

function lotsOf(drug: DemoDrug, today: string): DemoLot[] {
  const kinds = dealt[hash(drug.ndc11) % dealt.length] ?? [fresh];
  return kinds.map(({ from, span, quarantine }, index) => {
    const seed = hash(`${drug.ndc11}/${index}`);
    return {
      ndc11: drug.ndc11,
      lot: lotNumber(seed),
      expiry: daysAfter(today, from + (seed % span)),
      quantity: String(drug.packageSize * (drug.schedule === 'CII' ? 1 + (seed % 2) : 2 + (seed % 4))),
      bin: binOf(drug),
      ...(quarantine === undefined ? {} : { quarantine }),
    };
  });
}

/** Two letters and five digits, as manufacturers print them; letters that read as digits are left out. */
function lotNumber(seed: number): string {
  const letters = 'ABCDEFGHJKLMNPRTWX';
  const letter = (by: number) => letters[Math.floor(seed / by) % letters.length];
  return `${letter(1)}${letter(31)}${String(seed % 100_000).padStart(5, '0')}`;
}

/** Schedule II is locked away, what spoils is cold, the rest stands by the alphabet in bays of six shelves. */
function binOf({ name, schedule }: DemoDrug): string {
  if (schedule === 'CII') return 'SAFE';
  if (refrigerated.has(name)) return 'FRIDGE';
  return `${name.slice(0, 1).toUpperCase()}-${1 + (hash(name) % 6)}`;
}

function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** FNV-1a, 32 bits: the same number for the same text, for ever. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return value;
}
