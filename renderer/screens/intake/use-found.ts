/**
 * What is typed into a picker, and the rows found for it; until somebody types, the candidates of the page.
 * Not here: how a row looks, and whether the first may be taken by a key alone.
 */
import { useState } from 'react';
import type { QueryResult } from '../../../core/contract/index.ts';
import type { Confidence } from '../../../core/contract/recognition.ts';
import { useAsk } from '../../client/hooks.ts';

type Find = 'patient.find' | 'prescriber.find' | 'drug.find';

/** A row; only a candidate of the page says how far it may be trusted. */
type Found<N extends Find> = QueryResult<N>['rows'][number] & { confidence?: Confidence };

/**
 * @param limit how many are found at most
 * @returns `typing`: what a picker needs of the text; `searched`: whether `rows` were found, not proposed
 */
export const useFound = <N extends Find>(find: N, candidates: readonly Found<N>[], limit = 12) => {
  const [text, setText] = useState('');
  const searched = text.trim() !== '';
  const found = useAsk<Find>(find, { text, limit }, { enabled: searched, keepPrevious: true });
  const rows = searched ? ((found.data?.rows ?? []) as readonly Found<N>[]) : candidates;
  const typing = { text, onText: setText, searching: found.isPlaceholderData || found.isLoading };
  return { searched, rows, typing };
};
