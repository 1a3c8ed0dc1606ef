/** Every place one can go to, in the order of the work, with its keys. The rail and the palette read it. */
import {
  type Icon,
  IconArrowBackUp,
  IconBuildingStore,
  IconCheckbox,
  IconClipboardCheck,
  IconDatabaseImport,
  IconEyeCheck,
  IconFileAlert,
  IconFilePlus,
  IconFiles,
  IconHandStop,
  IconHistory,
  IconKeyboard,
  IconKeyboardShow,
  IconPackage,
  IconPill,
  IconPrinter,
  IconSend,
  IconSettings,
  IconShoppingBag,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react';
import type { CommandName, QueryName, QueryResult } from '../../core/contract/index.ts';
import { openStages, type Role } from '../../core/contract/values.ts';
import { words } from '../words.ts';

type OpenStage = (typeof openStages)[number];

export interface Destination {
  path: string;
  label: string;
  /** Two keys one after the other. */
  keys: string;
  icon: Icon;
  /** The stage whose count stands beside it. */
  stage?: OpenStage;
  /** What else is counted beside it; nothing is shown for none. */
  count?: (counts: QueryResult<'prescription.counts'>) => number;
  /** Shown to those who may run this command or ask this query. */
  needs?: CommandName | QueryName;
}

const stageIcons: Record<OpenStage, Icon> = {
  transcribing: IconKeyboard,
  verifying: IconClipboardCheck,
  'to-fill': IconPill,
  filling: IconPackage,
  checking: IconCheckbox,
  ready: IconShoppingBag,
};
const stageKeys: Record<OpenStage, string> = {
  transcribing: 'g t',
  verifying: 'g v',
  'to-fill': 'g f',
  filling: 'g w',
  checking: 'g c',
  ready: 'g r',
};

export const queuePath = (stage: OpenStage) => `/queue/${stage}`;

/** The workflow in its own order; Alt+1 is the first. */
export const workflow: readonly Destination[] = openStages.map((stage) => ({
  path: queuePath(stage),
  label: words.stage[stage],
  keys: stageKeys[stage],
  icon: stageIcons[stage],
  stage,
}));

export const counter: readonly Destination[] = [
  { path: '/hand-over', label: 'Hand over', keys: 'g o', icon: IconHandStop, needs: 'prescription.handOver' },
  {
    path: '/return',
    label: 'Return to stock',
    keys: 'g b',
    icon: IconArrowBackUp,
    needs: 'prescription.returnToStock',
    count: ({ toReturn }) => toReturn,
  },
  { path: '/intake/new', label: 'New request', keys: 'g n', icon: IconFilePlus, needs: 'intake.receive' },
  { path: '/inbox', label: 'Faxes in', keys: 'g i', icon: IconFileAlert },
  {
    path: '/set-aside',
    label: 'Set aside',
    keys: 'g a',
    icon: IconFiles,
    needs: 'intake.setAsides',
    count: ({ setAside }) => setAside,
  },
  {
    path: '/second-entry',
    label: 'Second entry',
    keys: 'g y',
    icon: IconKeyboardShow,
    needs: 'prescription.enterAgain',
    count: ({ secondEntry }) => secondEntry.needed,
  },
];

export const records: readonly Destination[] = [
  { path: '/patients', label: 'Patients', keys: 'g p', icon: IconUsers, needs: 'patient.find' },
  { path: '/stock', label: 'Stock', keys: 'g s', icon: IconBuildingStore },
  { path: '/labels', label: 'Labels', keys: 'g l', icon: IconPrinter },
  { path: '/sent', label: 'Sent', keys: 'g d', icon: IconSend },
  { path: '/log', label: 'Event log', keys: 'g h', icon: IconHistory, needs: 'event.log' },
  {
    path: '/reading',
    label: 'Reading quality',
    keys: 'g q',
    icon: IconEyeCheck,
    needs: 'recognition.corrections',
  },
  {
    path: '/reference',
    label: 'Reference data',
    keys: 'g m',
    icon: IconDatabaseImport,
    needs: 'reference.check',
  },
  { path: '/users', label: 'People', keys: 'g u', icon: IconUsersGroup, needs: 'user.list' },
  { path: '/settings', label: 'Settings', keys: 'g e', icon: IconSettings, needs: 'setting.change' },
];

export const rail = [
  { title: 'Work', destinations: workflow },
  { title: 'Counter', destinations: counter },
  { title: 'Records', destinations: records },
] as const;

export const isFor = (may: ReadonlySet<CommandName | QueryName>, { needs }: Destination) =>
  needs === undefined || may.has(needs);

/** Where somebody of a role begins. */
export const homeOf: Record<Role, string> = {
  technician: queuePath('transcribing'),
  pharmacist: queuePath('verifying'),
  manager: queuePath('transcribing'),
  administrator: '/users',
};
