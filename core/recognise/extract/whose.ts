/**
 * Whose a label is that does not say it: `Address`, `Phone` and `Name` belong to the person they stand under.
 *
 * Always: what stands under the pharmacy belongs to nobody who is read; what stands above all persons is the clinic's,
 * but for a name, which a form asks of the patient. Not here: the values.
 */
import type { Person } from './label-words.ts';
import type { Label } from './labels.ts';
import type { Sheet } from './sheet.ts';

const pharmacyWord = /^(pharmacy|pharmacies|pharmacist|chemist|chemists|drugstore|apothecary)$/;

/** Whose a label is: its own word, the nearest person to its left in the line, or the nearest above in its column. */
export function whose(sheet: Sheet, label: Label): Person {
  if (label.of !== undefined) return label.of;
  if (ofPharmacy(sheet, label)) return 'pharmacy';
  const { lines } = sheet.page;
  const xOf = (one: Label) => lines[one.line]!.tokens[one.from]!.box.x;
  const x = xOf(label);
  const tolerance = 2 * lines[label.line]!.size;
  const persons = sheet.labels
    .map((one) => ({
      one,
      of: one.of ?? (one.asks === 'name' && one !== label ? nameOf(sheet, one) : undefined),
    }))
    .filter(({ of }) => of !== undefined);
  const left = persons.filter(({ one }) => one.line === label.line && one.from < label.from).at(-1);
  // In a line of several columns the nearest to the left may be the neighbour: then the column above decides.
  if (left !== undefined && x - xOf(left.one) < 0.3 * sheet.page.reading.width) return left.of!;
  for (let line = label.line - 1; line >= 0; line -= 1) {
    const here = persons.filter(({ one }) => one.line === line && xOf(one) <= x + tolerance);
    const nearest = here.sort((a, b) => xOf(b.one) - xOf(a.one))[0];
    if (nearest !== undefined) return nearest.of!;
    if (numbers.includes(label.asks) && namesDoctor(sheet, line, x + tolerance)) return 'prescriber';
  }
  return left?.of ?? (label.asks === 'name' ? 'patient' : 'prescriber');
}

const numbers: readonly Label['asks'][] = ['phone', 'fax'];

/** A doctor's name or a clinic's stands there without a label, as at the foot of an FP10. */
const namesDoctor = ({ segments }: Sheet, line: number, x: number): boolean =>
  segments.some(
    (segment) =>
      segment.line === line &&
      segment.owner === null &&
      segment.x <= x &&
      segment.tokens.some(
        ({ text, key }) =>
          text === 'Dr' || text === 'Dr.' || /^(surgery|practice|hospital|clinic)$/.test(key),
      ),
  );

/** A bare `Name` is the patient's unless a prescriber stands above it. */
const nameOf = (sheet: Sheet, label: Label): Person =>
  sheet.labels.findLast((one) => one.of !== undefined && one.line < label.line)?.of ?? 'patient';

/** It stands in a line with the pharmacy's name, or right below it. */
function ofPharmacy({ page: { lines }, labels }: Sheet, label: Label): boolean {
  const line = lines[label.line]!;
  if (line.tokens.slice(0, label.from).some(({ key }) => pharmacyWord.test(key))) return true;
  return [1, 2].some((up) => {
    const above = lines[label.line - up];
    if (
      above === undefined ||
      labels.some((one) => one.of !== undefined && one.line >= label.line - up && one.line <= label.line)
    )
      return false;
    const close = line.box.y - above.box.y < 5 * line.size;
    // Where the pharmacy is already named in full, a name asked for below is another's.
    if (label.asks === 'name' && above.tokens.length > 3) return false;
    return close && above.tokens.some(({ key }) => pharmacyWord.test(key)) && above.tokens.length < 12;
  });
}
