/**
 * The table of screens. All of them are loaded with the window: together they weigh less than one fax page, and a
 * screen that is fetched when it is first opened shows itself a third of a second later. What stands around them is
 * in shell/; which of them somebody may see is known there too.
 */
import type { ComponentType } from 'react';
import ReadingQuality from './screens/administration/reading-quality.tsx';
import ReferenceData from './screens/administration/reference-data.tsx';
import Settings from './screens/administration/settings.tsx';
import Users from './screens/administration/users.tsx';
import Board from './screens/adt/board.tsx';
import CorrectMessage from './screens/adt/correct-message.tsx';
import Message from './screens/adt/message.tsx';
import Messages from './screens/adt/messages.tsx';
import Source from './screens/adt/source.tsx';
import Sources from './screens/adt/sources.tsx';
import HospitalTask from './screens/adt/task.tsx';
import Automation from './screens/automation/automation.tsx';
import Check from './screens/check/check.tsx';
import Sent from './screens/delivery/sent.tsx';
import Document from './screens/document/document.tsx';
import Fill from './screens/fill/fill.tsx';
import HandOver from './screens/hand-over/hand-over.tsx';
import ReturnToStock from './screens/hand-over/return-to-stock.tsx';
import FailedFiles from './screens/intake/failed-files.tsx';
import NewIntake from './screens/intake/new-intake.tsx';
import SetAsides from './screens/intake/set-asides.tsx';
import Transcribe from './screens/intake/transcribe.tsx';
import Spool from './screens/label/spool.tsx';
import Log from './screens/log/log.tsx';
import Patient from './screens/patient/patient.tsx';
import Patients from './screens/patient/patients.tsx';
import Prescription from './screens/prescription/prescription.tsx';
import Queue from './screens/queue/queue.tsx';
import SecondEntries from './screens/second-entry/second-entries.tsx';
import SecondEntry from './screens/second-entry/second-entry.tsx';
import Drug from './screens/stock/drug.tsx';
import Stock from './screens/stock/stock.tsx';
import Central from './screens/sync/central.tsx';
import Conflict from './screens/sync/conflict.tsx';
import Conflicts from './screens/sync/conflicts.tsx';
import HeldRecord from './screens/sync/held-record.tsx';
import Verify from './screens/verification/verify.tsx';
import { Gate } from './shell/gate.tsx';

export interface Route {
  path: string;
  screen: ComponentType;
}

const routes: readonly Route[] = [
  { path: '/queue/:stage', screen: Queue },
  { path: '/intake/new', screen: NewIntake },
  { path: '/inbox', screen: FailedFiles },
  { path: '/transcribe/:id', screen: Transcribe },
  { path: '/set-aside', screen: SetAsides },
  { path: '/second-entry', screen: SecondEntries },
  { path: '/second-entry/:id', screen: SecondEntry },
  { path: '/verify/:id', screen: Verify },
  { path: '/patients', screen: Patients },
  { path: '/patient/:id', screen: Patient },
  { path: '/prescription/:id', screen: Prescription },
  { path: '/fill/:id', screen: Fill },
  { path: '/check/:id', screen: Check },
  { path: '/hand-over', screen: HandOver },
  { path: '/return', screen: ReturnToStock },
  { path: '/stock', screen: Stock },
  { path: '/stock/:ndc11', screen: Drug },
  { path: '/labels', screen: Spool },
  { path: '/document/:id', screen: Document },
  { path: '/sent', screen: Sent },
  { path: '/log', screen: Log },
  { path: '/reading', screen: ReadingQuality },
  { path: '/adt', screen: Board },
  { path: '/adt/task/:id', screen: HospitalTask },
  { path: '/adt/messages', screen: Messages },
  { path: '/adt/messages/:id', screen: Message },
  { path: '/adt/messages/:id/correct', screen: CorrectMessage },
  { path: '/adt/sources', screen: Sources },
  { path: '/adt/sources/:id', screen: Source },
  { path: '/conflicts', screen: Conflicts },
  { path: '/conflict/:id', screen: Conflict },
  { path: '/automation/:view?', screen: Automation },
  { path: '/central/:view?', screen: Central },
  { path: '/central/held/:id', screen: HeldRecord },
  { path: '/reference', screen: ReferenceData },
  { path: '/users', screen: Users },
  { path: '/settings', screen: Settings },
];

export const App = () => <Gate routes={routes} />;
