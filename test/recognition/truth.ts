/**
 * What truly stands on a drawn document: the language between drawing, reading and scoring.
 * Always: a value is in the truth because it was drawn, with the places where it was drawn; values are normalised as
 * the contract says at `suggestion`. Not here: how values are compared (score.ts).
 */
import type { PageKind, ReadField } from '../../core/contract/recognition.ts';
import type { Box } from '../../core/recognise/reading.ts';

export type Country = 'us' | 'uk';

/** clean: fine fax, hardly damaged; fair: standard fax, a little dirt and slant; poor: blur, dirt, streaks, slant. */
export const grades = ['clean', 'fair', 'poor'] as const;
export type Grade = (typeof grades)[number];

/** A value as it is written on a page, and what it means. */
export interface Written {
  readonly field: ReadField;
  /** Letter by letter as drawn. */
  readonly text: string;
  readonly value: string;
  /** What would be right as well, such as the brand name that stands on the page. */
  readonly also?: readonly string[];
  /** What stands there contradicts itself: a wrong check digit, figures unlike the words. Never to be called sure. */
  readonly doubtful?: true;
  /** It follows from what is drawn but is not drawn itself: right when found, no loss when not. */
  readonly optional?: true;
  /** Which medicines of the case it belongs to, by their index; all of them where nothing is said. */
  readonly items?: readonly number[];
}

/** Where a value was drawn, in pixels of the picture as it is kept. */
export interface Place {
  readonly page: number;
  readonly box: Box;
}

export interface TrueValue extends Omit<Written, 'field' | 'text' | 'items'> {
  readonly places: readonly Place[];
}

export interface TrueFound {
  readonly kind: 'prescription' | 'refill-request';
  /** Pages on which something of this prescription stands. */
  readonly pages: readonly number[];
  readonly fields: Readonly<Partial<Record<ReadField, TrueValue>>>;
}

export interface Truth {
  readonly pages: readonly PageKind[];
  readonly found: readonly TrueFound[];
  /** The fax number of the header line in digits. */
  readonly sender: string;
}
