/**
 * The workflow table against an independent statement of it: the seven statuses and their transitions, who may do
 * what at which stage, what a hold stops. Every stage × command × held × role is decided here once more by hand.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refusals } from '../../core/contract/errors.ts';
import { events } from '../../core/contract/index.ts';
import {
  roles,
  type Stage,
  type Status,
  stages,
  statuses,
  statusOfStage,
} from '../../core/contract/values.ts';
import { outlets } from '../../core/contract/workstation.ts';
import {
  actions,
  decide,
  type WorkflowCommand,
  workflow,
  workflowCommands,
  workflowDiagram,
} from '../../core/prescription/workflow.ts';

/** Where an order can go; the final ones have no way out. */
const ways: Record<Status, { to: Status; event: string }[]> = {
  requested: [
    { to: 'approved', event: 'prescription.approve' },
    { to: 'rejected', event: 'prescription.reject' },
  ],
  approved: [{ to: 'processing', event: 'prescription.process' }],
  processing: [
    { to: 'dispensed', event: 'prescription.dispense' },
    { to: 'failed', event: 'prescription.fail' },
  ],
  dispensed: [{ to: 'completed', event: 'prescription.complete' }],
  completed: [],
  rejected: [],
  failed: [],
};

/** What moves an order, from where to where, and whether it takes a pharmacist. Nothing else does. */
const moves: [command: WorkflowCommand, from: Stage, to: Stage, who: 'counter' | 'pharmacist'][] = [
  ['transcribe', 'transcribing', 'verifying', 'counter'],
  ['reject', 'transcribing', 'rejected', 'counter'],
  ['join', 'transcribing', 'rejected', 'counter'],
  ['setAside', 'transcribing', 'rejected', 'counter'],
  ['sendBack', 'verifying', 'transcribing', 'pharmacist'],
  ['approve', 'verifying', 'to-fill', 'pharmacist'],
  ['reject', 'verifying', 'rejected', 'pharmacist'],
  ['startFill', 'to-fill', 'filling', 'counter'],
  ['fill', 'filling', 'checking', 'counter'],
  ['fail', 'filling', 'failed', 'pharmacist'],
  ['returnToFill', 'checking', 'filling', 'pharmacist'],
  ['check', 'checking', 'ready', 'pharmacist'],
  ['fail', 'checking', 'failed', 'pharmacist'],
  ['handOver', 'ready', 'completed', 'counter'],
  ['returnToStock', 'ready', 'completed', 'counter'],
];

/** What is done to an order where it stands. */
const stays: [command: WorkflowCommand, at: Stage[], who?: 'pharmacist' | 'responsible'][] = [
  ...(['claim', 'release', 'prioritise', 'hold', 'resume', 'callBack'] as const).map(
    (command): [WorkflowCommand, Stage[]] => [
      command,
      ['transcribing', 'verifying', 'to-fill', 'filling', 'checking', 'ready'],
    ],
  ),
  ['saveDraft', ['transcribing']],
  ['setPages', ['transcribing']],
  ['takeAsRefill', ['transcribing']],
  ['enterAgain', ['verifying']],
  ['decideEntry', ['verifying'], 'pharmacist'],
  ['scan', ['filling']],
  ['print', ['checking', 'ready']],
  ['transfer', ['transcribing', 'verifying', 'to-fill'], 'responsible'],
  ['takeOver', ['transcribing', 'verifying', 'to-fill', 'filling', 'checking', 'ready'], 'pharmacist'],
];

/** On hold nothing goes forward: what is left is looking after it, ending it, or putting it back. */
const stoppedByHold: WorkflowCommand[] = [
  'transcribe',
  'takeAsRefill',
  'enterAgain',
  'decideEntry',
  'approve',
  'startFill',
  'scan',
  'fill',
  'print',
  'check',
  'handOver',
];

const expectedStep = (stage: Stage, command: WorkflowCommand) => {
  const move = moves.find(([one, from]) => one === command && from === stage);
  if (move) return { to: move[2], who: move[3] };
  const staying = stays.find(([one, at]) => one === command && at.includes(stage));
  return staying ? { to: stage, who: staying[2] ?? ('counter' as const) } : null;
};
const mayDo = {
  counter: ['technician', 'pharmacist', 'manager'],
  responsible: ['pharmacist', 'manager'],
  pharmacist: ['pharmacist'],
};

const cells = stages.flatMap((stage) => workflowCommands.map((command) => ({ stage, command })));

describe('every cell of the workflow', () => {
  test.each(cells)('$command at $stage is as it is stated', ({ stage, command }) => {
    const expected = expectedStep(stage, command);
    const cell = workflow[stage][command];
    if (expected === null) {
      // A refusal is a sentence a person can act on.
      expect(cell).toEqual({ no: expect.stringMatching(/^[A-Z].{15,}\.$/) });
    } else {
      expect(cell).toMatchObject({ to: expected.to, needs: expected.who });
      expect(Object.keys(events)).toContain('event' in cell && cell.event);
    }
  });

  test('is decided for every role, held and not held', () => {
    for (const { stage, command } of cells)
      for (const role of roles)
        for (const held of [false, true]) {
          const expected = expectedStep(stage, command);
          const decision = decide(stage, command, held, role);
          const say = `${command} at ${stage} by a ${role}${held ? ', held' : ''}`;
          const outcome =
            expected === null
              ? 'workflow.not-here'
              : !mayDo[expected.who].includes(role)
                ? 'role'
                : held && stoppedByHold.includes(command)
                  ? 'prescription.on-hold'
                  : !held && command === 'resume'
                    ? 'prescription.not-on-hold'
                    : expected.to;
          expect('step' in decision ? decision.step.to : decision.refused, say).toBe(outcome);
          if ('refused' in decision) {
            expect(decision.sentence, say).toMatch(/^[A-Z].+\.$/);
            if (decision.refused !== 'role') expect(Object.keys(refusals), say).toContain(decision.refused);
          }
        }
  });
});

describe('the seven statuses', () => {
  test('are these seven, and every stage lies in one of them', () => {
    expect([...statuses].sort()).toEqual(Object.keys(ways).sort());
    expect(new Set(Object.values(statusOfStage))).toEqual(new Set(statuses));
  });

  test('have exactly their transitions, each with its event', () => {
    const found = new Map<string, Set<string>>();
    for (const { stage, command } of cells) {
      const cell = workflow[stage][command];
      if (!('to' in cell) || statusOfStage[cell.to] === statusOfStage[stage]) continue;
      const way = `${statusOfStage[stage]} → ${statusOfStage[cell.to]}`;
      found.set(way, (found.get(way) ?? new Set()).add(cell.event));
    }
    const stated = Object.entries(ways).flatMap(([from, all]) =>
      all.map(({ to, event }) => [`${from} → ${to}`, [event]] as const),
    );
    expect(Object.fromEntries([...found].map(([way, names]) => [way, [...names]]))).toEqual(
      Object.fromEntries(stated),
    );
  });

  test.each(['completed', 'rejected', 'failed'] as const)('%s has no way out', (stage) => {
    for (const command of workflowCommands)
      for (const role of roles)
        expect(decide(stage, command, false, role)).toMatchObject({ refused: 'workflow.not-here' });
  });

  test('what a transition is followed by is told to an outlet there is', () => {
    const told = (command: WorkflowCommand, at: Stage) => {
      const cell = workflow[at][command];
      return 'to' in cell ? cell.actions.map((action) => actions[action].outlet).sort() : null;
    };
    expect(told('approve', 'verifying')).toEqual(['central', 'insurer']);
    expect(told('reject', 'verifying')).toEqual(['central']);
    expect(told('startFill', 'to-fill')).toEqual(['central', 'robot']);
    expect(told('check', 'checking')).toEqual(['central']);
    expect(told('fail', 'filling')).toEqual(['central', 'insurer', 'support']);
    expect(told('fail', 'checking')).toEqual(['central', 'insurer', 'support']);
    expect(told('handOver', 'ready')).toEqual(['central', 'patient-message']);
    // Nobody came: the insurer gets its money back, the patient is not told of a hand-over.
    expect(told('returnToStock', 'ready')).toEqual(['central', 'insurer']);
    expect(Object.values(actions).every(({ outlet }) => outlets.includes(outlet))).toBe(true);
  });
});

test('no walk of legal commands ever leaves the graph of the statuses', () => {
  const held = (now: boolean, command: WorkflowCommand) =>
    command === 'hold' || (now && command !== 'resume');
  const tries = fc.array(fc.nat({ max: 999 }), { minLength: 60, maxLength: 60 });
  const seen = new Set<Status>();
  fc.assert(
    fc.property(tries, (choices) => {
      let at = { stage: 'transcribing' as Stage, held: false };
      for (const choice of choices) {
        const open = workflowCommands.flatMap((command) => {
          const decisions = roles.map((role) => decide(at.stage, command, at.held, role));
          const allowed = decisions.find((decision) => 'step' in decision);
          return allowed ? [{ command, to: allowed.step.to }] : [];
        });
        if (open.length === 0) return;
        const { command, to } = open[choice % open.length]!;
        const [from, into] = [statusOfStage[at.stage], statusOfStage[to]];
        if (from !== into) expect(ways[from].map((way) => way.to)).toContain(into);
        seen.add(into);
        at = { stage: to, held: held(at.held, command) };
      }
    }),
    { numRuns: 1_000 },
  );
  // The walks are worth something only if they come round.
  expect([...seen].sort()).toEqual([...statuses].sort());
});

test('the README shows the diagram that the table makes', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
  const shown = /<!-- workflow:begin -->\s*```mermaid\n([\s\S]*?)\n```\s*<!-- workflow:end -->/.exec(
    readme,
  )?.[1];
  expect(
    shown,
    `The diagram in README.md is not the one of core/prescription/workflow.ts. Put what this prints between the markers:
     node -e "import('./core/prescription/workflow.ts').then((it) => console.log(it.workflowDiagram()))"`,
  ).toBe(workflowDiagram());
});
