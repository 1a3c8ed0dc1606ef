/** Every place one can go to, in the order of the work, with its keys. The rail and the palette read it. */
import {
  type Icon,
  IconArrowBackUp,
  IconArrowsSplit2,
  IconBuildingHospital,
  IconBuildingStore,
  IconCheckbox,
  IconClipboardCheck,
  IconCloudDataConnection,
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
  IconRobot,
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

/** What the rail counts; what is not known yet, or not for this role, is left out. */
export interface Counted {
  work?: QueryResult<'prescription.counts'> | undefined;
  central?: QueryResult<'sync.state'> | undefined;
  hospital?: QueryResult<'adt.state'> | undefined;
}

export interface Destination {
  path: string;
  label: string;
  /** Two keys one after the other. */
  keys: string;
  icon: Icon;
  /** The stage whose count stands beside it. */
  stage?: OpenStage;
  /** What else is counted beside it; nothing is shown for none. */
  count?: (counted: Counted) => number | undefined;
  /** How many of these may mean harm. */
  urgent?: (counted: Counted) => number | undefined;
  /** False where its row in the rail would only take room; its keys work all the same. */
  shown?: (counted: Counted) => boolean;
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

/** Whether a central is named, or was once and left something to be settled. */
const isConnected = ({ central }: Counted) =>
  central !== undefined && (central.state !== 'off' || central.openConflicts > 0);

export const counter: readonly Destination[] = [
  {
    path: '/adt',
    label: 'Hospital',
    keys: 'g k',
    icon: IconBuildingHospital,
    needs: 'adt.board',
    count: ({ hospital }) => hospital?.openTasks,
    urgent: ({ hospital }) => hospital?.urgentTasks,
    shown: ({ hospital }) => hospital?.heard === true,
  },
  { path: '/hand-over', label: 'Hand over', keys: 'g o', icon: IconHandStop, needs: 'prescription.handOver' },
  {
    path: '/return',
    label: 'Return to stock',
    keys: 'g b',
    icon: IconArrowBackUp,
    needs: 'prescription.returnToStock',
    count: ({ work }) => work?.toReturn,
  },
  { path: '/intake/new', label: 'New request', keys: 'g n', icon: IconFilePlus, needs: 'intake.receive' },
  { path: '/inbox', label: 'Faxes in', keys: 'g i', icon: IconFileAlert },
  {
    path: '/set-aside',
    label: 'Set aside',
    keys: 'g a',
    icon: IconFiles,
    needs: 'intake.setAsides',
    count: ({ work }) => work?.setAside,
  },
  {
    path: '/second-entry',
    label: 'Second entry',
    keys: 'g y',
    icon: IconKeyboardShow,
    needs: 'prescription.enterAgain',
    count: ({ work }) => work?.secondEntry.needed,
  },
  {
    path: '/conflicts',
    label: 'Conflicts',
    keys: 'g z',
    icon: IconArrowsSplit2,
    needs: 'sync.conflicts',
    count: ({ central }) => central?.openConflicts,
    shown: isConnected,
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
    path: '/automation',
    label: 'Automation',
    keys: 'g j',
    icon: IconRobot,
    needs: 'automation.waiting',
    shown: isConnected,
  },
  {
    path: '/central',
    label: 'Central',
    keys: 'g x',
    icon: IconCloudDataConnection,
    needs: 'sync.topics',
    count: ({ central }) => central?.heldBack,
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
