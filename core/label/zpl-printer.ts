/**
 * Sends a finished label to a network printer: raw TCP, the way port 9100 (JetDirect) works.
 *
 * Always: "sent" means that the printer took every byte and closed the connection in order after we did.
 * Anything lost after the connection stood may have printed, and is told as such.
 * Not here: resending. A person who can see the printer decides that.
 */
import { connect } from 'node:net';

/** `transient`: nothing was printed, try again. `ambiguous`: the label may have printed, ask a person. */
export type SendOutcome = 'sent' | { failed: 'transient' | 'ambiguous'; sentence: string };

const notReached: SendOutcome = {
  failed: 'transient',
  sentence:
    'The label printer could not be reached, so nothing was printed. Check that it is on, then try again.',
};
const unsure: SendOutcome = {
  failed: 'ambiguous',
  sentence:
    'The connection to the label printer was lost while sending. The label may have printed: look at the printer before printing again.',
};

/** A busy print server may accept and close at once; our own close waits this long, so that theirs is seen first. */
const earlyCloseMs = 200;

/**
 * Sends the ZPL once. `timeoutMs` is allowed for connecting, and again for the printer to take the label and
 * close. Never rejects for a fault of the network; a port outside 0–65535 is a RangeError.
 */
export function sendZpl(
  { host, port }: { host: string; port: number },
  zpl: string,
  { timeoutMs }: { timeoutMs: number },
): Promise<SendOutcome> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, allowHalfOpen: true });
    let failure = notReached;
    let closing = false;
    const settle = (outcome: SendOutcome) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(outcome);
    };
    const timer = setTimeout(() => settle(failure), timeoutMs);
    socket.on('connect', () => {
      failure = unsure;
      timer.refresh();
      socket.write(zpl, 'utf8', () => setTimeout(close, earlyCloseMs));
    });
    const close = () => {
      closing = true;
      socket.end();
    };
    // What the printer says is read and dropped, or its closing would never be seen.
    socket.resume();
    socket.on('end', () => settle(closing ? 'sent' : failure));
    socket.on('error', () => settle(failure));
    socket.on('close', () => settle(failure));
  });
}
