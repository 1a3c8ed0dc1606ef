/** The first word on the label: a wrong verb is a wrong route. */
import { expect, test } from 'vitest';
import { readSig } from '../../core/prescription/prescription.ts';

const verbFor = (form: string, unit: string) =>
  readSig(`1 ${unit} daily`, { form, unit }, 'us').sentence.split(' ')[0];

test.each([
  ['tablet', 'tablet', 'Take'],
  ['extended-release capsule', 'capsule', 'Take'],
  ['capsule, gelatin coated', 'capsule', 'Take'],
  ['oral suspension', 'mL', 'Take'],
  ['powder, for suspension', 'mL', 'Take'],
  ['syrup', 'mL', 'Take'],
  ['injection pen', 'mL', 'Inject'],
  ['prefilled syringe', 'mL', 'Inject'],
  ['injection, suspension', 'mL', 'Inject'],
  ['inhaler', 'puff', 'Inhale'],
  ['nebulizer solution', 'mL', 'Inhale'],
  ['nasal spray', 'spray', 'Spray'],
  ['eye drops', 'drop', 'Instil'],
  ['solution/ drops', 'drop', 'Instil'],
  ['suspension/ drops', 'drop', 'Instil'],
  ['gel', 'g', 'Apply'],
  ['patch', 'patch', 'Apply'],
  ['suppository', 'suppository', 'Insert'],
])('a label for %s begins with the right verb', (form, unit, verb) => {
  expect(verbFor(form, unit)).toBe(verb);
});

test('5 mL of an oral suspension is never injected', () => {
  expect(readSig('5 mL po daily', { form: 'oral suspension', unit: 'mL' }, 'us').sentence).toBe(
    'Take 5 mL by mouth daily.',
  );
});
