/** Look-alike names are written so that the letters that differ stand out. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { demoDrugs } from '../../core/demo/drugs.ts';
import { lookAlikesOf, tallMan } from '../../core/drug/tall-man.ts';

test.each([
  ['hydroxyzine', 'hydrOXYzine'],
  ['HYDRALAZINE', 'hydrALAZINE'],
  ['Prednisone', 'predniSONE'],
  ['prednisolone', 'prednisoLONE'],
  ['hydroxyzine pamoate', 'hydrOXYzine pamoate'],
  ['hydrocodone-acetaminophen', 'HYDROcodone-acetaminophen'],
  ['lisinopril-hydrochlorothiazide', 'lisinopril-hydroCHLOROthiazide'],
])('%s is written %s', (name, written) => {
  expect(tallMan(name)).toBe(written);
});

test('an unknown name is left exactly as it came', () => {
  for (const name of ['lisinopril', 'Åbc 10', '', 'Lantus SoloStar']) expect(tallMan(name)).toBe(name);
});

test('only the case of letters ever changes, and a second time changes nothing', () => {
  const names = fc.oneof(fc.constantFrom(...demoDrugs.map(({ name }) => name)), fc.string());
  fc.assert(
    fc.property(names, (name) => {
      expect(tallMan(name).toLowerCase()).toBe(name.toLowerCase());
      expect(tallMan(tallMan(name))).toBe(tallMan(name));
    }),
  );
});

test('a look-alike is told both ways, and a drug never looks like itself', () => {
  for (const { name } of demoDrugs) {
    for (const other of lookAlikesOf(name)) {
      expect(other.toLowerCase()).not.toBe(name);
      expect(lookAlikesOf(other).length).toBeGreaterThan(0);
    }
  }
  expect(lookAlikesOf('tramadol')).toEqual(['traZODone']);
  expect(lookAlikesOf('trazodone')).toEqual(['traMADol']);
  expect(lookAlikesOf('lisinopril')).toEqual([]);
});
