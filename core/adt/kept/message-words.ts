/** How a message fared where it is not simply applied, for lists that name it in passing. */
const words: Readonly<Record<string, string>> = {
  received: 'waits to be applied',
  late: 'late, newer was known',
  held: 'a person decides',
  failed: 'could not be applied',
  refused: 'refused',
  superseded: 'corrected by another',
  dismissed: 'laid aside',
};

/** Empty where it was applied, or nothing follows from it. */
export const messageStateWords = (state: string): string => words[state] ?? '';
