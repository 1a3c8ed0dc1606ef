/**
 * A barcode scanner is a keyboard that types fast and ends with Enter. While a screen listens for it, a burst is
 * taken out of whatever field had the focus and handed to the screen. GS1 separators come as ASCII 29 or Ctrl+].
 * What a code means is not known here.
 */
import { useEffect, useRef } from 'react';

/** Nobody types two keys within so many milliseconds, scanners do. */
const burstGap = 40;
const shortestCode = 5;
const separator = '\u001d';

type Field = HTMLInputElement | HTMLTextAreaElement;
interface Burst {
  text: string;
  last: number;
  field: Field | null;
  before: string;
}

const listeners: ((code: string) => void)[] = [];
let burst: Burst | undefined;
let held: ReturnType<typeof setTimeout> | undefined;

/** Runs at once while no screen scans; otherwise as soon as it is sure that no burst follows. */
export function holdBack(run: () => void): void {
  if (listeners.length === 0) run();
  else if (!burst || burst.text.length === 1) held = setTimeout(run, burstGap + 5);
}

const signOf = (event: KeyboardEvent): string | null => {
  if (event.ctrlKey && event.key === ']') return separator;
  if (event.ctrlKey || event.altKey || event.metaKey) return null;
  return event.key.length === 1 ? event.key : null;
};

const fieldOf = (target: EventTarget | null): Field | null =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target : null;

/** Sets a field as if a person had typed it, so that React hears of it. */
function setField(field: Field, value: string) {
  const prototype =
    field instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

function onKeyDown(event: KeyboardEvent) {
  if (listeners.length === 0 || event.key === 'Shift' || event.key === 'Control') return;
  const quick = burst !== undefined && event.timeStamp - burst.last < burstGap;
  if (quick) clearTimeout(held);
  const ends = event.key === 'Enter' && !event.ctrlKey && !event.altKey;
  if (ends && quick && burst && burst.text.length >= shortestCode) {
    event.preventDefault();
    event.stopImmediatePropagation();
    const { text, field, before } = burst;
    burst = undefined;
    if (field) setField(field, before);
    listeners.at(-1)?.(text);
    return;
  }
  const sign = signOf(event);
  if (sign === null) {
    burst = undefined;
  } else if (quick && burst) {
    burst = { ...burst, text: burst.text + sign, last: event.timeStamp };
  } else {
    const field = fieldOf(event.target);
    burst = { text: sign, last: event.timeStamp, field, before: field?.value ?? '' };
  }
}

/** Hands every scanned code to the newest screen that listens, wherever the focus is. */
export function useScanner(onCode: (code: string) => void): void {
  const current = useRef(onCode);
  useEffect(() => {
    current.current = onCode;
  });
  useEffect(() => {
    const listener = (code: string) => current.current(code);
    if (listeners.length === 0) window.addEventListener('keydown', onKeyDown, { capture: true });
    listeners.push(listener);
    return () => {
      listeners.splice(listeners.indexOf(listener), 1);
      if (listeners.length === 0) window.removeEventListener('keydown', onKeyDown, { capture: true });
    };
  }, []);
}
