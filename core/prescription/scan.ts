/**
 * Is this the right bottle? A pure judgement of one scan against one prescription: drug, lot and expiry at once.
 * The sentence says what is in the hand and what is ordered, so that nobody has to look twice.
 */
import type { scanVerdicts } from '../contract/prescription.ts';

export interface ScannedDrug {
  ndc11: string;
  name: string;
  strength: string;
  form: string;
  labeler: string;
}

export interface ScannedLot {
  id: string;
  lot: string;
  expiry: string;
  bin: string;
  /** Thousandths of a unit. */
  onHand: number;
  quarantine: string | null;
}

export interface ScanFacts {
  ordered: ScannedDrug;
  substitutionAllowed: boolean;
  /** Drugs on file that the code may mean; none when the code names no drug we know. */
  scanned: ScannedDrug[];
  /** The lot and expiry the code names, if it names them. */
  lot: string | null;
  expiry: string | null;
  /** Lots on file of the scanned drug, first expiry first. */
  lots: ScannedLot[];
  today: string;
  /** Why the code could not be read at all. */
  unreadable: string | null;
}

export interface Judgement {
  verdict: (typeof scanVerdicts)[number];
  sentence: string;
  drug: ScannedDrug | null;
  lot: ScannedLot | null;
}

export const goodVerdicts: ReadonlySet<Judgement['verdict']> = new Set([
  'right',
  'right-choose-lot',
  'later-lot',
]);

const sameText = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();

/** Another package that may be given for the ordered one: same ingredient, strength and form. */
export const isEquivalent = (a: ScannedDrug, b: ScannedDrug): boolean =>
  sameText(a.name, b.name) && sameText(a.strength, b.strength) && sameText(a.form, b.form);

const judgement = (
  verdict: Judgement['verdict'],
  sentence: string,
  drug: ScannedDrug | null = null,
  lot: ScannedLot | null = null,
): Judgement => ({ verdict, sentence, drug, lot });

/** Whether something may be taken from this lot today. */
export const isUsable = (lot: ScannedLot, today: string): boolean =>
  lot.onHand > 0 && lot.quarantine === null && lot.expiry >= today;

const wrongDrug = (ordered: ScannedDrug, scanned: ScannedDrug): Judgement => {
  if (!sameText(scanned.name, ordered.name))
    return judgement(
      'wrong-drug',
      `WRONG DRUG: this is ${scanned.name} ${scanned.strength}, ordered ${ordered.name} ${ordered.strength}.`,
      scanned,
    );
  if (!sameText(scanned.strength, ordered.strength))
    return judgement(
      'wrong-strength',
      `WRONG STRENGTH: this is ${scanned.strength}, ordered ${ordered.strength}.`,
      scanned,
    );
  if (!sameText(scanned.form, ordered.form))
    return judgement('wrong-form', `WRONG FORM: this is ${scanned.form}, ordered ${ordered.form}.`, scanned);
  return judgement(
    'wrong-product',
    `OTHER MANUFACTURER: this is ${scanned.labeler}, ordered ${ordered.labeler}, and substitution is not allowed.`,
    scanned,
  );
};

/** Judges a scan. Pure. */
export const judgeScan = (facts: ScanFacts): Judgement => {
  const { ordered, scanned, lots, today } = facts;
  if (facts.unreadable !== null) return judgement('unreadable', facts.unreadable);
  const drug =
    scanned.find(({ ndc11 }) => ndc11 === ordered.ndc11) ??
    scanned.find((candidate) => facts.substitutionAllowed && isEquivalent(candidate, ordered));
  if (!drug)
    return scanned[0]
      ? wrongDrug(ordered, scanned[0])
      : judgement('wrong-product', 'WRONG PRODUCT: this code is of no drug on file.');

  // The bottle itself outranks what is on file: an expiry in the code counts even without a lot, or for one never received.
  if (facts.expiry !== null && facts.expiry < today)
    return judgement('expired', `EXPIRED on ${facts.expiry}. Take it off the shelf.`, drug);
  const first = lots.find((lot) => isUsable(lot, today));
  if (facts.lot === null)
    return first
      ? judgement(
          'right-choose-lot',
          'Right drug. The code names no lot: choose the lot on the bottle.',
          drug,
        )
      : judgement(
          'empty-lot',
          'Right drug, but no usable lot of it is on hand. Receive the delivery first.',
          drug,
        );
  const lot = lots.find((candidate) => sameText(candidate.lot, facts.lot!));
  if (!lot)
    return judgement(
      'unknown-lot',
      'Right drug, but this lot was never received here. Receive it first.',
      drug,
    );
  if (lot.expiry < today)
    return judgement('expired', `EXPIRED on ${lot.expiry}. Take it off the shelf.`, drug, lot);
  if (lot.quarantine !== null)
    return judgement('quarantined', `IN QUARANTINE: ${lot.quarantine}. It cannot leave.`, drug, lot);
  if (lot.onHand <= 0)
    return judgement(
      'empty-lot',
      'Right drug, but nothing of this lot is on hand by the ledger. Count it.',
      drug,
      lot,
    );
  if (first && first.id !== lot.id && first.expiry < lot.expiry)
    return judgement(
      'later-lot',
      `Right bottle, but lot ${first.lot} expires first (${first.expiry}, bin ${first.bin}). Take that one if you can.`,
      drug,
      lot,
    );
  return judgement('right', 'Right bottle.', drug, lot);
};
