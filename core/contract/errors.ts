/**
 * The one shape of an error, and every refusal there is with the sentence a person reads.
 * A sentence says what to do, holds no patient data, and is the same for a screen, a script and a channel.
 */
export const errorKinds = [
  'invalid',
  'refused',
  'not-found',
  'conflict',
  'forbidden',
  'unavailable',
  'fault',
] as const;
export type ErrorKind = (typeof errorKinds)[number];

export interface Failure {
  kind: ErrorKind;
  code: string;
  message: string;
  details?: unknown;
}

/** Code → sentence. A handler may replace the sentence with a more exact one, never the code. */
export const refusals = {
  'workflow.not-here': 'This cannot be done to a prescription at this stage.',
  'prescription.claimed': 'Somebody else is working on this prescription.',
  'prescription.on-hold': 'This prescription is on hold. Resume it first.',
  'prescription.not-on-hold': 'This prescription is not on hold.',
  'prescription.own-transcription': 'You typed this prescription. Another pharmacist has to verify it.',
  'prescription.unconfirmed': 'Each high-risk field has to be confirmed against the page first.',
  'prescription.sig-refused': 'The directions hold a sign that is too easily misread. Write it out.',
  'prescription.sig-stop':
    'These directions must not be filled as they stand. Put the order on hold and call the prescriber.',
  'prescription.sig-unread': 'The directions do not say how much and how often. Write them out.',
  'prescription.written-in-future': 'The date written lies in the future.',
  'prescription.no-refills-left': 'No refills are left on this prescription.',
  'prescription.refill-of-unfinished': 'A refill needs an earlier prescription that was dispensed.',
  'prescription.refill-already': 'This is a refill of that prescription already.',
  'prescription.not-scanned': 'This lot has not been scanned for this prescription. Scan the bottle first.',
  'prescription.too-much': 'More was counted than is ordered.',
  'prescription.owing-needed': 'Less was counted than is ordered. Say when the rest is promised.',
  'prescription.same-lot-twice': 'The same lot stands on two lines. Put it on one line.',
  'prescription.label-needed': 'Print the label first.',
  'prescription.bag-unscanned': 'A bag has not been scanned. Scan every bag.',
  'prescription.bag-foreign': 'A scanned bag does not belong to this hand-over. Put it back.',
  'prescription.different-patients':
    'These bags belong to different patients. Hand over one patient at a time.',
  'prescription.identifier-wrong':
    'The date of birth given is not the one on file. Check that this is the right patient.',
  'prescription.collector-id-needed':
    'A controlled medicine is collected by someone else: write down which identity was shown.',
  'prescription.draft-too-old': 'This draft has been overtaken. Open the prescription again.',
  'prescription.duplicate-unanswered':
    'This patient has a prescription for the same medicine. Say whether this is a refill, a renewal or a new one.',
  'prescription.duplicate-reason-needed':
    'Say why this patient needs both prescriptions for the same medicine.',
  'prescription.drug-differs':
    'The drug picked is not the one read on the page. Pick the right one, or say why they differ.',
  'prescription.second-entry-needed': 'Another person has to type the high-risk fields a second time first.',
  'prescription.second-entry-differs':
    'The two entries differ. A pharmacist has to decide between them first.',
  'prescription.second-entry-own': 'You typed the first entry. Another person has to type the second.',
  'prescription.second-entry-not-needed': 'This prescription does not wait for a second entry.',
  'prescription.join-itself': 'A prescription cannot be joined to itself.',
  'prescription.join-finished': 'Only a prescription that is still being typed can take up another one.',
  'automation.not-waiting': 'This order does not wait for automation any more. Open it from its queue.',
  'prescription.page-unknown': 'There is no such page on these faxes.',
  'prescription.other-branch':
    'This prescription belongs to another branch. Only that branch can go on with it.',
  'prescription.filled-there':
    'It has been filled at that branch, where its bag is: it is checked and handed over there.',
  'prescription.filled-elsewhere': 'It was filled at another branch, and its bag is there.',
  'prescription.ours': 'This prescription is ours already.',
  'prescription.branch-unknown':
    'Nothing has been heard of this branch. Choose one that exchanges with the same central.',
  'prescription.take-over-offline':
    'While central cannot be reached, a controlled medicine, or one not typed in yet, cannot be taken over. Call the branch it belongs to.',
  'prescription.refill-offline':
    'While central cannot be reached, a controlled medicine of another branch cannot be refilled here. Call that branch.',
  'intake.nothing-found': 'Nothing else was found on this fax.',
  'intake.found-taken': 'This was taken up by another order already.',
  'intake.no-pages': 'There is no page to set aside: this did not come by fax.',
  'intake.settled': 'This was dealt with already.',
  'recognition.off': 'Reading by the machine is switched off. Switch it on in the settings first.',
  'lot.expired': 'This lot has expired. It cannot leave.',
  'lot.quarantined': 'This lot is in quarantine. It cannot leave.',
  'lot.not-enough': 'This lot does not hold that much.',
  'lot.wrong-drug': 'This lot is of another drug.',
  'lot.exists': 'This lot is on file with another expiry date. Check the bottle.',
  'label.reason-needed': 'This label was printed before. Say why it is printed again.',
  'label.incomplete': 'The label would lack something it must show.',
  'label.settled': 'This print is settled already.',
  'document.unreadable': 'This file cannot be read.',
  'patient.probably-exists':
    'A patient with this name and birth date is on file. Use that one, or say that it is another person.',
  'patient.merge-itself': 'A record cannot be merged with itself.',
  'patient.merge-circle':
    'The record that is to live on was itself merged into the other one. Undo that merge first.',
  'patient.merged-already': 'This record was merged into another one before. Undo that merge first.',
  'patient.not-merged': 'This record was not merged into another one.',
  'patient.record-merged':
    'This record was merged into another one. Open the patient again and correct what is on file there.',
  'patient.reported-deceased':
    'This patient was reported deceased. Nothing is refilled unless a pharmacist finds that it is not so and lifts the pause.',
  'patient.born-in-future': 'The date of birth lies in the future.',
  'patient.nhs-number-wrong': 'The NHS number has a wrong check digit.',
  'prescriber.npi-wrong': 'The NPI has a wrong check digit. Compare it with the page.',
  'prescriber.dea-wrong': 'The DEA number has a wrong check digit. Compare it with the page.',
  'prescriber.exists': 'A prescriber with this NPI is on file.',
  'drug.exists': 'A drug with this NDC is on file.',
  'user.name-taken': 'This user name is taken.',
  'user.wrong-password': 'User name or password is not right.',
  'user.wrong-pin': 'The PIN is not right.',
  'user.password-needed': 'Sign in with your password first; the PIN works after that.',
  'user.elsewhere': 'This person signs in at another workstation. Change it there.',
  'user.wait': 'Too many wrong tries. Wait a moment, then try again.',
  'user.weak-password': 'This password is too easily guessed. Use a longer one.',
  'user.weak-pin': 'This PIN is too easily guessed. Choose another one.',
  'user.last-administrator': 'There has to be one administrator who can sign in.',
  'user.own-role': 'Another administrator has to change your own role.',
  'setting.unknown': 'There is no such setting.',
  'setting.branch-is-known':
    'The other workstations know what is here by this code of the branch, so it stays. To work for another branch, set up a new workstation; orders go over to it by being handed over one by one.',
  'delivery.not-parked': 'Only a parked message can be tried again or dismissed.',
  'reference.busy':
    'A reference file is being read or taken over just now. Stop it, or wait until it is done.',
  'reference.file-missing':
    'There is no such file, or it cannot be read. Give its whole path, as it is on this machine.',
  'reference.wrong-file': 'This is not one of the files that can be taken over.',
  'reference.no-room':
    'There is not enough room on the disk for this file. Free some space, then send it again.',
  'reference.not-checked': 'Look at the files first. What is found then is what is taken over.',
  'reference.nothing-new': 'There is nothing to take over: all of it is on file.',
  'reference.unusual':
    'Something in these files is unusual. Look at it and say that it is right, or fetch them again.',
  'reference.unfinished': 'An earlier version was not finished. Continue it or set it back first.',
  'reference.file-changed':
    'The file is not the one that was looked at. Look at it again, then take it over.',
  'reference.not-open': 'This version does not wait to be continued.',
  'reference.not-newest': 'Only the newest version can be set back. Set back the newer ones first.',
  'sync.settled': 'This was dealt with already.',
  'sync.behind': 'This waits behind another record of the same thing. Deal with that one first.',
  'sync.still-not-taken': 'It still cannot be taken. Update Mortar, or leave it with a reason.',
  'sync.not-fenced': 'This workstation is no copy left behind. Nothing has to be done.',
  'sync.offline': 'Central cannot be reached. Try again when it can.',
  'adt.name-taken': 'Another source has this name.',
  'adt.tls-needed':
    'Beyond this machine messages are taken over TLS only. Switch TLS on, or use the address 127.0.0.1.',
  'adt.certificates-need-tls': 'Certificates of senders can only be asked for with TLS. Switch TLS on.',
  'adt.way-taken': 'Another source has this port, topic or folder. Each source needs one of its own.',
  'adt.folder-of-faxes': 'Faxes are taken from this folder. Choose another one for messages.',
  'adt.task-settled': 'This was dealt with already.',
  'adt.settle-there': 'This has to be settled at the workstation that heard of it.',
  'adt.outcome-unfit': 'This cannot be said of such a task.',
  'adt.cannot-undo': 'Something newer rests on it. Undo that first.',
  'adt.linked-already': 'This person of the hospital is this patient already.',
  'adt.nothing-rests': 'Nothing rests for this patient.',
  'adt.superseded': 'A corrected message was sent in its place already.',
  'adt.not-open': 'This message had its effects, or was laid aside already.',
  'adt.still-wrong': 'The message still cannot be used.',
  'adt.no-way-in': 'Nothing could come in. Give a port, a topic or a folder.',
  'backup.failed': 'The backup could not be written.',
} as const;
export type RefusalCode = keyof typeof refusals;

/** What is thrown inside the core to end a request with an error; the dispatcher turns it into a `Failure`. */
export class Refusal extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.code);
    this.failure = failure;
  }
}

export const refuse = (code: RefusalCode, message: string = refusals[code], details?: unknown): never => {
  throw new Refusal({ kind: 'refused', code, message, ...(details === undefined ? {} : { details }) });
};

export const invalid = (code: string, message: string, details?: unknown): never => {
  throw new Refusal({ kind: 'invalid', code, message, ...(details === undefined ? {} : { details }) });
};

export const notFound = (what: string): never => {
  throw new Refusal({ kind: 'not-found', code: `${what}.not-found`, message: `There is no such ${what}.` });
};

export const forbidden = (message: string): never => {
  throw new Refusal({ kind: 'forbidden', code: 'role', message });
};
