/**
 * What becomes of each event of a workstation in the log. Complete by type: a new event has to say it here.
 * Local affairs (who signed in, what was printed, told to a service, read by the machine, refused) are not sent.
 */
import type { EventName } from '../contract/index.ts';
import { EventClass } from './gen/mortar/v1/envelope_pb.js';

export type EventTreatment = 'fact' | 'decision' | 'claim' | 'note' | 'local';

export const treatmentOf: Record<EventName, EventTreatment> = {
  // An order that came in is there, whatever else is.
  'prescription.request': 'fact',
  'prescription.approve': 'decision',
  'prescription.reject': 'decision',
  // Filling is begun by whoever is first; the bottle is counted only after.
  'prescription.process': 'decision',
  // A pharmacist has checked what stands before him in a bag.
  'prescription.dispense': 'fact',
  // The patient has it, or it is back on the shelf.
  'prescription.complete': 'fact',
  // Nothing that lies on the counter is undone by it: what was taken goes back by stock movements, which are facts.
  'prescription.fail': 'decision',
  'prescription.transcribed': 'decision',
  'prescription.sentBack': 'decision',
  'prescription.filled': 'fact',
  'prescription.fillReversed': 'fact',
  'prescription.claimed': 'claim',
  'prescription.released': 'claim',
  'prescription.prioritised': 'decision',
  'prescription.held': 'decision',
  'prescription.resumed': 'decision',
  // Which bottle was held against the order has happened; it changes nothing that is decided on.
  'prescription.scanned': 'note',
  'prescription.noted': 'note',
  // Refusals are told to the person at this window and are history here.
  'prescription.refused': 'local',
  'prescription.transferred': 'decision',
  'prescription.takenOver': 'decision',
  'prescription.pagesSet': 'decision',
  'prescription.tookPages': 'decision',
  'prescription.takenAsRefill': 'decision',
  'prescription.enteredAgain': 'decision',
  'prescription.entryDecided': 'decision',
  // The fax to the prescriber is out.
  'prescription.calledBack': 'note',
  'patient.registered': 'fact',
  'patient.changed': 'decision',
  'patient.noted': 'note',
  'prescriber.registered': 'fact',
  'prescriber.changed': 'decision',
  // Drugs travel with the orders that name them, and come from reference data.
  'drug.added': 'local',
  'lot.received': 'fact',
  'lot.adjusted': 'fact',
  // A recalled lot out of use is safer twice than not at all.
  'lot.quarantined': 'fact',
  'user.created': 'fact',
  'user.changed': 'decision',
  // How people sign in never leaves the workstation.
  'user.signedIn': 'local',
  'user.signInFailed': 'local',
  'user.unlocked': 'local',
  'user.locked': 'local',
  'user.signedOut': 'local',
  'user.passwordSet': 'local',
  'user.pinSet': 'local',
  'document.received': 'fact',
  'document.cameAgain': 'note',
  // A file that could not be taken in lies in this workstation's own folder.
  'document.failed': 'local',
  'document.failureDismissed': 'local',
  // An intake is part of its orders; that they were requested, or rejected as no prescription, is told by their own events.
  'intake.received': 'local',
  'intake.setAside': 'local',
  // What becomes of a page set aside belongs to the order it was.
  'intake.setAsideSettled': 'decision',
  'intake.takenBack': 'decision',
  // Each workstation reads its pages itself.
  'recognition.read': 'local',
  'recognition.readText': 'local',
  'recognition.gaveUp': 'local',
  'recognition.asked': 'local',
  // That an order waits for automation is known where it was asked alone: everywhere else a person may have it.
  'automation.asked': 'note',
  'automation.acknowledged': 'local',
  'automation.answered': 'note',
  'automation.given': 'note',
  'automation.unusable': 'local',
  'label.queued': 'local',
  'label.settled': 'local',
  'reference.started': 'local',
  'reference.continued': 'local',
  'reference.interrupted': 'local',
  'reference.failed': 'local',
  'reference.applied': 'local',
  'reference.rollBackStarted': 'local',
  'reference.rolledBack': 'local',
  // The messages of a hospital stay where they came in; what follows from them for our patients is told.
  'adt.arrived': 'local',
  'adt.sourceAdded': 'local',
  'adt.sourceChanged': 'local',
  'adt.alarmRaised': 'local',
  'adt.alarmEnded': 'local',
  'adt.replayed': 'local',
  'adt.resubmitted': 'local',
  'adt.dismissed': 'local',
  'adt.taskOpened': 'fact',
  'adt.taskSettled': 'fact',
  'adt.taskCancelled': 'fact',
  'stay.began': 'fact',
  'stay.moved': 'fact',
  'stay.ended': 'fact',
  'stay.changed': 'fact',
  'stay.cancelled': 'fact',
  'outreach.paused': 'fact',
  'outreach.resumed': 'fact',
  'stay.updated': 'fact',
  'patient.linked': 'fact',
  'patient.unlinked': 'fact',
  // The record he lives on under is part of what is on file of him.
  'patient.merged': 'fact',
  'patient.mergeUndone': 'decision',
  // What was held back, passed over or restored is this workstation's own affair; what a person said of a conflict is not.
  'sync.stateChanged': 'local',
  'sync.held': 'local',
  'sync.replayed': 'local',
  'sync.dismissed': 'local',
  'sync.parked': 'local',
  'sync.gapFound': 'local',
  'sync.gapDismissed': 'local',
  'sync.clockFound': 'local',
  'sync.conflictOpened': 'local',
  'sync.conflictSettled': 'note',
  'sync.fenced': 'local',
  'sync.becameNew': 'local',
  'sync.restored': 'local',
  'sync.bootstrapped': 'local',
  'sync.snapshotWritten': 'local',
  'setting.changed': 'local',
  'delivery.delivered': 'local',
  'delivery.parked': 'local',
  'delivery.retried': 'local',
  'delivery.dismissed': 'local',
  'workstation.setUp': 'local',
  'workstation.backedUp': 'local',
  'workstation.refused': 'local',
};

/** Events about a patient that tell what hospitals say of him: they are of his care, not of what is on file of him. */
export const ofCare: ReadonlySet<EventName> = new Set([
  'adt.taskOpened',
  'adt.taskSettled',
  'adt.taskCancelled',
  'outreach.paused',
  'outreach.resumed',
  'stay.began',
  'stay.moved',
  'stay.ended',
  'stay.changed',
  'stay.cancelled',
  'stay.updated',
  'patient.linked',
  'patient.unlinked',
]);

/** The order an event of an intake belongs to; its other events are of their own subject. */
export const orderOfIntakeEvent = (data: Record<string, unknown>): string | null => {
  const order = data.setAsideOf ?? data.prescriptionId;
  return typeof order === 'string' ? order : null;
};

export const classOfTreatment: Record<Exclude<EventTreatment, 'local'>, EventClass> = {
  fact: EventClass.FACT,
  decision: EventClass.DECISION,
  claim: EventClass.CLAIM,
  note: EventClass.NOTE,
};
