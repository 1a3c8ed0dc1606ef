/** Drugs: one row a package, known by its NDC. */
import { z } from 'zod';
import { command, event, query } from './define.ts';
import { day, id, line, ndc11, nothing, quantity } from './values.ts';

export const schedules = ['CII', 'CIII', 'CIV', 'CV'] as const;

const drugFields = {
  ndc11,
  name: line(120),
  brand: z.string().trim().max(120).default(''),
  strength: line(80),
  form: line(60),
  /** What a quantity of it counts: tablet, capsule, mL, g, puff, patch. */
  unit: line(20),
  route: z.string().trim().max(60).default(''),
  labeler: z.string().trim().max(120).default(''),
  packageSize: quantity,
  packageDescription: z.string().trim().max(300).default(''),
  schedule: z.enum(schedules).nullable(),
};

export const drugView = z.object({
  ...drugFields,
  ndcDisplay: z.string(),
  nameTallMan: z.string(),
  /** Day since which it is no longer sold; such a drug is not offered, but stays readable. */
  endedOn: day.nullable(),
});
export type DrugView = z.infer<typeof drugView>;

export const drugCommands = {
  'drug.add': command({
    summary: 'Put a drug package on file.',
    input: z.object(drugFields),
    result: z.object({ ndc11: z.string() }),
  }),
  'drug.addMany': command({
    summary: 'Put many drug packages on file at once; those already there are left as they are.',
    input: z.object({ drugs: z.array(z.object(drugFields)).min(1).max(2000) }),
    result: z.object({ added: z.int(), alreadyThere: z.int() }),
  }),
};

export const drugQueries = {
  'drug.find': query({
    summary:
      'Drugs that may be meant (name, brand, strength, NDC), grouped by ingredient, with stock and why.',
    input: z.object({ text: z.string().max(120), limit: z.int().min(1).max(60).default(20) }),
    result: z.object({
      rows: z.array(
        drugView.extend({ why: z.string(), onHand: z.string(), lookAlike: z.string().nullable() }),
      ),
    }),
    refreshedBy: ['drug.', 'lot.', 'reference.applied', 'reference.rolledBack'],
  }),
  'drug.get': query({
    summary: 'One drug.',
    input: z.object({ ndc11: z.string().max(20) }),
    result: z.object({ drug: drugView }),
    refreshedBy: ['drug.', 'reference.applied', 'reference.rolledBack'],
  }),
  'drug.count': query({
    summary: 'How many drugs are on file.',
    input: nothing,
    result: z.object({ count: z.int() }),
    refreshedBy: ['drug.', 'reference.applied', 'reference.rolledBack'],
  }),
};

export const drugEvents = {
  'drug.added': event('Drugs were put on file.', z.object({ id: id.optional() })),
};
