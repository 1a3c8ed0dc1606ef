/**
 * How often a medicine is taken, in the shorthand of either country and in plain words, and which medicines are
 * mostly taken how often. For drawing pages only, never a source of clinical facts.
 */

export interface Frequency {
  readonly us: readonly string[];
  readonly uk: readonly string[];
  readonly plain: readonly string[];
  readonly perDay: number;
}

export const frequencies = {
  daily: {
    us: ['daily', 'qd', 'once daily'],
    uk: ['od', 'daily'],
    plain: ['once daily', 'once a day', 'every day'],
    perDay: 1,
  },
  morning: {
    us: ['qam', 'q am', 'every morning'],
    uk: ['om', 'mane'],
    plain: ['every morning', 'each morning', 'in the morning'],
    perDay: 1,
  },
  night: {
    us: ['qhs', 'at bedtime', 'hs'],
    uk: ['on', 'nocte'],
    plain: ['at bedtime', 'at night', 'every night'],
    perDay: 1,
  },
  twice: {
    us: ['bid', 'BID', 'b.i.d.'],
    uk: ['bd', 'BD'],
    plain: ['twice daily', 'two times a day', 'twice a day'],
    perDay: 2,
  },
  thrice: {
    us: ['tid', 'TID', 't.i.d.'],
    uk: ['tds', 'TDS'],
    plain: ['three times a day', 'three times daily'],
    perDay: 3,
  },
  four: {
    us: ['qid', 'QID'],
    uk: ['qds', 'QDS'],
    plain: ['four times a day', 'four times daily'],
    perDay: 4,
  },
  twelve: { us: ['q12h', 'q 12 hours'], uk: ['12 hourly', 'bd'], plain: ['every 12 hours'], perDay: 2 },
  eight: { us: ['q8h', 'q 8 hours'], uk: ['8 hourly', 'tds'], plain: ['every 8 hours'], perDay: 3 },
  six: { us: ['q6h', 'q 6 h'], uk: ['6 hourly', 'qds'], plain: ['every 6 hours'], perDay: 4 },
  fourSix: {
    us: ['q4-6h', 'q 4-6 h', 'q4-6h'],
    uk: ['4-6 hourly', 'every 4-6 hours'],
    plain: ['every 4 to 6 hours', 'every 4-6 hours'],
    perDay: 6,
  },
  weekly: {
    us: ['once weekly', 'q week', 'once a week'],
    uk: ['once weekly', 'weekly'],
    plain: ['once a week', 'once weekly'],
    perDay: 1 / 7,
  },
} as const satisfies Record<string, Frequency>;

export type Often = keyof typeof frequencies;

/** How a drug is mostly taken; what is named nowhere is taken daily. */
export const habits: readonly (readonly [Often | 'needed' | 'course', RegExp])[] = [
  ['weekly', /^(alendron|methotrexate)/],
  [
    'course',
    /^(amox|co-amox|fluclox|phenoxy|penicillin|clarithro|azithro|doxycyc|nitrofur|trimeth|cef|ceph|metronid|cipro|levoflox|sulfameth|clinda|acyclo|valacyc|terbin|oseltam|methylpredni|predniso)/,
  ],
  [
    'needed',
    /^(acetaminophen-|hydrocodone|oxycodone|tramadol|codeine|co-cod|paracetamol|ibuprofen|cyclobenz|methocarb|carisoprodol|tizanid|lorazepam|alprazolam|diazepam|ondansetron|hydroxyzine|promethazine|meclizine|sumatriptan|benzonatate|hydromorph|morphine sulfate|butalb)/,
  ],
  [
    'night',
    /^(trazodone|amitrip|nortrip|zolpidem|zopiclone|eszopiclone|temazepam|mirtazapine|quetiapine|simvastatin|montelukast|senna)/,
  ],
  ['thrice', /^(gabapentin|baclofen|hydralazine|ropinirole|mebeverine)/],
  [
    'twice',
    /^(metformin|carvedilol|apixaban|lamotrigine|levetiracetam|metoprolol tartrate|pregabalin|topiramate|divalproex|bupropion|buspirone|naproxen|propranolol|glipizide|labetalol|clonidine|famotidine|celecoxib|gliclazide|ferrous|sodium valpro)/,
  ],
  [
    'morning',
    /^(levothyroxine|furosemide|omeprazole|lansoprazole|pantoprazole|methylphenid|amphetamine|lisdexam|dextroamph|bendro|indapamide|hydrochlorothiazide|guanfacine)/,
  ],
];
