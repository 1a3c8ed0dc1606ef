/** Between instants (UTC) and the wall clock of the branch, as a date-and-time field types it. */

const parts = (at: number, timeZone: string): string => {
  const text = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).format(at);
  return text.replace(' ', 'T');
};

/** `2026-03-01T09:30` as the branch's clock shows this instant. */
export const wallTimeOf = (at: number, timeZone: string): string => parts(at, timeZone);

const wallTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;

/** The instant at which the branch's clock shows `2026-03-01T09:30`; null when the text is not such a time. */
export function instantOfWallTime(text: string, timeZone: string): string | null {
  const asIfUtc = wallTime.test(text) ? Date.parse(`${text}:00Z`) : Number.NaN;
  if (Number.isNaN(asIfUtc)) return null;
  const offsetAt = (at: number) => Date.parse(`${parts(at, timeZone)}:00Z`) - at;
  // Twice, because the offset belongs to the instant sought, not to the guess: they differ around a clock change.
  const guess = asIfUtc - offsetAt(asIfUtc);
  return new Date(asIfUtc - offsetAt(guess)).toISOString();
}
