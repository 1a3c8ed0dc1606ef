/**
 * The keyboard: every key of a screen is registered here while the screen is mounted, and so it can be shown in
 * the sheet of keys and in the command palette. Always: a single letter never fires while somebody types; while a
 * dialogue is open only the keys of the dialogue fire. The barcode scanner is in scanner.ts.
 */
import { useEffect, useRef } from 'react';
import { create } from 'zustand';
import { holdBack } from './scanner.ts';

export interface KeyBinding {
  /** 'Ctrl+Enter', 'j', 'F2', 'Alt+=', or two keys one after the other: 'g v'. */
  keys: string;
  label: string;
  run: () => void;
  /** False while it cannot be done now. */
  when?: boolean;
  /** True where another binding already tells of it. */
  hidden?: boolean;
  /** True for a key that a field listens to itself: it stands in the sheet of keys and does nothing here. */
  told?: boolean;
}

/**
 * Whose keys they are. `dialog` silences the others while mounted; `workstation` is for what works on every
 * screen and yields to the screen.
 */
export type KeyScope = 'screen' | 'dialog' | 'workstation';

interface Layer {
  id: number;
  scope: KeyScope;
  bindings: { current: readonly KeyBinding[] };
}

export const useKeyLayers = create<{ layers: readonly Layer[] }>(() => ({ layers: [] }));
let lastLayer = 0;

/** Registers keys while the component is mounted. The newest registration wins. */
export function useKeys(bindings: readonly KeyBinding[], scope: KeyScope = 'screen'): void {
  const current = useRef(bindings);
  useEffect(() => {
    current.current = bindings;
  });
  useEffect(() => {
    const layer: Layer = { id: ++lastLayer, scope, bindings: current };
    useKeyLayers.setState(({ layers }) => ({ layers: [...layers, layer] }));
    return () =>
      useKeyLayers.setState(({ layers }) => ({ layers: layers.filter(({ id }) => id !== layer.id) }));
  }, [scope]);
}

/** Layers in the order in which they are asked, and only those that may answer now. */
function listening(): Layer[] {
  const newestFirst = useKeyLayers.getState().layers.toReversed();
  const dialog = newestFirst.filter(({ scope }) => scope === 'dialog');
  if (dialog.length > 0 || document.querySelector('[role="dialog"][aria-modal="true"]')) {
    return dialog.slice(0, 1);
  }
  return [
    ...newestFirst.filter(({ scope }) => scope === 'screen'),
    ...newestFirst.filter(({ scope }) => scope === 'workstation'),
  ];
}

/** What can be done here and now with a key, for the sheet and the palette. */
export const bindingsNow = (scope: KeyScope): KeyBinding[] =>
  useKeyLayers
    .getState()
    .layers.filter((layer) => layer.scope === scope)
    .flatMap(({ bindings }) => bindings.current)
    .filter(({ hidden, when }) => !hidden && when !== false);

const modifierKeys = new Set(['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock']);

/** One way to write a key: `ctrl+alt+shift+key` in small letters; a sign that needs Shift is just the sign. */
export function chordOf(event: KeyboardEvent): string {
  // With Alt some layouts type other signs; the key itself is meant.
  const physical = event.altKey ? /^(?:Key|Digit)([A-Z0-9])$/.exec(event.code)?.[1] : undefined;
  const key = (physical ?? event.key).toLowerCase();
  const isSign = key.length === 1 && !/[a-z0-9]/.test(key);
  return [
    event.ctrlKey || event.metaKey ? 'ctrl' : '',
    event.altKey ? 'alt' : '',
    event.shiftKey && !isSign ? 'shift' : '',
    key === ' ' ? 'space' : key,
  ]
    .filter(Boolean)
    .join('+');
}

/** The chords of a binding as written by a developer. */
const chordsOf = (keys: string): string[] =>
  keys.split(' ').map((chord) => {
    const parts = chord.endsWith('+')
      ? [...chord.slice(0, -1).split('+').filter(Boolean), '+']
      : chord.split('+');
    const named = parts.map((part) => part.toLowerCase());
    const order = ['ctrl', 'alt', 'shift'].filter((modifier) => named.slice(0, -1).includes(modifier));
    return [...order, named.at(-1)].join('+');
  });

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement &&
      !['checkbox', 'radio', 'button', 'submit', 'reset', 'file', 'range', 'color'].includes(target.type)));

/** Keys that the focused control needs for itself. */
function isForControl(target: EventTarget | null, chord: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (isTyping(target)) return !/^(ctrl|alt)\+|^(shift\+)?f\d+$|^escape$/.test(chord);
  if (chord === 'enter' || chord === 'space') {
    return target.closest('button, a[href], summary, input, [role="button"], [role="option"]') !== null;
  }
  if (/^arrow/.test(chord)) {
    return target.closest('input[type="radio"], [role="tab"], [role="menuitem"], [role="slider"]') !== null;
  }
  return false;
}

const sequenceFor = 1200;
let pending: { chord: string; until: number } | undefined;

function onKeyDown(event: KeyboardEvent) {
  if (event.defaultPrevented || event.isComposing || modifierKeys.has(event.key)) return;
  const chord = chordOf(event);
  if (isForControl(event.target, chord)) return;
  const first = pending && pending.until > event.timeStamp ? pending.chord : undefined;
  pending = undefined;
  const bindings = answering
    .flatMap((layer) => layer.bindings.current)
    .filter(({ when, told }) => when !== false && !told);
  const spelled = bindings.map((binding) => ({ binding, chords: chordsOf(binding.keys) }));
  const found =
    (first &&
      spelled.find(({ chords }) => chords.length === 2 && chords[0] === first && chords[1] === chord)) ||
    spelled.find(({ chords }) => chords.length === 1 && chords[0] === chord);
  if (found) {
    event.preventDefault();
    if (event.repeat && !repeatable.test(chord)) return;
    // A scanner types letters too: one that stands alone is a person's, one in a burst is the scanner's.
    if (chord.length === 1) holdBack(found.binding.run);
    else found.binding.run();
  } else if (spelled.some(({ chords }) => chords.length === 2 && chords[0] === chord)) {
    pending = { chord, until: event.timeStamp + sequenceFor };
  }
}
/** Keys that may be held down; all others act once a press. */
const repeatable = /^(shift\+|alt\+)*(j|k|\+|-|=|arrow\w+|page\w+)$/;

/**
 * Who may answer is settled before anything acts on the key: a dialogue that closes itself on Escape had that key,
 * and the screen behind it must not go back too.
 */
let answering: Layer[] = [];

/** Starts listening; called once by main.tsx, before anything else listens. */
export function listenToKeys() {
  const settle = () => {
    answering = listening();
  };
  window.addEventListener('keydown', settle, { capture: true });
  window.addEventListener('keydown', onKeyDown);
}

export { useScanner } from './scanner.ts';
