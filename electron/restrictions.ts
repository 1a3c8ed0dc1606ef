// What no page may do in this program, whatever window it is in: leave app://workstation, open windows, hold
// permissions or devices, embed a webview, download.
// Always: default deny. What the window needs from the system goes through shell.ts.

import { app, type Session, type WebContents } from 'electron';

export const ORIGIN = 'app://workstation';

/** Applies to every page made from now on. Call before the first window. */
export function restrictEveryPage(): void {
  app.on('web-contents-created', (_event, contents) => restrictPage(contents));
  app.on('session-created', restrictSession);
}

/** True for the window's own pages, and for what it made itself as a blob. */
export function isOurs(url: string): boolean {
  return url === ORIGIN || url.startsWith(`${ORIGIN}/`) || url.startsWith(`blob:${ORIGIN}/`);
}

function restrictPage(contents: WebContents): void {
  const refuseForeign = (event: { preventDefault(): void; url: string }) => {
    if (!isOurs(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', refuseForeign);
  contents.on('will-redirect', refuseForeign);
  contents.on('will-frame-navigate', refuseForeign);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

function restrictSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.on('will-download', (event) => event.preventDefault());
}
