/**
 * The contract: every command, query and event by name, and their types.
 * The only part of the core that the window may import.
 */
import { z } from 'zod';
import { adtCommands, adtEvents, adtQueries } from './adt.ts';
import { automationCommands, automationEvents, automationQueries } from './automation.ts';
import { drugCommands, drugEvents, drugQueries } from './drug.ts';
import { entryCommands, entryEvents, entryQueries } from './entry.ts';
import { intakeCommands, intakeEvents, intakeQueries } from './intake.ts';
import { labelCommands, labelEvents, labelQueries } from './label.ts';
import { patientCommands, patientEvents, patientQueries } from './patient.ts';
import { prescriberCommands, prescriberEvents, prescriberQueries } from './prescriber.ts';
import { prescriptionCommands, prescriptionEvents, prescriptionQueries } from './prescription.ts';
import { recognitionCommands, recognitionEvents, recognitionQueries } from './recognition.ts';
import { referenceCommands, referenceEvents, referenceQueries } from './reference.ts';
import { stockCommands, stockEvents, stockQueries } from './stock.ts';
import { syncCommands, syncEvents, syncQueries } from './sync.ts';
import { userCommands, userEvents, userQueries } from './user.ts';
import { workstationCommands, workstationEvents, workstationQueries } from './workstation.ts';

export const commands = {
  ...intakeCommands,
  ...recognitionCommands,
  ...automationCommands,
  ...entryCommands,
  ...prescriptionCommands,
  ...patientCommands,
  ...prescriberCommands,
  ...drugCommands,
  ...referenceCommands,
  ...stockCommands,
  ...labelCommands,
  ...syncCommands,
  ...adtCommands,
  ...userCommands,
  ...workstationCommands,
};
export const queries = {
  ...intakeQueries,
  ...recognitionQueries,
  ...automationQueries,
  ...entryQueries,
  ...prescriptionQueries,
  ...patientQueries,
  ...prescriberQueries,
  ...drugQueries,
  ...referenceQueries,
  ...stockQueries,
  ...labelQueries,
  ...syncQueries,
  ...adtQueries,
  ...userQueries,
  ...workstationQueries,
};
export const events = {
  ...intakeEvents,
  ...recognitionEvents,
  ...automationEvents,
  ...entryEvents,
  ...prescriptionEvents,
  ...patientEvents,
  ...prescriberEvents,
  ...drugEvents,
  ...referenceEvents,
  ...stockEvents,
  ...labelEvents,
  ...syncEvents,
  ...adtEvents,
  ...userEvents,
  ...workstationEvents,
};

export type CommandName = keyof typeof commands;
export type QueryName = keyof typeof queries;
export type EventName = keyof typeof events;

/** What a client sends. */
export type CommandInput<N extends CommandName> = z.input<(typeof commands)[N]['input']>;
export type QueryInput<N extends QueryName> = z.input<(typeof queries)[N]['input']>;
/** What a handler is given, defaults filled in. */
export type ParsedCommandInput<N extends CommandName> = z.output<(typeof commands)[N]['input']>;
export type ParsedQueryInput<N extends QueryName> = z.output<(typeof queries)[N]['input']>;
export type CommandResult<N extends CommandName> = z.output<(typeof commands)[N]['result']>;
export type QueryResult<N extends QueryName> = z.output<(typeof queries)[N]['result']>;

const describe = (schema: z.ZodType, io: 'input' | 'output') =>
  z.toJSONSchema(schema, { io, unrepresentable: 'any' });

/** The contract as data for any client: each name with its summary and JSON Schema. */
export const describeContract = () => ({
  commands: Object.fromEntries(
    Object.entries(commands).map(([name, c]) => [
      name,
      { summary: c.summary, input: describe(c.input, 'input'), result: describe(c.result, 'output') },
    ]),
  ),
  queries: Object.fromEntries(
    Object.entries(queries).map(([name, q]) => [
      name,
      {
        summary: q.summary,
        input: describe(q.input, 'input'),
        result: describe(q.result, 'output'),
        refreshedBy: q.refreshedBy,
      },
    ]),
  ),
  events: Object.fromEntries(
    Object.entries(events).map(([name, e]) => [
      name,
      { summary: e.summary, data: describe(e.data, 'output') },
    ]),
  ),
});
