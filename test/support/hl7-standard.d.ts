/** The package hl7-standard comes without types: what the witness and the bench use of it. */
declare module 'hl7-standard' {
  export default class HL7 {
    constructor(text: string);
    transform(): void;
    get(field: string): unknown;
    transformed: Record<string, { index: number; data: Record<string, unknown> }[]>;
  }
}
