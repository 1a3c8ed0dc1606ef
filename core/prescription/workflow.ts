/**
 * The workflow of a prescription order, as data: every stage × every command.
 * A cell is the next stage with who may do it, the event and the actions that follow, or the sentence why not.
 * The type leaves no cell undecided. One pure function reads the table; nothing else decides what is legal.
 * Statuses: requested → approved | rejected; approved → processing; processing → dispensed | failed;
 * dispensed → completed.
 */
import type { EventName } from '../contract/index.ts';
import { type Role, type Stage, statusOfStage } from '../contract/values.ts';

export const workflowCommands = [
  'claim',
  'release',
  'prioritise',
  'hold',
  'resume',
  'saveDraft',
  'setPages',
  'takeAsRefill',
  'join',
  'setAside',
  'callBack',
  'transcribe',
  'enterAgain',
  'decideEntry',
  'sendBack',
  'approve',
  'reject',
  'startFill',
  'scan',
  'fill',
  'returnToFill',
  'print',
  'check',
  'handOver',
  'returnToStock',
  'fail',
  'transfer',
  'takeOver',
] as const;
export type WorkflowCommand = (typeof workflowCommands)[number];

/** What is told to whom after a transition; sent from the outbox, never inside the transaction. */
export const actions = {
  tellInsurer: { outlet: 'insurer', topic: 'claim.submit' },
  reverseClaim: { outlet: 'insurer', topic: 'claim.reverse' },
  sendToRobot: { outlet: 'robot', topic: 'fill.order' },
  tellPatient: { outlet: 'patient-message', topic: 'prescription.completed' },
  askPrescriber: { outlet: 'fax', topic: 'prescriber.callBack' },
  alertSupport: { outlet: 'support', topic: 'prescription.failed' },
  publish: { outlet: 'central', topic: 'prescription.events' },
  publishDispensed: { outlet: 'central', topic: 'prescription.dispensed' },
  publishFailed: { outlet: 'central', topic: 'prescription.failed' },
} as const;
export type Action = keyof typeof actions;

/** Who may: anyone at the counter, a pharmacist or a manager, or a pharmacist alone. */
export type Needs = 'counter' | 'responsible' | 'pharmacist';

export interface Step {
  to: Stage;
  needs: Needs;
  event: EventName;
  actions: readonly Action[];
}
export type Cell = Step | { no: string };

const step = (to: Stage, needs: Needs, event: EventName, ...after: Action[]): Step => ({
  to,
  needs,
  event,
  actions: after,
});
const no = (sentence: string): Cell => ({ no: sentence });

/** What can be done at any stage that is not final, without moving on. */
const staying = (stage: Stage) => ({
  claim: step(stage, 'counter', 'prescription.claimed'),
  release: step(stage, 'counter', 'prescription.released'),
  prioritise: step(stage, 'counter', 'prescription.prioritised'),
  hold: step(stage, 'counter', 'prescription.held'),
  resume: step(stage, 'counter', 'prescription.resumed'),
  callBack: step(stage, 'counter', 'prescription.calledBack', 'askPrescriber'),
});

/** Before anything was taken from a shelf, an order can change its branch; after it, only who has its bag takes it back. */
const movable = (stage: Stage) => ({
  transfer: step(stage, 'responsible', 'prescription.transferred'),
  takeOver: step(stage, 'pharmacist', 'prescription.takenOver'),
});

const notTyped = no('It has not been typed in yet. Transcribe it first.');
const notVerified = no('A pharmacist has not verified it yet.');
const alreadyTyped = no('It has been typed in already. Verification can send it back.');
const alreadyVerified = no('It has been verified already.');
const notFilling = no('Filling has not begun. Start filling first.');
const notFilled = no('It has not been filled yet.');
const notChecked = no('A pharmacist has not checked it yet.');
const alreadyFilled = no('It has been filled already. The check can return it to filling.');
const notReady = no('There is no bag of it on the will-call shelf.');
const mayStillReject = no('It can still be rejected; it only fails once filling has begun.');
const tooLateToReject = no(
  'It has been approved. If it cannot be filled, start filling and fail it with a reason.',
);
const waitsInBin = no('It is dispensed and waits in its bin. Hand it over or return it to stock.');

const fillingHere = no('Filling has begun here. Finish it here, or fail it with a reason.');

const finished = (sentence: string) =>
  Object.fromEntries(workflowCommands.map((command) => [command, no(sentence)])) as Record<
    WorkflowCommand,
    Cell
  >;

export const workflow: Record<Stage, Record<WorkflowCommand, Cell>> = {
  transcribing: {
    ...staying('transcribing'),
    ...movable('transcribing'),
    saveDraft: step('transcribing', 'counter', 'prescription.transcribed'),
    setPages: step('transcribing', 'counter', 'prescription.pagesSet'),
    takeAsRefill: step('transcribing', 'counter', 'prescription.takenAsRefill'),
    join: step('rejected', 'counter', 'prescription.reject', 'publish'),
    setAside: step('rejected', 'counter', 'prescription.reject', 'publish'),
    enterAgain: notTyped,
    decideEntry: notTyped,
    transcribe: step('verifying', 'counter', 'prescription.transcribed'),
    sendBack: no('It is being transcribed already.'),
    approve: notTyped,
    reject: step('rejected', 'counter', 'prescription.reject', 'publish'),
    startFill: notVerified,
    scan: notFilling,
    fill: notFilling,
    returnToFill: notFilled,
    print: notFilled,
    check: notFilled,
    handOver: notReady,
    returnToStock: notReady,
    fail: mayStillReject,
  },
  verifying: {
    ...staying('verifying'),
    ...movable('verifying'),
    saveDraft: alreadyTyped,
    setPages: alreadyTyped,
    takeAsRefill: alreadyTyped,
    join: alreadyTyped,
    setAside: alreadyTyped,
    transcribe: alreadyTyped,
    enterAgain: step('verifying', 'counter', 'prescription.enteredAgain'),
    decideEntry: step('verifying', 'pharmacist', 'prescription.entryDecided'),
    sendBack: step('transcribing', 'pharmacist', 'prescription.sentBack'),
    approve: step('to-fill', 'pharmacist', 'prescription.approve', 'tellInsurer', 'publish'),
    reject: step('rejected', 'pharmacist', 'prescription.reject', 'publish'),
    startFill: notVerified,
    scan: notFilling,
    fill: notFilling,
    returnToFill: notFilled,
    print: notFilled,
    check: notFilled,
    handOver: notReady,
    returnToStock: notReady,
    fail: mayStillReject,
  },
  'to-fill': {
    ...staying('to-fill'),
    ...movable('to-fill'),
    saveDraft: alreadyVerified,
    setPages: alreadyVerified,
    takeAsRefill: alreadyVerified,
    join: alreadyVerified,
    setAside: alreadyVerified,
    transcribe: alreadyVerified,
    enterAgain: alreadyVerified,
    decideEntry: alreadyVerified,
    sendBack: alreadyVerified,
    approve: alreadyVerified,
    reject: tooLateToReject,
    startFill: step('filling', 'counter', 'prescription.process', 'sendToRobot', 'publish'),
    scan: notFilling,
    fill: notFilling,
    returnToFill: notFilled,
    print: notFilled,
    check: notFilled,
    handOver: notReady,
    returnToStock: notReady,
    fail: no('Filling has not begun. Start filling, then fail it with a reason.'),
  },
  filling: {
    ...staying('filling'),
    transfer: fillingHere,
    takeOver: step('filling', 'pharmacist', 'prescription.takenOver'),
    saveDraft: alreadyVerified,
    setPages: alreadyVerified,
    takeAsRefill: alreadyVerified,
    join: alreadyVerified,
    setAside: alreadyVerified,
    transcribe: alreadyVerified,
    enterAgain: alreadyVerified,
    decideEntry: alreadyVerified,
    sendBack: alreadyVerified,
    approve: alreadyVerified,
    reject: tooLateToReject,
    startFill: no('Filling has begun already.'),
    scan: step('filling', 'counter', 'prescription.scanned'),
    fill: step('checking', 'counter', 'prescription.filled'),
    returnToFill: no('It is being filled already.'),
    print: notFilled,
    check: notFilled,
    handOver: notReady,
    returnToStock: notReady,
    fail: step('failed', 'pharmacist', 'prescription.fail', 'alertSupport', 'reverseClaim', 'publishFailed'),
  },
  checking: {
    ...staying('checking'),
    transfer: fillingHere,
    takeOver: step('checking', 'pharmacist', 'prescription.takenOver'),
    saveDraft: alreadyVerified,
    setPages: alreadyVerified,
    takeAsRefill: alreadyVerified,
    join: alreadyVerified,
    setAside: alreadyVerified,
    transcribe: alreadyVerified,
    enterAgain: alreadyVerified,
    decideEntry: alreadyVerified,
    sendBack: alreadyVerified,
    approve: alreadyVerified,
    reject: tooLateToReject,
    startFill: alreadyFilled,
    scan: alreadyFilled,
    fill: alreadyFilled,
    returnToFill: step('filling', 'pharmacist', 'prescription.fillReversed'),
    print: step('checking', 'counter', 'label.queued'),
    check: step('ready', 'pharmacist', 'prescription.dispense', 'publishDispensed'),
    handOver: notChecked,
    returnToStock: notChecked,
    fail: step('failed', 'pharmacist', 'prescription.fail', 'alertSupport', 'reverseClaim', 'publishFailed'),
  },
  ready: {
    ...staying('ready'),
    transfer: waitsInBin,
    takeOver: step('ready', 'pharmacist', 'prescription.takenOver'),
    saveDraft: alreadyVerified,
    setPages: alreadyVerified,
    takeAsRefill: alreadyVerified,
    join: alreadyVerified,
    setAside: alreadyVerified,
    transcribe: alreadyVerified,
    enterAgain: alreadyVerified,
    decideEntry: alreadyVerified,
    sendBack: alreadyVerified,
    approve: alreadyVerified,
    reject: waitsInBin,
    startFill: waitsInBin,
    scan: waitsInBin,
    fill: waitsInBin,
    returnToFill: waitsInBin,
    print: step('ready', 'counter', 'label.queued'),
    check: no('It has been checked already.'),
    handOver: step('completed', 'counter', 'prescription.complete', 'tellPatient', 'publish'),
    returnToStock: step('completed', 'counter', 'prescription.complete', 'reverseClaim', 'publish'),
    fail: waitsInBin,
  },
  completed: finished('It is completed. Nothing more can be done to it; a refill makes a new one.'),
  rejected: finished('It was rejected. Nothing more can be done to it.'),
  failed: finished('It failed. Nothing more can be done to it.'),
};

/** What a hold does not stop. */
const despiteHold: ReadonlySet<WorkflowCommand> = new Set([
  'claim',
  'release',
  'prioritise',
  'hold',
  'resume',
  'saveDraft',
  'setPages',
  'join',
  'setAside',
  'callBack',
  'reject',
  'sendBack',
  'returnToStock',
  'returnToFill',
  'fail',
  'transfer',
  'takeOver',
]);

const needed: Record<Needs, readonly Role[]> = {
  counter: ['technician', 'pharmacist', 'manager'],
  responsible: ['pharmacist', 'manager'],
  pharmacist: ['pharmacist'],
};

const roleSentence: Record<Needs, string> = {
  counter: 'Your role may not do this.',
  responsible: 'Only a pharmacist or a manager may do this.',
  pharmacist: 'Only a pharmacist may do this.',
};

export type Decision =
  | { step: Step }
  | {
      refused: 'workflow.not-here' | 'prescription.on-hold' | 'prescription.not-on-hold' | 'role';
      sentence: string;
    };

/**
 * May this command be done to an order at this stage by this role? Pure.
 * @param held whether a hold lies over the order
 */
export const decide = (stage: Stage, command: WorkflowCommand, held: boolean, role: Role): Decision => {
  const cell = workflow[stage][command];
  if ('no' in cell) return { refused: 'workflow.not-here', sentence: cell.no };
  if (!needed[cell.needs].includes(role))
    return {
      refused: 'role',
      sentence: roleSentence[cell.needs],
    };
  if (held && !despiteHold.has(command))
    return { refused: 'prescription.on-hold', sentence: 'This prescription is on hold. Resume it first.' };
  if (!held && command === 'resume')
    return { refused: 'prescription.not-on-hold', sentence: 'This prescription is not on hold.' };
  return { step: cell };
};

/** The status diagram in Mermaid, made from the table; the README shows it. */
export const workflowDiagram = (): string => {
  const edges = new Set<string>();
  for (const [stage, row] of Object.entries(workflow) as [Stage, Record<WorkflowCommand, Cell>][])
    for (const cell of Object.values(row))
      if ('to' in cell && statusOfStage[cell.to] !== statusOfStage[stage])
        edges.add(`  ${statusOfStage[stage]} --> ${statusOfStage[cell.to]}: ${cell.event}`);
  const ends = ['completed', 'rejected', 'failed'].map((status) => `  ${status} --> [*]`);
  return ['stateDiagram-v2', '  [*] --> requested: prescription.request', ...edges, ...ends].join('\n');
};
