/**
 * The table of screens. A screen is loaded when it is first opened. What stands around them is in shell/; which
 * of them somebody may see is known there too.
 */
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import { Gate } from './shell/gate.tsx';

export interface Route {
  path: string;
  screen: LazyExoticComponent<ComponentType>;
}

const routes: readonly Route[] = [
  { path: '/queue/:stage', screen: lazy(() => import('./screens/queue/queue.tsx')) },
  { path: '/sent', screen: lazy(() => import('./screens/delivery/sent.tsx')) },
  { path: '/log', screen: lazy(() => import('./screens/log/log.tsx')) },
  { path: '/users', screen: lazy(() => import('./screens/administration/users.tsx')) },
  { path: '/settings', screen: lazy(() => import('./screens/administration/settings.tsx')) },
];

export const App = () => <Gate routes={routes} />;
