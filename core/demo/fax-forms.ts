/**
 * The pages clinics send: a printed form, a ruled table, a letter, a refill answer, a cover sheet.
 * What is written on a page is exactly what its spec says, so that a test can transcribe it and be right.
 * Not here: the fax line and its damage (fax-paper.ts), and which pages the demo pharmacy gets (faxes.ts).
 */
import type { Canvas } from '@napi-rs/canvas';
import { chanceFrom } from '../chance.ts';
import type { Face } from './fax-fonts.ts';
import { blankPaper, PAGE_WIDTH, type Paper } from './fax-paper.ts';

export interface PrescribedItem {
  /** Name, strength and form, e.g. `sertraline 50 mg tablet`. */
  readonly drug: string;
  readonly sig: string;
  readonly quantity: string;
  readonly unit: string;
  readonly daysSupply?: number;
  readonly refills: number;
}

export interface PrescriptionSpec {
  readonly layout: 'form' | 'table' | 'letter' | 'refill';
  /** Whether what the clinic filled in is printed or written by hand. */
  readonly pen?: 'printed' | 'hand';
  /** 196 lines an inch is a fine fax, 98 a standard one. */
  readonly yDpi?: 196 | 98;
  readonly clinic: {
    readonly name: string;
    readonly address: string;
    readonly phone: string;
    readonly fax: string;
  };
  readonly prescriber: { readonly name: string; readonly npi: string; readonly dea?: string };
  readonly patient: {
    readonly name: string;
    readonly dateOfBirth: string;
    readonly sex: string;
    readonly address: string;
    readonly phone: string;
  };
  /** As it should stand on the page, e.g. `05/03/2026`. */
  readonly writtenOn: string;
  readonly items: readonly PrescribedItem[];
  readonly substitutionAllowed?: boolean;
  /** A warning in a box, e.g. that the drug is in Schedule II. */
  readonly notice?: string;
}

const LEFT = 130;
const RIGHT = PAGE_WIDTH - 130;

/** Draws one page with one or more prescriptions, undamaged; `canvas` is 1728 dots wide, letter size. */
export function drawPrescriptionPage(spec: PrescriptionSpec): Canvas {
  const paper = blankPaper(spec.yDpi ?? 196);
  const under = layouts[spec.layout](paper, spec);
  drawSignature(paper, spec, Math.max(under + 150, 1760));
  return paper.canvas;
}

const layouts: Record<PrescriptionSpec['layout'], (paper: Paper, spec: PrescriptionSpec) => number> = {
  form: drawForm,
  table: drawTable,
  letter: drawLetter,
  refill: drawRefillAnswer,
};

/** A cover sheet: who, to whom, how many pages, and a few lines of text. */
export function drawCoverSheet(cover: {
  readonly clinic: PrescriptionSpec['clinic'];
  readonly to: string;
  readonly subject: string;
  readonly pages: number;
  readonly date: string;
  readonly message: string;
  readonly yDpi?: 196 | 98;
}): Canvas {
  const paper = blankPaper(cover.yDpi ?? 196);
  drawLetterhead(paper, cover.clinic);
  paper.text('FAX', LEFT, 560, { face: 'sans-bold', size: 150 });
  const lines = [
    ['To', cover.to],
    ['From', cover.clinic.name],
    ['Date', cover.date],
    ['Pages', `${cover.pages} including this one`],
    ['Re', cover.subject],
  ] as const;
  for (const [index, [label, value]] of lines.entries()) {
    const y = 720 + index * 90;
    paper.text(`${label}:`, LEFT, y, { face: 'sans-bold', size: 36 });
    paper.text(value, LEFT + 200, y, { size: 36 });
    paper.line(LEFT, y + 24, RIGHT, y + 24, 2);
  }
  paper.text(cover.message, LEFT, 1290, { size: 36, width: RIGHT - LEFT });
  paper.text(
    'CONFIDENTIAL: This fax may hold health information protected by law. If it reached you by mistake, call the sender at once and destroy it.',
    LEFT,
    1960,
    { size: 26, width: RIGHT - LEFT },
  );
  return paper.canvas;
}

/** A laboratory's report: no prescription, though it names the same patient and prescriber. */
export function drawLabResult(report: {
  readonly clinic: PrescriptionSpec['clinic'];
  readonly patient: PrescriptionSpec['patient'];
  readonly orderedBy: string;
  readonly date: string;
  /** Test, result, reference range. */
  readonly results: readonly (readonly [string, string, string])[];
}): Canvas {
  const paper = blankPaper(196);
  drawLetterhead(paper, report.clinic);
  paper.text('LABORATORY REPORT', PAGE_WIDTH / 2, 420, { face: 'sans-bold', size: 52, align: 'center' });
  const lines = [
    `Patient: ${report.patient.name}     Date of birth: ${report.patient.dateOfBirth}`,
    `Ordered by: ${report.orderedBy}     Collected: ${report.date}     Status: FINAL`,
  ];
  for (const [index, line] of lines.entries()) paper.text(line, LEFT, 520 + index * 60, { size: 34 });
  const rows = [['Test', 'Result', 'Reference range'] as const, ...report.results];
  for (const [row, cells] of rows.entries()) {
    const y = 720 + row * 70;
    for (const [column, cell] of cells.entries())
      paper.text(cell, LEFT + column * 560, y, { face: row === 0 ? 'sans-bold' : 'sans', size: 34 });
    paper.line(LEFT, y + 22, RIGHT, y + 22, row === 0 ? 4 : 1);
  }
  paper.text('Specimen: whole blood. Results apply to the specimen received.', LEFT, 1960, { size: 26 });
  return paper.canvas;
}

function drawLetterhead(paper: Paper, { name, address, phone, fax }: PrescriptionSpec['clinic']): void {
  const middle = { align: 'center' } as const;
  paper.text(name, PAGE_WIDTH / 2, 190, { ...middle, face: 'serif-bold', size: 70 });
  paper.text(address, PAGE_WIDTH / 2, 244, { ...middle, size: 32 });
  paper.text(`Phone ${phone}     Fax ${fax}`, PAGE_WIDTH / 2, 290, { ...middle, size: 32 });
  paper.line(LEFT, 322, RIGHT, 322, 6);
  paper.line(LEFT, 334, RIGHT, 334, 2);
}

const valueStyle = ({ pen }: PrescriptionSpec): { face: Face; size: number } =>
  pen === 'hand' ? { face: 'hand', size: 52 } : { face: 'sans-bold', size: 36 };

/** A small printed label, the value after it, and the rule both stand on. */
function drawField(
  paper: Paper,
  spec: PrescriptionSpec,
  label: string,
  value: string,
  x: number,
  y: number,
  to: number,
) {
  paper.text(label, x, y, { size: 28 });
  paper.text(value, x + 24 + label.length * 15, y - 4, valueStyle(spec));
  paper.line(x, y + 14, to, y + 14, 2);
}

function drawPatient(paper: Paper, spec: PrescriptionSpec, y: number): number {
  const { patient } = spec;
  drawField(paper, spec, 'Patient:', patient.name, LEFT, y, RIGHT);
  drawField(paper, spec, 'Date of birth:', patient.dateOfBirth, LEFT, y + 80, 700);
  drawField(paper, spec, 'Sex:', patient.sex, 740, y + 80, 1010);
  drawField(paper, spec, 'Date:', spec.writtenOn, 1050, y + 80, RIGHT);
  drawField(paper, spec, 'Address:', patient.address, LEFT, y + 160, RIGHT);
  drawField(paper, spec, 'Phone:', patient.phone, LEFT, y + 240, 700);
  return y + 240;
}

function drawForm(paper: Paper, spec: PrescriptionSpec): number {
  drawLetterhead(paper, spec.clinic);
  let y = drawPatient(paper, spec, 430);
  if (spec.notice !== undefined) {
    paper.box(LEFT, y + 50, RIGHT - LEFT, 80, 5);
    paper.text(spec.notice, PAGE_WIDTH / 2, y + 104, { face: 'sans-bold', size: 36, align: 'center' });
    y += 110;
  }
  paper.text('Rx', LEFT, y + 170, { face: 'serif-bold', size: 120 });
  for (const item of spec.items) {
    const value = valueStyle(spec);
    y = paper.text(item.drug, LEFT + 190, y + 160, {
      ...value,
      size: value.size + 8,
      width: RIGHT - LEFT - 190,
    });
    paper.text('Sig:', LEFT + 190, y + 36, { size: 30 });
    y = paper.text(item.sig, LEFT + 280, y + 36, { ...value, width: RIGHT - LEFT - 280 });
    const supply = item.daysSupply === undefined ? '' : `   Days supply: ${item.daysSupply}`;
    y = paper.text(`Dispense: ${inWords(item)}`, LEFT + 190, y + 40, { ...value, width: RIGHT - LEFT - 190 });
    y = paper.text(`Refills: ${refillsOf(item)}${supply}`, LEFT + 190, y + 24, value);
  }
  return y;
}

function drawTable(paper: Paper, spec: PrescriptionSpec): number {
  drawLetterhead(paper, spec.clinic);
  const top = drawPatient(paper, spec, 430) + 90;
  const columns = [
    ['Medication', LEFT, (item: PrescribedItem) => item.drug],
    ['Directions', 640, (item: PrescribedItem) => item.sig],
    ['Quantity', 1160, (item: PrescribedItem) => `${item.quantity} ${plural(item.unit)}`],
    ['Refills', 1420, (item: PrescribedItem) => refillsOf(item)],
  ] as const;
  const rowHeight = 230;
  const bottom = top + 70 + rowHeight * spec.items.length;
  for (const [index, [heading, x, read]] of columns.entries()) {
    const width = (columns[index + 1]?.[1] ?? RIGHT) - x - 36;
    paper.line(x, top, x, bottom);
    paper.text(heading, x + 18, top + 48, { face: 'sans-bold', size: 30 });
    for (const [row, item] of spec.items.entries()) {
      paper.text(read(item), x + 18, top + 70 + row * rowHeight + 60, { ...valueStyle(spec), width });
    }
  }
  paper.line(RIGHT, top, RIGHT, bottom);
  paper.line(LEFT, top, RIGHT, top);
  for (let row = 0; row <= spec.items.length; row += 1) {
    paper.line(LEFT, top + 70 + row * rowHeight, RIGHT, top + 70 + row * rowHeight);
  }
  return bottom;
}

/** The paragraphs of a letter to the pharmacy. */
export function letterParagraphs({ patient, items, writtenOn }: PrescriptionSpec): string[] {
  return [
    writtenOn,
    `Re: ${patient.name}, born ${patient.dateOfBirth}, ${patient.address}, ${patient.phone}`,
    'Dear Pharmacist,',
    'I saw this patient today. Please dispense the following:',
    ...items.map(
      (item) =>
        `${item.drug}. Directions: ${item.sig}. Dispense ${inWords(item)}, refills: ${refillsOf(item)}.`,
    ),
    'Please call my office with any question. With thanks,',
  ];
}

function drawLetter(paper: Paper, spec: PrescriptionSpec): number {
  drawLetterhead(paper, spec.clinic);
  let y = 450;
  for (const paragraph of letterParagraphs(spec)) {
    y = paper.text(paragraph, LEFT, y, { face: 'serif', size: 40, width: RIGHT - LEFT }) + 34;
  }
  return y;
}

function drawRefillAnswer(paper: Paper, spec: PrescriptionSpec): number {
  drawLetterhead(paper, spec.clinic);
  paper.text('REFILL AUTHORIZATION', PAGE_WIDTH / 2, 420, { face: 'sans-bold', size: 52, align: 'center' });
  let y = drawPatient(paper, spec, 520);
  for (const item of spec.items) {
    paper.box(LEFT, y + 60, RIGHT - LEFT, 420);
    drawField(paper, spec, 'Medication:', item.drug, LEFT + 30, y + 140, RIGHT - 30);
    drawField(paper, spec, 'Directions:', item.sig, LEFT + 30, y + 230, RIGHT - 30);
    drawField(paper, spec, 'Quantity:', `${item.quantity} ${plural(item.unit)}`, LEFT + 30, y + 320, 800);
    drawField(paper, spec, 'Refills:', refillsOf(item), 840, y + 320, RIGHT - 30);
    drawTick(paper, LEFT + 30, y + 420, true, 'Approved as written');
    drawTick(paper, 700, y + 420, false, 'Denied');
    drawTick(paper, 960, y + 420, false, 'Patient must be seen first');
    y += 480;
  }
  return y;
}

function drawTick(paper: Paper, x: number, y: number, ticked: boolean, label: string): void {
  paper.box(x, y - 28, 34, 34);
  if (ticked) {
    paper.line(x, y - 28, x + 34, y + 6, 5);
    paper.line(x, y + 6, x + 34, y - 28, 5);
  }
  paper.text(label, x + 50, y, { size: 30 });
}

function drawSignature(paper: Paper, spec: PrescriptionSpec, y: number): void {
  const { name, npi, dea } = spec.prescriber;
  const mayReplace = spec.substitutionAllowed ?? true;
  paper.signature(LEFT + 60, y, chanceFrom(Number(npi) % 1_000_000));
  paper.line(LEFT, y + 18, 880, y + 18, 2);
  paper.text(name, LEFT, y + 64, { face: 'sans-bold', size: 34 });
  paper.text(`NPI ${npi}${dea === undefined ? '' : `     DEA ${dea}`}`, LEFT, y + 112, { size: 32 });
  drawTick(paper, 980, y + 18, mayReplace, 'Substitution permitted');
  drawTick(paper, 980, y + 78, !mayReplace, 'Dispense as written');
}

const smallNumbers =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const tens = 'zero ten twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

function numberInWords(value: number): string {
  if (value < 20) return smallNumbers[value]!;
  if (value < 100)
    return tens[Math.floor(value / 10)]! + (value % 10 === 0 ? '' : `-${smallNumbers[value % 10]}`);
  const rest = value % 100;
  return `${smallNumbers[Math.floor(value / 100)]} hundred${rest === 0 ? '' : ` ${numberInWords(rest)}`}`;
}

/** `30 (thirty) tablets`; a broken quantity has no words. */
function inWords({ quantity, unit }: PrescribedItem): string {
  const value = Number(quantity);
  const words = Number.isInteger(value) && value < 1000 ? ` (${numberInWords(value)})` : '';
  return `${quantity}${words} ${value === 1 ? unit : plural(unit)}`;
}

/** Measures have no plural, pieces do. */
function plural(unit: string): string {
  if (['mL', 'g', 'each'].includes(unit)) return unit;
  return unit.endsWith('ch') ? `${unit}es` : `${unit}s`;
}

const refillsOf = ({ refills }: PrescribedItem): string => (refills === 0 ? '0 (none)' : String(refills));
