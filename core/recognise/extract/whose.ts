/**
 * Whose a label is that does not say it: `Address`, `Phone` and `Name` belong to the person they stand under.
 *
 * Always: what stands under the pharmacy belongs to nobody who is read; what stands above all persons is the clinic's.
 * Not here: the values.
 */
import type { Person } from './label-words.ts';
import type { Label } from './labels.ts';
import type { Sheet } from './sheet.ts';

/** Whose a label is: its own word, the nearest person to its left in the line, or the nearest above in its column. */
export function whose(sheet: Sheet, label: Label): Person {
  if (label.of !== undefined) return label.of;
  const { lines } = sheet.page;
  const xOf = (one: Label) => lines[one.line]!.tokens[one.from]!.box.x;
  const x = xOf(label);
  const tolerance = 2 * lines[label.line]!.size;
  const persons = sheet.labels.filter(({ of }) => of !== undefined);
  const left = persons.filter((one) => one.line === label.line && one.from < label.from).at(-1);
  // In a line of several columns the nearest to the left may be the neighbour: then the column above decides.
  if (left !== undefined && x - xOf(left) < 0.3 * sheet.page.reading.width) return left.of!;
  for (let line = label.line - 1; line >= 0; line -= 1) {
    const here = persons.filter((one) => one.line === line && xOf(one) <= x + tolerance);
    const nearest = here.sort((a, b) => xOf(b) - xOf(a))[0];
    if (nearest !== undefined) return nearest.of!;
  }
  return left?.of ?? 'prescriber';
}
