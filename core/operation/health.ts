/** How the workstation itself fares, as far as only the running process knows it; everything else is in rows. */
import type { AdtHealth } from '../adt/source/adt-health.ts';
import type { CentralHealth } from '../sync/central-health.ts';

export interface Health {
  inboxFolder: string;
  /** What is wrong with the inbox folder, in words. */
  folderProblem: string | null;
  /** What keeps the machine from reading pages, in words. */
  readingProblem: string | null;
  /** How the exchange with central stands. */
  central: CentralHealth;
  /** How the ways in of hospitals’ messages stand. */
  adt: AdtHealth;
  /** What is wrong with the data file or the disk, in words. */
  trouble: string | null;
  /** When the newest backup was written. */
  backedUpAt: string | null;
}
