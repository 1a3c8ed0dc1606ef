/**
 * Where the field with the focus stands on the page: the page turns to it, and a person can mark it where the machine
 * did not find it or found it wrong. A mark goes before what the machine says.
 */
import { notifications } from '@mantine/notifications';
import { useEffect, useRef } from 'react';
import { usePageFocus } from '../../components/use-page-focus.ts';
import { words } from '../../words.ts';
import { type DeskField, type MachineReading, placesOf, readFieldsOf } from './ghosts.ts';
import type { Draft } from './use-draft.ts';

export const useEvidence = (
  pages: Parameters<typeof usePageFocus>[0],
  { marks = [] }: Draft,
  change: (part: Draft) => void,
  machine: MachineReading | undefined,
) => {
  const { viewer, focusRegion } = usePageFocus(pages);
  const field = useRef<DeskField | null>(null);
  /** A field of the form got the focus, or something else in it did. */
  const onField = (next: DeskField | null) => {
    field.current = next;
    if (next === null) return;
    const marked = marks.filter((mark) => mark.field === readFieldsOf[next][0]);
    focusRegion(...marked.map(({ region }) => region), ...(machine ? placesOf(machine, next) : []));
  };
  // The first field has the focus before the first answer is there. Later answers move no page under the person's eyes.
  const answered = machine !== undefined;
  const show = useRef(onField);
  show.current = onField;
  useEffect(() => {
    if (answered) show.current(field.current);
  }, [answered]);
  return {
    viewer,
    onField,
    /** What the viewer shows now is where the field stands. */
    mark: () => {
      const region = viewer.inSight.current;
      if (field.current === null || region === null) return;
      const [name] = readFieldsOf[field.current];
      change({ marks: [...marks.filter((one) => one.field !== name), { field: name, region }] });
      focusRegion(region);
      notifications.show({ message: `Marked: ${words.readField[name].toLowerCase()} stands here.` });
    },
  };
};
