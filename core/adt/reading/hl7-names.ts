/**
 * The segments and fields of ADT messages in our own words, for reading a message on the screen. Field numbers are those of the
 * standard (2.1 to 2.8 agree on them). What is not named here is shown by its number. A table, long because there is much to name.
 *
 * A list names fields from 1; `@` after a name: a time; `=table`: a code of a table below.
 */

interface Named {
  readonly title: string;
  readonly fields: string;
}

export const segmentNames: Readonly<Record<string, Named>> = {
  MSH: {
    title: 'Message',
    fields:
      'Field separator|Other separators|Sent by|At|Sent to|At|Sent@|Security|Kind of message|Message number|Processing=processing|Version|Sequence number|Continuation|Wants to hear that it arrived|Wants to hear that it was used|Country|Characters|Language|Other characters|Profile|Sending organisation|Receiving organisation|Sender’s address|Receiver’s address',
  },
  SFT: {
    title: 'Program that sent it',
    fields: 'Maker|Version|Program|Number of its binary|About it|Installed@',
  },
  EVN: {
    title: 'Event',
    fields: 'Event|Recorded@|Planned for@|Reason|Entered by|Occurred@|Where',
  },
  PID: {
    title: 'Patient',
    fields:
      'Line|Number outside|Numbers|Other numbers|Name|Mother’s maiden name|Date of birth@|Sex=sex|Also known as|Race|Address|County|Telephone at home|Telephone at work|Language|Marital status|Religion|Account|Social security number|Driving licence|Mother’s number|Ethnic group|Place of birth|One of several born=yes|Order of birth|Citizenship|Veteran|Nationality|Died@|Deceased=yes|Identity unknown=yes|How sure the identity is|Last updated@|Updated at|Species|Breed|Strain|Production class|Tribal citizenship|Telephones and addresses online',
  },
  PD1: {
    title: 'More about the patient',
    fields:
      'Depends on|Lives|Practice|Primary care|Student|Disability|Living will|Organ donor|Billed apart=yes|Registered twice|Publicity|No disclosure=yes|No disclosure since@|Place of worship|Advance directive|State in vaccination register|In vaccination register since@|Publicity since@|Branch of the forces|Rank|State in the forces|Advance directive checked@',
  },
  ARV: { title: 'Who may see it', fields: 'Line|Action|What is restricted|Why|Instructions|From and until' },
  ROL: {
    title: 'Somebody’s part',
    fields:
      'Number|Action|Part|Who|Since@|Until@|How long|Why|Kind of provider|Kind of unit|Address|Telephone|Place|Organisation',
  },
  NK1: {
    title: 'Next of kin or contact',
    fields:
      'Line|Name|Relationship|Address|Telephone|Telephone at work|Part|Since@|Until@|Job|Class of job|Employee number|Organisation|Marital status|Sex=sex|Date of birth@|Depends on|Able to walk|Citizenship|Language|Lives|Publicity|No disclosure=yes|Student|Religion|Mother’s maiden name|Nationality|Ethnic group|Reason for contact|Contact person|Contact’s telephone|Contact’s address|Numbers|State of job|Race|Disability|Social security number|Place of birth|Important person|Telephones and addresses online|Contact’s telephones and addresses online',
  },
  PV1: {
    title: 'Visit',
    fields:
      'Line|Class=class|Place now|Kind of admission=admission|Number before admission|Place before|Attending doctor|Referring doctor|Consulting doctor|Service|Place for the time being|Tested before admission|Came back|Admitted from|Able to walk|Important person|Admitting doctor|Kind of patient|Visit number|Class of payment|Price|Courtesy|Credit rating|Contract|Contract since@|Contract amount|Contract period|Interest|Bad debt|Bad debt since@|Debt agency|Bad debt amount|Bad debt recovered|Account deleted|Account deleted on@|Discharge disposition=disposition|Discharged to|Diet|Facility that serves|State of the bed|State of the account|Place to come|Place for the time being before|Admitted@|Discharged@|Balance|Charges|Adjustments|Payments|Other visit number|What a visit means|Others who treat|Episode|Episode number',
  },
  PV2: {
    title: 'More about the visit',
    fields:
      'Place to come before|Accommodation|Reason for admission|Reason for transfer|Valuables|Valuables are kept|Visit user code|Expected@|Discharge expected@|Days expected|Days stayed|Description|Referral source|Served before@|Work-related=yes|Purge|Purge on@|Programme|Keep=yes|Number of insurance plans|Publicity|No disclosure=yes|Clinic|State of the patient|Priority|Treated before@|Expected disposition=disposition|Signature on file@|First similar illness@|Charge adjustment|Recurring service|Billing medium=yes|Surgery expected@|Military partnership=yes|Military non-availability=yes|Newborn=yes|Baby detained=yes|Came by|Recreational drugs|Level of care|Precautions|Condition|Living will|Organ donor|Advance directive|State since@|Return from leave expected@|Tests before admission expected@|Tell clergy|Advance directive checked@',
  },
  DB1: {
    title: 'Disability',
    fields: 'Line|Who|Number|Disabled=yes|Since@|Until@|Back to work@|Unable to work since@',
  },
  OBX: {
    title: 'Observation',
    fields:
      'Line|Kind of value|What|Part|Value|Unit|Usual range|Abnormal|Probability|Nature of abnormality|State of result|Range since@|Access|Observed@|Where|Who|How|Equipment|Analysed@|Site of body|Number|Mood|Laboratory|Laboratory’s address|Laboratory’s director',
  },
  AL1: { title: 'Allergy', fields: 'Line|Kind=allergen|Substance|Severity=severity|Reactions|Since@' },
  IAM: {
    title: 'Change of an allergy',
    fields:
      'Line|Kind=allergen|Substance|Severity=severity|Reactions|Action=action|Number|Reason|Sensitivity|Group of substances|Since@|Since, in words|Reported@|Reported by|Relationship|Alert device|State|State said by|State said at|State since@|Ended by|Ended@|First recorded by|First recorded@|Changed by|Changed@',
  },
  IAR: { title: 'Reaction', fields: 'Reaction|Severity=severity|Sensitivity|What was done' },
  DG1: {
    title: 'Diagnosis',
    fields:
      'Line|Code system|Diagnosis|In words|Found@|Kind=diagnosis|Category|Group|Group approved=yes|Group reviewed|Outlier|Outlier days|Outlier cost|Grouper|Priority|Diagnosed by|Classification|Confidential=yes|Attested@|Number|Action=action|Parent|Complication value|Use for grouping|State of grouping|Present on admission',
  },
  DRG: {
    title: 'Diagnosis-related group',
    fields:
      'Group|Assigned@|Approved=yes|Reviewed|Outlier|Outlier days|Outlier cost|Payor|Reimbursement|Confidential=yes|Transfer',
  },
  PR1: {
    title: 'Procedure',
    fields:
      'Line|Code system|Procedure|In words|Done@|Kind|Minutes|Anaesthetist|Anaesthesia|Minutes of anaesthesia|Surgeon|Others|Consent|Priority|Diagnosis|Modifier|Group|Tissue|Number|Action=action',
  },
  GT1: {
    title: 'Who answers for the bill',
    fields:
      'Line|Number|Name|Spouse|Address|Telephone at home|Telephone at work|Date of birth@|Sex=sex|Kind|Relationship|Social security number|Since@|Until@|Priority|Employer|Employer’s address|Employer’s telephone|Employee number|Employment|Organisation|Billing held=yes|Credit rating|Died@|Deceased=yes|Charge adjustment|Income|Household|Employer’s number|Marital status|Employed since@|Employed until@',
  },
  IN1: {
    title: 'Insurance',
    fields:
      'Line|Plan|Company number|Company|Company’s address|Contact person|Company’s telephone|Group number|Group|Employer’s group number|Employer’s group|Since@|Until@|Authorisation|Kind of plan|Insured|Relationship|Insured’s date of birth@|Insured’s address|Benefits assigned|Benefits coordinated|Priority|Notice of admission=yes|Notice of admission on@|Eligibility reported=yes|Eligibility reported on@|Release of information|Certificate before admission|Verified@|Verified by|Agreement|Billing|Lifetime reserve days|Delay|Company’s plan code|Policy number|Deductible|Limit|Limit in days|Rate of a shared room|Rate of a single room|Insured’s employment|Insured’s sex=sex|Employer’s address|Verification|Plan before|Coverage|Disability|Member number|Signature|Signed@|Insured’s place of birth|Important person',
  },
  IN2: {
    title: 'More about insurance',
    fields:
      'Insured’s employee number|Social security number|Employer|Employer’s data|Claims are mailed to|Medicare number|Medicaid name|Medicaid number|Sponsor in the forces|Number in the forces|Dependant in the forces|Organisation in the forces|Station|Service|Rank|State in the forces|Retired@|Certificate on file=yes|Baby covered=yes|Bills combined=yes|Blood deductible|Special coverage by|Title|Not covered|Payor|Subscriber|Source of eligibility',
  },
  ACC: {
    title: 'Accident',
    fields:
      'When@|Code|Where|State|At work=yes|Death=yes|Entered by|Description|Brought in by|Police told=yes|Address|Liability',
  },
  PDA: {
    title: 'Death and autopsy',
    fields:
      'Cause|Where|Certified=yes|Certificate signed@|Certified by|Autopsy=yes|Autopsy from and until|Autopsy by|Coroner=yes',
  },
  MRG: {
    title: 'Record that is no longer used',
    fields: 'Numbers|Other numbers|Account|Number outside|Visit number|Other visit number|Name',
  },
  NTE: { title: 'Note', fields: 'Line|From|Text|Kind' },
  NPU: { title: 'Bed', fields: 'Place|State' },
  RF1: {
    title: 'Referral',
    fields: 'State|Priority|Kind|Disposition|Category|Number|Since@|Until@|Processed@|Reason|Number outside',
  },
};

export const codeWords: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  yes: { Y: 'yes', N: 'no' },
  sex: { F: 'female', M: 'male', O: 'other', U: 'unknown', A: 'ambiguous', N: 'not applicable' },
  processing: { P: 'production', T: 'training', D: 'debugging' },
  class: {
    E: 'emergency',
    I: 'inpatient',
    O: 'outpatient',
    P: 'before admission',
    R: 'recurring',
    B: 'obstetrics',
    C: 'commercial account',
    N: 'not applicable',
    U: 'unknown',
  },
  admission: {
    A: 'accident',
    C: 'elective',
    E: 'emergency',
    L: 'labour and delivery',
    N: 'newborn',
    R: 'routine',
    U: 'urgent',
  },
  disposition: {
    '01': 'home',
    '02': 'another hospital',
    '03': 'skilled nursing',
    '04': 'intermediate care',
    '05': 'another institution',
    '06': 'home with home health care',
    '07': 'left against advice',
    '20': 'died',
    '30': 'still a patient',
    '50': 'hospice at home',
    '51': 'hospice in an institution',
  },
  allergen: {
    DA: 'medicine',
    FA: 'food',
    MA: 'miscellaneous',
    MC: 'contraindication',
    EA: 'environment',
    AA: 'animal',
    PA: 'plant',
    LA: 'pollen',
  },
  severity: { SV: 'severe', MO: 'moderate', MI: 'mild', U: 'unknown' },
  action: { A: 'add', D: 'delete', U: 'update', X: 'no change' },
  diagnosis: { A: 'admitting', W: 'working', F: 'final' },
};
