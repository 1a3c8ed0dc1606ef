/**
 * The words printed beside what is filled in, in the United States and the United Kingdom, and what each asks for.
 *
 * Always: data only. A wording with `~` before it is also an everyday word: alone it counts only with a colon, at the
 * start of a cell before a figure, or as a cell of its own. `#` is written `no`. Longer wordings win.
 */
import type { ReadField } from '../../contract/recognition.ts';

export type Person = 'patient' | 'prescriber' | 'pharmacy';

/** What a label asks for; `name`, `address`, `phone`, `fax` and `date` are of whomever they stand under. */
export type Asked =
  | ReadField
  | 'name'
  | 'address'
  | 'phone'
  | 'fax'
  | 'date'
  /** Name and address in one box, as on an FP10. */
  | 'nameAndAddress'
  /** Where family and given names are asked for apart. */
  | 'familyName'
  | 'givenNames'
  /** What a letter is about: the patient. */
  | 'about'
  /** The rest of an address, asked for by itself. */
  | 'addressPart'
  /** Nothing that is read; but the words beside it are its own. */
  | 'other';

interface LabelWords {
  readonly asks: Asked;
  /** Whose it is, and whose the labels after it are. */
  readonly of?: Person;
  readonly wordings: string;
}

export const labelTable: readonly LabelWords[] = [
  {
    asks: 'patientName',
    of: 'patient',
    wordings:
      '~patient|patient name|name of patient|patients name|~pt|pt name|patient full name|~client|client name|prescribed for|rx for|patient details|patient information|patient data|patient demographics|name patient|patient last first|patient surname',
  },
  {
    asks: 'nameAndAddress',
    of: 'patient',
    wordings:
      'title forename surname address|title forename surname and address|surname forename and address|name and address|name address|patient name and address|patient name address|patients name and address|full name and address|title surname forename address',
  },
  { asks: 'familyName', of: 'patient', wordings: 'last name|surname|family name|patient last name|lastname' },
  {
    asks: 'givenNames',
    of: 'patient',
    wordings:
      'first name|first name mi|forename|forenames|given name|given names|first name middle initial|patient first name|firstname|firstname mi|first name m i|first and middle name',
  },
  { asks: 'about', of: 'patient', wordings: '~re|~regarding|~ref patient|~reg' },
  {
    asks: 'dateOfBirth',
    of: 'patient',
    wordings:
      'dob|d o b|date of birth|birth date|birthdate|patient dob|patient date of birth|dateofbirth|date ofbirth|dateof birth|pt dob|birth|dob age|d of b|~born|~born on',
  },
  {
    asks: 'patientAddress',
    of: 'patient',
    wordings: 'patient address|home address|residence|patients address|pt address',
  },
  {
    asks: 'patientPhone',
    of: 'patient',
    wordings:
      'patient phone|patient tel|patient telephone|home phone|home tel|mobile|mobile no|mobile phone|cell|cell phone|daytime phone|patient phone number|contact number|pt phone|patient phone no|primary phone|telephone home|phone home',
  },
  {
    asks: 'nhsNumber',
    of: 'patient',
    wordings: 'nhs number|nhs no|nhs num|nhs|patient nhs number|nhs no number',
  },
  {
    asks: 'prescriberName',
    of: 'prescriber',
    wordings:
      '~prescriber|prescriber name|name of prescriber|prescribers name|~physician|physician name|~provider|provider name|~doctor|doctor name|doctors name|prescribed by|prescribing physician|prescribing provider|prescribing practitioner|prescribing doctor|ordering provider|ordering physician|ordered by|authorizing provider|authorising provider|authorised by|authorized by|signed by|electronically signed by|e signed by|digitally signed by|print name|printed name|name printed|prescriber print|prescriber information|prescriber details|provider information|provider details|physician information|physician details|doctor details|~practitioner|~gp|registered gp|gp name|requesting provider|issued by|prescriber print name',
  },
  {
    asks: 'npi',
    of: 'prescriber',
    wordings:
      'npi|npi number|npi no|prescriber npi|provider npi|national provider identifier|individual npi|npi num',
  },
  {
    asks: 'dea',
    of: 'prescriber',
    wordings: 'dea|dea number|dea no|dea reg no|dea registration|prescriber dea|dea reg|dea num',
  },
  {
    asks: 'gmc',
    of: 'prescriber',
    wordings:
      'gmc|gmc number|gmc no|gmc ref|gmc ref no|gmc reg no|gmc reference|gmc reference number|gmc registration',
  },
  {
    asks: 'clinic',
    of: 'prescriber',
    wordings:
      '~clinic|clinic name|~practice|practice name|~facility|facility name|~surgery|surgery name|~hospital|hospital name|~organisation|~organization|medical practice|practice details|clinic details|clinic information|practice information|surgery details',
  },
  {
    asks: 'prescriberPhone',
    of: 'prescriber',
    wordings:
      'prescriber phone|prescriber tel|office phone|office tel|clinic phone|surgery phone|surgery tel|practice phone|practice tel|physician phone|provider phone|doctor phone|prescriber telephone|clinic telephone|clinic tel|ward tel|ward phone',
  },
  {
    asks: 'prescriberFax',
    of: 'prescriber',
    wordings:
      'prescriber fax|office fax|clinic fax|surgery fax|practice fax|physician fax|provider fax|doctor fax',
  },
  {
    asks: 'drug',
    wordings:
      '~medication|medication name|~drug|drug name|~medicine|medicine name|name of medicine|name of drug|~rx|~product|product name|~item|~prescription|prescribed medication|prescribed drug|drug prescribed|medication prescribed|medicine prescribed|drug requested|medication requested|drug strength form|drug and strength|drug strength|medication strength|medication and strength|medication strength form|drug description|medication order|~preparation|~prescribed|drug form strength|medication drug|drug name and strength|drug name strength|medicine and strength|medicine strength form|drug name strength form|drug medication|medicine form and strength|drug and form|drug name and form|medicine name form and strength',
  },
  { asks: 'strength', wordings: '~strength|dose strength|drug potency|~potency' },
  { asks: 'form', wordings: '~form|dosage form|dose form|~formulation|drug form' },
  {
    asks: 'sig',
    wordings:
      'sig|directions|directions for use|~dir|instructions|~dosage|~dose|dosage instructions|dose instructions|signa|~administration|how to take|dose and frequency|dose directions|directions sig|sig directions|sig text|~s|patient instructions|label instructions|dosage directions|patient directions|dosing instructions|~label|dose and directions',
  },
  {
    asks: 'quantity',
    wordings:
      'quantity|qty|disp|dispense|disp qty|dispense qty|dispense quantity|quantity to dispense|qty to dispense|disp no|qty no|~amount|~amt|~supply|total quantity|quantity prescribed|mitte|~total|quantity no|dispense no|amount to dispense|total supply|quantity to supply|qty disp|qty dispense|please supply|to supply|please dispense|~mitt|qty prescribed|quantity dispense|~quant|quantity requested|tto quantity|quantity tto',
  },
  {
    asks: 'daysSupply',
    wordings:
      'days supply|day supply|days of supply|supply days|supply in days|number of days treatment|no of days treatment|~duration|~days|length of treatment|duration of treatment|treatment days|est days supply|number of days|no of days|no days|days treatment|days of treatment|~ds|number of days supply|course length',
  },
  {
    asks: 'refills',
    wordings:
      'refills|~refill|no of refills|number of refills|refills authorized|refills auth|~rf|~repeats|~repeat|~reps|refills allowed|refill times|refills requested|additional refills|number of repeats|no of repeats|refills no|refill no|repeat times|refill qty|refills approved',
  },
  {
    asks: 'substitution',
    wordings:
      '~substitution|~substitutions|generic substitution|~generic|~subs|daw|daw code|~substitute|product selection|substitution code|generic allowed|substitution allowed',
  },
  {
    asks: 'writtenOn',
    wordings:
      'date written|written date|date issued|issue date|date of issue|~written|written on|date prescribed|prescribed on|rx date|date of prescription|prescription date|date signed|signed on|~issued|issued on|date of rx|order date|date ordered|authored on|date rx written|rx written|prescribed date|date of signing|~signed|prescription written|date answered|answered on|date of answer|date approved|date authorized|date authorised',
  },
  {
    asks: 'name',
    wordings: '~name|full name|name last first|last name first name|surname first name|name first last',
  },
  {
    asks: 'address',
    wordings:
      '~address|~addr|street address|~street|mailing address|street address city state zip|address city state zip|address and postcode|address postcode',
  },
  {
    asks: 'phone',
    wordings:
      '~phone|~tel|~telephone|phone no|phone number|tel no|telephone no|telephone number|~ph|ph no|tel number|~telefon|~t|~p',
  },
  { asks: 'fax', wordings: '~fax|fax no|fax number|~facsimile|~fx|~f' },
  { asks: 'date', wordings: '~date|todays date|~dated|effective date|date effective' },
  {
    asks: 'address',
    of: 'prescriber',
    wordings:
      'clinic address|practice address|office address|prescriber address|surgery address|facility address|provider address|hospital address',
  },
  {
    asks: 'addressPart',
    wordings:
      '~city|city state zip|~state|~zip|zip code|postcode|post code|~town|~county|city state|town city',
  },
  {
    asks: 'other',
    of: 'pharmacy',
    wordings:
      '~pharmacy|pharmacy name|pharmacy phone|pharmacy fax|pharmacy address|pharmacy information|pharmacy details|dispensing pharmacy|ncpdp|ncpdp id|pharmacy npi|~pharmacist|pharmacy tel|pharmacy stamp|pharmacy no|pharmacy ncpdp|pharmacy phone no|store|from pharmacy|requesting pharmacy|to pharmacy',
  },
  {
    asks: 'other',
    wordings:
      '~sex|~gender|~age|~wt|~weight|~ht|~height|~bmi|allergies|~allergy|drug allergies|known allergies|~diagnosis|~dx|icd|icd 10|diagnosis code|~indication|~reason|~notes|~note|note to pharmacist|notes to pharmacist|pharmacy notes|~comments|~comment|~insurance|insurance id|member id|~group|group no|bin|pcn|~policy|~plan|~payer|rx number|rx no|prescription no|prescription number|prescription id|~serial|serial no|last filled|last fill|last fill date|date last filled|original date|original rx date|last filled on|first filled|last dispensed|fill date|date filled|refills remaining|refills left|~time|~received|~sent|~page|~pages|no of pages|number of pages|~to|~attn|~attention|~from|~subject|~cc|~signature|prescriber signature|prescribers signature|signature of prescriber|physician signature|doctors signature|message id|order number|order no|mrn|~account|~acct|acct no|chart no|~chart|state license|~license|license no|~licence|lic no|state lic|~specialty|supervising physician|~supervisor|collaborating physician|start date|stop date|end date|~expires|expiry date|last seen|last visit|next appointment|~email|~website|~country|~guardian|emergency contact|hospital number|hospital no|~consultant|~ward|~endorsements|for office use|do not fill before|earliest fill date|potency unit|ndc|product code|~schedule|urgent|~status|~method|date received|date requested|request date|date of request|date of last fill|denied|approved|approval|dispensed|ethnicity|language|medical record|practice code|~code|no of items|number of items|no of prescns on form|collected|received date|specimen|sample|result|exp date|refill request|refill request response|refill authorization|refill authorisation|refill authorization request|prescription refill request|renewal request|prescription renewal request|refill response|repeat request|previous rx|original written|last written|date of admission|discharge date',
  },
];
