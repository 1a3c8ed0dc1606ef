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
  { path: '/intake/new', screen: lazy(() => import('./screens/intake/new-intake.tsx')) },
  { path: '/inbox', screen: lazy(() => import('./screens/intake/failed-files.tsx')) },
  { path: '/transcribe/:id', screen: lazy(() => import('./screens/intake/transcribe.tsx')) },
  { path: '/verify/:id', screen: lazy(() => import('./screens/verification/verify.tsx')) },
  { path: '/patients', screen: lazy(() => import('./screens/patient/patients.tsx')) },
  { path: '/patient/:id', screen: lazy(() => import('./screens/patient/patient.tsx')) },
  { path: '/prescription/:id', screen: lazy(() => import('./screens/prescription/prescription.tsx')) },
  { path: '/fill/:id', screen: lazy(() => import('./screens/fill/fill.tsx')) },
  { path: '/check/:id', screen: lazy(() => import('./screens/check/check.tsx')) },
  { path: '/hand-over', screen: lazy(() => import('./screens/hand-over/hand-over.tsx')) },
  { path: '/return', screen: lazy(() => import('./screens/hand-over/return-to-stock.tsx')) },
  { path: '/stock', screen: lazy(() => import('./screens/stock/stock.tsx')) },
  { path: '/stock/:ndc11', screen: lazy(() => import('./screens/stock/drug.tsx')) },
  { path: '/labels', screen: lazy(() => import('./screens/label/spool.tsx')) },
  { path: '/document/:id', screen: lazy(() => import('./screens/document/document.tsx')) },
  { path: '/sent', screen: lazy(() => import('./screens/delivery/sent.tsx')) },
  { path: '/log', screen: lazy(() => import('./screens/log/log.tsx')) },
  { path: '/users', screen: lazy(() => import('./screens/administration/users.tsx')) },
  { path: '/settings', screen: lazy(() => import('./screens/administration/settings.tsx')) },
];

export const App = () => <Gate routes={routes} />;
