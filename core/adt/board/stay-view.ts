/**
 * A row of a stay as it is shown: codes of the standard's tables as words, ward, room and bed as one line. Pure.
 * Always: a code that is not known here is shown as it came, never left out.
 */
import type { StayView } from '../../contract/adt-values.ts';
import type { StayRow } from '../effect/row-types.ts';

/** A row of patient_stay as it is shown. */
export interface StayShown
  extends Omit<
    StayRow,
    | ('id' | 'version' | 'source_id' | 'person_id' | 'authority' | 'account')
    | ('as_of_message' | 'state_message' | 'place_message')
  > {
  id: string;
  source: string;
  /** The workstation that heard of it, where that is another. */
  heard_at: string | null;
}

/** Table 0004. */
const classes: Readonly<Record<string, string>> = {
  B: 'Obstetrics',
  C: 'Commercial account',
  E: 'Emergency',
  I: 'Inpatient',
  N: 'Not applicable',
  O: 'Outpatient',
  P: 'Preadmission',
  R: 'Recurring patient',
};

/** Table 0112, as the uniform bill has it. */
const dispositions: Readonly<Record<string, string>> = {
  '01': 'Home',
  '02': 'Another hospital',
  '03': 'Skilled nursing facility',
  '04': 'Intermediate care',
  '05': 'Another kind of institution',
  '06': 'Home with home health care',
  '07': 'Left against advice',
  '20': 'Died',
  '30': 'Still a patient',
  '50': 'Hospice at home',
  '51': 'Hospice in a facility',
};

export const classWords = (code: string): string => classes[code] ?? code;
export const dispositionWords = (code: string): string => dispositions[code.padStart(2, '0')] ?? code;

/** "4B, room 12, bed 2"; empty where nothing is known. */
export const locationWords = ({ ward, room, bed }: Pick<StayShown, 'ward' | 'room' | 'bed'>): string =>
  [ward, room && `room ${room}`, bed && `bed ${bed}`].filter(Boolean).join(', ');

export const stayViewOf = (row: StayShown): StayView => ({
  id: row.id,
  source: row.source,
  heardAt: row.heard_at,
  state: row.state,
  kind: classWords(row.class),
  visitNumber: row.visit_number,
  location: locationWords(row),
  facility: row.facility,
  attending: row.attending,
  consulting: row.consulting,
  admittedAt: row.admitted_at,
  dischargedAt: row.discharged_at,
  expectedDischargeAt: row.expected_discharge_at,
  disposition: row.disposition === '' ? '' : dispositionWords(row.disposition),
  reason: row.reason,
  asOf: row.as_of,
});
