/**
 * What of an image the rows of every workstation have to say alike, as text to be compared.
 * Left out is what belongs to others and changes with them (a prescriber’s telephone, a drug’s package), what waits to be
 * told with the next fact (bottles scanned), and the ids under which the same thing is known elsewhere.
 */
import type { AggregateKind } from './urn.ts';

type Json = { [key: string]: Json } | Json[] | string | number | boolean | null;
type Loose = Record<string, Json | undefined>;

const sorted = (value: Json): Json =>
  Array.isArray(value)
    ? value.map(sorted)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.keys(value)
            .sort()
            .map((key) => [key, sorted(value[key]!)]),
        )
      : value;

const parts: Record<AggregateKind, (json: Loose) => Json | undefined> = {
  prescription: ({ prescription }) => {
    const {
      drug,
      prescriber: _prescriber,
      scans: _scans,
      documentId: _document,
      pages: _pages,
      intake: _intake,
      setAside: _aside,
      ...rest
    } = prescription as Loose;
    return { ...rest, drug: (drug as Loose | undefined)?.ndc11 ?? null } as Json;
  },
  patient: ({ patient }) => patient,
  prescriber: () => null,
  person: ({ person }) => person,
  document: () => null,
  care: ({ care }) => care,
  lot: ({ lot, movements }) => {
    // One lot told of under two ids is out of use by either, so that this may be the other's word.
    const { drug: _drug, bin: _bin, quarantine: _quarantine, ...rest } = lot as Loose;
    // What was put back by two is here as the one told it, there as the other did.
    const ids = ((movements ?? []) as Loose[])
      .map(
        ({ id, reverses, quantity }) => `${reverses === undefined ? id : `undoes ${reverses}`} ${quantity}`,
      )
      .sort();
    return { ...rest, movements: ids } as Json;
  },
};

/** Of a payload as JSON: the same text where two workstations show the same. */
export const comparable = (kind: AggregateKind, json: unknown): string =>
  JSON.stringify(sorted(parts[kind](json as Loose) ?? null));
