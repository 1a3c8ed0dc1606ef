/**
 * What an ADT message says, as plain data: who, where, since when, and which lists. What the sender says nothing of is
 * undefined, what it clears (`""`) is null; the two are never mixed up. All times are instants in UTC, days of birth are days.
 *
 * Not here: how it is read (read-adt.ts) and what follows from it. Social security numbers are left out and stay in the bytes alone.
 */

/** undefined: the sender says nothing, keep what is known. null: it says that there is none. */
export type Said<T> = T | null | undefined;

/** A number and who gave it. Authority: the sender's where it names one, else the profile's. Type by table 0203, or ''. */
export interface Identifier {
  readonly value: string;
  readonly authority: string;
  readonly type: string;
}

/** Empty where the part is not said. */
export interface PersonName {
  readonly family: string;
  /** Given and further names, parted by blanks. */
  readonly given: string;
  readonly prefix: string;
  readonly suffix: string;
}

export interface Address {
  readonly street: string;
  readonly other: string;
  readonly city: string;
  readonly state: string;
  readonly postcode: string;
  readonly country: string;
}

export interface Coded {
  readonly code: string;
  readonly text: string;
  readonly system: string;
}

export interface Practitioner {
  readonly id: string;
  readonly name: string;
}

export interface Location {
  readonly ward: string;
  readonly room: string;
  readonly bed: string;
  readonly facility: string;
  readonly description: string;
}

/** PV1 and PV2. */
export interface Visit {
  /** Table 0004, upper case: I, O, E, P, R, B, C, N, U. */
  readonly class: Said<string>;
  /** PV1-19. */
  readonly number: Said<Identifier>;
  /** PV1-50. */
  readonly alternateNumber: Said<Identifier>;
  readonly location: Said<Location>;
  readonly priorLocation: Said<Location>;
  readonly pendingLocation: Said<Location>;
  readonly attending: Said<Practitioner>;
  readonly referring: Said<Practitioner>;
  readonly consulting: Said<readonly Practitioner[]>;
  readonly admitting: Said<Practitioner>;
  readonly admitSource: Said<string>;
  /** PV1-36 as coded: 01, 20 … */
  readonly disposition: Said<string>;
  readonly dischargedTo: Said<string>;
  readonly admittedAt: Said<string>;
  readonly dischargedAt: Said<string>;
  readonly expectedAdmissionAt: Said<string>;
  readonly expectedDischargeAt: Said<string>;
  readonly reason: Said<string>;
  /** PV1-16. */
  readonly vip: Said<string>;
}

/** MRG, with the visit that follows it: what stops being used. */
export interface Retired {
  /** MRG-1 (and MRG-4 in old feeds). */
  readonly identifiers: readonly Identifier[];
  /** MRG-3. */
  readonly account: Identifier | undefined;
  /** MRG-5 and MRG-6. */
  readonly visitNumber: Identifier | undefined;
  readonly alternateVisitNumber: Identifier | undefined;
  readonly name: PersonName | undefined;
  /** The PV1 that follows this MRG before the next one, if any. */
  readonly visit: Visit | undefined;
}

export interface Allergy extends Coded {
  /** AL1-2 by table 0127: DA drug, FA food, MC contraindication …; '' where not said. */
  readonly kind: string;
  /** SV, MO, MI, U or ''. */
  readonly severity: string;
  readonly reactions: readonly string[];
  /** As written. */
  readonly since: string;
}

/** IAM: one change of the sender's list. */
export interface AllergyAction extends Allergy {
  /** IAM-6: add, delete, update, no change. A segment without one adds. */
  readonly action: 'A' | 'D' | 'U' | 'X';
  /** IAM-7, or '' . */
  readonly id: string;
}

export interface Contact {
  readonly name: PersonName;
  readonly relationship: Coded;
  readonly phone: string;
  /** EC: emergency contact. */
  readonly role: Coded;
}

/** IN1: cover for care, which need not be cover for medicines. */
export interface Coverage {
  readonly plan: Coded;
  readonly companyId: string;
  readonly company: string;
  readonly group: string;
  /** As written. */
  readonly from: string;
  readonly until: string;
  readonly type: string;
  readonly insured: PersonName;
  readonly relationship: Coded;
  readonly priority: string;
  readonly policyNumber: string;
  readonly memberId: string;
  /** Where the profile says that the site writes them; else ''. */
  readonly rxBin: string;
  readonly rxPcn: string;
}

export interface Diagnosis extends Coded {
  readonly at: string;
  /** A admitting, W working, F final. */
  readonly type: string;
  readonly action: string;
}

/** OBX of height or weight. */
export interface Measure {
  readonly what: 'height' | 'weight';
  readonly value: string;
  readonly unit: string;
  readonly at: string | undefined;
}

/** One group of PID and what follows it up to the next PID. */
export interface AdtPerson {
  /** PID-3, 2 and 4, each once, those of social security left out. */
  readonly identifiers: readonly Identifier[];
  /** PID-18. */
  readonly account: Said<Identifier>;
  /** PID-5: the legal one, else the first. */
  readonly name: Said<PersonName>;
  /** PID-7: YYYY-MM-DD where it is a day, else as written. */
  readonly dateOfBirth: Said<string>;
  /** PID-8 by table 0001, upper case: F, M, O, U, A, N. */
  readonly sex: Said<string>;
  readonly address: Said<Address>;
  /** The home telephone, else a mobile one, else any. */
  readonly phone: Said<string>;
  readonly mobile: Said<string>;
  readonly email: Said<string>;
  readonly language: Said<Coded>;
  /** PID-30: Y true, N false. */
  readonly deceased: Said<boolean>;
  readonly deceasedAt: Said<string>;
  /** PID-33. */
  readonly updatedAt: string | undefined;
  /** PD1-4. */
  readonly primaryCare: Said<Practitioner>;
  /** PD1-12: Y true, no disclosure. */
  readonly protected: Said<boolean>;
  readonly visit: Visit | undefined;
  readonly retired: readonly Retired[];
  /** Lists: undefined says nothing, [] says that the list is empty. */
  readonly allergies: readonly Allergy[] | undefined;
  readonly allergyActions: readonly AllergyAction[];
  readonly contacts: readonly Contact[] | undefined;
  readonly coverage: readonly Coverage[] | undefined;
  readonly diagnoses: readonly Diagnosis[] | undefined;
  readonly measures: readonly Measure[] | undefined;
}

export interface Adt {
  /** A08. */
  readonly event: string;
  /** EVN-6. */
  readonly occurredAt: string | undefined;
  /** EVN-2. */
  readonly recordedAt: string | undefined;
  /**
   * How new this is, by the sender's clock: EVN-6, else EVN-2, else PID-33, else MSH-7. A time written to the minute goes before one
   * that is only a day. undefined where it has none of them.
   */
  readonly asOf: string | undefined;
  /** EVN-4 and EVN-5. */
  readonly reason: string | undefined;
  readonly operator: Practitioner | undefined;
  readonly persons: readonly AdtPerson[];
  /** What was odd and read nevertheless, in words without patient data. */
  readonly remarks: readonly string[];
}
