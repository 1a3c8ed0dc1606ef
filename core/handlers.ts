/** Every command and query with its handler; complete by type. */
import { adtCommandHandlers } from './adt/commands.ts';
import { withPersonsFound } from './adt/effect/found-later.ts';
import { adtQueryHandlers } from './adt/queries.ts';
import { automationCommandHandlers } from './automation/commands.ts';
import { automationQueryHandlers } from './automation/queries.ts';
import { deliveryCommandHandlers } from './delivery/commands.ts';
import { deliveryQueryHandlers } from './delivery/queries.ts';
import { drugCommandHandlers } from './drug/commands.ts';
import { drugQueryHandlers } from './drug/queries.ts';
import type { CommandHandlers, QueryHandlers } from './handler.ts';
import { historyQueryHandlers } from './history/queries.ts';
import { intakeCommandHandlers } from './intake/commands.ts';
import { pageCommandHandlers } from './intake/page-commands.ts';
import { intakeQueryHandlers } from './intake/queries.ts';
import { setAsideCommandHandlers } from './intake/set-aside-commands.ts';
import { labelCommandHandlers } from './label/commands.ts';
import { labelQueryHandlers } from './label/queries.ts';
import { operationCommandHandlers } from './operation/commands.ts';
import type { Health } from './operation/health.ts';
import { operationQueryHandlers } from './operation/queries.ts';
import { patientCommandHandlers } from './patient/commands.ts';
import { patientQueryHandlers } from './patient/queries.ts';
import { prescriberCommandHandlers } from './prescriber/commands.ts';
import { prescriberQueryHandlers } from './prescriber/queries.ts';
import { branchCommandHandlers } from './prescription/branch-commands.ts';
import { prescriptionCommandHandlers } from './prescription/commands.ts';
import { deskCommandHandlers } from './prescription/desk-commands.ts';
import { deskQueryHandlers } from './prescription/desk-queries.ts';
import { entryCommandHandlers } from './prescription/entry-commands.ts';
import { entryQueryHandlers } from './prescription/entry-queries.ts';
import { fillCommandHandlers } from './prescription/fill-commands.ts';
import { handOverCommandHandlers } from './prescription/hand-over-commands.ts';
import { prescriptionQueryHandlers } from './prescription/queries.ts';
import { recognitionCommandHandlers } from './recognise/commands.ts';
import { recognitionQueryHandlers } from './recognise/queries.ts';
import { referenceCommandHandlers } from './reference/commands.ts';
import type { Importer } from './reference/importer.ts';
import { referenceQueryHandlers } from './reference/queries.ts';
import { searchQueryHandlers } from './search/queries.ts';
import { settingCommandHandlers } from './setting/commands.ts';
import { settingQueryHandlers } from './setting/queries.ts';
import { stockCommandHandlers } from './stock/commands.ts';
import { stockQueryHandlers } from './stock/queries.ts';
import type { Store } from './store/database.ts';
import { syncCommandHandlers } from './sync/commands.ts';
import type { Sync } from './sync/engine.ts';
import { syncQueryHandlers } from './sync/queries.ts';
import { userCommandHandlers } from './user/commands.ts';
import { userQueryHandlers } from './user/queries.ts';

/** Writes a backup and answers its file and size. */
export type BackUp = () => Promise<{ file: string; bytes: number }>;

/** The importer of reference files, once it runs. */
type ImporterNow = () => Importer;
/** The exchange with central, once it runs. */
type SyncNow = () => Sync;
/** The data file itself, for what is tried and rolled back. */
type StoreNow = () => Store;

export const allCommandHandlers = (
  backUp: BackUp,
  importer: ImporterNow,
  sync: SyncNow,
): CommandHandlers => ({
  ...intakeCommandHandlers,
  ...pageCommandHandlers,
  ...recognitionCommandHandlers,
  ...automationCommandHandlers,
  ...setAsideCommandHandlers,
  ...prescriptionCommandHandlers,
  ...deskCommandHandlers,
  ...entryCommandHandlers,
  ...fillCommandHandlers,
  ...handOverCommandHandlers,
  ...branchCommandHandlers,
  ...patientCommandHandlers,
  ...withPersonsFound(patientCommandHandlers),
  ...prescriberCommandHandlers,
  ...drugCommandHandlers,
  ...referenceCommandHandlers(importer),
  ...stockCommandHandlers,
  ...labelCommandHandlers,
  ...userCommandHandlers,
  ...settingCommandHandlers,
  ...deliveryCommandHandlers,
  ...operationCommandHandlers(backUp),
  ...syncCommandHandlers(sync),
  ...adtCommandHandlers,
});

export const allQueryHandlers = (health: Health, importer: ImporterNow, store: StoreNow): QueryHandlers => ({
  ...intakeQueryHandlers(health),
  ...recognitionQueryHandlers(health),
  ...automationQueryHandlers,
  ...prescriptionQueryHandlers,
  ...deskQueryHandlers,
  ...entryQueryHandlers,
  ...patientQueryHandlers,
  ...prescriberQueryHandlers,
  ...drugQueryHandlers,
  ...referenceQueryHandlers(importer),
  ...stockQueryHandlers,
  ...labelQueryHandlers,
  ...userQueryHandlers,
  ...settingQueryHandlers,
  ...deliveryQueryHandlers,
  ...operationQueryHandlers(health),
  ...syncQueryHandlers(health),
  ...adtQueryHandlers(health.adt, store),
  ...historyQueryHandlers,
  ...searchQueryHandlers,
});
