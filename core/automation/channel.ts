/**
 * Where automation meets the exchange with central: what is done when central has taken a request, and when an answer
 * is read from its topic, in the transaction in which it is taken.
 */
import type { Dispatcher } from '../dispatch.ts';
import type { CommandContext, Session } from '../handler.ts';
import { newId } from '../identity.ts';
import { payloadOf } from '../sync/envelope.ts';
import type { Envelope } from '../sync/gen/mortar/v1/envelope_pb.js';
import type { Hand } from '../sync/hand.ts';
import { takeAnswer } from './answer.ts';

/** Central has requests, by the ids of their events: from now on their answers are waited for. */
export const requestsAcknowledged =
  (dispatcher: Dispatcher, system: Session) =>
  async (requestIds: readonly string[]): Promise<void> => {
    for (const requestId of requestIds)
      await dispatcher.run('automation.acknowledged', { commandId: newId(), input: { requestId } }, system);
  };

/** Takes an answer as it was read from the topic; its events are those of the hand. Throws `EnvelopeError`. */
export const answerTaker =
  (parts: Pick<CommandContext, 'setting'> & { online: () => boolean; system: Session }) =>
  (hand: Pick<Hand, 'writer' | 'now' | 'events'>, envelope: Envelope): void => {
    // Another kind of message on this topic is held back, not taken for an answer.
    payloadOf(envelope, 'IntakeAutomationResult');
    const context: CommandContext = {
      ...{ store: hand.writer, now: hand.now, session: parts.system, actor: null },
      ...{ setting: parts.setting, online: parts.online(), commandId: newId() },
    };
    hand.events.push(...takeAnswer(context, envelope.payload).events);
  };
