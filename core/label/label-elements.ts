/**
 * The elements of a pharmacy label: which part of the label says what, in which words, how large.
 *
 * Always: whatever the content holds is in one of the parts; what it does not hold leaves no empty line.
 * Not here: where the parts go (label.ts) and which elements are required (labelProblems).
 */
import { amountWords } from '../contract/amount.ts';
import { tallMan } from '../drug/tall-man.ts';
import type { LabelContent } from './label.ts';
import { type Paragraph, textWidth, wrap } from './label-flow.ts';
import {
  dateInWords,
  joined,
  ndc,
  plainNumber,
  printable,
  scheduleMark,
  scheduleNumber,
} from './label-words.ts';

/** 21 CFR 290.5, for schedules II to IV. */
export const transferSentence =
  'Caution: Federal law prohibits the transfer of this drug to any person other than the patient for whom it was prescribed.';
export const childSentence = 'Keep out of the reach and sight of children.';

type Setting = readonly [size: number, least: number, bold: boolean];
const small: Setting = [7, 6, false];

function paragraphs(list: [role: string, text: string, setting: Setting][]): Paragraph[] {
  return list
    .map(([role, text, [size, least, bold]]) => ({ role, text: printable(text), size, least, bold }))
    .filter(({ text }) => text !== '');
}

/** At the top of the first label. */
export function headOf({ pharmacy }: LabelContent): { left: Paragraph[]; right: Paragraph[] } {
  return {
    left: paragraphs([
      ['pharmacy', pharmacy.name, [10, 8, true]],
      ['pharmacy-address', pharmacy.address, small],
    ]),
    right: paragraphs([
      ['pharmacy-phone', pharmacy.phone, [8.5, 7, true]],
      ['pharmacy-dea', pharmacy.dea ? `DEA ${pharmacy.dea}` : '', small],
    ]),
  };
}

/** A further label names its order again; a repetition too long for a line is visibly abridged. */
export function continuedHeadOf(
  content: LabelContent,
  width: number,
): { left: Paragraph[]; right: Paragraph[] } {
  const abridged = (text: string, size: number) => {
    const line = wrap(printable(text), width, size, true)[0] ?? '';
    if (line === printable(text)) return line;
    const room = width - textWidth('…', size, true);
    return `${wrap(line, room, size, true)[0] ?? ''}…`;
  };
  return {
    left: paragraphs([
      ['continued', abridged(`${content.rxNumber} · ${content.patientName}`, 9), [9, 9, true]],
      ['continued', abridged(drugLine(content), 7), [7, 7, true]],
      [
        'continued',
        abridged(`${content.pharmacy.name} · ${dateInWords(content.filledOn, content.profile)}`, 7),
        [7, 7, true],
      ],
    ]),
    right: paragraphs([['continued', 'Continued', [8.5, 7, true]]]),
  };
}

function drugLine({ drug }: LabelContent): string {
  return [tallMan(drug.name), drug.strength, drug.form].filter(Boolean).join(' ');
}

/** The wide column, in the order of reading. */
export function mainColumn(content: LabelContent): Paragraph[] {
  const us = content.profile === 'us';
  const { drug, partial } = content;
  const date = (day: string) => dateInWords(day, content.profile);
  const schedule = scheduleNumber(content.schedule);
  const firstFilled =
    schedule >= 3 && us ? `First filled ${date(content.firstFilledOn ?? content.filledOn)}` : '';
  return paragraphs([
    [
      'identity',
      joined(
        `${us ? 'Rx' : 'No.'} ${content.rxNumber}`,
        scheduleMark(schedule, content.profile),
        `${us ? 'Filled' : 'Dispensed'} ${date(content.filledOn)}`,
      ),
      [8, 6.5, true],
    ],
    ['patient', content.patientName, [11, 8.5, true]],
    ['patient-address', content.patientAddress ?? '', small],
    ['drug', drugLine(content), [14, 10, true]],
    [
      'source',
      joined(
        drug.brand ? tallMan(drug.brand) : '',
        drug.labeler && `${us ? 'Mfr' : 'From'} ${drug.labeler}`,
        ndc(drug.ndc11),
      ),
      small,
    ],
    ['directions', content.sigSentence, [10, 8, true]],
    [
      'partial',
      partial
        ? joined(
            `${us ? 'PARTIAL FILL' : 'OWING'}: ${amountWords(plainNumber(partial.owed), content.unit)} ${us ? 'owed' : 'to follow'}`,
            partial.promisedOn ? `promised ${date(partial.promisedOn)}` : '',
          )
        : '',
      [8, 7, true],
    ],
    [
      'prescriber',
      joined(
        content.prescriberName && `Prescriber ${content.prescriberName}`,
        content.writtenOn && `Written ${date(content.writtenOn)}`,
        firstFilled,
      ),
      small,
    ],
    ...content.cautions.map((text): [string, string, Setting] => [
      'caution',
      text.trim() && `• ${text}`,
      small,
    ]),
    [
      'copy',
      content.copy > 1
        ? joined(`Copy ${content.copy}`, content.reprintReason ? `reprinted: ${content.reprintReason}` : '')
        : '',
      [6.5, 6, false],
    ],
  ]);
}

/** Across the foot of the first label. */
export function warningBand({ profile, transferWarning }: LabelContent): Paragraph[] {
  return paragraphs([
    ['children', profile === 'uk' ? childSentence : '', [7, 6, true]],
    ['transfer', transferWarning ? transferSentence : '', [6.5, 6, true]],
  ]);
}

/** Beside the barcode. */
export function bagColumn({ bagCode, pharmacistInitials, profile }: LabelContent): Paragraph[] {
  const checked = profile === 'us' ? 'RPh' : 'Checked';
  return paragraphs([
    ['bag', bagCode, [7, 6, true]],
    ['pharmacist', pharmacistInitials && `${checked} ${pharmacistInitials}`, small],
  ]);
}

/** Below the barcode. */
export function factColumn(content: LabelContent): Paragraph[] {
  const us = content.profile === 'us';
  const { refillsLeft: left, daysSupply: days } = content;
  const refills = us
    ? left > 0
      ? `Refills left: ${left}`
      : 'No refills left'
    : left > 0
      ? `Repeats left: ${left}`
      : '';
  const dated = (words: string, day: string) => (day ? `${words} ${dateInWords(day, content.profile)}` : '');
  return paragraphs([
    [
      'quantity',
      content.quantity && `Qty ${amountWords(plainNumber(content.quantity), content.unit)}`,
      [9.5, 8, true],
    ],
    ['days', days > 0 ? `${days} ${days === 1 ? "day's" : "days'"} supply` : '', small],
    ['refills', refills, [7.5, 6.5, true]],
    ['discard', dated(us ? 'Discard after' : 'Use before', content.discardAfter ?? ''), [6.3, 6, false]],
    ['lot', content.lot && `${us ? 'Lot' : 'Batch'} ${content.lot}`, small],
    ['expiry', dated('Exp', content.expiry), small],
  ]);
}
