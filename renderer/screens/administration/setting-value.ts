/** The value of a setting between its JSON Schema, the text somebody types, and words. Judging it is the core's. */

interface Schema {
  type?: string;
  enum?: readonly unknown[];
  const?: unknown;
  anyOf?: readonly Schema[];
  items?: Schema;
}

export type Editor =
  | { kind: 'choice'; choices: readonly unknown[] }
  | { kind: 'number' | 'list' | 'pairs' | 'text' };

/** How a value of this schema is typed in. */
export function editorOf(schema: unknown): Editor {
  const { type, enum: choices, anyOf = [] } = schema as Schema;
  if (choices) return { kind: 'choice', choices };
  if (anyOf.length > 0 && anyOf.every((part) => 'const' in part)) {
    return { kind: 'choice', choices: anyOf.map((part) => part.const) };
  }
  if (type === 'boolean') return { kind: 'choice', choices: [true, false] };
  if (type === 'integer' || type === 'number') return { kind: 'number' };
  if (type === 'object') return { kind: 'pairs' };
  return { kind: type === 'array' ? 'list' : 'text' };
}

const isPairs = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const pairsOf = (value: Record<string, unknown>): string[] =>
  Object.entries(value).map(([name, one]) => `${name}: ${one}`);

/** A value as text to type over; the items of a list, and named numbers, on lines of their own. */
export const textOf = (value: unknown): string => {
  if (Array.isArray(value)) return value.join('\n');
  if (isPairs(value)) return pairsOf(value).join('\n');
  return value === null || value === undefined ? '' : String(value);
};

/** `drug: 0.9` as name and number; without a number the text as it stands, for the core to refuse. */
const pairFrom = (line: string): [name: string, value: number | string] => {
  const [name = '', value = ''] = line.split(/:(.*)/s).map((part) => part.trim());
  return [name, value === '' || Number.isNaN(Number(value)) ? value : Number(value)];
};

/** The value that a text stands for. */
export function valueFrom(editor: Editor, text: string): unknown {
  if (editor.kind === 'choice') return editor.choices.find((choice) => String(choice) === text);
  if (editor.kind === 'number') return text.trim() === '' ? null : Number(text);
  if (editor.kind === 'list') return text.split('\n').flatMap((line) => line.trim() || []);
  if (editor.kind === 'pairs')
    return Object.fromEntries(text.split('\n').flatMap((line) => (line.trim() ? [pairFrom(line)] : [])));
  return text.trim();
}

const names = new Map<unknown, string>([
  [true, 'yes'],
  [false, 'no'],
  ['', '(empty)'],
]);

export const valueWords = (value: unknown): string =>
  Array.isArray(value)
    ? value.join(', ')
    : isPairs(value)
      ? pairsOf(value).join(', ')
      : (names.get(value) ?? String(value));
