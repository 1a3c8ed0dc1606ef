/**
 * How a command, a query and an event are declared.
 * A command changes things, a query reads things, an event says what happened. Each is declared once, in the
 * file of its feature, with the shapes of what goes in and what comes out. Nothing here runs anything.
 */
import type { z } from 'zod';

/** Kinds of thing that carry a version and a history of their own. */
export type SubjectKind =
  | 'prescription'
  | 'intake'
  | 'document'
  | 'patient'
  | 'prescriber'
  | 'drug'
  | 'lot'
  | 'label'
  | 'user'
  | 'delivery'
  | 'setting'
  | 'reference'
  | 'adt'
  | 'workstation';

export interface Command<Input extends z.ZodType = z.ZodType, Result extends z.ZodType = z.ZodType> {
  readonly summary: string;
  readonly input: Input;
  readonly result: Result;
  /** The kind whose version `expectedVersion` speaks of; its id is `input[kind + 'Id']`. */
  readonly versionOf?: 'prescription' | 'patient' | 'prescriber' | 'lot' | 'user';
  /** True where the input is too secret or too large to be remembered with the receipt. */
  readonly transient?: true;
}

export interface Query<Input extends z.ZodType = z.ZodType, Result extends z.ZodType = z.ZodType> {
  readonly summary: string;
  readonly input: Input;
  readonly result: Result;
  /** Event names, or prefixes ending in a dot, after which an answer is stale. */
  readonly refreshedBy: readonly string[];
}

export interface EventDefinition<Data extends z.ZodType = z.ZodType> {
  readonly summary: string;
  readonly data: Data;
}

export const command = <I extends z.ZodType, R extends z.ZodType>(definition: Command<I, R>) => definition;
export const query = <I extends z.ZodType, R extends z.ZodType>(definition: Query<I, R>) => definition;
export const event = <D extends z.ZodType>(summary: string, data: D): EventDefinition<D> => ({
  summary,
  data,
});
