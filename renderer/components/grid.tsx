/**
 * Many rows, of which only those in sight are drawn. A cursor moves by j, k and the arrow keys; Enter opens.
 * Always: a grid to a screen reader too (row and column counts, the active row); rows not loaded yet keep their
 * place, so that nothing jumps. Which rows there are, and where the cursor is, the screen decides.
 */
import { Skeleton, VisuallyHidden } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ComponentPropsWithRef, type ReactNode, useEffect, useId, useRef } from 'react';
import { useKeys } from '../shell/keys.ts';
import classes from './grid.module.css';

export interface Column<Row> {
  title: string;
  /** True where the cells say enough, and the title is for a screen reader only. */
  titleHidden?: true;
  /** A CSS grid track: '80px', 'minmax(0, 2fr)'. */
  width: string;
  align?: 'right';
  cell: (row: Row) => ReactNode;
}

interface GridProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  total: number;
  /** Undefined while that row is being loaded. */
  rowAt: (index: number) => Row | undefined;
  keyOf: (row: Row) => string;
  cursor: number;
  onCursor: (index: number) => void;
  onOpen?: (row: Row) => void;
  /** Tells which rows are in sight, so that they can be loaded. */
  onSight?: (first: number, last: number) => void;
  rowHeight?: number;
  empty: ReactNode;
}

const pageOfRows = 15;

interface PartProps extends ComponentPropsWithRef<'div'> {
  is: 'grid' | 'row' | 'rowgroup' | 'columnheader' | 'gridcell';
}

/** A part of a grid. Not a table's elements: rows that are drawn only in sight do not stand in a table's flow. */
const Part = ({ is, ...rest }: PartProps) => <div role={is} {...rest} />;

export function Grid<Row>(props: GridProps<Row>) {
  const {
    label,
    columns,
    total,
    rowAt,
    keyOf,
    cursor,
    onCursor,
    onOpen,
    onSight,
    rowHeight = 32,
    empty,
  } = props;
  const frame = useRef<HTMLDivElement>(null);
  const id = useId();
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollPaddingStart: rowHeight,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => onSight?.(first, last), [onSight, first, last]);
  useEffect(() => {
    if (cursor >= 0 && cursor < total) virtual.scrollToIndex(cursor);
  }, [cursor, total, virtual.scrollToIndex]);

  /** What a row is called while it is drawn: itself, and only until it has come its place. */
  const nameOf = (index: number) => {
    const row = rowAt(index);
    return row === undefined ? `${index}` : keyOf(row);
  };
  const moveTo = (index: number) => onCursor(Math.max(0, Math.min(total - 1, index)));
  const open = () => {
    const row = rowAt(cursor);
    if (row !== undefined) onOpen?.(row);
  };
  const some = total > 0;
  useKeys([
    { keys: 'j', label: 'Next row', run: () => moveTo(cursor + 1), when: some },
    { keys: 'k', label: 'Row before', run: () => moveTo(cursor - 1), when: some },
    { keys: 'ArrowDown', label: 'Next row', run: () => moveTo(cursor + 1), when: some, hidden: true },
    { keys: 'ArrowUp', label: 'Row before', run: () => moveTo(cursor - 1), when: some, hidden: true },
    { keys: 'PageDown', label: 'A page down', run: () => moveTo(cursor + pageOfRows), when: some },
    { keys: 'PageUp', label: 'A page up', run: () => moveTo(cursor - pageOfRows), when: some },
    { keys: 'Home', label: 'First row', run: () => moveTo(0), when: some },
    { keys: 'End', label: 'Last row', run: () => moveTo(total - 1), when: some },
    { keys: 'Enter', label: 'Open', run: open, when: some && onOpen !== undefined },
  ]);

  if (total === 0) return empty;
  const tracks = { gridTemplateColumns: columns.map(({ width }) => width).join(' ') };
  return (
    <Part
      ref={frame}
      is="grid"
      tabIndex={0}
      aria-label={label}
      aria-rowcount={total + 1}
      aria-colcount={columns.length}
      aria-activedescendant={`${id}-${nameOf(cursor)}`}
      className={classes.frame}
    >
      <Part is="row" aria-rowindex={1} className={classes.head} style={{ ...tracks, height: rowHeight }}>
        {columns.map(({ title, titleHidden, align }) => (
          <Part key={title} is="columnheader" className={classes.cell} data-align={align}>
            {titleHidden ? <VisuallyHidden>{title}</VisuallyHidden> : title}
          </Part>
        ))}
      </Part>
      <Part is="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {items.map(({ index, start }) => {
          const row = rowAt(index);
          return (
            // The keyboard's way is the cursor of the grid; a click only moves it.
            <Part
              key={nameOf(index)}
              id={`${id}-${nameOf(index)}`}
              is="row"
              tabIndex={-1}
              aria-rowindex={index + 2}
              aria-selected={index === cursor}
              className={classes.row}
              style={{ ...tracks, height: rowHeight, transform: `translateY(${start}px)` }}
              onMouseDown={() => onCursor(index)}
              onDoubleClick={() => row !== undefined && onOpen?.(row)}
            >
              {row === undefined ? (
                <Part is="gridcell" style={{ gridColumn: '1 / -1' }} className={classes.cell}>
                  <VisuallyHidden>Being loaded</VisuallyHidden>
                  <Skeleton height={12} />
                </Part>
              ) : (
                columns.map(({ title, align, cell }) => (
                  <Part key={title} is="gridcell" className={classes.cell} data-align={align}>
                    {cell(row)}
                  </Part>
                ))
              )}
            </Part>
          );
        })}
      </Part>
    </Part>
  );
}
