/**
 * The table behind the demo orders: one line an order, by stage of the counter.
 * Each line names its patient, prescriber and drug in words; orders.ts resolves them.
 * A cell that is not a stage, source or priority of the contract throws when the table is read.
 */
import type { failReasons, rejectReasons } from '../contract/prescription.ts';
import type { holdReasons } from '../contract/queue.ts';
import { priority, source, stage } from '../contract/values.ts';

/** How an order stands beside its stage: held, or why it ended badly. */
export interface DemoEnding {
  readonly hold?: {
    readonly reason: (typeof holdReasons)[number];
    readonly note: string;
    readonly followUpInMinutes: number;
  };
  readonly rejectReason?: (typeof rejectReasons)[number];
  readonly failReason?: (typeof failReasons)[number];
}

/** By patient: each of these has one order. */
export const endings: Readonly<Record<string, DemoEnding>> = {
  'Kenji Tanaka': {
    hold: {
      reason: 'prescriber-call',
      note: 'Succinate or tartrate? Left word with the nurse.',
      followUpInMinutes: 45,
    },
  },
  'Vincent Rossi': {
    hold: { reason: 'insurance', note: 'Plan asks for a 30-day quantity.', followUpInMinutes: 120 },
  },
  'Noah Lindqvist': {
    hold: {
      reason: 'out-of-stock',
      note: 'None at the wholesaler. Mother told; clinic asked about 20 mg.',
      followUpInMinutes: 180,
    },
  },
  'Paul Kaczmarek': { rejectReason: 'forged' },
  'Yasmin Farouk': { rejectReason: 'duplicate' },
  'Antoinette Delacroix': { failReason: 'insurance-refused' },
  'Isabel Reyes': { failReason: 'cancelled' },
};

/**
 * stage | source | priority | received minutes ago | promised in minutes | patient
 *  | prescriber | drug | sig | quantity | days' supply | refills
 */
const table = `
transcribing | phone | today | 22 | 180 | Denise Carver | Sharma | lisinopril 10 mg tablet | 1 tab po qam | 30 | 30 | 5
transcribing | walk-in | waiting | 6 | 20 | Brianna Thompson | Petrov | nitrofurantoin 100 mg capsule | 1 cap po bid with food x 5 days | 10 | 5 | 0
transcribing | electronic | routine | 48 | 1500 | Rajesh Patel | Singh | metformin 1000 mg tablet | 1 tab po bid with meals | 180 | 90 | 3
transcribing | electronic | today | 35 | 240 | Ethan Caldwell | Blackwood | methylphenidate 27 mg extended-release tablet | 1 tab po qam | 30 | 30 | 0
transcribing | refill | routine | 130 | 1400 | Robert Johnson | Castellano | atorvastatin 40 mg tablet | 1 tab po at bedtime | 90 | 90 | 3
transcribing | phone | urgent | 51 | -5 | Maria Garcia 1966-10-12 | Okonjo | hydroxyzine 25 mg tablet | 1 tab po q6h prn itching, max 4 a day | 20 | 5 | 0
transcribing | walk-in | waiting | 9 | 15 | Siobhán Brennan | Rosenthal | hydrocodone-acetaminophen 5 mg-325 mg tablet | 1 tab po q6h prn pain, max 4 a day | 12 | 3 | 0
transcribing | phone | today | 95 | 60 | Kenji Tanaka | Yamamoto | metoprolol succinate 50 mg extended-release tablet | 1 tab po daily | 90 | 90 | 1
verifying | electronic | urgent | 40 | 10 | Alice Whitcomb | Whitfield | amoxicillin 500 mg capsule | 1 cap po tid x 10 days | 30 | 10 | 0
verifying | walk-in | waiting | 18 | 12 | Tyrone Grant | Nakagawa | meloxicam 15 mg tablet | 1 tab po daily with food | 30 | 30 | 1
verifying | electronic | today | 75 | 150 | Ekaterina Ivanova | Greenberg | lamotrigine 25 mg tablet | 1 tab po daily | 30 | 30 | 0
verifying | phone | today | 110 | 90 | Luz Quinones | Ostrowski | losartan 50 mg tablet | 1 tab po daily | 90 | 90 | 3
verifying | electronic | today | 64 | 200 | Jamal Cooper | Prescott | lisdexamfetamine 30 mg capsule | 1 cap po qam | 30 | 30 | 0
verifying | electronic | routine | 210 | 900 | Dorothy McKenzie | Hutchinson | warfarin 5 mg tablet | 1 tab po every evening | 30 | 30 | 2
verifying | refill | routine | 300 | 1100 | Miriam Goldberg | Marchetti | levothyroxine 75 mcg tablet | 1 tab po every morning | 90 | 90 | 3
verifying | electronic | today | 140 | 30 | Vincent Rossi | Zhao | timolol 0.5 % eye drops | 1 gtt in both eyes bid | 10 | 50 | 2
to-fill | walk-in | waiting | 31 | 8 | Aaliyah Simmons | Donahue | azithromycin 250 mg tablet | 2 tabs po today, then 1 tab po daily x 4 days | 6 | 5 | 0
to-fill | electronic | today | 155 | 120 | Jean-Luc Baptiste | Whitfield | amlodipine 5 mg tablet | 1 tab po daily | 90 | 90 | 3
to-fill | electronic | urgent | 70 | -15 | Nour Haddad | Fernández | azithromycin 200 mg/5 mL oral suspension | 5 mL po daily x 3 days | 15 | 3 | 0
to-fill | phone | today | 180 | 60 | Wen Chen | Lefebvre | norethindrone 0.35 mg tablet | 1 tab po daily | 84 | 84 | 3
to-fill | electronic | routine | 420 | 1300 | Leonard Schwartz | Castellano | tamsulosin 0.4 mg capsule | 1 cap po at bedtime | 90 | 90 | 3
to-fill | electronic | today | 230 | 45 | Chidi Okafor | Greenberg | bupropion 150 mg extended-release tablet | 1 tab po qam | 30 | 30 | 2
to-fill | electronic | today | 1500 | 240 | Noah Lindqvist | Winslow | lisdexamfetamine 40 mg capsule | 1 cap po qam | 30 | 30 | 0
filling | walk-in | waiting | 36 | 4 | Kevin Donnelly | Petrov | prednisone 20 mg tablet | 2 tabs po qam x 5 days | 10 | 5 | 0
filling | electronic | today | 190 | 50 | Åsa Bergström | Prescott | sertraline 50 mg tablet | 1 tab po daily | 30 | 30 | 5
filling | electronic | today | 240 | 25 | Małgorzata Dąbrowska | Singh | insulin glargine 100 units/mL injection pen | inject 20 units subcut at bedtime | 15 | 75 | 3
filling | electronic | routine | 500 | 700 | Latoya Jackson | Hutchinson | gabapentin 300 mg capsule | 1 cap po tid | 270 | 90 | 1
checking | walk-in | waiting | 44 | -2 | Patrick O'Connor | Donahue | cyclobenzaprine 10 mg tablet | 1 tab po at bedtime prn muscle spasm | 10 | 10 | 0
checking | electronic | today | 260 | 15 | Stanley Jankowski | Ostrowski | furosemide 40 mg tablet | 1 tab po qam | 90 | 90 | 3
checking | electronic | today | 120 | 20 | Emma Caldwell | Blackwood | cefdinir 250 mg/5 mL oral suspension | 5 mL po daily x 10 days | 50 | 10 | 0
checking | electronic | today | 150 | 30 | Marcus Underwood | O'Malley | oxycodone 5 mg tablet | 1 tab po q6h prn pain, max 4 a day | 20 | 5 | 0
ready | electronic | today | 330 | -40 | Grace Holloway | Abdi | fluconazole 150 mg tablet | 1 tab po once | 1 | 1 | 0
ready | electronic | routine | 1440 | -120 | Walter Abernathy | Whitfield | digoxin 125 mcg tablet | 1 tab po qam | 90 | 90 | 2
ready | phone | routine | 1530 | -200 | Walter J. Abernathy | Whitfield | omeprazole 20 mg delayed-release capsule | 1 cap po before breakfast | 30 | 30 | 2
ready | electronic | routine | 2880 | -900 | Thị Lan Nguyễn | Marchetti | glipizide 5 mg tablet | 1 tab po bid before meals | 180 | 90 | 1
ready | electronic | routine | 12960 | -11520 | Hendrika Vandermeer | Zhao | latanoprost 0.005 % eye drops | 1 gtt in both eyes at bedtime | 2.5 | 25 | 5
ready | walk-in | waiting | 70 | -30 | Miguel Sandoval | Kim | ibuprofen 600 mg tablet | 1 tab po q6h prn pain with food, max 4 a day | 20 | 5 | 0
completed | electronic | routine | 126720 | -125520 | Robert Johnson | Castellano | atorvastatin 40 mg tablet | 1 tab po at bedtime | 90 | 90 | 3
completed | electronic | routine | 131040 | -129840 | Miriam Goldberg | Marchetti | levothyroxine 75 mcg tablet | 1 tab po every morning | 90 | 90 | 3
completed | walk-in | waiting | 260 | -220 | Folasade Adeyemi | Vasquez | benzonatate 100 mg capsule | 1 cap po tid prn cough, max 3 a day | 21 | 7 | 0
completed | electronic | today | 1640 | -1440 | Robert Johnston | Ostrowski | clopidogrel 75 mg tablet | 1 tab po daily | 90 | 90 | 3
completed | phone | today | 2940 | -2340 | Fiona MacAllister | Sharma | fluticasone 50 mcg/actuation nasal spray | 2 sprays each nostril daily | 120 | 30 | 5
rejected | phone | today | 400 | -100 | Paul Kaczmarek | Petrov | alprazolam 1 mg tablet | 1 tab po tid prn anxiety, max 3 a day | 90 | 30 | 0
rejected | electronic | routine | 1740 | -600 | Yasmin Farouk | Lefebvre | estradiol 1 mg tablet | 1 tab po daily | 30 | 30 | 2
failed | electronic | today | 1840 | -500 | Antoinette Delacroix | Hutchinson | rivaroxaban 20 mg tablet | 1 tab po daily with evening meal | 30 | 30 | 5
failed | walk-in | waiting | 700 | -600 | Isabel Reyes | Fernández | amoxicillin 400 mg/5 mL oral suspension | 7.5 mL po bid x 10 days | 150 | 10 | 0
`;

const notFax = source.exclude(['fax']);

export const orderRows = table
  .trim()
  .split('\n')
  .map((line) => {
    const cells = line.split(' | ');
    const cell = (index: number) => {
      const text = cells[index];
      if (text === undefined) throw new Error(`a demo order has ${cells.length} cells`);
      return text;
    };
    return {
      stage: stage.parse(cell(0)),
      source: notFax.parse(cell(1)),
      priority: priority.parse(cell(2)),
      receivedMinutesAgo: Number(cell(3)),
      promisedInMinutes: Number(cell(4)),
      patient: cell(5),
      prescriber: cell(6),
      drug: cell(7),
      sig: cell(8),
      quantity: cell(9),
      daysSupply: Number(cell(10)),
      refills: Number(cell(11)),
    };
  });
