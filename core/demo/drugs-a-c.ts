/**
 * The demo pharmacy's shelf, A to C: real packages as the FDA's NDC Directory listed them about 2015.
 * Each row keeps true NDC, strength, labeler and package; the names and wording are ours.
 * Demonstration data only: never a source of clinical facts, availability or price.
 */
import {
  CAPSULE,
  CREAM,
  ER_CAPSULE,
  ER_TABLET,
  EYE_DROPS,
  INHALER,
  MOUTHWASH,
  NEBULIZER,
  PATCH,
  product,
  SUBLINGUAL_TABLET,
  SUSPENSION,
  SYRUP,
  TABLET,
} from './drug-row.ts';

export const drugsAToC = [
  product('acetaminophen-codeine', TABLET, 'CIII', [
    ['00093015001', '300 mg-30 mg', 'Teva', 100, 'bottle of 100'],
    ['00093035001', '300 mg-60 mg', 'Teva', 100, 'bottle of 100'],
  ]),
  product('acyclovir', TABLET, null, [
    ['00093894301', '400 mg', 'Teva', 100, 'bottle of 100'],
    ['00093894701', '800 mg', 'Teva', 100, 'bottle of 100'],
  ]),
  product('albuterol', INHALER, null, [
    ['00085113201', '90 mcg/actuation', 'Merck', 200, 'inhaler of 200 puffs', 'Proventil HFA'],
  ]),
  product('albuterol', NEBULIZER, null, [['00378827052', '2.5 mg/3 mL', 'Mylan', 75, '25 vials of 3 mL']]),
  product('albuterol-ipratropium', NEBULIZER, null, [
    ['00093672373', '2.5 mg-0.5 mg/3 mL', 'Teva', 90, '30 vials of 3 mL'],
  ]),
  product('alendronate', TABLET, null, [
    ['00378356899', '35 mg', 'Mylan', 4, 'bottle of 4'],
    ['00378356999', '70 mg', 'Mylan', 4, 'bottle of 4'],
  ]),
  product('allopurinol', TABLET, null, [
    ['00378013701', '100 mg', 'Mylan', 100, 'bottle of 100'],
    ['00378018101', '300 mg', 'Mylan', 100, 'bottle of 100'],
  ]),
  product('alprazolam', TABLET, 'CIV', [
    ['00228202710', '0.25 mg', 'Actavis', 100, 'bottle of 100'],
    ['00228202910', '0.5 mg', 'Actavis', 100, 'bottle of 100'],
    ['00228203110', '1 mg', 'Actavis', 100, 'bottle of 100'],
  ]),
  product('amiodarone', TABLET, null, [['00093913306', '200 mg', 'Teva', 60, 'bottle of 60']]),
  product('amitriptyline', TABLET, null, [
    ['00378261001', '10 mg', 'Mylan', 100, 'bottle of 100'],
    ['00378262501', '25 mg', 'Mylan', 100, 'bottle of 100'],
    ['00378265001', '50 mg', 'Mylan', 100, 'bottle of 100'],
  ]),
  product('amlodipine', TABLET, null, [
    ['00054010022', '2.5 mg', 'Roxane', 90, 'bottle of 90'],
    ['00054010122', '5 mg', 'Roxane', 90, 'bottle of 90'],
    ['00054010222', '10 mg', 'Roxane', 90, 'bottle of 90'],
  ]),
  product('amoxicillin', CAPSULE, null, [
    ['00093310701', '250 mg', 'Teva', 100, 'bottle of 100'],
    ['00143993901', '500 mg', 'West-Ward', 100, 'bottle of 100'],
  ]),
  product('amoxicillin', SUSPENSION, null, [
    ['00093415573', '250 mg/5 mL', 'Teva', 100, 'bottle of 100 mL'],
    ['00093416173', '400 mg/5 mL', 'Teva', 100, 'bottle of 100 mL'],
  ]),
  product('amoxicillin-clavulanate', SUSPENSION, null, [
    ['00093227973', '400 mg-57 mg/5 mL', 'Teva', 100, 'bottle of 100 mL'],
  ]),
  product('amoxicillin-clavulanate', TABLET, null, [
    ['00093227434', '500 mg-125 mg', 'Teva', 20, 'bottle of 20'],
    ['00093227534', '875 mg-125 mg', 'Teva', 20, 'bottle of 20'],
  ]),
  product('amphetamine mixed salts', ER_CAPSULE, 'CII', [
    ['00228305911', '10 mg', 'Actavis', 100, 'bottle of 100'],
    ['00228306011', '20 mg', 'Actavis', 100, 'bottle of 100'],
    ['00228306111', '30 mg', 'Actavis', 100, 'bottle of 100'],
  ]),
  product('amphetamine mixed salts', TABLET, 'CII', [
    ['00185008401', '5 mg', 'Eon', 100, 'bottle of 100'],
    ['00185011101', '10 mg', 'Eon', 100, 'bottle of 100'],
    ['00185040101', '20 mg', 'Eon', 100, 'bottle of 100'],
    ['00185040401', '30 mg', 'Eon', 100, 'bottle of 100'],
  ]),
  product('apixaban', TABLET, null, [
    ['00003089321', '2.5 mg', 'Bristol-Myers Squibb', 60, 'bottle of 60', 'Eliquis'],
    ['00003089421', '5 mg', 'Bristol-Myers Squibb', 60, 'bottle of 60', 'Eliquis'],
  ]),
  product('aripiprazole', TABLET, null, [
    ['59148000713', '5 mg', 'Otsuka', 30, 'bottle of 30', 'Abilify'],
    ['59148000813', '10 mg', 'Otsuka', 30, 'bottle of 30', 'Abilify'],
  ]),
  product('atenolol', TABLET, null, [
    ['00093078701', '25 mg', 'Teva', 100, 'bottle of 100'],
    ['00093075201', '50 mg', 'Teva', 100, 'bottle of 100'],
  ]),
  product('atomoxetine', CAPSULE, null, [
    ['00781226231', '25 mg', 'Sandoz', 30, 'bottle of 30'],
    ['00781226331', '40 mg', 'Sandoz', 30, 'bottle of 30'],
  ]),
  product('atorvastatin', TABLET, null, [
    ['00378395077', '10 mg', 'Mylan', 90, 'bottle of 90'],
    ['00378201777', '20 mg', 'Mylan', 90, 'bottle of 90'],
    ['00378212177', '40 mg', 'Mylan', 90, 'bottle of 90'],
    ['00378212277', '80 mg', 'Mylan', 90, 'bottle of 90'],
  ]),
  product('azithromycin', SUSPENSION, null, [['00093202631', '200 mg/5 mL', 'Teva', 30, 'bottle of 30 mL']]),
  product('azithromycin', TABLET, null, [
    ['00093714656', '250 mg', 'Teva', 30, 'bottle of 30'],
    ['00093716956', '500 mg', 'Teva', 30, 'bottle of 30'],
  ]),
  product('baclofen', TABLET, null, [
    ['00172409660', '10 mg', 'Ivax', 100, 'bottle of 100'],
    ['00172409760', '20 mg', 'Ivax', 100, 'bottle of 100'],
  ]),
  product('benazepril', TABLET, null, [['00093512601', '20 mg', 'Teva', 100, 'bottle of 100']]),
  product('benzonatate', CAPSULE, null, [
    ['50111085101', '100 mg', 'Pliva', 100, 'bottle of 100'],
    ['00555188302', '200 mg', 'Barr', 100, 'bottle of 100'],
  ]),
  product('brimonidine', EYE_DROPS, null, [['17478071510', '0.2 %', 'Akorn', 5, 'dropper bottle of 5 mL']]),
  product('budesonide', NEBULIZER, null, [['00093681673', '0.5 mg/2 mL', 'Teva', 60, '30 vials of 2 mL']]),
  product('budesonide-formoterol', INHALER, null, [
    ['00186037020', '160 mcg-4.5 mcg/actuation', 'AstraZeneca', 120, 'inhaler of 120 puffs', 'Symbicort'],
    ['00186037220', '80 mcg-4.5 mcg/actuation', 'AstraZeneca', 120, 'inhaler of 120 puffs', 'Symbicort'],
  ]),
  product('buprenorphine-naloxone', SUBLINGUAL_TABLET, 'CIII', [
    ['00054018913', '8 mg-2 mg', 'Roxane', 30, 'bottle of 30'],
  ]),
  product('bupropion', ER_TABLET, null, [
    ['00115681108', '150 mg', 'Impax', 30, 'bottle of 30'],
    ['00591333230', '300 mg', 'Actavis', 30, 'bottle of 30'],
  ]),
  product('buspirone', TABLET, null, [
    ['00093005301', '5 mg', 'Teva', 100, 'bottle of 100'],
    ['00093005401', '10 mg', 'Teva', 100, 'bottle of 100'],
    ['00093100301', '15 mg', 'Teva', 100, 'bottle of 100'],
  ]),
  product('carbamazepine', TABLET, null, [['00093009001', '200 mg', 'Teva', 100, 'bottle of 100', 'Epitol']]),
  product('carisoprodol', TABLET, 'CIV', [['00143117601', '350 mg', 'West-Ward', 100, 'bottle of 100']]),
  product('carvedilol', TABLET, null, [
    ['00093013501', '6.25 mg', 'Teva', 100, 'bottle of 100'],
    ['00093729501', '12.5 mg', 'Teva', 100, 'bottle of 100'],
  ]),
  product('cefdinir', CAPSULE, null, [['00093316006', '300 mg', 'Teva', 60, 'bottle of 60']]),
  product('cefdinir', SUSPENSION, null, [['00781607846', '250 mg/5 mL', 'Sandoz', 100, 'bottle of 100 mL']]),
  product('celecoxib', CAPSULE, null, [
    ['00093716501', '100 mg', 'Teva', 100, 'bottle of 100'],
    ['00093716601', '200 mg', 'Teva', 100, 'bottle of 100'],
  ]),
  product('cephalexin', CAPSULE, null, [
    ['00093314501', '250 mg', 'Teva', 100, 'bottle of 100'],
    ['00093314701', '500 mg', 'Teva', 100, 'bottle of 100'],
  ]),
  product('cephalexin', SUSPENSION, null, [['00093417773', '250 mg/5 mL', 'Teva', 100, 'bottle of 100 mL']]),
  product('cetirizine', SYRUP, null, [['00093630012', '1 mg/mL', 'Teva', 120, 'bottle of 120 mL']]),
  product('chlorhexidine', MOUTHWASH, null, [['50383072016', '0.12 %', 'Hi-Tech', 473, 'bottle of 473 mL']]),
  product('ciprofloxacin', TABLET, null, [
    ['00143992701', '250 mg', 'West-Ward', 100, 'bottle of 100'],
    ['00143203701', '500 mg', 'West-Ward', 100, 'bottle of 100'],
  ]),
  product('citalopram', TABLET, null, [
    ['00185037101', '10 mg', 'Eon', 100, 'bottle of 100'],
    ['00185037201', '20 mg', 'Eon', 100, 'bottle of 100'],
    ['00185037301', '40 mg', 'Eon', 100, 'bottle of 100'],
  ]),
  product('clindamycin', CAPSULE, null, [
    ['00093317101', '150 mg', 'Teva', 100, 'bottle of 100'],
    ['00093525601', '300 mg', 'Teva', 100, 'bottle of 100'],
  ]),
  product('clobetasol', CREAM, null, [['00168016330', '0.05 %', 'Fougera', 30, 'tube of 30 g']]),
  product('clonazepam', TABLET, 'CIV', [
    ['00093083201', '0.5 mg', 'Teva', 100, 'bottle of 100'],
    ['00093083301', '1 mg', 'Teva', 100, 'bottle of 100'],
    ['00093083401', '2 mg', 'Teva', 100, 'bottle of 100'],
  ]),
  product('clonidine', PATCH, null, [['00378087199', '0.1 mg/24 h', 'Mylan', 4, 'carton of 4 patches']]),
  product('clonidine', TABLET, null, [
    ['00115961101', '0.1 mg', 'Impax', 100, 'bottle of 100'],
    ['00115962201', '0.2 mg', 'Impax', 100, 'bottle of 100'],
  ]),
  product('clopidogrel', TABLET, null, [['00093731498', '75 mg', 'Teva', 90, 'bottle of 90']]),
  product('codeine-promethazine', SYRUP, 'CV', [
    ['00472162716', '10 mg-6.25 mg/5 mL', 'Actavis', 473, 'bottle of 473 mL'],
  ]),
  product('colchicine', TABLET, null, [['64764011907', '0.6 mg', 'Takeda', 30, 'bottle of 30', 'Colcrys']]),
  product('conjugated estrogens', TABLET, null, [
    ['00046110281', '0.625 mg', 'Wyeth', 100, 'bottle of 100', 'Premarin'],
  ]),
  product('cyclobenzaprine', TABLET, null, [
    ['00378077101', '5 mg', 'Mylan', 100, 'bottle of 100'],
    ['00378075101', '10 mg', 'Mylan', 100, 'bottle of 100'],
  ]),
].flat();
