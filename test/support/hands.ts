// Two hands on a keyboard and a scanner in one of them: the only way the end-to-end tests touch the window.
// Always: no mouse. Every key that is pressed is counted, Ctrl and Alt too; what the scanner types is not.

import type { CDPSession, Page } from 'playwright';

export interface Hands {
  page: Page;
  /** Keys pressed so far. */
  keystrokes(): number;
  /** Presses keys one after the other: `'g'`, `'Enter'`, `'Control+Enter'`. */
  press(...keys: string[]): Promise<void>;
  /** Types a text where the focus is. */
  type(text: string): Promise<void>;
  /** Scans a code as a keyboard wedge types it: one burst, ended by Enter. ASCII 29 goes as Ctrl+]. */
  scan(code: string): Promise<void>;
}

/** Scanners type a key every few milliseconds. */
const scannerGap = 0.004;

export function handsOn(page: Page): Hands {
  let pressed = 0;
  let session: Promise<CDPSession> | undefined;
  return {
    page,
    keystrokes: () => pressed,
    press: async (...keys) => {
      for (const key of keys) {
        pressed += key.split('+').filter(Boolean).length;
        await page.keyboard.press(key);
      }
    },
    type: async (text) => {
      pressed += text.length;
      await page.keyboard.type(text);
    },
    scan: async (code) => {
      session ??= page.context().newCDPSession(page);
      const devtools = await session;
      // Sent without waiting between them, and stamped by the scanner's own clock.
      const start = Date.now() / 1000;
      const burst = [...code].map(signKey);
      await Promise.all(
        [...burst, enterKey].flatMap((key, index) => {
          const timestamp = start + index * scannerGap;
          return [
            devtools.send('Input.dispatchKeyEvent', { type: 'keyDown', timestamp, ...key }),
            devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', timestamp: timestamp + 0.001, ...key }),
          ];
        }),
      );
    },
  };
}

const enterKey = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, text: '\r' };

const signKey = (sign: string) =>
  sign === '\u001d' ? { key: ']', code: 'BracketRight', modifiers: 2 } : { key: sign, text: sign };
