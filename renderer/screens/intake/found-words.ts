/** What the machine made of a fax, as sentences. Pure. */
import { type PageKind, pageKinds } from '../../../core/contract/recognition.ts';
import { words } from '../../words.ts';
import type { MachineReading } from './ghosts.ts';

/** Pages of these kinds are told of as what they are; the others are told of by what was found on them. */
const spokenOf = pageKinds.filter(
  (kind) => !['prescription', 'refill-request', 'unknown'].includes(kind),
) satisfies PageKind[];

const counted = (count: number, one: string) => {
  if (count > 1) return `${count} ${one}s`;
  return `${/^[aeiou]/i.test(one) ? 'an' : 'a'} ${one}`;
};

const listed = (parts: readonly string[]) =>
  parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;

/** “3 prescriptions and a lab result”; empty when nothing was found. */
export const foundWords = ({ found, pages }: Pick<MachineReading, 'found' | 'pages'>): string => {
  const of = (kind: MachineReading['found'][number]['kind']) =>
    found.filter((one) => one.kind === kind).length;
  const parts: [number, string][] = [
    [of('prescription'), 'prescription'],
    [of('refill-request'), 'refill request'],
    ...spokenOf.map((kind): [number, string] => [
      pages.filter((page) => page.kind === kind).length,
      words.pageKind[kind].toLowerCase(),
    ]),
  ];
  return listed(parts.filter(([count]) => count > 0).map(([count, one]) => counted(count, one)));
};

/** “page 2 (it is black), page 3 (…)”: the pages a person reads without help, each with the reason. */
export const unreadWords = ({ pages }: Pick<MachineReading, 'pages'>): string =>
  pages
    .flatMap(({ problem, state }, index) =>
      state === 'given-up' ? [`page ${index + 1}${problem ? ` (${problem.replace(/\.$/, '')})` : ''}`] : [],
    )
    .join(', ');

/** What stands on the pages of an order, where all of it is one thing that is no prescription; null otherwise. */
export const onlyKind = ({ pages, kind }: Pick<MachineReading, 'pages' | 'kind'>): PageKind | null => {
  const [first, ...others] = pages;
  if (kind !== null || !first?.kind) return null;
  return spokenOf.includes(first.kind) && others.every((page) => page.kind === first.kind)
    ? first.kind
    : null;
};
