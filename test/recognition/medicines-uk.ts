/**
 * Medicines as UK pages name them, beside the demo pharmacy's American shelf: enough of the common ones to draw from.
 * For drawing pages only; never a source of clinical facts. Strengths are written as British labels write them.
 */
import type { LexiconDrug } from '../../core/recognise/reading.ts';

const unitOf = (form: string): string =>
  form.endsWith('tablet')
    ? 'tablet'
    : form.endsWith('capsule')
      ? 'capsule'
      : form === 'cream' || form === 'ointment' || form === 'gel'
        ? 'g'
        : form === 'inhaler'
          ? 'dose'
          : form === 'patch'
            ? 'patch'
            : 'mL';

/** `name | strengths, parted by commas | form | brand` */
const rows = `
paracetamol | 500 mg | tablet
co-codamol | 8 mg/500 mg, 30 mg/500 mg | tablet
ibuprofen | 200 mg, 400 mg | tablet
naproxen | 250 mg, 500 mg | tablet
codeine | 15 mg, 30 mg | tablet
tramadol | 50 mg | capsule
morphine sulfate | 10 mg/5 mL | oral solution | Oramorph
gabapentin | 100 mg, 300 mg | capsule
pregabalin | 25 mg, 75 mg, 150 mg | capsule
amitriptyline | 10 mg, 25 mg | tablet
amoxicillin | 250 mg, 500 mg | capsule
amoxicillin | 125 mg/5 mL, 250 mg/5 mL | oral suspension
co-amoxiclav | 500 mg/125 mg | tablet
flucloxacillin | 250 mg, 500 mg | capsule
phenoxymethylpenicillin | 250 mg | tablet
clarithromycin | 250 mg, 500 mg | tablet
doxycycline | 100 mg | capsule
nitrofurantoin | 100 mg | modified-release capsule
trimethoprim | 200 mg | tablet
cefalexin | 250 mg, 500 mg | capsule
metronidazole | 400 mg | tablet
amlodipine | 5 mg, 10 mg | tablet
ramipril | 1.25 mg, 2.5 mg, 5 mg, 10 mg | capsule
lisinopril | 5 mg, 10 mg, 20 mg | tablet
losartan | 25 mg, 50 mg, 100 mg | tablet
candesartan | 4 mg, 8 mg | tablet
bisoprolol | 1.25 mg, 2.5 mg, 5 mg | tablet
atenolol | 25 mg, 50 mg | tablet
bendroflumethiazide | 2.5 mg | tablet
indapamide | 1.5 mg | modified-release tablet
furosemide | 20 mg, 40 mg | tablet
spironolactone | 25 mg | tablet
doxazosin | 1 mg, 2 mg, 4 mg | tablet
isosorbide mononitrate | 60 mg | modified-release tablet
digoxin | 62.5 micrograms, 125 micrograms | tablet
simvastatin | 20 mg, 40 mg | tablet
atorvastatin | 10 mg, 20 mg, 40 mg, 80 mg | tablet
clopidogrel | 75 mg | tablet
aspirin | 75 mg | dispersible tablet
apixaban | 2.5 mg, 5 mg | tablet | Eliquis
rivaroxaban | 15 mg, 20 mg | tablet | Xarelto
edoxaban | 30 mg, 60 mg | tablet | Lixiana
warfarin | 1 mg, 3 mg, 5 mg | tablet
metformin | 500 mg, 850 mg | tablet
metformin | 500 mg, 1 g | modified-release tablet
gliclazide | 40 mg, 80 mg | tablet
gliclazide | 30 mg | modified-release tablet
sitagliptin | 50 mg, 100 mg | tablet | Januvia
empagliflozin | 10 mg, 25 mg | tablet | Jardiance
levothyroxine | 25 micrograms, 50 micrograms, 100 micrograms | tablet
prednisolone | 1 mg, 5 mg | tablet
prednisolone | 2.5 mg, 5 mg | gastro-resistant tablet
omeprazole | 20 mg, 40 mg | gastro-resistant capsule
lansoprazole | 15 mg, 30 mg | gastro-resistant capsule
mebeverine | 135 mg | tablet
lactulose | 3.1-3.7 g/5 mL | oral solution
senna | 7.5 mg | tablet
sertraline | 50 mg, 100 mg | tablet
citalopram | 10 mg, 20 mg | tablet
fluoxetine | 20 mg | capsule
mirtazapine | 15 mg, 30 mg | tablet
venlafaxine | 75 mg, 150 mg | modified-release capsule
diazepam | 2 mg, 5 mg | tablet
zopiclone | 3.75 mg, 7.5 mg | tablet
propranolol | 10 mg, 40 mg | tablet
lamotrigine | 25 mg, 50 mg, 100 mg | tablet
sodium valproate | 200 mg, 500 mg | gastro-resistant tablet
levetiracetam | 250 mg, 500 mg | tablet
sumatriptan | 50 mg | tablet
cetirizine | 10 mg | tablet
fexofenadine | 120 mg, 180 mg | tablet
salbutamol | 100 micrograms/dose | inhaler | Ventolin Evohaler
beclometasone | 100 micrograms/dose, 200 micrograms/dose | inhaler | Clenil Modulite
hydrocortisone | 1 % | cream
betamethasone valerate | 0.1 % | cream
fusidic acid | 2 % | cream
clotrimazole | 1 % | cream
chloramphenicol | 0.5 % | eye drops
latanoprost | 50 micrograms/mL | eye drops
timolol | 0.25 %, 0.5 % | eye drops
tamsulosin | 400 micrograms | modified-release capsule
finasteride | 5 mg | tablet
solifenacin | 5 mg, 10 mg | tablet
alendronic acid | 70 mg | tablet
methotrexate | 2.5 mg | tablet
folic acid | 5 mg | tablet
ferrous fumarate | 210 mg | tablet
colecalciferol | 800 units | capsule
insulin glargine | 100 units/mL | injection pen | Lantus SoloStar
insulin aspart | 100 units/mL | injection pen | NovoRapid FlexPen
methylphenidate | 18 mg, 36 mg | modified-release tablet | Concerta XL
buprenorphine | 5 micrograms/hour, 10 micrograms/hour | patch | BuTrans
`;

export const medicinesUk: readonly LexiconDrug[] = rows
  .trim()
  .split('\n')
  .flatMap((row) => {
    const [name, strengths, form, brand = ''] = row.split('|').map((cell) => cell.trim());
    return strengths!
      .split(', ')
      .map((strength) => ({ name: name!, brand, strength, form: form!, unit: unitOf(form!) }));
  });
