/**
 * Drug names that are mistaken for one another, in tall-man lettering.
 *
 * Always: one table answers both questions, how a name is written and what it is mistaken for.
 * Source: the lists of the FDA (Name Differentiation Project) and ISMP, US community names only.
 * Not here: drugs that merely share a use, and strengths mistaken for each other.
 */

/** Each row holds names mistaken for one another, written as they should be seen. */
const lookAlikeGroups: readonly (readonly string[])[] = [
  ['acetaZOLAMIDE', 'acetoHEXAMIDE'],
  ['ALPRAZolam', 'clonazePAM', 'LORazepam'],
  ['aMILoride', 'amLODIPine'],
  ['ARIPiprazole', 'RABEprazole'],
  ['azaTHIOprine', 'azaCITIDine'],
  ['buPROPion', 'busPIRone'],
  ['carBAMazepine', 'OXcarbazepine'],
  ['CeleBREX', 'CeleXA'],
  ['celecoxib', 'citalopram'],
  ['chlorproMAZINE', 'chlorproPAMIDE'],
  ['clomiPHENE', 'clomiPRAMINE'],
  ['cloNIDine', 'clonazePAM', 'cloZAPine', 'KlonoPIN'],
  ['cycloSERINE', 'cycloSPORINE'],
  ['dexmethylphenidate', 'methylphenidate', 'methadone'],
  ['diazePAM', 'dilTIAZem'],
  ['dimenhyDRINATE', 'diphenhydrAMINE'],
  ['DULoxetine', 'FLUoxetine', 'PARoxetine'],
  ['ePHEDrine', 'EPINEPHrine'],
  ['fentaNYL', 'SUFentanil'],
  ['FLUoxetine', 'fluvoxaMINE'],
  ['glipiZIDE', 'glyBURIDE'],
  ['guaiFENesin', 'guanFACINE'],
  ['HumaLOG', 'HumuLIN'],
  ['hydrALAZINE', 'hydroCHLOROthiazide', 'hydrOXYzine'],
  ['HYDROcodone', 'oxyCODONE'],
  ['HYDROmorphone', 'morphine'],
  ['ISOtretinoin', 'tretinoin'],
  ['LaMICtal', 'LamISIL'],
  ['lamiVUDine', 'lamoTRIgine'],
  ['levETIRAcetam', 'levOCARNitine', 'levoFLOXacin'],
  ['medroxyPROGESTERone', 'methylPREDNISolone', 'methylTESTOSTERone'],
  ['metFORMIN', 'metroNIDAZOLE'],
  ['methIMAzole', 'metOLazone', 'methazolAMIDE'],
  ['niCARdipine', 'NIFEdipine', 'niMODipine'],
  ['NovoLIN', 'NovoLOG'],
  ['OLANZapine', 'QUEtiapine'],
  ['oxyCODONE', 'oxyMORphone', 'OxyCONTIN'],
  ['PENTobarbital', 'PHENobarbital'],
  ['predniSONE', 'prednisoLONE'],
  ['PriLOSEC', 'PROzac'],
  ['raNITIdine', 'riMANTAdine'],
  ['rifAMPin', 'rifAXIMin'],
  ['risperiDONE', 'rOPINIRole'],
  ['SAXagliptin', 'SITagliptin'],
  ['SEROquel', 'SINEquan'],
  ['sulfADIAZINE', 'sulfaSALAzine', 'sulfiSOXAZOLE'],
  ['SUMAtriptan', 'ZOLMitriptan'],
  ['tiaGABine', 'tiZANidine'],
  ['TOLAZamide', 'TOLBUTamide'],
  ['traMADol', 'traZODone'],
  ['valACYclovir', 'valGANciclovir'],
  ['ZyPREXA', 'ZyrTEC'],
];

const written = new Map(lookAlikeGroups.flat().map((name) => [name.toLowerCase(), name]));

const word = /\p{L}+/gu;

/**
 * A drug name with every look-alike word in tall-man letters, e.g. `hydroxyzine pamoate` → `hydrOXYzine pamoate`.
 * Words that are not in the table are left exactly as they came; applying it twice changes nothing.
 */
export function tallMan(name: string): string {
  return name.replace(word, (part) => written.get(part.toLowerCase()) ?? part);
}

/**
 * The names a drug is mistaken for, in tall-man letters and table order; empty when none is known.
 * Every word of the given name is asked, so a combination product answers for each of its ingredients.
 */
export function lookAlikesOf(name: string): string[] {
  const words = new Set(name.toLowerCase().match(word));
  const others = lookAlikeGroups
    .filter((group) => group.some((member) => words.has(member.toLowerCase())))
    .flat()
    .filter((member) => !words.has(member.toLowerCase()));
  return [...new Set(others)];
}
