/**
 * When a value that was read says the same as the one that was written, field by field.
 * Always: what could harm is compared to the letter; what is only a way of writing (capitals, spaces, accents, the
 * order of names, "mcg" for "micrograms") is not held against anybody.
 */
import type { ReadField } from '../../core/contract/recognition.ts';

const plain = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[’'`]/g, '').toLowerCase();

const words = (text: string): string =>
  plain(text)
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

const name = (text: string): string =>
  words(text.replace(/,?\s+(M\.?D\.?|D\.?O\.?|NP|PA-C)\s*$/, ''))
    .split(' ')
    .filter((word) => !/^(mr|mrs|ms|miss|dr)$/.test(word))
    .sort()
    .join(' ');

const phone = (text: string): string =>
  text
    .replace(/\D/g, '')
    .replace(/^44(?=\d{9,10}$)/, '0')
    .replace(/^1(?=\d{10}$)/, '');

const letters = (text: string): string => text.replace(/[\s.-]/g, '').toUpperCase();

const number = (text: string): string => String(Number(text));

const strength = (text: string): string =>
  plain(text)
    .replace(/micrograms?|µg|ug\b/g, 'mcg')
    .replace(/[\s,]/g, '');

/** Capitals, spaces and full stops may differ; figures and what stands between two of them may not. */
export const sigAlike = (text: string): string =>
  (
    plain(text)
      .replace(/[‐-―]/g, '-')
      .replace(/(\d)\s*([-/])\s*(?=\d)/g, '$1$2')
      .replace(/\b([a-z])\.(?=[a-z]\b)/g, '$1')
      .match(/[a-z]+|\d+(?:[.,/-]\d+)*|[½¼¾]/g) ?? []
  ).join(' ');

const comparable: Partial<Record<ReadField, (text: string) => string>> = {
  patientName: name,
  prescriberName: name,
  patientPhone: phone,
  prescriberPhone: phone,
  prescriberFax: phone,
  nhsNumber: letters,
  npi: letters,
  dea: letters,
  gmc: letters,
  strength,
  form: (text) => words(text).replace(/(tablet|capsule|patch|tab|cap)(e?s)\b/g, '$1'),
  sig: sigAlike,
  quantity: number,
  daysSupply: number,
  refills: number,
};

/** Whether two values of a field say the same. */
export const saysTheSame = (field: ReadField, one: string, other: string): boolean => {
  const shape = comparable[field] ?? words;
  return shape(one) === shape(other);
};
