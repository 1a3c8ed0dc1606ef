/**
 * Whether two names mean the same ingredients: `sertraline HCl` and `sertraline`, `HCTZ-lisinopril` and
 * `lisinopril-hydrochlorothiazide`, `salbutamol` and `albuterol`.
 *
 * Always: names are compared whole and letter by letter, never by likeness, because a likeness is what misleads.
 * A salt may be left unsaid; two different salts are a difference (metoprolol succinate is no metoprolol tartrate).
 * Not here: which brand holds what, which the drugs on file say, and strength and form.
 */
import { plain } from '../fragments.ts';

const words = (text: string): string[] => text.trim().split(/\s+/);

/** Parts of a name that may be left unsaid: the salt, the ester, the water. */
const salts = new Set(
  words(`hydrochloride hydrobromide hydroiodide sodium disodium potassium dipotassium calcium magnesium ammonium
    aluminium aluminum sulfate bisulfate phosphate nitrate bromide chloride iodide carbonate bicarbonate
    acetate diacetate tartrate bitartrate succinate maleate malate fumarate citrate gluconate lactate pamoate
    mesylate besylate tosylate edisylate napsylate saccharate aspartate adipate oxalate salicylate stearate
    palmitate decanoate undecanoate enanthate cypionate propionate dipropionate furoate valerate butyrate
    acetonide hexacetonide pivalate xinafoate etabonate ethylsuccinate estolate medoxomil cilexetil axetil
    proxetil pivoxil mofetil etexilate disoproxil alafenamide dimesylate tromethamine meglumine erbumine lysine
    arginine benzathine procaine hyclate anhydrous monohydrate dihydrate trihydrate hemihydrate sesquihydrate`),
);

/** Words that say nothing of the ingredient; release and way in are a matter of the form. */
const filler = new Set(
  words(`and with plus usp bp hfa u100 er xr xl sr cr cd la mr dr ec odt sl extended delayed modified sustained
    controlled prolonged release retard`),
);

/** Other spellings and names: shortened, British, chemical. One word may stand for several ingredients. */
const otherNames = new Map(
  `hcl=hydrochloride hbr=hydrobromide sulphate=sulfate bisulphate=bisulfate besilate=besylate mesilate=mesylate
  tosilate=tosylate embonate=pamoate cipionate=cypionate trometamol=tromethamine
  apap=acetaminophen paracetamol=acetaminophen asa=aspirin hctz=hydrochlorothiazide kcl=potassium+chloride
  salbutamol=albuterol adrenaline=epinephrine frusemide=furosemide amoxycillin=amoxicillin cefalexin=cephalexin
  cefradine=cephradine aciclovir=acyclovir valaciclovir=valacyclovir ciclosporin=cyclosporine
  cyclosporin=cyclosporine beclometasone=beclomethasone glibenclamide=glyburide lignocaine=lidocaine
  oestradiol=estradiol oestrogens=estrogens pethidine=meperidine amfetamine=amphetamine
  dexamfetamine=dextroamphetamine dexamphetamine=dextroamphetamine lisdexamphetamine=lisdexamfetamine
  metamfetamine=methamphetamine rifampicin=rifampin colestyramine=cholestyramine clomifene=clomiphene
  indometacin=indomethacin sulphasalazine=sulfasalazine bendrofluazide=bendroflumethiazide
  thyroxine=levothyroxine chlorphenamine=chlorpheniramine hydroxycarbamide=hydroxyurea tioguanine=thioguanine
  mercaptamine=cysteamine phenobarbitone=phenobarbital colecalciferol=cholecalciferol dosulepin=dothiepin
  alimemazine=trimeprazine isoprenaline=isoproterenol ethinylestradiol=ethinyl+estradiol
  clavulanic=clavulanate clav=clavulanate phenoxymethylpenicillin=penicillin+v vk=v+potassium isophane=nph
  smx=sulfamethoxazole smz=sulfamethoxazole tmp=trimethoprim gtn=nitroglycerin
  coamoxiclav=amoxicillin+clavulanate cocodamol=codeine+acetaminophen codydramol=dihydrocodeine+acetaminophen
  cotrimoxazole=sulfamethoxazole+trimethoprim cocareldopa=carbidopa+levodopa`
    .trim()
    .split(/\s+/)
    .map((line) => {
      const [name = '', meant = ''] = line.split('=');
      return [name, meant.split('+')] as const;
    }),
);

/** Names of several words that cannot be taken word by word. */
const phrases: readonly (readonly [RegExp, string])[] = [
  [/\bco-(?=[a-z])/g, 'co'],
  [/\bglyceryl trinitrate\b/g, 'nitroglycerin'],
  [/\bacetylsalicylic acid\b/g, 'aspirin'],
  [/\bclavulanic acid\b/g, 'clavulanate'],
  [/\bl-thyroxine\b/g, 'levothyroxine'],
  [
    /\b(mixed amphetamine salts|amphetamine mixed salts|amphetamine salts)\b/g,
    'dextroamphetamine amphetamine',
  ],
  [/\bu-(?=\d)/g, 'u'],
];

interface Ingredients {
  names: Set<string>;
  salts: Set<string>;
}

/** The words of a name, told apart. A name that is nothing but salts (potassium chloride) is its own ingredient. */
const ingredientsIn = (name: string): Ingredients => {
  const written = phrases.reduce(
    (text, [shape, meant]) => text.replace(shape, meant),
    plain(name).replace(/\(.*?\)/g, ' '),
  );
  const all = written
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .flatMap((word) => otherNames.get(word) ?? [word])
    .filter((word) => !filler.has(word));
  const names = all.filter((word) => !salts.has(word));
  return names.length === 0
    ? { names: new Set(all), salts: new Set() }
    : { names: new Set(names), salts: new Set(all.filter((word) => salts.has(word))) };
};

/** The ingredient words of a name as it is compared, without salts: `sertraline HCl` → sertraline. */
export const ingredientWords = (name: string): ReadonlySet<string> => ingredientsIn(name).names;

/** Whether two names mean the same ingredients. A salt that only one of them names is no difference. */
export const sameIngredient = (a: string, b: string): boolean => {
  const [one, other] = [ingredientsIn(a), ingredientsIn(b)];
  if (one.names.size === 0 || one.names.symmetricDifference(other.names).size > 0) return false;
  return one.salts.isSubsetOf(other.salts) || other.salts.isSubsetOf(one.salts);
};

/** A brand as it is compared: letters and digits alone, without what says the release (`Toprol-XL` → toprol). */
export const brandKey = (brand: string): string =>
  plain(brand)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => !filler.has(word))
    .join('');
