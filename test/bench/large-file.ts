/**
 * More for a large pharmacy: a hundred thousand drug packages, prescribers, and faxes that were read before. Written
 * straight into the tables in bulk, drawn from a seed.
 */
import { chanceFrom } from '../../core/chance.ts';
import { demoDrugs } from '../../core/demo/drugs.ts';
import { drugSearchText } from '../../core/drug/drug.ts';
import { insertDrug } from '../../core/drug/store.ts';
import { newId } from '../../core/identity.ts';
import { npiProblem } from '../../core/prescriber/identifiers.ts';
import { prescriberColumns, prescriberSearchText } from '../../core/prescriber/prescriber.ts';
import { insertPrescriber } from '../../core/prescriber/store.ts';
import type { Store } from '../../core/store/database.ts';

const consonants = 'b c d f g k l m n p r s t v z'.split(' ');
const vowels = 'a e i o u'.split(' ');
const endings =
  `azole bactam barbital caine cillin conazole curium cycline dipine dronate farcept fenac fibrate floxacin
  fungin gatran gepant gliflozin gliptin glitazone lukast mustine mycin nacin nidazole olol onide oxetine parin peridone
  platin prazole pril profen relix ridone rubicin sartan semide setron statin sulfan terol thiazide tidine tinib trexate
  triptan tyline vastine vir vudine xaban zepam zide zolamide`.split(/\s+/);
const salts = ['', '', ' hydrochloride', ' sodium', ' maleate'];
const strengths = [
  '2.5 mg',
  '5 mg',
  '10 mg',
  '20 mg',
  '25 mg',
  '40 mg',
  '50 mg',
  '100 mg',
  '250 mg',
  '500 mg',
];
const forms = ['tablet', 'capsule', 'extended-release tablet', 'oral solution'];

const inPieces = (store: Store, count: number, insert: (index: number) => void): void => {
  for (let from = 0; from < count; from += 10_000)
    store.transaction(() => {
      for (let index = from; index < Math.min(count, from + 10_000); index += 1) insert(index);
    });
};

/** Packages until there are so many: a third of them of the demo's drugs, which are the common ones, by many makers. */
export const addDrugs = (store: Store, count: number, seed = 11): void => {
  const draw = chanceFrom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(draw() * list.length)]!;
  // As many ingredients as a national directory has.
  const ingredients = Array.from({ length: 3000 }, () => {
    const stem = Array.from({ length: 2 }, () => pick(consonants) + pick(vowels)).join('');
    return `${stem}${pick(endings)}${pick(salts)}`;
  });
  const brands = ingredients.map((name) => (draw() < 0.3 ? `${name.slice(0, 4)}${pick(vowels)}x` : ''));
  inPieces(store, count - demoDrugs.length, (index) => {
    const common = pick(demoDrugs);
    const other = Math.floor(draw() * ingredients.length);
    const drug =
      index % 3 === 0
        ? { name: common.name, brand: '', strength: common.strength, form: common.form }
        : {
            name: ingredients[other]!,
            brand: draw() < 0.2 ? brands[other]! : '',
            strength: pick(strengths),
            form: pick(forms),
          };
    const row = {
      ...drug,
      ndc11: String(90_000_000_000 + index),
      unit: 'tablet',
      route: 'oral',
      labeler: `Maker ${index % 400}`,
      package_size: 100_000,
      package_description: '',
      schedule: null,
    };
    insertDrug(store, row, drugSearchText(row));
  });
};

/** Prescribers with right check digits, named from a list. */
export const addPrescribers = (store: Store, count: number, names: readonly string[], seed = 12): void => {
  const draw = chanceFrom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(draw() * list.length)]!;
  inPieces(store, count, (index) => {
    const stem = String(1_500_000_00 + index);
    const npi = [...'0123456789'].map((digit) => stem + digit).find((number) => npiProblem(number) === null)!;
    const columns = prescriberColumns({
      familyName: pick(names),
      givenNames: pick(names),
      npi,
      dea: '',
      clinic: `${pick(names)} Family Practice`,
      phone: `(315) 555-${String(index % 10_000).padStart(4, '0')}`,
      fax: '',
    });
    insertPrescriber(store, newId(), columns, prescriberSearchText(columns));
  });
};

/** Faxes of one page that were read before, each with the key and the look its words and page would have. */
export const addReadFaxes = (
  store: Store,
  count: number,
  at: string,
  made: (index: number) => { key: string; look: string; reading: Uint8Array },
): void => {
  inPieces(store, count, (index) => {
    const id = newId();
    store.run(
      `INSERT INTO document (id, sha256, media_type, file_name, bytes, received_at) VALUES (?, ?, 'image/tiff', 'fax.tif', x'00', ?)`,
      [id, id, at],
    );
    store.run(
      `INSERT INTO page (document_id, number, width, height, sha256, png) VALUES (?, 1, 1, 1, '', x'00')`,
      [id],
    );
    const { key, look, reading } = made(index);
    store.run(
      `INSERT INTO page_reading (document_id, number, state, kind, read_at, look, reading) VALUES (?, 1, 'read', 'prescription', ?, ?, ?)`,
      [id, at, look, reading],
    );
    store.run(
      `INSERT INTO document_reading (document_id, layout, sender, content_key, read_at) VALUES (?, 'form', '', ?, ?)`,
      [id, key, at],
    );
  });
};
