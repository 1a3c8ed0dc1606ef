/**
 * The pages of a document as pictures: zoom, pan, rotate, contrast, page turn, all from the keyboard, also while
 * a form field beside it has the focus (then with Alt).
 * Always: the picture is moved by a CSS transform alone, so nothing here waits; how a document was last looked at
 * is remembered while the window is open. Not here: where on the page a field stands.
 */
import { ActionIcon, Button, Text } from '@mantine/core';
import { useElementSize, useMergedRef } from '@mantine/hooks';
import {
  IconArrowAutofitWidth,
  IconChevronLeft,
  IconChevronRight,
  IconContrast,
  IconRotateClockwise,
  IconZoomIn,
  IconZoomOut,
} from '@tabler/icons-react';
import { type ReactNode, type PointerEvent as ReactPointerEvent, useEffect, useRef, useState } from 'react';
import type { z } from 'zod';
import type { documentView } from '../../core/contract/intake.ts';
import { useKeys } from '../shell/keys.ts';
import {
  type PageView,
  type Point,
  panBy,
  type Size,
  settle,
  transformOf,
  turned,
  zoomAbout,
} from './page-geometry.ts';
import classes from './page-viewer.module.css';

export type DocumentView = z.infer<typeof documentView>;

interface Look {
  view: PageView;
  contrast: number;
}

const contrasts = [
  { filter: 'none', name: 'as received' },
  { filter: 'grayscale(1) contrast(1.8)', name: 'stronger' },
  { filter: 'grayscale(1) brightness(0.8) contrast(3.5)', name: 'strongest' },
  { filter: 'invert(1)', name: 'inverted' },
] as const;

const firstLook: Look = {
  view: { fit: 'width', scale: 1, centre: { x: 0, y: 0 }, rotation: 0 },
  contrast: 0,
};
const remembered = new Map<string, Look>();
const zoomStep = 1.25;
const panStep = 90;

/** `Shift+ArrowUp` outside a field, `Alt+Shift+ArrowUp` within one. */
const twice = (keys: string, label: string, run: () => void) => [
  { keys, label, run },
  { keys: `Alt+${keys}`, label: `${label} (while typing)`, run, hidden: true },
];

/**
 * @param pageIndex the page shown, from 0
 * @param onPage called with the page index a person turned to
 */
export const PageViewer = ({
  document,
  pageIndex,
  onPage,
}: {
  document: DocumentView;
  pageIndex: number;
  onPage: (index: number) => void;
}) => {
  const page = document.pages[pageIndex];
  const key = `${document.id}/${pageIndex}`;
  const [look, setLook] = useState<Look>(() => remembered.get(key) ?? firstLook);
  const [shown, setShown] = useState(key);
  const [smooth, setSmooth] = useState(false);
  const { ref: sizeRef, width, height } = useElementSize();
  const frameRef = useRef<HTMLDivElement>(null);
  const ref = useMergedRef(sizeRef, frameRef);

  if (shown !== key) {
    setShown(key);
    setSmooth(false);
    setLook(
      remembered.get(key) ?? { ...firstLook, view: { ...firstLook.view, rotation: look.view.rotation } },
    );
  }
  useEffect(() => {
    remembered.set(key, look);
  }, [key, look]);

  const frame: Size = { width: Math.max(width, 1), height: Math.max(height, 1) };
  const size: Size = page ?? { width: 1, height: 1 };
  const view = settle(look.view, size, frame);

  const change = (next: (view: PageView) => PageView, smoothly = true) => {
    setSmooth(smoothly);
    setLook((now) => ({ ...now, view: settle(next(settle(now.view, size, frame)), size, frame) }));
  };
  const zoom = (factor: number) => change((now) => zoomAbout(now, factor, { x: 0, y: 0 }));
  const pan = (dx: number, dy: number) => change((now) => panBy(now, dx * panStep, dy * panStep));
  const rotate = () => change((now) => turned(now, size), false);
  const fit = () =>
    change((now) => ({ ...now, fit: now.fit === 'width' ? 'page' : 'width', centre: { x: 0, y: 0 } }));
  const contrast = () => setLook((now) => ({ ...now, contrast: (now.contrast + 1) % contrasts.length }));
  const turn = (by: number) => {
    const to = pageIndex + by;
    if (to >= 0 && to < document.pages.length) onPage(to);
  };

  useKeys([
    ...twice('+', 'Zoom in', () => zoom(zoomStep)),
    { keys: '=', label: 'Zoom in', run: () => zoom(zoomStep), hidden: true },
    { keys: 'Alt+=', label: 'Zoom in', run: () => zoom(zoomStep), hidden: true },
    ...twice('-', 'Zoom out', () => zoom(1 / zoomStep)),
    ...twice('Shift+ArrowLeft', 'Move the page: left', () => pan(-1, 0)),
    ...twice('Shift+ArrowRight', 'Move the page: right', () => pan(1, 0)),
    ...twice('Shift+ArrowUp', 'Move the page: up', () => pan(0, -1)),
    ...twice('Shift+ArrowDown', 'Move the page: down', () => pan(0, 1)),
    ...twice('f', 'Fit to width, or the whole page', fit),
    ...twice('r', 'Rotate the page', rotate),
    ...twice('c', 'Contrast', contrast),
    ...twice('PageUp', 'Page before', () => turn(-1)),
    ...twice('PageDown', 'Next page', () => turn(1)),
  ]);

  const wheel = useRef((_event: WheelEvent) => {});
  wheel.current = (event) => {
    event.preventDefault();
    const box = frameRef.current?.getBoundingClientRect();
    if (box === undefined) return;
    const at: Point = {
      x: event.clientX - box.left - box.width / 2,
      y: event.clientY - box.top - box.height / 2,
    };
    change((now) => zoomAbout(now, Math.exp(-event.deltaY / 400), at), false);
  };
  useEffect(() => {
    const element = frameRef.current;
    // React listens to wheels passively, and a passive listener cannot keep the screen from scrolling.
    const listen = (event: WheelEvent) => wheel.current(event);
    element?.addEventListener('wheel', listen, { passive: false });
    return () => element?.removeEventListener('wheel', listen);
  }, []);

  const drag = (event: ReactPointerEvent<HTMLDivElement>) => {
    if ((event.buttons & 1) === 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    if (event.type === 'pointermove') change((now) => panBy(now, -event.movementX, -event.movementY), false);
  };

  const total = document.pages.length;
  return (
    <section className={classes.viewer} aria-label="Pages of the document">
      <div className={classes.tools}>
        <Text size="sm" className={classes.count} aria-live="polite">
          Page {pageIndex + 1} of {total}, {Math.round(view.scale * 100)} %
          {look.contrast > 0 && `, contrast ${contrasts[look.contrast]?.name}`}
        </Text>
        <Tool label="Page before" keys="Alt PgUp" run={() => turn(-1)} disabled={pageIndex === 0}>
          <IconChevronLeft size={16} />
        </Tool>
        <Tool label="Next page" keys="Alt PgDn" run={() => turn(1)} disabled={pageIndex + 1 >= total}>
          <IconChevronRight size={16} />
        </Tool>
        <Tool label="Zoom out" keys="Alt −" run={() => zoom(1 / zoomStep)}>
          <IconZoomOut size={16} />
        </Tool>
        <Tool label="Zoom in" keys="Alt +" run={() => zoom(zoomStep)}>
          <IconZoomIn size={16} />
        </Tool>
        <Tool label="Fit to width, or the whole page" keys="Alt F" run={fit}>
          <IconArrowAutofitWidth size={16} />
        </Tool>
        <Tool label="Rotate the page" keys="Alt R" run={rotate}>
          <IconRotateClockwise size={16} />
        </Tool>
        <Tool label="Contrast" keys="Alt C" run={contrast}>
          <IconContrast size={16} />
        </Tool>
      </div>
      <div ref={ref} className={classes.frame} onPointerDown={drag} onPointerMove={drag}>
        {page !== undefined && (
          <Picture
            key={key}
            source={`/api/documents/${document.id}/pages/${page.number}`}
            size={size}
            transform={transformOf(view, size, frame)}
            filter={contrasts[look.contrast]?.filter ?? 'none'}
            smooth={smooth}
            name={`Page ${pageIndex + 1} of the document`}
          />
        )}
      </div>
    </section>
  );
};

/** One picture; hidden until it is there, and says so when it does not come. */
const Picture = ({
  source,
  size,
  transform,
  filter,
  smooth,
  name,
}: {
  source: string;
  size: Size;
  transform: string;
  filter: string;
  smooth: boolean;
  name: string;
}) => {
  const [failures, setFailures] = useState(0);
  const [failed, setFailed] = useState(false);
  if (failed)
    return (
      <div className={classes.trouble}>
        <Text size="sm">This page could not be shown. It is kept; nothing is lost.</Text>
        <Button
          size="xs"
          variant="default"
          onClick={() => {
            setFailures(failures + 1);
            setFailed(false);
          }}
        >
          Try again
        </Button>
      </div>
    );
  return (
    <img
      className={`${classes.picture} ${smooth ? classes.smooth : ''}`}
      // A new address makes the browser ask again after a failure.
      src={failures === 0 ? source : `${source}?again=${failures}`}
      alt={name}
      width={size.width}
      height={size.height}
      draggable={false}
      style={{ transform, filter }}
      onError={() => setFailed(true)}
    />
  );
};

const Tool = ({
  label,
  keys,
  run,
  disabled = false,
  children,
}: {
  label: string;
  keys: string;
  run: () => void;
  disabled?: boolean;
  children: ReactNode;
}) => (
  <ActionIcon
    variant="subtle"
    color="gray"
    size={32}
    aria-label={`${label} (${keys})`}
    title={`${label} (${keys})`}
    disabled={disabled}
    onClick={run}
  >
    {children}
  </ActionIcon>
);
