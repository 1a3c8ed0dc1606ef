/**
 * Every setting: its shape, its default and one sentence. Kept in the data file, so that each change has a
 * who, when and why. What has to be known before the file is open (folder, port) is an argument of serve.ts.
 */
import { z } from 'zod';
import { automatedSources, thresholds } from './contract/automation.ts';
import { secondEntryClasses } from './contract/entry.ts';
import { branchCode, line } from './contract/values.ts';
import { securityKinds } from './sync/security.ts';

const setting = <S extends z.ZodType>(schema: S, value: z.output<S>, sentence: string) => ({
  schema,
  default: value,
  sentence,
  secret: false,
});
/** Kept in the data file, which is encrypted, and shown to nobody: a list says only whether there is one. */
const secret = (most: number, sentence: string) => ({
  ...setting(z.string().max(most), '', sentence),
  secret: true,
});

const host = '([A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:]{2,45}\\]):\\d{1,5}';
const brokerList = new RegExp(`^(${host}(, ?${host}){0,31})?$`);
const wholePath = z
  .string()
  .max(500)
  .regex(/^$|^\/|^[A-Za-z]:[\\/]|^\\\\/, 'Write the whole path of the file, like /etc/mortar/central.pem.');
const webhook = z.union([z.literal(''), z.url({ protocol: /^https?$/ })]);
const serviceSentence = (who: string) =>
  `Address of the service that ${who}; while empty, messages go to the sent list only.`;

export const settings = {
  'branch.name': setting(line(120), 'New pharmacy', 'Name of this branch, as printed on labels.'),
  'branch.id': setting(
    z.union([z.literal(''), branchCode]),
    '',
    'Short code of this branch, by which the others know it: letters, digits and dashes; the same on all its workstations.',
  ),
  'branch.address': setting(z.string().max(300), '', 'Address of this branch, as printed on labels.'),
  'branch.phone': setting(z.string().max(40), '', 'Telephone of this branch, as printed on labels.'),
  'branch.npi': setting(z.string().max(10), '', 'NPI of this branch.'),
  'branch.dea': setting(z.string().max(20), '', 'DEA registration of this branch.'),
  'branch.timeZone': setting(
    z.string().max(60),
    'America/New_York',
    'Time zone of this branch; all times are shown in it.',
  ),
  'branch.profile': setting(z.enum(['us', 'uk']), 'us', 'Rules for directions and labels: US or UK.'),
  'workstation.name': setting(
    z.string().trim().max(60),
    '',
    'Name of this workstation, as the others of the branch see it.',
  ),
  'workstation.number': setting(
    z.int().min(1).max(99),
    1,
    'Number of this workstation, another one on each that exchanges with the same central; Rx numbers and bag codes given here bear it.',
  ),
  'supply.dropsPerMillilitre': setting(
    z.int().min(10).max(60),
    20,
    'Drops in a millilitre, for the days drops last, where the product does not say.',
  ),
  'supply.insulinDaysOpened': setting(
    z.int().min(7).max(90),
    28,
    'Days an insulin pen or vial is used once it is opened; the rest is thrown away.',
  ),
  'supply.insulinUnitsToPrime': setting(
    z.int().min(0).max(10),
    2,
    'Units an insulin pen loses before each dose; 0 where they are not reckoned.',
  ),
  'inbox.folder': setting(
    z.string().max(500),
    '',
    'Folder watched for faxes; while empty, the folder “inbox” beside the data file.',
  ),
  'recognition.on': setting(z.boolean(), true, 'Whether the machine reads faxes and proposes what they say.'),
  'central.brokers': setting(
    z.string().regex(brokerList, 'Write it like kafka-1.example.com:9093, parted by commas.'),
    '',
    'Brokers of central as host:port, parted by commas; while empty, nothing is exchanged.',
  ),
  'central.prefix': setting(
    z.string().regex(/^[A-Za-z0-9._-]{0,60}$/),
    '',
    'What the names of all topics at central begin with.',
  ),
  'central.security': setting(
    z.enum(securityKinds),
    'none',
    'How the way to central is secured; none is for a central on this very machine only.',
  ),
  'central.ca': setting(
    z.string().max(60_000),
    '',
    'Certificate of the authority that signs central’s certificate, as PEM text; while empty, those the machine trusts.',
  ),
  'central.certificateFile': setting(
    wholePath,
    '',
    'File with the certificate this workstation shows central, where central asks for one: PEM, with those that lead to its authority. It is read for each connection, so a renewed one is taken by itself.',
  ),
  'central.keyFile': setting(wholePath, '', 'File with the private key of that certificate: PEM.'),
  'central.keyPassphrase': secret(1_000, 'Passphrase of that private key, where it has one.'),
  'central.user': setting(z.string().max(200), '', 'User name at central (SCRAM).'),
  'central.secret': secret(1_000, 'Password at central (SCRAM), or the secret of the client (OAUTHBEARER).'),
  'central.tokenUrl': setting(
    webhook,
    '',
    'Address of the service that gives tokens for central (OAUTHBEARER).',
  ),
  'central.clientId': setting(
    z.string().max(200),
    '',
    'Name of this client at the token service (OAUTHBEARER).',
  ),
  'central.region': setting(
    z.string().regex(/^([a-z]{2,3}(-[a-z]+)+-\d)?$/, 'Write it like eu-central-1.'),
    '',
    'AWS region of central (AWS MSK with IAM).',
  ),
  'central.compression': setting(
    z.enum(['none', 'gzip']),
    'none',
    'Whether what goes to central is compressed: less to send, more to reckon.',
  ),
  'central.json': setting(
    z.array(z.enum(['prescription.events', 'prescription.dispensed', 'prescription.failed'])).max(3),
    ['prescription.dispensed', 'prescription.failed'],
    'Topics whose readers want JSON; all others are written as Protobuf. What comes in is read in either form.',
  ),
  'adt.certificate': setting(
    z.string().max(60_000),
    '',
    'Certificate that hospitals’ systems are shown, as PEM text, with those that lead to its authority.',
  ),
  'adt.key': secret(20_000, 'Private key of that certificate, as PEM text without a passphrase.'),
  'adt.clientAuthorities': setting(
    z.string().max(60_000),
    '',
    'Certificates of the authorities that sign those of hospitals’ systems, as PEM text.',
  ),
  'automation.on': setting(
    z.boolean(),
    false,
    'Whether intakes are put to automation, beyond central, before a person types them.',
  ),
  'automation.sources': setting(
    z.array(z.enum(automatedSources)).max(automatedSources.length),
    [...automatedSources],
    'Which intakes are put to automation; what a person takes to work on is taken from it at once.',
  ),
  'automation.pages': setting(
    z.enum(['inline', 'reference']),
    'inline',
    'Whether a request carries the pictures of its pages, or names them for automation to take from the topic of documents.',
  ),
  'automation.waitMinutes': setting(
    z.int().min(1).max(240),
    15,
    'Minutes automation may take to answer, from when central has the request, before a person gets the order.',
  ),
  'automation.offlineSeconds': setting(
    z.int().min(5).max(3600),
    60,
    'Seconds a request may wait for central to take it before a person gets the order.',
  ),
  'automation.controlled': setting(
    z.boolean(),
    false,
    'Whether automation may type in controlled medicines; a pharmacist verifies them either way.',
  ),
  'automation.thresholds': setting(
    thresholds,
    {
      // A value that is probably right is enough (a guess is not): each still has to mean exactly one person or product on
      // file, directions and quantity have to agree, and a pharmacist verifies all of it beside the page.
      patientName: 0.7,
      dateOfBirth: 0.7,
      prescriberName: 0.7,
      drug: 0.7,
      strength: 0.7,
      form: 0.7,
      sig: 0.7,
      quantity: 0.7,
      daysSupply: 0.7,
      refills: 0.7,
      substitution: 0.7,
      writtenOn: 0.7,
    },
    'How surely automation must have read each field, 0 to 1, for its entry to go to verification; below, a person types it.',
  ),
  'automation.newPatient': setting(
    z.number().min(0).max(1),
    0.9,
    'How surely automation must have read name and date of birth, 0 to 1, to put a new patient on file.',
  ),
  'second-entry.classes': setting(
    z.array(z.enum(secondEntryClasses)).max(secondEntryClasses.length),
    [],
    'Medicines and patients for which another person types the high-risk fields a second time, blind.',
  ),
  'child.below': setting(z.int().min(1).max(21), 12, 'Age in years below which a patient counts as a child.'),
  'duplicate.days': setting(
    z.int().min(0).max(365),
    7,
    'Days after a medicine has run out during which the same one again is asked about.',
  ),
  'same-fax.days': setting(
    z.int().min(1).max(365),
    60,
    'Days back over which a fax is compared with earlier ones.',
  ),
  'claim.minutes': setting(z.int().min(1).max(240), 20, 'Minutes after which a claim runs out by itself.'),
  'lock.afterMinutes': setting(
    z.int().min(1).max(60),
    5,
    'Minutes without a key or click after which a window locks.',
  ),
  'pin.hours': setting(
    z.int().min(1).max(72),
    12,
    'Hours for which a PIN is enough after a sign-in by password.',
  ),
  bins: setting(
    z.array(line(20)).min(1).max(200),
    ['A1', 'A2', 'A3', 'A4', 'B1', 'B2', 'B3', 'B4', 'C1', 'C2', 'C3', 'C4', 'FRIDGE'],
    'Will-call bins.',
  ),
  'return.afterDays': setting(
    z.int().min(1).max(60),
    10,
    'Days after which a bag nobody fetched goes back on the shelf.',
  ),
  'expiring.days': setting(
    z.int().min(1).max(365),
    90,
    'Days before expiry from which a lot is listed as expiring.',
  ),
  'label.printer': setting(
    z.union([z.literal(''), z.string().regex(/^[a-zA-Z0-9.-]{1,100}:\d{1,5}$/)]),
    '',
    'Network label printer (ZPL) as host:port; while empty, labels are printed as PDF by the window.',
  ),
  'label.dpi': setting(z.union([z.literal(203), z.literal(300)]), 203, 'Dots per inch of the label printer.'),
  'backup.everyHours': setting(z.int().min(1).max(168), 6, 'Hours between encrypted backups.'),
  'backup.keep': setting(z.int().min(2).max(100), 8, 'How many backups are kept.'),
  'insurer.url': setting(webhook, '', serviceSentence('is told of approvals and reversals')),
  'robot.url': setting(webhook, '', serviceSentence('fills: pharmacy system or robot')),
  'patient-message.url': setting(webhook, '', serviceSentence('tells patients')),
  'fax.url': setting(webhook, '', serviceSentence('sends faxes to prescribers')),
  'support.url': setting(webhook, '', serviceSentence('alerts support to failures')),
} as const;

export type SettingName = keyof typeof settings;
export type SettingValue<N extends SettingName> = z.output<(typeof settings)[N]['schema']>;

export const isSettingName = (name: string): name is SettingName => Object.hasOwn(settings, name);
