/** The pages an order may stand on, ticked or not, in an order of their own. Pure. */
import type { OrderPage } from '../../../core/contract/entry.ts';

export interface Tickable {
  page: OrderPage;
  ticked: boolean;
}

export const keyOf = ({ documentId, number }: Pick<OrderPage, 'documentId' | 'number'>) =>
  `${documentId}/${number}`;

/** The order's own pages ticked, the others after them. What stands in the list already keeps its tick and place. */
export const withPages = (
  list: readonly Tickable[],
  pages: readonly OrderPage[],
  ticked: boolean,
): Tickable[] => {
  const known = new Set(list.map(({ page }) => keyOf(page)));
  const fresh = pages.filter((page) => !known.has(keyOf(page)));
  return [...list, ...fresh.map((page) => ({ page, ticked }))];
};

export const toggled = (list: readonly Tickable[], index: number): Tickable[] =>
  list.map((one, at) => (at === index ? { ...one, ticked: !one.ticked } : one));

/** One page a place up or down; the list itself where there is no such place. */
export const moved = (list: readonly Tickable[], index: number, by: -1 | 1): readonly Tickable[] => {
  const one = list[index];
  const other = list[index + by];
  if (one === undefined || other === undefined) return list;
  return list.map((each) => (each === one ? other : each === other ? one : each));
};

export const tickedPages = (list: readonly Tickable[]) =>
  list.filter(({ ticked }) => ticked).map(({ page: { documentId, number } }) => ({ documentId, number }));
