/**
 * Who may run which command and ask which query, and nothing else: what is not listed is forbidden.
 * What a role may do at a certain stage of a prescription stands in prescription/workflow.ts.
 */
import type { CommandName, QueryName } from './contract/index.ts';
import type { Role } from './contract/values.ts';

/** `system` is the workstation itself: its inbox folder, its timers, its channels. */
export type Runner = Role | 'system' | 'anyone';

const anyone: Runner[] = ['anyone'];
const staff: Runner[] = ['technician', 'pharmacist', 'manager', 'administrator'];
const counter: Runner[] = ['technician', 'pharmacist', 'manager'];
const pharmacists: Runner[] = ['pharmacist'];
const stockKeepers: Runner[] = ['pharmacist', 'manager'];
const overseers: Runner[] = ['pharmacist', 'manager', 'administrator'];
const managers: Runner[] = ['manager', 'administrator'];
const administrators: Runner[] = ['administrator'];

export const runners: Record<CommandName, Runner[]> = {
  'intake.receive': counter,
  'intake.addPrescription': counter,
  'document.receive': [...counter, 'system'],
  'document.recordFailure': ['system'],
  'document.dismissFailure': counter,
  'recognition.recordPage': ['system'],
  'recognition.recordDocument': ['system'],
  'recognition.recordText': ['system'],
  'recognition.readAgain': counter,
  'automation.take': counter,
  'automation.acknowledged': ['system'],
  'automation.answer': ['system'],
  'automation.give': ['system'],
  'intake.takeFound': counter,
  'intake.setAside': counter,
  'intake.settleSetAside': counter,
  'intake.takeBack': counter,

  'prescription.claim': counter,
  'prescription.release': counter,
  'prescription.prioritise': counter,
  'prescription.hold': counter,
  'prescription.resume': counter,
  'prescription.addNote': counter,
  'prescription.saveDraft': counter,
  'prescription.transcribe': counter,
  'prescription.sendBack': pharmacists,
  'prescription.approve': pharmacists,
  'prescription.reject': counter,
  'prescription.startFill': counter,
  'prescription.scan': counter,
  'prescription.fill': counter,
  'prescription.returnToFill': pharmacists,
  'prescription.check': pharmacists,
  'prescription.handOver': counter,
  'prescription.returnToStock': counter,
  'prescription.fail': pharmacists,
  'prescription.transfer': stockKeepers,
  'prescription.takeOver': pharmacists,
  'prescription.setPages': counter,
  'prescription.join': counter,
  'prescription.takeAsRefill': counter,
  'prescription.enterAgain': counter,
  'prescription.decideEntry': pharmacists,
  'prescription.callBack': counter,

  'patient.register': counter,
  'patient.change': counter,
  'patient.addNote': counter,
  'prescriber.register': counter,
  'prescriber.change': counter,
  'drug.add': stockKeepers,
  'drug.addMany': [...managers, 'system'],

  'reference.check': managers,
  'reference.apply': managers,
  'reference.continue': managers,
  'reference.stop': managers,
  'reference.rollBack': managers,

  'stock.receive': counter,
  'stock.adjust': stockKeepers,
  'stock.quarantine': stockKeepers,

  'label.print': counter,
  'label.settle': counter,

  'user.signIn': anyone,
  'user.unlock': anyone,
  'user.lock': anyone,
  'user.signOut': anyone,
  'user.create': administrators,
  'user.change': administrators,
  'user.setPassword': staff,
  'user.setPin': staff,

  'setting.change': managers,
  'delivery.retry': overseers,
  'delivery.dismiss': overseers,
  'workstation.backUp': [...managers, 'system'],

  'adt.addSource': managers,
  'adt.changeSource': managers,
  'adt.settleTask': pharmacists,
  'adt.link': counter,
  'adt.resume': pharmacists,
  'adt.replay': overseers,
  'adt.resubmit': overseers,
  'adt.dismiss': overseers,

  'sync.replay': overseers,
  'sync.dismiss': overseers,
  'sync.settleConflict': stockKeepers,
  'sync.dismissGap': overseers,
  'sync.becomeNew': managers,
  'sync.tryNow': overseers,
  'sync.writeSnapshot': [...managers, 'system'],
};

export const askers: Record<QueryName, Runner[]> = {
  'document.failures': staff,
  'document.get': staff,
  'prescription.workQueue': staff,
  'prescription.counts': staff,
  'prescription.get': staff,
  'prescription.timeline': staff,
  'prescription.byBag': counter,
  'prescription.toReturn': counter,
  'prescription.readSig': counter,
  'prescription.duplicates': counter,
  'prescription.compareDrug': counter,
  'prescription.forSecondEntry': counter,
  'prescription.callBackDraft': counter,
  'intake.setAsides': counter,
  'recognition.status': staff,
  'recognition.ofPrescription': counter,
  'recognition.corrections': overseers,
  'automation.waiting': staff,
  'automation.ofPrescription': counter,
  'automation.unusable': overseers,
  'automation.report': overseers,
  'patient.find': counter,
  'patient.get': counter,
  'patient.timeline': counter,
  'prescriber.find': counter,
  'prescriber.checkNumbers': counter,
  'prescriber.get': counter,
  'drug.find': staff,
  'drug.get': staff,
  'drug.count': staff,
  'reference.job': managers,
  'reference.findings': managers,
  'reference.versions': managers,
  'stock.lots': staff,
  'stock.list': staff,
  'stock.ledger': staff,
  'stock.readBarcode': staff,
  'stock.bins': staff,
  'label.spool': staff,
  'user.tiles': anyone,
  'user.me': anyone,
  'user.list': managers,
  'setting.list': managers,
  'delivery.list': staff,
  'workstation.status': staff,
  'search.everything': staff,
  'event.log': overseers,
  'adt.state': staff,
  'adt.board': counter,
  'adt.task': counter,
  'adt.ofPatient': counter,
  'adt.persons': counter,
  'adt.messages': overseers,
  'adt.message': overseers,
  'adt.replayPreview': overseers,
  'adt.sources': overseers,
  'adt.noise': overseers,
  'sync.state': staff,
  'sync.topics': overseers,
  'sync.held': overseers,
  'sync.heldRecord': overseers,
  'sync.conflicts': counter,
  'sync.conflict': counter,
  'sync.branches': counter,
};

/** The commands a role may run and the queries it may ask, for the window to offer. */
export const allowedTo = (role: Role): string[] =>
  Object.entries({ ...runners, ...askers })
    .filter(([, allowed]) => allowed.includes(role) || allowed.includes('anyone'))
    .map(([name]) => name);
