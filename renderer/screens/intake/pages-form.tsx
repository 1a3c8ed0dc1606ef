/** The pages of an order as a list of small pictures: Space ticks, Alt with the arrows moves, Enter sets them. */
import { Button, Checkbox, Group, Select, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { ask } from '../../client/api.ts';
import { failureOf, useAsk, useRun } from '../../client/hooks.ts';
import { UprightPage } from '../../components/crop.tsx';
import { DialogForm } from '../../components/dialog-form.tsx';
import { KeyHint } from '../../components/key-hint.tsx';
import { whenWords } from '../../components/when.tsx';
import type { KeyBinding } from '../../shell/keys.ts';
import { words } from '../../words.ts';
import { keyOf, moved, type Tickable, tickedPages, toggled, withPages } from './page-list.ts';
import classes from './pages-dialog.module.css';
import { type Neighbour, type PagesDialogProps, useNeighbours } from './pages-dialog.tsx';

/** Of a fax that is longer the others have their number alone; nobody sorts more by their looks. */
const mostPictures = 40;

export const PagesForm = ({
  got,
  version,
  reading,
  onClose,
  keys,
}: PagesDialogProps & { keys: readonly KeyBinding[] }) => {
  const { id: prescriptionId } = got.prescription;
  const documentId = got.pages[0]?.documentId ?? '';
  const fax = useAsk('document.get', { documentId }, { enabled: documentId !== '' });
  const [list, setList] = useState<readonly Tickable[]>(() => withPages([], got.pages, true));
  const [failure, setFailure] = useState<ReturnType<typeof failureOf> | null>(null);
  const neighbours = useNeighbours(got);
  const setPages = useRun('prescription.setPages');
  const another = useRun('intake.addPrescription');
  const rows = useRef<HTMLDivElement>(null);

  const otherPages = fax.data?.document.pages;
  useEffect(() => {
    const pages = otherPages?.map((page) => ({ ...page, documentId, rotation: 0 as const }));
    if (pages) setList((now) => withPages(now, pages, false));
  }, [otherPages, documentId]);

  const pages = tickedPages(list);
  const missing = pages.length === 0 ? 'Tick at least one page.' : null;
  const submit = async () => {
    if (await setPages.run({ prescriptionId, pages }, { expectedVersion: version })) onClose();
  };
  const split = async () => {
    if (missing !== null || !(await another.run({ prescriptionId, pages }))) return;
    notifications.show({ message: 'Another order of these pages was made. It comes next.' });
    onClose();
  };
  const takeFrom = async (other: string) => {
    setFailure(null);
    const asked = await ask('prescription.get', { prescriptionId: other }).catch((thrown) => {
      setFailure(failureOf(thrown));
    });
    if (asked) setList((now) => withPages(now, asked.pages, true));
  };
  const focusRow = (index: number) =>
    rows.current?.querySelectorAll<HTMLElement>('input[type=checkbox]')[index]?.focus();
  const onKeyDown = (event: KeyboardEvent, index: number) => {
    const by = ({ ArrowDown: 1, ArrowUp: -1 } as const)[event.key as 'ArrowDown'] as 1 | -1 | undefined;
    if (by === undefined || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const to = Math.max(0, Math.min(index + by, list.length - 1));
    // A page that moves takes the focus with it, before the next key.
    if (event.altKey) flushSync(() => setList((now) => moved(now, index, by)));
    focusRow(to);
  };
  const kindOf = ({ page }: Tickable) => {
    const read = reading?.pages.find((one) => keyOf(one) === keyOf(page))?.kind;
    return read ? `, ${words.pageKind[read].toLowerCase()}` : '';
  };
  return (
    <DialogForm
      action="Set the pages"
      missing={missing}
      busy={setPages.busy || another.busy}
      failure={setPages.failure ?? another.failure ?? failure}
      submit={submit}
      keys={[...keys, { keys: 'Alt+N', label: 'Another order of the ticked pages', run: () => void split() }]}
    >
      <Text size="sm">
        <KeyHint keys="Space" /> ticks a page, <KeyHint keys="Alt" /> with <KeyHint keys="↑" />{' '}
        <KeyHint keys="↓" /> moves it.
      </Text>
      <div className={classes.rows} ref={rows}>
        {list.map((one, index) => (
          <Checkbox
            key={keyOf(one.page)}
            data-autofocus={index === 0 || undefined}
            classNames={{ body: classes.row }}
            checked={one.ticked}
            onChange={() => setList((now) => toggled(now, index))}
            onKeyDown={(event) => onKeyDown(event, index)}
            label={
              <span className={classes.name}>
                <span className={classes.small} aria-hidden="true">
                  {index < mostPictures && <UprightPage page={one.page} alt="" missing={null} />}
                </span>
                <span>
                  Page {one.page.number}
                  {one.page.documentId === documentId ? ' of this fax' : ' of another fax'}
                  {kindOf(one)}
                </span>
              </span>
            }
          />
        ))}
      </div>
      <Group justify="space-between" align="end">
        <Select
          label="Pages of another order too"
          placeholder="Choose the order"
          data={neighbours.map((one) => ({ value: one.id, label: neighbourWords(one) }))}
          value={null}
          w={360}
          nothingFoundMessage="No other fax waits to be typed."
          onChange={(value) => value !== null && void takeFrom(value)}
        />
        <Button
          variant="default"
          disabled={missing !== null}
          onClick={() => void split()}
          rightSection={<KeyHint keys="Alt+N" />}
        >
          Another order of the ticked pages
        </Button>
      </Group>
    </DialogForm>
  );
};

/** An order as it is told from the others: whose, what, when it came. */
export const neighbourWords = ({ row, sameFax }: Neighbour): string => {
  const what = [row?.patient?.name, row?.drug && `${row.drug.name} ${row.drug.strength}`].filter(Boolean);
  return [
    sameFax ? 'Same fax' : row && `Fax of ${whenWords(row.receivedAt)}`,
    what.length > 0 ? what.join(', ') : 'not typed yet',
  ]
    .filter(Boolean)
    .join(': ');
};
