// What the window may ask of the shell: printing, saving a file, a notification. Nothing else crosses.
// The preload exposes exactly `ShellApi` as `window.shell`; shell.ts answers the channels named here.

export const channels = {
  print: 'shell:print',
  saveFile: 'shell:save-file',
  notify: 'shell:notify',
} as const;

/** The argument that carries the program's version into the sandboxed preload. */
export const VERSION_ARGUMENT = '--mortar-version=';

export interface ShellApi {
  /** Prints the page as it is shown, after the system's own dialogue. False when the person cancels. */
  print(): Promise<boolean>;
  /** Asks the person where, then writes. False when they cancel. `name` is a plain file name, at most 120 signs. */
  saveFile(name: string, bytes: Uint8Array): Promise<boolean>;
  /** Shows a system notification, at most 200 signs. Others see it too: it must not name a patient. */
  notify(text: string): Promise<void>;
  readonly version: string;
  readonly platform: string;
}
