/** A hospital that sends without end over four connections, whatever becomes of whoever listens. */
import { generate } from '../../core/adt/generator/generate.ts';
import { inLanes, sendMessages } from '../../core/adt/way-in/sending.ts';

export interface SendingHospital {
  /** Control id to bytes of what was answered AA. */
  readonly answered: ReadonlyMap<string, Uint8Array>;
  /** How often something was sent again after a connection broke. */
  readonly sentAgain: number;
  /** Rejects where sending fails; else resolves after `stop`. */
  readonly ended: Promise<void>;
  /** Nothing new is sent; resolves when all is answered. */
  stop(): Promise<void>;
}

export const sendingHospital = (port: number, seed: number): SendingHospital => {
  const answered = new Map<string, Uint8Array>();
  let sentAgain = 0;
  let goesOn = true;
  const send = async () => {
    const made = generate({ seed, count: 1_000_000, persons: 300 });
    while (goesOn) {
      const round = Array.from({ length: 200 }, () => made.next().value!);
      const bytesOf = new Map(round.map(({ controlId, bytes }) => [controlId, bytes]));
      const report = await sendMessages(
        { host: '127.0.0.1', port, tls: null, inFlight: 8, rate: 0, tries: 10_000 },
        inLanes([...bytesOf.values()], 4),
        (controlId, code) => {
          if (code === 'AA') answered.set(controlId, bytesOf.get(controlId)!);
        },
      );
      sentAgain += report.sentAgain;
    }
  };
  const ended = send();
  ended.catch(() => {});
  return {
    answered,
    get sentAgain() {
      return sentAgain;
    },
    ended,
    stop: () => {
      goesOn = false;
      return ended;
    },
  };
};
