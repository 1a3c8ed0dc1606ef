/**
 * What a pharmacy label says, in which order, and where.
 *
 * Always: the layout holds every element of the content; what does not fit is wrapped, then shrunk to a size
 * still read, and at last carried on to a further label. Nothing is cut silently.
 * Not here: drawing (label-pdf.ts, label-zpl.ts), and deciding whether a label may be printed.
 */
import { bagColumn, continuedHeadOf, factColumn, headOf, mainColumn, warningBand } from './label-elements.ts';
import { fillColumn, leading, placeColumn, type TextBlock, wrap } from './label-flow.ts';
import { fitsBarcode, isDay, printable, scheduleNumber } from './label-words.ts';

/** Dates are `YYYY-MM-DD` (`expiry` may be `YYYY-MM`), quantities decimal text; an empty text is "none". */
export type LabelContent = {
  profile: 'us' | 'uk';
  pharmacy: { name: string; address: string; phone: string; dea?: string };
  rxNumber: string;
  bagCode: string;
  patientName: string;
  patientAddress?: string;
  drug: { name: string; brand?: string; strength: string; form: string; labeler: string; ndc11: string };
  sigSentence: string;
  quantity: string;
  unit: string;
  daysSupply: number;
  refillsLeft: number;
  prescriberName: string;
  filledOn: string;
  /** The initial filling, which a US C-III–V label must show. Absent: this filling is the first. */
  firstFilledOn?: string;
  writtenOn: string;
  discardAfter?: string;
  lot: string;
  expiry: string;
  /** As `II`, `C-II`, `CII` or `2`; anything without such a number is not controlled. */
  schedule: string;
  cautions: string[];
  transferWarning: boolean;
  pharmacistInitials: string;
  partial?: { owed: string; promisedOn?: string };
  /** 1 for the first print; a later copy says so, with its reason. */
  copy: number;
  reprintReason?: string;
};

/** Width and height in points. */
export type LabelSize = { width: number; height: number };

/** One label of the set. `barcode` is a square, its side in points. */
export type LabelPage = {
  texts: TextBlock[];
  rules: { x: number; y: number; width: number; height: number }[];
  barcode?: { x: number; y: number; side: number; code: string };
};

/** 4 × 2 inches, the usual US bottle label. */
export const fourByTwo: LabelSize = { width: 288, height: 144 };

const smallest: LabelSize = { width: 180, height: 90 };
const margin = 6.5;
const columnGap = 8;
const footHeight = 8;
const scales = [1.2, 1.12, 1.06, 1, 0.95, 0.9, 0.85, 0.8];
const plainScales = scales.filter((scale) => scale <= 1);

/**
 * Lays the content out on one label, or on as many as it takes. Every sign is one that both writers can draw
 * (see `printable`). A size below 2.5 × 1.25 inches is refused with a RangeError.
 */
export function layOutLabel(content: LabelContent, size: LabelSize = fourByTwo): LabelPage[] {
  if (size.width < smallest.width || size.height < smallest.height) {
    throw new RangeError('a pharmacy label is at least 2.5 by 1.25 inches');
  }
  const whole = pagesOf(content, size, 0);
  return whole.length === 1 ? whole : pagesOf(content, size, footHeight);
}

function pagesOf(content: LabelContent, size: LabelSize, foot: number): LabelPage[] {
  const inner = size.width - 2 * margin;
  const rightWidth = Math.round(inner * 0.29);
  const leftWidth = inner - rightWidth - columnGap;
  const rightX = size.width - margin - rightWidth;
  const pages: LabelPage[] = [];
  let left = mainColumn(content);
  let right = factColumn(content);
  do {
    const first = pages.length === 0;
    const head = first ? headOf(content) : continuedHeadOf(content, leftWidth);
    const headHeight = size.height * 0.24;
    const headLeft = fillColumn(head.left, leftWidth, headHeight, plainScales);
    const headRight = fillColumn(head.right, rightWidth, headHeight, plainScales);
    const warnings = fillColumn(first ? warningBand(content) : [], inner, size.height * 0.25, plainScales);
    const side = first && fitsBarcode(content.bagCode) ? 30 : 0;
    const besideX = rightX + side + 4;
    const besideWidth = rightX + rightWidth - besideX;
    const beside = fillColumn(first ? bagColumn(content) : [], besideWidth, 30, plainScales);
    if (first) {
      left = [...headLeft.rest, ...left, ...warnings.rest];
      right = [...headRight.rest, ...beside.rest, ...right];
    }
    const ruleY = margin + Math.max(headLeft.height, headRight.height) + 1;
    const top = ruleY + 3.4;
    const bottom = size.height - margin - foot - (warnings.height > 0 ? warnings.height + 2.5 : 0);
    const rightTop = top + (beside.height > 0 || side > 0 ? 32 : 0);
    const used = foot === 0 ? scales : plainScales;
    const mainWidth = right.length > 0 || side > 0 ? leftWidth : inner;
    const main = fillColumn(left, mainWidth, bottom - top, used);
    const facts = fillColumn(right, rightWidth, bottom - rightTop, plainScales);
    left = main.rest;
    right = facts.rest;
    pages.push({
      texts: [
        ...placeColumn(headLeft, margin, margin, leftWidth, headLeft.height),
        ...placeColumn(headRight, rightX, margin, rightWidth, headRight.height),
        ...placeColumn(main, margin, top, mainWidth, bottom - top),
        ...placeColumn(beside, besideX, top, besideWidth, beside.height),
        ...placeColumn(facts, rightX, rightTop, rightWidth, bottom - rightTop),
        ...placeColumn(warnings, margin, bottom + 2.5, inner, warnings.height),
      ],
      rules: [
        { x: margin, y: ruleY, width: inner, height: 0.9 },
        ...(mainWidth < inner
          ? [{ x: rightX - columnGap / 2 - 0.25, y: top, width: 0.5, height: bottom - top }]
          : []),
      ],
      ...(side > 0 ? { barcode: { x: rightX, y: top, side, code: content.bagCode } } : {}),
    });
  } while (left.length > 0 || right.length > 0);
  if (foot > 0) {
    for (const [index, page] of pages.entries()) {
      const more = index + 1 < pages.length ? ': continued on the next label' : '';
      const text = `Label ${index + 1} of ${pages.length}${more}`;
      page.texts.push({
        role: 'foot',
        text,
        lines: wrap(text, inner, 6.5, true),
        x: margin,
        y: size.height - margin - 6.5 * leading,
        width: inner,
        size: 6.5,
        bold: true,
      });
    }
  }
  return pages;
}

/**
 * What stands against printing this label, a sentence each; none for a good label. US elements: 21 CFR 1306.14
 * and 1306.24, 290.5; UK: Human Medicines Regulations 2012, Schedule 25. No patient data in the sentences.
 */
export function labelProblems(content: LabelContent): string[] {
  const us = content.profile === 'us';
  const schedule = scheduleNumber(content.schedule);
  const required: [text: string, name: string][] = [
    [content.pharmacy.name, 'the name of the pharmacy'],
    [content.pharmacy.address, 'the address of the pharmacy'],
    [content.filledOn, 'the date of filling'],
    [content.patientName, 'the name of the patient'],
    [content.drug.name, 'the name of the medicine'],
    [content.sigSentence, 'the directions'],
    [content.rxNumber, 'the prescription number'],
    [content.bagCode, 'the bag code'],
    [content.quantity, 'the quantity'],
    ...(us
      ? ([
          [content.prescriberName, 'the name of the prescriber'],
          [content.pharmacy.phone, 'the telephone number of the pharmacy'],
          [content.pharmacistInitials, 'the initials of the pharmacist'],
        ] satisfies [string, string][])
      : []),
  ];
  const days: [day: string | undefined, name: string][] = [
    [content.filledOn, 'filling'],
    [content.firstFilledOn, 'the first filling'],
    [content.discardAfter, 'discarding'],
    [content.partial?.promisedOn, 'the promised remainder'],
  ];
  const problems: [stands: boolean, sentence: string][] = [
    ...required.map(([text, name]): [boolean, string] => [
      printable(text) === '',
      `The label lacks ${name}.`,
    ]),
    ...days.map(([day, name]): [boolean, string] => [
      !!day && !isDay(day),
      `The date of ${name} is not a calendar day.`,
    ]),
    [
      us && schedule >= 2 && schedule <= 4 && !content.transferWarning,
      'The label of a C-II, C-III or C-IV drug must carry the warning against transfer.',
    ],
    [us && schedule === 2 && content.refillsLeft > 0, 'A C-II prescription has no refills.'],
    [content.bagCode !== '' && !fitsBarcode(content.bagCode), 'The bag code cannot be made a barcode.'],
    [content.copy > 1 && !content.reprintReason?.trim(), 'A reprint needs its reason.'],
    ...(
      [
        [content.patientName, 'patient name'],
        [content.sigSentence, 'directions'],
        [content.drug.name, 'medicine name'],
        [content.prescriberName, 'prescriber name'],
      ] satisfies [string, string][]
    ).map(([text, name]): [boolean, string] => [
      /\?/.test(printable(text.replaceAll('?', ''))),
      `The ${name} has characters that the label cannot print.`,
    ]),
  ];
  return problems.filter(([stands]) => stands).map(([, sentence]) => sentence);
}
