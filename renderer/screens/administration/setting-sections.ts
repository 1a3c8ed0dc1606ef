/** Settings by what they are about, from the first part of their name. A setting that fits nowhere is shown with the last. */

interface Section {
  code: string;
  name: string;
  /** First parts of names. */
  of: readonly string[];
}

export const settingSections: readonly Section[] = [
  { code: 'branch', name: 'Branch', of: ['branch', 'workstation'] },
  { code: 'faxes', name: 'Faxes', of: ['inbox', 'recognition', 'same-fax'] },
  { code: 'automation', name: 'Automation', of: ['automation'] },
  { code: 'central', name: 'Central', of: ['central'] },
  { code: 'hospitals', name: 'Hospitals', of: ['adt'] },
  { code: 'typing', name: 'Typing in', of: ['second-entry', 'child', 'duplicate', 'supply'] },
  { code: 'counter', name: 'Counter', of: ['claim', 'bins', 'return', 'expiring', 'label'] },
  { code: 'safety', name: 'Sign-in and backup', of: ['lock', 'pin', 'backup'] },
  { code: 'services', name: 'Other systems', of: ['insurer', 'robot', 'patient-message', 'fax', 'support'] },
];

const last = settingSections.at(-1)?.code ?? '';

export const sectionOfSetting = (name: string): string => {
  const [first = ''] = name.split('.');
  return settingSections.find(({ of }) => of.includes(first))?.code ?? last;
};
