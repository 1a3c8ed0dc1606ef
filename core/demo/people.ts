/**
 * Who and what the demo pharmacy is: its staff, its branch, the bins bags wait in.
 * The passwords and PINs are public by design; they open nothing but a demonstration.
 */
import type { Role } from '../contract/values.ts';

export { demoPatients } from './patients.ts';
export { demoPrescribers } from './prescribers.ts';

export interface DemoStaff {
  readonly userName: string;
  readonly displayName: string;
  readonly role: Role;
  readonly password: string;
  /** Four to six digits. */
  readonly pin: string;
}

export const demoStaff: readonly DemoStaff[] = [
  { userName: 'tina', displayName: 'Tina Kessler', role: 'technician', password: 'tina-counts', pin: '2580' },
  { userName: 'omar', displayName: 'Omar Velez', role: 'technician', password: 'omar-counts', pin: '1470' },
  { userName: 'ruth', displayName: 'Ruth Ainsley', role: 'technician', password: 'ruth-counts', pin: '3690' },
  {
    userName: 'paula',
    displayName: 'Paula Brandt, RPh',
    role: 'pharmacist',
    password: 'paula-checks',
    pin: '7531',
  },
  {
    userName: 'dev',
    displayName: 'Dev Malhotra, PharmD',
    role: 'pharmacist',
    password: 'dev-checks',
    pin: '8642',
  },
  {
    userName: 'marge',
    displayName: 'Marge Delaney, RPh',
    role: 'manager',
    password: 'marge-manages',
    pin: '90210',
  },
  {
    userName: 'admin',
    displayName: 'Workstation Administrator',
    role: 'administrator',
    password: 'admin-keeps',
    pin: '864200',
  },
];

export const demoBranch = {
  name: 'Mortar Demonstration Pharmacy',
  id: 'east-avenue',
  address: '350 East Avenue, Rochester, NY 14604',
  phone: '585-555-0180',
  fax: '585-555-0181',
  npi: '1588400725',
  dea: 'BM4826179',
  timeZone: 'America/New_York',
} as const;

/** Where a finished bag waits: rows A to D of the will-call shelf, the refrigerator and the safe. */
export const willCallBins: readonly string[] = [
  ...['A', 'B', 'C', 'D'].flatMap((row) => [1, 2, 3, 4, 5, 6].map((place) => `${row}${place}`)),
  'FRIDGE 1',
  'FRIDGE 2',
  'SAFE',
];
