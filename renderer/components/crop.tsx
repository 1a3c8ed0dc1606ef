/**
 * A page of a fax as a picture the right way up, and a piece cut out of one. CSS alone: no page is fetched twice, none
 * is drawn anew, and both take whatever width there is.
 * Not here: zoom and pan (page-viewer.tsx); where on a page something stands.
 */
import { type CSSProperties, type ReactNode, useState } from 'react';
import type { OrderPage } from '../../core/contract/entry.ts';
import type { Region } from '../../core/contract/recognition.ts';
import classes from './crop.module.css';
import { type Box, cutOut, rotatedSize } from './page-geometry.ts';

export const pictureOf = ({ documentId, number }: Pick<OrderPage, 'documentId' | 'number'>) =>
  `/api/documents/${documentId}/pages/${number}`;

/** Turns about the top left corner and moves back into sight; of the picture's own size. */
const turns = {
  0: 'none',
  90: 'rotate(90deg) translateY(-100%)',
  180: 'rotate(180deg) translate(-100%, -100%)',
  270: 'rotate(270deg) translateX(-100%)',
} as const;

const percent = (part: number, whole: number) => `${(part / whole) * 100}%`;

/**
 * The page as wide as the place it is put into.
 * @param window the part of the turned page that is shown; without it the whole page
 * @param missing what stands there when the picture does not come
 */
export const UprightPage = ({
  page,
  alt,
  window,
  missing,
}: {
  page: OrderPage;
  alt: string;
  window?: Box;
  missing: ReactNode;
}) => {
  const [failed, setFailed] = useState(false);
  const size = rotatedSize(page, page.rotation);
  const shown = window ?? { x: 0, y: 0, ...size };
  if (failed) return missing;
  return (
    <span className={classes.window} style={{ aspectRatio: `${shown.width} / ${shown.height}` }}>
      <span
        className={classes.page}
        style={{
          left: percent(-shown.x, shown.width),
          top: percent(-shown.y, shown.height),
          width: percent(size.width, shown.width),
          height: percent(size.height, shown.height),
        }}
      >
        <img
          src={pictureOf(page)}
          alt={alt}
          className={classes.picture}
          draggable={false}
          style={{
            width: percent(page.width, size.width),
            height: percent(page.height, size.height),
            transform: turns[page.rotation],
          }}
          onError={() => setFailed(true)}
        />
      </span>
    </span>
  );
};

/** How wide the whole page would be, so that its print is about as large as the words beside it. */
const asWide = 820;

/**
 * The piece of paper a value came from, the right way up, with a little around it.
 * All pieces are of one scale, so that print is as large in one as in the other; one that is wider than its place is
 * smaller, and none is taller than `tallest` pixels. On a large screen all are larger.
 * @param pages the pages of the order; a place on another page shows nothing
 * @param alt what it is: "Where the quantity stands on the page"
 */
export const Crop = ({
  region,
  pages,
  alt,
  tallest = 96,
}: {
  region: Region;
  pages: readonly OrderPage[];
  alt: string;
  tallest?: number;
}) => {
  const page = pages.find(
    ({ documentId, number }) => documentId === region.documentId && number === region.page,
  );
  if (page === undefined) return null;
  const window = cutOut(region, page, page.rotation);
  const scale = Math.min(asWide / rotatedSize(page, page.rotation).width, tallest / window.height);
  return (
    <span
      className={classes.crop}
      style={{ '--width': `${Math.round(window.width * scale)}px` } as CSSProperties}
    >
      <UprightPage
        page={page}
        alt={alt}
        window={window}
        missing={<span className={classes.missing}>The page cannot be shown here.</span>}
      />
    </span>
  );
};
