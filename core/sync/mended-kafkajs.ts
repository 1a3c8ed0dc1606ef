/**
 * kafkajs with one fault mended: whoever imports kafkajs imports this file too.
 * Always: the timer that looks after held-back requests runs only while some are held back. As published it runs every
 * millisecond for as long as the program does, with a warning for each negative time on newer Node versions.
 */
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';

/** Milliseconds after which held-back requests are looked at again, where the broker asked for no longer pause. */
const LOOK_AGAIN_MS = 10;

RequestQueue.prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
  if (this.pending.length === 0 || this.throttleCheckTimeoutId !== null) return;
  const pause = Math.max(this.throttledUntil - Date.now(), LOOK_AGAIN_MS);
  this.throttleCheckTimeoutId = setTimeout(() => {
    this.throttleCheckTimeoutId = null;
    this.checkPendingRequests();
  }, pause);
};
