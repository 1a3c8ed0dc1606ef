/**
 * What a row of keystrokes comes to: a person's typing, or the burst of a barcode scanner that ends with Enter.
 * Always: a burst that is no scan is nobody's to swallow; the caller lets it stand as it was typed. Pure.
 */

/** Fast scanners type a sign every few milliseconds; nobody types so. */
const fastGap = 40;
/** The slowest scanners, and the fastest hands: only a longer text is believed to be a scan. */
const slowGap = 90;
const shortestFast = 5;
const shortestSlow = 8;
const separator = '\u001d';

/** As long as this after a keystroke, in milliseconds, a burst may still go on. */
export const burstGap = slowGap;

export interface Burst {
  text: string;
  /** When the last sign came, and the longest wait before one, in milliseconds. */
  last: number;
  slowest: number;
}

export type Keystroke = Pick<
  KeyboardEvent,
  'key' | 'ctrlKey' | 'altKey' | 'metaKey' | 'repeat' | 'timeStamp'
>;

/** The sign a keystroke types; null for a command, and for a key that is held down, which no scanner does. */
function signOf({ key, ctrlKey, altKey, metaKey, repeat }: Keystroke): string | null {
  if (ctrlKey && key === ']') return separator;
  return ctrlKey || altKey || metaKey || repeat || key.length !== 1 ? null : key;
}

const isCode = ({ text, slowest }: Burst) => text.length >= (slowest < fastGap ? shortestFast : shortestSlow);

const modifiers = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock']);

/** The burst after a keystroke, null when there is none; `code` when the keystroke ended a scan. */
export function afterKey(
  burst: Burst | null,
  stroke: Keystroke,
): { burst: Burst | null; code: string | null } {
  if (modifiers.has(stroke.key)) return { burst, code: null };
  const gap = burst === null ? Number.POSITIVE_INFINITY : stroke.timeStamp - burst.last;
  const running =
    burst !== null && gap < slowGap ? { ...burst, slowest: Math.max(burst.slowest, gap) } : null;
  const bare = !stroke.ctrlKey && !stroke.altKey && !stroke.metaKey;
  if (stroke.key === 'Enter' && bare && running !== null && isCode(running))
    return { burst: null, code: running.text };
  const sign = signOf(stroke);
  if (sign === null) return { burst: null, code: null };
  const text = (running?.text ?? '') + sign;
  return { burst: { text, last: stroke.timeStamp, slowest: running?.slowest ?? 0 }, code: null };
}
