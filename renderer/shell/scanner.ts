/**
 * A barcode scanner is a keyboard that types fast and ends with Enter. While a screen listens for it, a burst is
 * taken out of whatever field had the focus and handed to the screen. GS1 separators come as ASCII 29 or Ctrl+].
 * Always: what turns out to be no scan is not lost; it stays in its field, and held back letters act after all.
 * Not here: what tells a scanner from a person (scan-burst.ts), and what a code means.
 */
import { useEffect, useRef } from 'react';
import { afterKey, type Burst, burstGap } from './scan-burst.ts';

type Field = HTMLInputElement | HTMLTextAreaElement;

const listeners: ((code: string) => void)[] = [];
let burst: Burst | null = null;
/** The field the burst is typed into, and what it held before. */
let leak: { field: Field; before: string } | null = null;
/** What the letters of the burst would do if they were a person's. */
let held: (() => void)[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;

function letGo() {
  const waiting = held;
  held = [];
  for (const run of waiting) run();
}

/** Runs at once while no screen scans; otherwise as soon as it is sure that it was no scan. */
export function holdBack(run: () => void): void {
  if (burst === null) {
    run();
    return;
  }
  held.push(run);
  clearTimeout(timer);
  timer = setTimeout(letGo, burstGap + 5);
}

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
  const { burst: next, code } = afterKey(burst, event);
  if (code !== null) {
    event.preventDefault();
    event.stopImmediatePropagation();
    held = [];
    if (leak) setField(leak.field, leak.before);
    listeners.at(-1)?.(code);
  } else if (next !== burst && (next === null || next.text.length === 1)) {
    letGo();
    const field = fieldOf(event.target);
    leak = field && { field, before: field.value };
  }
  burst = next;
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
      if (listeners.length > 0) return;
      window.removeEventListener('keydown', onKeyDown, { capture: true });
      burst = null;
    };
  }, []);
}
