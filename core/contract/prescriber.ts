/** Prescribers: who may write a prescription, with their checked numbers. */
import { z } from 'zod';
import { command, event, query } from './define.ts';
import { day, id, line } from './values.ts';

const prescriberFields = {
  familyName: line(80),
  givenNames: line(80),
  npi: z.string().trim().max(20),
  dea: z.string().trim().max(30).default(''),
  clinic: z.string().trim().max(160).default(''),
  phone: z.string().trim().max(40).default(''),
  fax: z.string().trim().max(40).default(''),
};

export const prescriberView = z.object({
  id,
  version: z.int(),
  name: z.string(),
  ...prescriberFields,
  /** "M.D.", as the register has it; "" where it came from no register. */
  credential: z.string(),
  /** "physician", "nurse practitioner"; "" where it came from no register. */
  profession: z.string(),
  /** Where they practise, as the register has it. */
  address: z.string(),
  /** Day since which the NPI is deactivated. */
  endedOn: day.nullable(),
});

export const prescriberCommands = {
  'prescriber.register': command({
    summary: 'Put a new prescriber on file; NPI and DEA number are checked.',
    input: z.object(prescriberFields),
    result: z.object({ prescriberId: id, warnings: z.array(z.string()) }),
  }),
  'prescriber.change': command({
    summary: 'Correct what is on file of a prescriber.',
    input: z.object({ prescriberId: id, ...prescriberFields, reason: line(300) }),
    result: z.object({ version: z.int(), warnings: z.array(z.string()) }),
    versionOf: 'prescriber',
  }),
};

export const prescriberQueries = {
  'prescriber.find': query({
    summary: 'Prescribers that may be meant (name, NPI, DEA, clinic, phone), best first, each with why.',
    input: z.object({ text: z.string().max(120), limit: z.int().min(1).max(50).default(12) }),
    result: z.object({ rows: z.array(prescriberView.extend({ why: z.string() })) }),
    refreshedBy: ['prescriber.', 'reference.applied', 'reference.rolledBack'],
  }),
  'prescriber.checkNumbers': query({
    summary: 'Whether an NPI and a DEA number can be right, as they are typed; null where nothing is wrong.',
    input: z.object({
      npi: z.string().max(40),
      dea: z.string().max(40),
      familyName: z.string().max(80).default(''),
    }),
    result: z.object({
      npi: z.string().nullable(),
      dea: z.string().nullable(),
      deaWarning: z.string().nullable(),
    }),
    refreshedBy: [],
  }),
  'prescriber.get': query({
    summary: 'One prescriber.',
    input: z.object({ prescriberId: id }),
    result: z.object({ prescriber: prescriberView }),
    refreshedBy: ['prescriber.', 'reference.applied', 'reference.rolledBack'],
  }),
};

export const prescriberEvents = {
  'prescriber.registered': event('A prescriber was put on file.', z.object({ prescriberId: id })),
  'prescriber.changed': event(
    'What is on file of a prescriber was corrected.',
    z.object({ prescriberId: id }),
  ),
};
