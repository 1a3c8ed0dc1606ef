/**
 * The pages of an order as pictures: zoom, pan, rotate, contrast, page turn, all from the keyboard, also while
 * a form field beside it has the focus (then with Alt); and a place on a page brought into sight.
 * Always: the picture is moved by a CSS transform alone, so nothing here waits; a page begins the right way up; how
 * it was last looked at is remembered while the window is open. Not here: where on the page a field stands.
 */
import { ActionIcon, Text } from '@mantine/core';
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
import type { OrderPage } from '../../core/contract/entry.ts';
import type { Region } from '../../core/contract/recognition.ts';
import { useKeys } from '../shell/keys.ts';
import { pictureOf } from './crop.tsx';
import {
  inSight,
  type PageView,
  type Point,
  panBy,
  type Rotation,
  type Size,
  settle,
  transformOf,
  turned,
  viewOf,
  zoomAbout,
} from './page-geometry.ts';
import { PagePicture } from './page-picture.tsx';
import classes from './page-viewer.module.css';
import type { PageFocus, PageViewing } from './use-page-focus.ts';

interface Look {
  view: PageView;
  /** As the person turned it; null while it stands as the page says. */
  rotation: Rotation | null;
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
  rotation: null,
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

const keyOf = ({ documentId, number }: OrderPage) => `${documentId}/${number}`;

/** The places of a look that stand on this page; none when it is a look at another page. */
const placesOn = (focus: PageFocus | null, page: OrderPage): Region[] =>
  (focus?.places ?? []).filter(
    ({ documentId, page: number }) => documentId === page.documentId && number === page.number,
  );

/** A page of which nothing is remembered is turned as the one before it was, where both lie alike. */
const lookAt = (page: OrderPage, before?: { page: OrderPage; look: Look }): Look =>
  remembered.get(keyOf(page)) ?? {
    ...firstLook,
    rotation: before?.page.rotation === page.rotation ? before.look.rotation : null,
  };

/** `pages` is never empty; `pageIndex` counts from 0 and is held within them. */
type PageViewerProps = Pick<PageViewing, 'pages' | 'pageIndex' | 'onPage'> &
  Partial<Pick<PageViewing, 'focus' | 'inSight'>>;

export const PageViewer = ({
  pages,
  pageIndex: wanted,
  onPage,
  focus = null,
  inSight: seen,
}: PageViewerProps) => {
  const pageIndex = Math.min(wanted, pages.length - 1);
  const page = pages[pageIndex] as OrderPage;
  const [look, setLook] = useState<Look>(() => lookAt(page));
  const [shown, setShown] = useState(page);
  const [focused, setFocused] = useState<PageFocus | null>(null);
  const [smooth, setSmooth] = useState(false);
  const { ref: sizeRef, width, height } = useElementSize();
  const frameRef = useRef<HTMLDivElement>(null);
  const ref = useMergedRef(sizeRef, frameRef);

  const frame: Size = { width: Math.max(width, 1), height: Math.max(height, 1) };
  const size: Size = page;
  const key = keyOf(page);
  if (keyOf(shown) !== key) {
    setShown(page);
    setSmooth(false);
    setLook(lookAt(page, { page: shown, look }));
  }
  const places = placesOn(focus, page);
  const [first, ...others] = places;
  if (focused !== focus && keyOf(shown) === key && width > 0) {
    setFocused(focus);
    if (first) {
      const rotation = look.rotation ?? page.rotation;
      setSmooth(true);
      setLook((now) => ({ ...now, view: viewOf([first, ...others], size, rotation, frame) }));
    }
  }
  useEffect(() => {
    remembered.set(key, look);
  }, [key, look]);

  const asSettled = (now: Look) =>
    settle({ ...now.view, rotation: now.rotation ?? page.rotation }, size, frame);
  const view = asSettled(look);
  useEffect(() => {
    if (seen)
      seen.current = { documentId: page.documentId, page: page.number, ...inSight(view, size, frame) };
  });

  const change = (next: (view: PageView) => PageView, smoothly = true) => {
    setSmooth(smoothly);
    setLook((now) => ({ ...now, view: settle(next(asSettled(now)), size, frame) }));
  };
  const zoom = (factor: number) => change((now) => zoomAbout(now, factor, { x: 0, y: 0 }));
  const pan = (dx: number, dy: number) => change((now) => panBy(now, dx * panStep, dy * panStep));
  const rotate = () => {
    setSmooth(false);
    setLook((now) => {
      const next = turned(asSettled(now), size);
      return { ...now, view: next, rotation: next.rotation };
    });
  };
  const fit = () =>
    change((now) => ({ ...now, fit: now.fit === 'width' ? 'page' : 'width', centre: { x: 0, y: 0 } }));
  const contrast = () => setLook((now) => ({ ...now, contrast: (now.contrast + 1) % contrasts.length }));
  const turn = (by: number) => {
    const to = pageIndex + by;
    if (to >= 0 && to < pages.length) onPage(to);
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

  const total = pages.length;
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
        <PagePicture
          key={key}
          source={pictureOf(page)}
          size={size}
          transform={transformOf(view, size, frame)}
          scale={view.scale}
          filter={contrasts[look.contrast]?.filter ?? 'none'}
          smooth={smooth}
          name={`Page ${pageIndex + 1} of the document`}
          places={places}
        />
      </div>
    </section>
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
