/** Starts the window: the one-time token becomes a session, then the keyboard listens and the first screen shows. */
// In layers, so that our own style sheets win whichever is loaded first.
import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import './global.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { answers } from './client/answers.ts';
import { openSession } from './client/api.ts';
import { listenToKeys } from './shell/keys.ts';
import { resolver, theme } from './theme.ts';

/** The token leaves the address before anything else, so that it is neither seen nor kept in the history. */
async function takeToken() {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token === null) return;
  history.replaceState(null, '', location.pathname + location.search);
  // A token that is used up is no trouble while the cookie of its first use is still there.
  await openSession(token).catch(() => undefined);
}

await takeToken();
listenToKeys();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={resolver} defaultColorScheme="auto">
      <QueryClientProvider client={answers}>
        <Notifications position="bottom-left" mb={32} />
        <App />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
