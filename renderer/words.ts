/** The one table of words for the codes of the contract. A code that lacks its word does not compile. */
import type { z } from 'zod';
import type {
  acknowledgementModes,
  messageStates,
  messageWays,
  pauseView,
  stayStates,
  taskKinds,
  taskOutcomes,
  topicFormats,
} from '../core/contract/adt-values.ts';
import type { givenBecause, judgedMatters } from '../core/contract/automation.ts';
import type {
  callBackTemplates,
  drugDifference,
  duplicateAnswers,
  secondEntryClasses,
  secondEntryFields,
  setAsideDestinations,
  setAsideKinds,
} from '../core/contract/entry.ts';
import type { CommandInput, QueryInput } from '../core/contract/index.ts';
import type { labelJob, labelStates } from '../core/contract/label.ts';
import type { allergy, allergyStatuses, sexes } from '../core/contract/patient.ts';
import type {
  checkFields,
  failReasons,
  highRiskFields,
  outcomes,
  rejectReasons,
  sendBackReasons,
} from '../core/contract/prescription.ts';
import type { holdReasons } from '../core/contract/queue.ts';
import type { confidences, pageKinds, readFields } from '../core/contract/recognition.ts';
import type {
  Catalogue,
  Changes,
  FindingKind,
  jobPhases,
  Notice,
  versionStates,
} from '../core/contract/reference.ts';
import type { adjustReasons, movementKinds } from '../core/contract/stock.ts';
import type {
  centralStates,
  conflictDecisions,
  conflictKinds,
  heldRow,
  topicRow,
} from '../core/contract/sync.ts';
import type { priorities, Role, Stage, Status, source } from '../core/contract/values.ts';
import type { deliveryStates, outlets } from '../core/contract/workstation.ts';

type Words<Code extends string> = Record<Code, string>;
type Of<List extends readonly string[]> = List[number];
type StockFilter = NonNullable<QueryInput<'stock.list'>['only']>;

const stage: Words<Stage> = {
  transcribing: 'To transcribe',
  verifying: 'To verify',
  'to-fill': 'To fill',
  filling: 'Filling',
  checking: 'To check',
  ready: 'Ready',
  completed: 'Completed',
  rejected: 'Rejected',
  failed: 'Failed',
};

const status: Words<Status> = {
  requested: 'Requested',
  approved: 'Approved',
  processing: 'Processing',
  dispensed: 'Dispensed',
  completed: 'Completed',
  rejected: 'Rejected',
  failed: 'Failed',
};

const sourceWords: Words<z.infer<typeof source>> = {
  fax: 'Fax',
  phone: 'Phone',
  electronic: 'Electronic',
  'walk-in': 'Walk-in',
  refill: 'Refill',
};

const priority: Words<Of<typeof priorities>> = {
  waiting: 'Waiting here',
  urgent: 'Urgent',
  today: 'Today',
  routine: 'Routine',
};

const role: Words<Role> = {
  technician: 'Technician',
  pharmacist: 'Pharmacist',
  manager: 'Manager',
  administrator: 'Administrator',
};

const outlet: Words<Of<typeof outlets>> = {
  insurer: 'Insurer',
  robot: 'Pharmacy system or robot',
  'patient-message': 'Message to the patient',
  fax: 'Fax to the prescriber',
  support: 'Support',
  central: 'Central',
};

const deliveryState: Words<Of<typeof deliveryStates>> = {
  waiting: 'Waits',
  delivered: 'Delivered',
  parked: 'Needs a person',
  dismissed: 'Given up',
};

const holdReason: Words<Of<typeof holdReasons>> = {
  'prescriber-call': 'Call the prescriber',
  'prior-authorisation': 'Prior authorisation',
  insurance: 'Insurance',
  'out-of-stock': 'Out of stock',
  'too-soon': 'Too soon',
  'patient-asked': 'The patient asked',
  'unclear-page': 'Unclear page',
  other: 'Other',
};

const sendBackReason: Words<Of<typeof sendBackReasons>> = {
  'wrong-patient': 'Wrong patient',
  'wrong-prescriber': 'Wrong prescriber',
  'wrong-drug': 'Wrong drug',
  'wrong-strength': 'Wrong strength',
  'wrong-form': 'Wrong form',
  'wrong-quantity': 'Wrong quantity',
  'wrong-directions': 'Wrong directions',
  'wrong-days-supply': 'Wrong days’ supply',
  'wrong-refills': 'Wrong refills',
  'wrong-date': 'Wrong date',
  'page-unreadable': 'Page unreadable',
  'missing-element': 'Something is missing on the page',
};

const rejectReason: Words<Of<typeof rejectReasons>> = {
  'not-a-prescription': 'Not a prescription',
  duplicate: 'Duplicate',
  unreadable: 'Unreadable',
  'invalid-prescription': 'Not a valid prescription',
  'prescriber-cancelled': 'The prescriber cancelled it',
  'patient-declined': 'The patient declined',
  clinical: 'Clinical reason',
  forged: 'Forged or altered',
  'joined-to-another': 'Joined to another order',
  other: 'Other',
};

const failReason: Words<Of<typeof failReasons>> = {
  cancelled: 'Cancelled',
  'out-of-stock': 'Out of stock',
  'insurance-refused': 'The insurance refused',
  damaged: 'Damaged',
  'wrong-product-found': 'Wrong product found',
  other: 'Other',
};

const highRiskField: Words<Of<typeof highRiskFields>> = {
  patient: 'Patient',
  drug: 'Drug',
  strength: 'Strength',
  form: 'Form',
  sig: 'Directions',
  quantity: 'Quantity',
};

const checkField: Words<Of<typeof checkFields>> = {
  patient: 'Patient',
  drug: 'Drug',
  label: 'Label',
  quantity: 'Quantity',
};

const outcome: Words<Of<typeof outcomes>> = {
  'handed-over': 'Handed over',
  'returned-to-stock': 'Returned to stock',
};

const labelState: Words<Of<typeof labelStates>> = {
  waiting: 'Waits for the printer',
  printing: 'Printing',
  printed: 'Printed',
  unsure: 'May or may not have come out',
  failed: 'Did not print',
};

const sex: Words<Of<typeof sexes>> = {
  female: 'Female',
  male: 'Male',
  other: 'Other',
  unknown: 'Sex unknown',
};

const allergyStatus: Words<Of<typeof allergyStatuses>> = {
  'not-asked': 'Allergies not asked',
  'none-known': 'No known allergies',
  listed: 'Allergies',
};

const allergySeverity: Words<z.infer<typeof allergy>['severity']> = {
  unknown: 'Severity unknown',
  mild: 'Mild',
  moderate: 'Moderate',
  severe: 'Severe',
};

const labelPrinter: Words<z.infer<typeof labelJob>['printer']> = {
  pdf: 'This computer',
  zpl: 'Label printer',
};

const collector: Words<CommandInput<'prescription.handOver'>['collector']['kind']> = {
  patient: 'The patient',
  representative: 'Somebody for the patient',
};

const counselling: Words<CommandInput<'prescription.handOver'>['counselling']> = {
  given: 'Given',
  declined: 'Declined',
  'not-needed': 'Not needed',
};

const payment: Words<CommandInput<'prescription.handOver'>['payment']> = {
  paid: 'Paid',
  'no-charge': 'No charge',
  'to-account': 'To account',
};

const stockFilter: Words<StockFilter> = {
  all: 'All',
  short: 'Short',
  expiring: 'Expiring',
  expired: 'Expired',
  quarantined: 'Quarantined',
};

/** What an empty list means. */
const noStock: Words<StockFilter> = {
  all: 'Nothing is on the shelf yet',
  short: 'Nothing is short',
  expiring: 'Nothing expires soon',
  expired: 'Nothing on the shelf has expired',
  quarantined: 'Nothing is in quarantine',
};

const adjustReason: Words<Of<typeof adjustReasons>> = {
  counted: 'Counted',
  damaged: 'Damaged',
  'expired-destroyed': 'Expired, destroyed',
  lost: 'Lost',
  found: 'Found',
  'returned-to-supplier': 'Returned to the supplier',
  other: 'Other',
};

const movement: Words<Of<typeof movementKinds>> = {
  received: 'Received',
  adjusted: 'Adjusted',
  filled: 'Filled',
  'fill-reversed': 'Fill reversed',
  'returned-to-stock': 'Returned to stock',
};

const confidence: Words<Of<typeof confidences>> = { sure: 'sure', check: 'check', guess: 'guess' };

const pageKind: Words<Of<typeof pageKinds>> = {
  prescription: 'Prescription',
  'refill-request': 'Refill request',
  'cover-sheet': 'Cover sheet',
  'lab-result': 'Lab result',
  advert: 'Advertisement',
  letter: 'Letter',
  blank: 'Blank page',
  unknown: 'Not recognised',
};

const readField: Words<Of<typeof readFields>> = {
  patientName: 'Patient’s name',
  dateOfBirth: 'Date of birth',
  patientAddress: 'Patient’s address',
  patientPhone: 'Patient’s phone',
  nhsNumber: 'NHS number',
  prescriberName: 'Prescriber’s name',
  npi: 'NPI',
  dea: 'DEA number',
  gmc: 'GMC number',
  clinic: 'Clinic',
  prescriberPhone: 'Prescriber’s phone',
  prescriberFax: 'Prescriber’s fax',
  drug: 'Drug',
  strength: 'Strength',
  form: 'Form',
  sig: 'Directions',
  quantity: 'Quantity',
  daysSupply: 'Days’ supply',
  refills: 'Refills',
  substitution: 'Substitution',
  writtenOn: 'Date written',
};

const setAsideKind: Words<Of<typeof setAsideKinds>> = {
  'cover-sheet': 'Cover sheet',
  'lab-result': 'Lab result',
  advert: 'Advertisement',
  letter: 'Letter',
  blank: 'Blank page',
  'for-another-pharmacy': 'For another pharmacy',
  other: 'Something else',
};

const setAsideDestination: Words<Of<typeof setAsideDestinations>> = {
  pharmacist: 'Pharmacist',
  records: 'Records',
  manager: 'Manager',
  purchasing: 'Purchasing',
  nobody: 'Nobody',
};

const callBackTemplate: Words<Of<typeof callBackTemplates>> = {
  unreadable: 'Something cannot be read',
  'missing-element': 'Something is missing',
  'dose-question': 'Is this the dose you mean?',
  'strength-not-made': 'This strength is not made',
  'quantity-mismatch': 'Quantity and directions disagree',
  'duplicate-therapy': 'The patient has this already',
  'refill-authorisation': 'Refills asked for',
  'identity-question': 'Which patient is it?',
};

const duplicateAnswer: Words<Of<typeof duplicateAnswers>> = {
  refill: 'Refill the earlier one',
  renew: 'Renewal: takes its place',
  new: 'New: both stand',
  cancel: 'Cancel this one',
};

const drugDifferenceOf: Words<z.infer<typeof drugDifference>['what']> = {
  ingredient: 'Drug',
  strength: 'Strength',
  form: 'Form',
};

const secondEntryClass: Words<Of<typeof secondEntryClasses>> = {
  opioid: 'Opioid',
  insulin: 'Insulin',
  methotrexate: 'Methotrexate',
  anticoagulant: 'Anticoagulant',
  stimulant: 'Stimulant',
  digoxin: 'Digoxin',
  chemotherapy: 'Chemotherapy',
  child: 'Child',
};

const secondEntryField: Words<Of<typeof secondEntryFields>> = {
  dateOfBirth: 'Date of birth',
  drug: 'Drug',
  strength: 'Strength',
  form: 'Form',
  sig: 'Directions',
  quantity: 'Quantity',
};

const catalogue: Words<Catalogue> = { drugs: 'Drugs', prescribers: 'Prescribers' };

const referenceChange: Words<keyof Changes & string> = {
  added: 'Added',
  changed: 'Changed',
  ended: 'Ended',
  unchanged: 'Unchanged',
  kept: 'Kept yours',
  refused: 'Refused',
  leftOut: 'Left out',
};

const referenceFinding: Words<FindingKind> = {
  refused: 'Refused',
  kept: 'Kept yours',
  'in-use': 'In use, will change',
};

const referencePhase: Words<Of<typeof jobPhases>> = {
  comparing: 'Comparing the files with those that were looked at',
  reading: 'Reading',
  writing: 'Taking over',
  'setting-back': 'Setting back',
};

const referenceNotice: Words<Notice> = {
  'many-ended':
    'More than a fifth of the list would end. The file may have been cut short, or is not the whole list.',
  'many-refused': 'More than a fifth of the rows are not understood. The file may not be what it seems.',
  'packages-without-product':
    'Many packages have no product. The two files may be of different days, or the product file was cut short.',
  'products-without-package':
    'Many products have no package. The two files may be of different days, or the package file was cut short.',
};

const versionState: Words<Of<typeof versionStates>> = {
  applying: 'Being taken over',
  interrupted: 'Stopped on the way',
  applied: 'Taken over',
  failed: 'Not taken over',
  'setting-back': 'Being set back',
  'set-back-interrupted': 'Setting back stopped on the way',
  'set-back': 'Set back',
};

const centralState: Words<Of<typeof centralStates>> = {
  off: 'No central is named',
  connecting: 'Central has not answered yet',
  'catching-up': 'Reading what happened meanwhile',
  online: 'In step with central',
  offline: 'Central cannot be reached',
  refused: 'Central refuses this workstation',
  fenced: 'A copy of this workstation goes on in its place',
};

const topicDirection: Words<z.infer<typeof topicRow>['direction']> = {
  in: 'comes in',
  out: 'goes out',
  both: 'both ways',
};

const heldDirection: Words<z.infer<typeof heldRow>['direction']> = { in: 'came in', out: 'to go out' };

const heldKind: Words<z.infer<typeof heldRow>['kind']> = {
  corrupt: 'Cannot be read',
  newer: 'From a newer version',
  twin: 'Sent by a copy',
  fault: 'Could not be taken',
  behind: 'Waits behind another',
  parked: 'Not accepted',
};

const heldState: Words<z.infer<typeof heldRow>['state']> = {
  held: 'Held back',
  replayed: 'Taken after all',
  dismissed: 'Left for good',
};

const conflictKind: Words<Of<typeof conflictKinds>> = {
  refused: 'Decided elsewhere first',
  'both-stand': 'Done twice',
  'double-dispense': 'Dispensed twice',
  'other-branch': 'Belongs to another branch',
  'gone-on': 'Went on meanwhile',
};

const conflictDecision: Words<Of<typeof conflictDecisions>> = {
  'keep-standing': 'What stands is right',
  'do-again': 'The other was right; it is done again',
  'both-happened': 'Both happened, and that is right',
  'patient-called': 'The patient was called',
};

const automationGiven: Words<Of<typeof givenBecause>> = {
  'no-answer': 'automation did not answer in time',
  offline: 'central could not be reached',
  taken: 'somebody took it',
  insufficient: 'automation was not sure enough',
  'switched-off': 'automation was switched off',
};

const judgedMatter: Words<Of<typeof judgedMatters>> = {
  patient: 'Patient',
  prescriber: 'Prescriber',
  product: 'Product',
  directions: 'Directions',
  supply: 'Quantity and days',
  order: 'Order',
};

const adtTaskKind: Words<Of<typeof taskKinds>> = {
  'who-is-it': 'Who is it?',
  admitted: 'Admitted with fills waiting',
  reconcile: 'Reconcile medicines',
  deceased: 'Reported deceased',
  'new-allergy': 'New allergy',
  'allergy-gone': 'Allergy no longer reported',
  'details-differ': 'Details differ',
  merge: 'Merge to review',
  merged: 'Two records became one',
  moved: 'Moved to another patient',
  contradiction: 'Messages contradict each other',
  withdrawn: 'Withdrawn by the hospital',
};

const adtOutcome: Words<Of<typeof taskOutcomes>> = {
  done: 'Done',
  resume: 'Let it go on',
  'keep-paused': 'Keep it paused',
  merge: 'Merge them',
  'keep-apart': 'Keep them apart',
  undo: 'Undo the merge',
  'take-over': 'Put it on file',
  'keep-ours': 'Keep what is on file',
  ours: 'This is the patient',
  'not-ours': 'None of our patients',
};

const messageState: Words<Of<typeof messageStates>> = {
  received: 'Waits to be applied',
  applied: 'Applied',
  'no-action': 'Nothing follows from it',
  late: 'Late',
  held: 'Held for a person',
  failed: 'Failed',
  refused: 'Refused',
  superseded: 'Corrected by another',
  dismissed: 'Laid aside',
};

const messageWay: Words<Of<typeof messageWays>> = {
  mllp: 'MLLP',
  topic: 'Topic',
  folder: 'Folder',
  resubmitted: 'Corrected here',
};

const stayState: Words<Of<typeof stayStates>> = {
  expected: 'Expected',
  in: 'In hospital',
  'on-leave': 'On leave',
  discharged: 'Discharged',
  cancelled: 'Taken back',
  'in-error': 'Entered in error',
};

const pauseBecause: Words<z.infer<typeof pauseView>['because']> = {
  inpatient: 'Paused: hospital stay',
  deceased: 'Stopped: reported deceased',
};

const acknowledgementMode: Words<Of<typeof acknowledgementModes>> = {
  auto: 'As each message asks',
  original: 'One answer: AA, AE or AR',
  'commit-only': 'Receipt alone: CA, CE or CR',
  'aa-only': 'Always AA, AE or AR',
};

const topicFormat: Words<Of<typeof topicFormats>> = {
  raw: 'The message as it is',
  wrapped: 'Wrapped in AdtReceived',
  json: 'A field of JSON',
};

export const words = {
  stage,
  status,
  source: sourceWords,
  priority,
  role,
  outlet,
  deliveryState,
  holdReason,
  sendBackReason,
  rejectReason,
  failReason,
  highRiskField,
  checkField,
  outcome,
  labelState,
  sex,
  allergyStatus,
  allergySeverity,
  labelPrinter,
  collector,
  counselling,
  payment,
  stockFilter,
  noStock,
  adjustReason,
  movement,
  confidence,
  pageKind,
  readField,
  setAsideKind,
  setAsideDestination,
  callBackTemplate,
  duplicateAnswer,
  drugDifferenceOf,
  secondEntryClass,
  secondEntryField,
  catalogue,
  referenceChange,
  referenceFinding,
  referencePhase,
  referenceNotice,
  versionState,
  centralState,
  topicDirection,
  heldDirection,
  heldKind,
  heldState,
  conflictKind,
  conflictDecision,
  automationGiven,
  judgedMatter,
  adtTaskKind,
  adtOutcome,
  messageState,
  messageWay,
  stayState,
  pauseBecause,
  acknowledgementMode,
  topicFormat,
};
