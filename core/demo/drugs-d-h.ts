/**
 * The demo pharmacy's shelf, D to H: real packages as the FDA's NDC Directory listed them about 2015.
 * Each row keeps true NDC, strength, labeler and package; the names and wording are ours.
 * Demonstration data only: never a source of clinical facts, availability or price.
 */
import {
  AUTO_INJECTOR,
  CAPSULE,
  CREAM,
  DR_CAPSULE,
  DR_TABLET,
  DRY_INHALER,
  ER_CAPSULE,
  ER_TABLET,
  EYE_DROPS,
  GEL,
  INHALER,
  NASAL_SPRAY,
  PATCH,
  product,
  SYRINGE,
  TABLET,
} from './drug-row.ts';

export const drugsDToH = [
  product('dexamethasone', TABLET, null, [['00054418425', '4 mg', 'Roxane', 100, 'bottle of 100']]),
  product('dexmethylphenidate', ER_CAPSULE, 'CII', [
    ['00078043105', '10 mg', 'Novartis', 100, 'bottle of 100', 'Focalin XR'],
    ['00078043205', '20 mg', 'Novartis', 100, 'bottle of 100', 'Focalin XR'],
  ]),
  product('dexmethylphenidate', TABLET, 'CII', [
    ['00093527601', '5 mg', 'Teva', 100, 'bottle of 100'],
    ['00093527701', '10 mg', 'Teva', 100, 'bottle of 100'],
  ]),
  product('dextroamphetamine', TABLET, 'CII', [
    ['00406895801', '5 mg', 'Mallinckrodt', 100, 'bottle of 100'],
    ['00406895901', '10 mg', 'Mallinckrodt', 100, 'bottle of 100'],
  ]),
  product('diazepam', TABLET, 'CIV', [
    ['00172392560', '2 mg', 'Ivax', 100, 'bottle of 100'],
    ['00172392660', '5 mg', 'Ivax', 100, 'bottle of 100'],
    ['00172392760', '10 mg', 'Ivax', 100, 'bottle of 100'],
  ]),
  product('diclofenac', DR_TABLET, null, [
    ['00228255006', '50 mg', 'Actavis', 60, 'bottle of 60'],
    ['00228255106', '75 mg', 'Actavis', 60, 'bottle of 60'],
  ]),
  product('diclofenac', GEL, null, [['63481068447', '1 %', 'Endo', 100, 'tube of 100 g', 'Voltaren']]),
  product('digoxin', TABLET, null, [
    ['00115981101', '125 mcg', 'Impax', 100, 'bottle of 100'],
    ['00115982201', '250 mcg', 'Impax', 100, 'bottle of 100'],
  ]),
  product('diltiazem', ER_CAPSULE, null, [
    ['00093511298', '120 mg', 'Teva', 90, 'bottle of 90'],
    ['00093511798', '180 mg', 'Teva', 90, 'bottle of 90'],
    ['00093511898', '240 mg', 'Teva', 90, 'bottle of 90'],
  ]),
  product('divalproex', DR_TABLET, null, [
    ['00093744001', '250 mg', 'Teva', 100, 'bottle of 100'],
    ['00093744101', '500 mg', 'Teva', 100, 'bottle of 100'],
  ]),
  product('divalproex', ER_TABLET, null, [
    ['00115691101', '250 mg', 'Impax', 100, 'bottle of 100'],
    ['00115692201', '500 mg', 'Impax', 100, 'bottle of 100'],
  ]),
  product('dorzolamide-timolol', EYE_DROPS, null, [
    ['00527176373', '2 %-0.5 %', 'Lannett', 10, 'dropper bottle of 10 mL'],
  ]),
  product('doxycycline', CAPSULE, null, [['00143980350', '100 mg', 'West-Ward', 50, 'bottle of 50']]),
  product('doxycycline', TABLET, null, [['00378016789', '100 mg', 'Mylan', 50, 'bottle of 50']]),
  product('duloxetine', DR_CAPSULE, null, [
    ['13668010930', '20 mg', 'Torrent', 30, 'bottle of 30'],
    ['00093754356', '30 mg', 'Teva', 30, 'bottle of 30'],
    ['00093754456', '60 mg', 'Teva', 30, 'bottle of 30'],
  ]),
  product('enalapril', TABLET, null, [
    ['00093002701', '5 mg', 'Teva', 100, 'bottle of 100'],
    ['00093002801', '10 mg', 'Teva', 100, 'bottle of 100'],
  ]),
  product('enoxaparin', SYRINGE, null, [
    ['00075062040', '40 mg/0.4 mL', 'Sanofi', 4, '10 syringes of 0.4 mL', 'Lovenox'],
    ['00075062160', '60 mg/0.6 mL', 'Sanofi', 6, '10 syringes of 0.6 mL', 'Lovenox'],
  ]),
  product('epinephrine', AUTO_INJECTOR, null, [
    ['49502050001', '0.3 mg/0.3 mL', 'Mylan Specialty', 1, 'carton of 1 auto-injector', 'EpiPen'],
    ['49502050101', '0.15 mg/0.3 mL', 'Mylan Specialty', 2, 'carton of 2 auto-injectors', 'EpiPen Jr'],
  ]),
  product('escitalopram', TABLET, null, [
    ['00093585001', '5 mg', 'Teva', 100, 'bottle of 100'],
    ['00093585101', '10 mg', 'Teva', 100, 'bottle of 100'],
    ['00093585201', '20 mg', 'Teva', 100, 'bottle of 100'],
  ]),
  product('estradiol', TABLET, null, [
    ['00378145401', '1 mg', 'Mylan', 100, 'bottle of 100'],
    ['00378145801', '2 mg', 'Mylan', 100, 'bottle of 100'],
  ]),
  product('eszopiclone', TABLET, 'CIV', [['00054029125', '2 mg', 'Roxane', 100, 'bottle of 100']]),
  product('ezetimibe', TABLET, null, [['68462022630', '10 mg', 'Glenmark', 30, 'bottle of 30']]),
  product('famotidine', TABLET, null, [
    ['00172572860', '20 mg', 'Ivax', 100, 'bottle of 100'],
    ['00172572960', '40 mg', 'Ivax', 100, 'bottle of 100'],
  ]),
  product('fenofibrate', TABLET, null, [
    ['00378306677', '145 mg', 'Mylan', 90, 'bottle of 90'],
    ['00115551110', '54 mg', 'Impax', 90, 'bottle of 90'],
  ]),
  product('fentanyl', PATCH, 'CII', [
    ['00378911998', '12 mcg/h', 'Mylan', 5, 'carton of 5 patches'],
    ['00245042005', '25 mcg/h', 'Upsher-Smith', 5, 'carton of 5 patches'],
    ['00245042105', '50 mcg/h', 'Upsher-Smith', 5, 'carton of 5 patches'],
  ]),
  product('finasteride', TABLET, null, [['00093735556', '5 mg', 'Teva', 30, 'bottle of 30']]),
  product('fluconazole', TABLET, null, [
    ['55111014512', '150 mg', "Dr. Reddy's", 12, '12 blister cards of 1'],
    ['00172541146', '100 mg', 'Ivax', 30, 'bottle of 30'],
  ]),
  product('fluoxetine', CAPSULE, null, [
    ['00781282301', '10 mg', 'Sandoz', 100, 'bottle of 100'],
    ['00781282201', '20 mg', 'Sandoz', 100, 'bottle of 100'],
    ['00093719801', '40 mg', 'Teva', 100, 'bottle of 100'],
  ]),
  product('fluticasone', INHALER, null, [
    ['00173071820', '44 mcg/actuation', 'GlaxoSmithKline', 120, 'inhaler of 120 puffs', 'Flovent HFA'],
    ['00173071920', '110 mcg/actuation', 'GlaxoSmithKline', 120, 'inhaler of 120 puffs', 'Flovent HFA'],
  ]),
  product('fluticasone', NASAL_SPRAY, null, [
    ['00054327099', '50 mcg/actuation', 'Roxane', 120, 'bottle of 120 sprays'],
  ]),
  product('fluticasone-salmeterol', DRY_INHALER, null, [
    ['00173069600', '250 mcg-50 mcg/dose', 'GlaxoSmithKline', 60, 'inhaler of 60 doses', 'Advair Diskus'],
    ['00173069500', '100 mcg-50 mcg/dose', 'GlaxoSmithKline', 60, 'inhaler of 60 doses', 'Advair Diskus'],
  ]),
  product('folic acid', TABLET, null, [['00143971701', '1 mg', 'West-Ward', 100, 'bottle of 100']]),
  product('furosemide', TABLET, null, [
    ['00603373921', '20 mg', 'Qualitest', 100, 'bottle of 100'],
    ['00603374021', '40 mg', 'Qualitest', 100, 'bottle of 100'],
  ]),
  product('gabapentin', CAPSULE, null, [
    ['00143399101', '100 mg', 'West-Ward', 100, 'bottle of 100'],
    ['00143399301', '300 mg', 'West-Ward', 100, 'bottle of 100'],
    ['00143399401', '400 mg', 'West-Ward', 100, 'bottle of 100'],
  ]),
  product('gabapentin', TABLET, null, [
    ['00093444301', '600 mg', 'Teva', 100, 'bottle of 100'],
    ['00093444401', '800 mg', 'Teva', 100, 'bottle of 100'],
  ]),
  product('glimepiride', TABLET, null, [
    ['00093725501', '2 mg', 'Teva', 100, 'bottle of 100'],
    ['00093725601', '4 mg', 'Teva', 100, 'bottle of 100'],
  ]),
  product('glipizide', ER_TABLET, null, [
    ['00591084401', '5 mg', 'Watson', 100, 'bottle of 100'],
    ['00591084501', '10 mg', 'Watson', 100, 'bottle of 100'],
  ]),
  product('glipizide', TABLET, null, [
    ['00172364960', '5 mg', 'Ivax', 100, 'bottle of 100'],
    ['00172365060', '10 mg', 'Ivax', 100, 'bottle of 100'],
  ]),
  product('glyburide', TABLET, null, [
    ['00093834301', '2.5 mg', 'Teva', 100, 'bottle of 100'],
    ['00093834401', '5 mg', 'Teva', 100, 'bottle of 100'],
  ]),
  product('guanfacine', ER_TABLET, null, [
    ['00228285011', '1 mg', 'Actavis', 100, 'bottle of 100'],
    ['00228285111', '2 mg', 'Actavis', 100, 'bottle of 100'],
  ]),
  product('hydralazine', TABLET, null, [
    ['00378511101', '10 mg', 'Mylan', 100, 'bottle of 100'],
    ['00378511201', '25 mg', 'Mylan', 100, 'bottle of 100'],
    ['00378511301', '50 mg', 'Mylan', 100, 'bottle of 100'],
  ]),
  product('hydrochlorothiazide', CAPSULE, null, [
    ['00143312501', '12.5 mg', 'West-Ward', 100, 'bottle of 100'],
  ]),
  product('hydrochlorothiazide', TABLET, null, [['00143125601', '25 mg', 'West-Ward', 100, 'bottle of 100']]),
  product('hydrocodone-acetaminophen', TABLET, 'CII', [
    ['00406012301', '5 mg-325 mg', 'Mallinckrodt', 100, 'bottle of 100'],
    ['00406012401', '7.5 mg-325 mg', 'Mallinckrodt', 100, 'bottle of 100'],
    ['00406012501', '10 mg-325 mg', 'Mallinckrodt', 100, 'bottle of 100'],
  ]),
  product('hydrocortisone', CREAM, null, [['00168008031', '2.5 %', 'Fougera', 30, 'tube of 30 g']]),
  product('hydromorphone', TABLET, 'CII', [
    ['00406324301', '2 mg', 'Mallinckrodt', 100, 'bottle of 100'],
    ['00054026425', '4 mg', 'Roxane', 100, 'bottle of 100'],
  ]),
  product('hydroxychloroquine', TABLET, null, [['00143212801', '200 mg', 'West-Ward', 100, 'bottle of 100']]),
  product('hydroxyzine', TABLET, null, [
    ['00093506001', '10 mg', 'Teva', 100, 'bottle of 100'],
    ['00093506101', '25 mg', 'Teva', 100, 'bottle of 100'],
    ['00093506201', '50 mg', 'Teva', 100, 'bottle of 100'],
  ]),
  product('hydroxyzine pamoate', CAPSULE, null, [
    ['00185061301', '25 mg', 'Eon', 100, 'bottle of 100'],
    ['00185061501', '50 mg', 'Eon', 100, 'bottle of 100'],
  ]),
].flat();
