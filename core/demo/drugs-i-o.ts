/**
 * The demo pharmacy's shelf, I to O: real packages as the FDA's NDC Directory listed them about 2015.
 * Each row keeps true NDC, strength, labeler and package; the names and wording are ours.
 * Demonstration data only: never a source of clinical facts, availability or price.
 */
import {
  CAPSULE,
  CHEWABLE,
  CREAM,
  DR_CAPSULE,
  EAR_DROPS,
  ER_TABLET,
  EYE_DROPS,
  INHALER,
  ODT,
  OINTMENT,
  PATCH,
  PEN,
  product,
  SHAMPOO,
  SOLUTION,
  SUBLINGUAL_TABLET,
  SUSPENSION,
  TABLET,
  VIAL,
} from './drug-row.ts';

export const drugsIToO = [
  product('ibuprofen', TABLET, null, [
    ['00603402121', '400 mg', 'Qualitest', 100, 'bottle of 100'],
    ['00603402221', '600 mg', 'Qualitest', 100, 'bottle of 100'],
    ['00603402321', '800 mg', 'Qualitest', 100, 'bottle of 100'],
  ]),
  product('insulin aspart', PEN, null, [
    ['00169633810', '100 units/mL', 'Novo Nordisk', 15, '5 pens of 3 mL', 'NovoLog'],
  ]),
  product('insulin aspart', VIAL, null, [
    ['00169750111', '100 units/mL', 'Novo Nordisk', 10, 'vial of 10 mL', 'NovoLog'],
  ]),
  product('insulin detemir', PEN, null, [
    ['00169643810', '100 units/mL', 'Novo Nordisk', 15, '5 pens of 3 mL', 'Levemir'],
  ]),
  product('insulin glargine', PEN, null, [
    ['00088221905', '100 units/mL', 'Sanofi', 15, '5 pens of 3 mL', 'Lantus SoloStar'],
  ]),
  product('insulin glargine', VIAL, null, [
    ['00088222033', '100 units/mL', 'Sanofi', 10, 'vial of 10 mL', 'Lantus'],
  ]),
  product('insulin lispro', PEN, null, [
    ['00002879759', '100 units/mL', 'Eli Lilly', 15, '5 pens of 3 mL', 'Humalog'],
  ]),
  product('insulin lispro', VIAL, null, [
    ['00002751001', '100 units/mL', 'Eli Lilly', 10, 'vial of 10 mL', 'Humalog'],
  ]),
  product('ipratropium', INHALER, null, [
    ['00597008717', '17 mcg/actuation', 'Boehringer Ingelheim', 200, 'inhaler of 200 puffs', 'Atrovent HFA'],
  ]),
  product('isosorbide mononitrate', ER_TABLET, null, [
    ['00143223001', '30 mg', 'West-Ward', 100, 'bottle of 100'],
    ['00143226001', '60 mg', 'West-Ward', 100, 'bottle of 100'],
  ]),
  product('ketoconazole', CREAM, null, [['00093084030', '2 %', 'Teva', 30, 'tube of 30 g']]),
  product('ketoconazole', SHAMPOO, null, [['45802046564', '2 %', 'Perrigo', 120, 'bottle of 120 mL']]),
  product('labetalol', TABLET, null, [
    ['00172436460', '100 mg', 'Ivax', 100, 'bottle of 100'],
    ['00172436560', '200 mg', 'Ivax', 100, 'bottle of 100'],
  ]),
  product('lamivudine', TABLET, null, [
    ['31722075360', '150 mg', 'Camber', 60, 'bottle of 60'],
    ['31722075260', '100 mg', 'Camber', 60, 'bottle of 60'],
  ]),
  product('lamotrigine', TABLET, null, [
    ['00093003901', '25 mg', 'Teva', 100, 'bottle of 100'],
    ['00093046301', '100 mg', 'Teva', 100, 'bottle of 100'],
    ['00781512401', '150 mg', 'Sandoz', 100, 'bottle of 100'],
  ]),
  product('latanoprost', EYE_DROPS, null, [['00378964532', '0.005 %', 'Mylan', 2.5, 'bottle of 2.5 mL']]),
  product('levetiracetam', TABLET, null, [
    ['00093728689', '500 mg', 'Teva', 120, 'bottle of 120'],
    ['00093728589', '250 mg', 'Teva', 120, 'bottle of 120'],
  ]),
  product('levocetirizine', TABLET, null, [['31722055130', '5 mg', 'Camber', 30, 'bottle of 30']]),
  product('levofloxacin', TABLET, null, [
    ['00093729253', '500 mg', 'Teva', 50, 'bottle of 50'],
    ['00093729353', '750 mg', 'Teva', 50, 'bottle of 50'],
  ]),
  product('levothyroxine', TABLET, null, [
    ['00074434190', '25 mcg', 'AbbVie', 90, 'bottle of 90', 'Synthroid'],
    ['00074455290', '50 mcg', 'AbbVie', 90, 'bottle of 90', 'Synthroid'],
    ['00074518290', '75 mcg', 'AbbVie', 90, 'bottle of 90', 'Synthroid'],
    ['00074662490', '100 mcg', 'AbbVie', 90, 'bottle of 90', 'Synthroid'],
    ['00074706890', '125 mcg', 'AbbVie', 90, 'bottle of 90', 'Synthroid'],
  ]),
  product('lidocaine', PATCH, null, [['00591267930', '5 %', 'Actavis', 30, 'carton of 30 patches']]),
  product('liraglutide', PEN, null, [
    ['00169406012', '6 mg/mL', 'Novo Nordisk', 6, '2 pens of 3 mL', 'Victoza'],
  ]),
  product('lisdexamfetamine', CAPSULE, 'CII', [
    ['59417010210', '20 mg', 'Shire', 100, 'bottle of 100', 'Vyvanse'],
    ['59417010310', '30 mg', 'Shire', 100, 'bottle of 100', 'Vyvanse'],
    ['59417010410', '40 mg', 'Shire', 100, 'bottle of 100', 'Vyvanse'],
    ['59417010510', '50 mg', 'Shire', 100, 'bottle of 100', 'Vyvanse'],
  ]),
  product('lisinopril', TABLET, null, [
    ['00143126501', '2.5 mg', 'West-Ward', 100, 'bottle of 100'],
    ['00143126601', '5 mg', 'West-Ward', 100, 'bottle of 100'],
    ['00143126701', '10 mg', 'West-Ward', 100, 'bottle of 100'],
    ['00143126801', '20 mg', 'West-Ward', 100, 'bottle of 100'],
    ['00143127001', '40 mg', 'West-Ward', 100, 'bottle of 100'],
  ]),
  product('lisinopril-hydrochlorothiazide', TABLET, null, [
    ['00143126201', '10 mg-12.5 mg', 'West-Ward', 100, 'bottle of 100'],
    ['00143126301', '20 mg-12.5 mg', 'West-Ward', 100, 'bottle of 100'],
  ]),
  product('lithium carbonate', CAPSULE, null, [['00143318901', '300 mg', 'West-Ward', 100, 'bottle of 100']]),
  product('lorazepam', TABLET, 'CIV', [
    ['00093482001', '0.5 mg', 'Teva', 100, 'bottle of 100'],
    ['00093482101', '1 mg', 'Teva', 100, 'bottle of 100'],
  ]),
  product('losartan', TABLET, null, [
    ['00093736498', '25 mg', 'Teva', 90, 'bottle of 90'],
    ['00093736598', '50 mg', 'Teva', 90, 'bottle of 90'],
    ['00093736698', '100 mg', 'Teva', 90, 'bottle of 90'],
  ]),
  product('losartan-hydrochlorothiazide', TABLET, null, [
    ['00054012722', '100 mg-25 mg', 'Roxane', 90, 'bottle of 90'],
  ]),
  product('meclizine', TABLET, null, [['42806001401', '25 mg', 'Epic', 100, 'bottle of 100']]),
  product('medroxyprogesterone', TABLET, null, [['00555077902', '10 mg', 'Barr', 100, 'bottle of 100']]),
  product('meloxicam', TABLET, null, [
    ['00093723401', '7.5 mg', 'Teva', 100, 'bottle of 100'],
    ['00093729901', '15 mg', 'Teva', 100, 'bottle of 100'],
  ]),
  product('metformin', ER_TABLET, null, [
    ['00093726701', '500 mg', 'Teva', 100, 'bottle of 100'],
    ['00093721201', '750 mg', 'Teva', 100, 'bottle of 100'],
  ]),
  product('metformin', TABLET, null, [
    ['00093104801', '500 mg', 'Teva', 100, 'bottle of 100'],
    ['00093104901', '850 mg', 'Teva', 100, 'bottle of 100'],
    ['00093721401', '1000 mg', 'Teva', 100, 'bottle of 100'],
  ]),
  product('methadone', TABLET, 'CII', [
    ['00406575501', '5 mg', 'Mallinckrodt', 100, 'bottle of 100'],
    ['00406577101', '10 mg', 'Mallinckrodt', 100, 'bottle of 100'],
  ]),
  product('methocarbamol', TABLET, null, [
    ['00143129001', '500 mg', 'West-Ward', 100, 'bottle of 100'],
    ['00143129201', '750 mg', 'West-Ward', 100, 'bottle of 100'],
  ]),
  product('methotrexate', TABLET, null, [['00054455025', '2.5 mg', 'Roxane', 100, 'bottle of 100']]),
  product('methylphenidate', ER_TABLET, 'CII', [
    ['62175031037', '18 mg', 'Kremers Urban', 100, 'bottle of 100'],
    ['62175031137', '27 mg', 'Kremers Urban', 100, 'bottle of 100'],
    ['62175031237', '36 mg', 'Kremers Urban', 100, 'bottle of 100'],
    ['62175031337', '54 mg', 'Kremers Urban', 100, 'bottle of 100'],
  ]),
  product('methylphenidate', TABLET, 'CII', [
    ['00406114201', '5 mg', 'Mallinckrodt', 100, 'bottle of 100'],
    ['00406114401', '10 mg', 'Mallinckrodt', 100, 'bottle of 100'],
    ['00406114601', '20 mg', 'Mallinckrodt', 100, 'bottle of 100'],
  ]),
  product('methylprednisolone', TABLET, null, [
    ['59746000103', '4 mg', 'Jubilant Cadista', 21, 'blister card of 21'],
  ]),
  product('metoprolol succinate', ER_TABLET, null, [
    ['55111046601', '25 mg', "Dr. Reddy's", 100, 'bottle of 100'],
    ['55111046701', '50 mg', "Dr. Reddy's", 100, 'bottle of 100'],
    ['55111046801', '100 mg', "Dr. Reddy's", 100, 'bottle of 100'],
  ]),
  product('metoprolol tartrate', TABLET, null, [
    ['00378001801', '25 mg', 'Mylan', 100, 'bottle of 100'],
    ['00093073301', '50 mg', 'Teva', 100, 'bottle of 100'],
  ]),
  product('metronidazole', TABLET, null, [
    ['00591252101', '250 mg', 'Actavis', 100, 'bottle of 100'],
    ['23155006501', '500 mg', 'Heritage', 100, 'bottle of 100'],
  ]),
  product('mirtazapine', TABLET, null, [
    ['00093720656', '15 mg', 'Teva', 30, 'bottle of 30'],
    ['00093720756', '30 mg', 'Teva', 30, 'bottle of 30'],
  ]),
  product('montelukast', CHEWABLE, null, [
    ['00054028813', '4 mg', 'Roxane', 30, 'bottle of 30'],
    ['00054028913', '5 mg', 'Roxane', 30, 'bottle of 30'],
  ]),
  product('montelukast', TABLET, null, [['00093742656', '10 mg', 'Teva', 30, 'bottle of 30']]),
  product('morphine', ER_TABLET, 'CII', [
    ['00378265801', '15 mg', 'Mylan', 100, 'bottle of 100'],
    ['00378265901', '30 mg', 'Mylan', 100, 'bottle of 100'],
  ]),
  product('morphine', SOLUTION, 'CII', [['00574015330', '20 mg/mL', 'Paddock', 30, 'bottle of 30 mL']]),
  product('mupirocin', OINTMENT, null, [['00093101042', '2 %', 'Teva', 22, 'tube of 22 g']]),
  product('naproxen', TABLET, null, [
    ['00093014701', '250 mg', 'Teva', 100, 'bottle of 100'],
    ['00093014901', '500 mg', 'Teva', 100, 'bottle of 100'],
  ]),
  product('nitrofurantoin', CAPSULE, null, [['00185012201', '100 mg', 'Eon', 100, 'bottle of 100']]),
  product('nitroglycerin', SUBLINGUAL_TABLET, null, [
    ['00071041813', '0.4 mg', 'Pfizer', 100, '4 bottles of 25', 'Nitrostat'],
  ]),
  product('norethindrone', TABLET, null, [['50102010001', '0.35 mg', 'Afaxys', 28, 'carton of 28', 'Lyza']]),
  product('nortriptyline', CAPSULE, null, [
    ['00093081001', '10 mg', 'Teva', 100, 'bottle of 100'],
    ['00093081101', '25 mg', 'Teva', 100, 'bottle of 100'],
  ]),
  product('nystatin', SUSPENSION, null, [
    ['00168003760', '100,000 units/mL', 'Fougera', 60, 'bottle of 60 mL'],
  ]),
  product('ofloxacin', EAR_DROPS, null, [
    ['24208041005', '0.3 %', 'Bausch & Lomb', 5, 'dropper bottle of 5 mL'],
  ]),
  product('ofloxacin', EYE_DROPS, null, [['00517076001', '0.3 %', 'American Regent', 5, 'bottle of 5 mL']]),
  product('olanzapine', TABLET, null, [
    ['00093576856', '5 mg', 'Teva', 30, 'bottle of 30'],
    ['00093577056', '10 mg', 'Teva', 30, 'bottle of 30'],
  ]),
  product('omeprazole', DR_CAPSULE, null, [
    ['00378615093', '20 mg', 'Mylan', 30, 'bottle of 30'],
    ['00378522293', '40 mg', 'Mylan', 30, 'bottle of 30'],
  ]),
  product('ondansetron', ODT, null, [
    ['00378773293', '4 mg', 'Mylan', 30, 'bottle of 30'],
    ['00378773493', '8 mg', 'Mylan', 30, 'bottle of 30'],
  ]),
  product('ondansetron', TABLET, null, [['00093023356', '4 mg', 'Teva', 30, 'bottle of 30']]),
  product('oseltamivir', CAPSULE, null, [
    ['00004080085', '75 mg', 'Genentech', 10, 'blister card of 10', 'Tamiflu'],
  ]),
  product('oxcarbazepine', TABLET, null, [['00054009825', '300 mg', 'Roxane', 100, 'bottle of 100']]),
  product('oxybutynin', ER_TABLET, null, [['00093520701', '10 mg', 'Teva', 100, 'bottle of 100']]),
  product('oxycodone', ER_TABLET, 'CII', [
    ['00781570301', '10 mg', 'Sandoz', 100, 'bottle of 100'],
    ['00781572601', '20 mg', 'Sandoz', 100, 'bottle of 100'],
  ]),
  product('oxycodone', TABLET, 'CII', [
    ['00378611201', '5 mg', 'Mylan', 100, 'bottle of 100'],
    ['10702005601', '10 mg', 'KVK-Tech', 100, 'bottle of 100'],
  ]),
  product('oxycodone-acetaminophen', TABLET, 'CII', [
    ['00054055125', '5 mg-325 mg', 'Roxane', 100, 'bottle of 100'],
    ['00228298311', '10 mg-325 mg', 'Actavis', 100, 'bottle of 100'],
  ]),
].flat();
