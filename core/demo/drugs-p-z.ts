/**
 * The demo pharmacy's shelf, P to Z: real packages as the FDA's NDC Directory listed them about 2015.
 * Each row keeps true NDC, strength, labeler and package; the names and wording are ours.
 * Demonstration data only: never a source of clinical facts, availability or price.
 */
import {
  CAPSULE,
  CREAM,
  DR_TABLET,
  ER_CAPSULE,
  ER_TABLET,
  EYE_DROPS,
  GEL,
  INHALATION_CAPSULE,
  product,
  SOLUTION,
  TABLET,
  VIAL,
} from './drug-row.ts';

export const drugsPToZ = [
  product('pantoprazole', DR_TABLET, null, [
    ['00093001198', '20 mg', 'Teva', 90, 'bottle of 90'],
    ['00093001298', '40 mg', 'Teva', 90, 'bottle of 90'],
  ]),
  product('paroxetine', TABLET, null, [
    ['00378700193', '10 mg', 'Mylan', 30, 'bottle of 30'],
    ['00378700293', '20 mg', 'Mylan', 30, 'bottle of 30'],
  ]),
  product('penicillin V potassium', TABLET, null, [['00093117401', '500 mg', 'Teva', 100, 'bottle of 100']]),
  product('phentermine', TABLET, 'CIV', [['00527144501', '37.5 mg', 'Lannett', 100, 'bottle of 100']]),
  product('phenytoin', ER_CAPSULE, null, [
    ['00071036924', '100 mg', 'Pfizer', 100, 'bottle of 100', 'Dilantin'],
  ]),
  product('pioglitazone', TABLET, null, [
    ['00093727156', '15 mg', 'Teva', 30, 'bottle of 30'],
    ['00093727256', '30 mg', 'Teva', 30, 'bottle of 30'],
  ]),
  product('potassium chloride', ER_TABLET, null, [
    ['00245005711', '10 mEq', 'Upsher-Smith', 100, 'bottle of 100', 'Klor-Con M'],
    ['00245005811', '20 mEq', 'Upsher-Smith', 100, 'bottle of 100', 'Klor-Con M'],
  ]),
  product('pravastatin', TABLET, null, [
    ['00093720198', '20 mg', 'Teva', 90, 'bottle of 90'],
    ['00093720298', '40 mg', 'Teva', 90, 'bottle of 90'],
  ]),
  product('prednisolone', EYE_DROPS, null, [
    ['00065063827', '1 %', 'Alcon', 5, 'bottle of 5 mL', 'Omnipred'],
  ]),
  product('prednisolone', SOLUTION, null, [
    ['00121075908', '15 mg/5 mL', 'Pharmaceutical Associates', 237, 'bottle of 237 mL'],
  ]),
  product('prednisone', TABLET, null, [
    ['00054472825', '5 mg', 'Roxane', 100, 'bottle of 100'],
    ['00054001725', '10 mg', 'Roxane', 100, 'bottle of 100'],
    ['00054001825', '20 mg', 'Roxane', 100, 'bottle of 100'],
  ]),
  product('pregabalin', CAPSULE, 'CV', [
    ['00071101468', '75 mg', 'Pfizer', 90, 'bottle of 90', 'Lyrica'],
    ['00071101668', '150 mg', 'Pfizer', 90, 'bottle of 90', 'Lyrica'],
  ]),
  product('promethazine', TABLET, null, [['00115104101', '25 mg', 'Impax', 100, 'bottle of 100']]),
  product('propranolol', TABLET, null, [
    ['00378018201', '10 mg', 'Mylan', 100, 'bottle of 100'],
    ['00378018301', '20 mg', 'Mylan', 100, 'bottle of 100'],
  ]),
  product('quetiapine', TABLET, null, [
    ['00093206301', '25 mg', 'Teva', 100, 'bottle of 100'],
    ['00093816201', '100 mg', 'Teva', 100, 'bottle of 100'],
  ]),
  product('quinapril', TABLET, null, [['55111062390', '20 mg', "Dr. Reddy's", 90, 'bottle of 90']]),
  product('risperidone', TABLET, null, [
    ['00378350591', '0.5 mg', 'Mylan', 60, 'bottle of 60'],
    ['00378351191', '1 mg', 'Mylan', 60, 'bottle of 60'],
  ]),
  product('rivaroxaban', TABLET, null, [
    ['50458057930', '20 mg', 'Janssen', 30, 'bottle of 30', 'Xarelto'],
    ['50458057830', '15 mg', 'Janssen', 30, 'bottle of 30', 'Xarelto'],
  ]),
  product('ropinirole', TABLET, null, [
    ['23155012201', '0.5 mg', 'Heritage', 100, 'bottle of 100'],
    ['23155012301', '1 mg', 'Heritage', 100, 'bottle of 100'],
  ]),
  product('rosuvastatin', TABLET, null, [
    ['00310075190', '10 mg', 'AstraZeneca', 90, 'bottle of 90', 'Crestor'],
    ['00310075290', '20 mg', 'AstraZeneca', 90, 'bottle of 90', 'Crestor'],
  ]),
  product('sertraline', TABLET, null, [
    ['00143958230', '25 mg', 'West-Ward', 30, 'bottle of 30'],
    ['00143958130', '50 mg', 'West-Ward', 30, 'bottle of 30'],
    ['00143958030', '100 mg', 'West-Ward', 30, 'bottle of 30'],
  ]),
  product('sildenafil', TABLET, null, [
    ['00093551798', '20 mg', 'Teva', 90, 'bottle of 90'],
    ['00069421030', '50 mg', 'Pfizer', 30, 'bottle of 30', 'Viagra'],
  ]),
  product('simvastatin', TABLET, null, [
    ['00093715498', '20 mg', 'Teva', 90, 'bottle of 90'],
    ['00093715598', '40 mg', 'Teva', 90, 'bottle of 90'],
  ]),
  product('sitagliptin', TABLET, null, [
    ['00006027730', '100 mg', 'Merck', 30, 'bottle of 30', 'Januvia'],
    ['00006011231', '50 mg', 'Merck', 30, 'bottle of 30', 'Januvia'],
  ]),
  product('spironolactone', TABLET, null, [
    ['00228280311', '25 mg', 'Actavis', 100, 'bottle of 100'],
    ['00228267211', '50 mg', 'Actavis', 100, 'bottle of 100'],
  ]),
  product('sulfamethoxazole-trimethoprim', TABLET, null, [
    ['00093008901', '800 mg-160 mg', 'Teva', 100, 'bottle of 100'],
  ]),
  product('sumatriptan', TABLET, null, [
    ['00378563159', '50 mg', 'Mylan', 9, 'bottle of 9'],
    ['00378563259', '100 mg', 'Mylan', 9, 'bottle of 9'],
  ]),
  product('tadalafil', TABLET, null, [['00002446230', '5 mg', 'Eli Lilly', 30, 'bottle of 30', 'Cialis']]),
  product('tamsulosin', CAPSULE, null, [['00093733801', '0.4 mg', 'Teva', 100, 'bottle of 100']]),
  product('temazepam', CAPSULE, 'CIV', [
    ['00228207610', '15 mg', 'Actavis', 100, 'bottle of 100'],
    ['00228207710', '30 mg', 'Actavis', 100, 'bottle of 100'],
  ]),
  product('terbinafine', TABLET, null, [['31722020930', '250 mg', 'Camber', 30, 'bottle of 30']]),
  product('testosterone', GEL, 'CIII', [['66993093430', '1 %', 'Prasco', 150, '30 tubes of 5 g']]),
  product('testosterone cypionate', VIAL, 'CIII', [
    ['00143972601', '200 mg/mL', 'West-Ward', 10, 'vial of 10 mL'],
  ]),
  product('timolol', EYE_DROPS, null, [
    ['16571014110', '0.5 %', 'Pack Pharmaceuticals', 10, 'bottle of 10 mL'],
  ]),
  product('tiotropium', INHALATION_CAPSULE, null, [
    ['00597007541', '18 mcg', 'Boehringer Ingelheim', 30, '3 blister cards of 10', 'Spiriva HandiHaler'],
  ]),
  product('tizanidine', TABLET, null, [
    ['00185003451', '2 mg', 'Eon', 150, 'bottle of 150'],
    ['00185440051', '4 mg', 'Eon', 150, 'bottle of 150'],
  ]),
  product('tobramycin', EYE_DROPS, null, [['17478029010', '0.3 %', 'Akorn', 5, 'dropper bottle of 5 mL']]),
  product('topiramate', TABLET, null, [
    ['00093015506', '25 mg', 'Teva', 60, 'bottle of 60'],
    ['00093754006', '50 mg', 'Teva', 60, 'bottle of 60'],
  ]),
  product('tramadol', TABLET, 'CIV', [['00093005801', '50 mg', 'Teva', 100, 'bottle of 100']]),
  product('trazodone', TABLET, null, [
    ['13668033001', '50 mg', 'Torrent', 100, 'bottle of 100'],
    ['13668033101', '100 mg', 'Torrent', 100, 'bottle of 100'],
  ]),
  product('triamcinolone', CREAM, null, [['00168000480', '0.1 %', 'Fougera', 80, 'tube of 80 g']]),
  product('triamterene-hydrochlorothiazide', TABLET, null, [
    ['00591042401', '37.5 mg-25 mg', 'Watson', 100, 'bottle of 100'],
  ]),
  product('valacyclovir', TABLET, null, [
    ['00093725856', '500 mg', 'Teva', 30, 'bottle of 30'],
    ['00093725956', '1000 mg', 'Teva', 30, 'bottle of 30'],
  ]),
  product('valsartan', TABLET, null, [
    ['00093743298', '80 mg', 'Teva', 90, 'bottle of 90'],
    ['00093743398', '160 mg', 'Teva', 90, 'bottle of 90'],
  ]),
  product('venlafaxine', ER_CAPSULE, null, [
    ['00093738598', '75 mg', 'Teva', 90, 'bottle of 90'],
    ['00093738698', '150 mg', 'Teva', 90, 'bottle of 90'],
  ]),
  product('verapamil', ER_TABLET, null, [
    ['00093304401', '180 mg', 'Teva', 100, 'bottle of 100'],
    ['00093304501', '240 mg', 'Teva', 100, 'bottle of 100'],
  ]),
  product('warfarin', TABLET, null, [
    ['00555083102', '1 mg', 'Barr', 100, 'bottle of 100'],
    ['00555086902', '2 mg', 'Barr', 100, 'bottle of 100'],
    ['00555083302', '5 mg', 'Barr', 100, 'bottle of 100'],
    ['00555083502', '10 mg', 'Barr', 100, 'bottle of 100'],
  ]),
  product('zolpidem', TABLET, 'CIV', [
    ['00054008625', '5 mg', 'Roxane', 100, 'bottle of 100'],
    ['00054008725', '10 mg', 'Roxane', 100, 'bottle of 100'],
  ]),
].flat();
