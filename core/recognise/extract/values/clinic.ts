/**
 * How clinics are named.
 *
 * Always: data and one rule of where the name ends. Not here: where on a page the name stands.
 */

/** Words clinics are named with. */
export const clinicWords =
  /\b(clinic|medical|medicine|health|healthcare|surgery|practice|hospital|centre|center|associates|physicians?|pediatrics?|paediatrics?|cardiology|dental|family|care|group|doctors|internal|orthop\w+|dermatology|neurology|psychiatry|oncology|infirmary|endocrine|wellness|nhs|trust|partners|institute|urology|women.?s)\b/i;
/** Words of headings that are no clinic's name. */
export const headings =
  /\b(prescription|fax|cover|refill|request|authori[sz]ation|form|confidential|order|page|date|renewal|private|electronic|eprescription|printed|patient|pharmacy|pharmacist|dear|urgent|transmission|medication|letter|rx)\b/i;

/** Where the name of a clinic ends and its address begins in the same line. */
export const nameEnd = (text: string): number =>
  /[,.]?\s+(?=(?:Flat\s|Unit\s)?\d)/.exec(text)?.index ?? text.length;
