/**
 * The one page of a PNG or a JPEG. The size is read from the header before the picture is decoded, so a small
 * file that claims an enormous picture is refused unopened.
 */
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { greyOf, type Raster } from './page-image.ts';
import { checkPageSize, Refusal } from './page-limits.ts';

type Header = { width: number; height: number; xDensity: number; yDensity: number };

function pngHeader(view: DataView): Header {
  const header = { width: view.getUint32(16), height: view.getUint32(20), xDensity: 0, yDensity: 0 };
  for (let at = 8; at + 12 <= view.byteLength; ) {
    const type = view.getUint32(at + 4);
    if (type === 0x49444154) break; // IDAT
    if (type === 0x70485973)
      return { ...header, xDensity: view.getUint32(at + 8), yDensity: view.getUint32(at + 12) };
    at += view.getUint32(at) + 12;
  }
  return header;
}

function jpegHeader(view: DataView): Header {
  let [xDensity, yDensity] = [0, 0];
  for (let at = 2; at + 10 <= view.byteLength; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint16(at);
    const isJfif = marker === 0xffe0 && view.getUint32(at + 4) === 0x4a464946;
    if (isJfif) [xDensity, yDensity] = [view.getUint16(at + 12), view.getUint16(at + 14)];
    const isFrame = marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5), xDensity, yDensity };
    if (marker < 0xffc0) break;
  }
  throw new Refusal('unreadable');
}

/** The picture as a page. Throws a refusal, or any other error where the picture is damaged. */
export async function picturePage(bytes: Uint8Array, kind: 'png' | 'jpeg'): Promise<Raster> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = kind === 'png' ? pngHeader(view) : jpegHeader(view);
  checkPageSize(header.width, header.height);
  const picture = await loadImage(bytes);
  const { width, height } = picture;
  checkPageSize(width, height);
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(picture, 0, 0);
  // A camera's picture may be turned when it is decoded; its densities turn with it.
  const turned = width !== header.width;
  return {
    width,
    height,
    grey: greyOf(context.getImageData(0, 0, width, height).data),
    xDensity: turned ? header.yDensity : header.xDensity,
    yDensity: turned ? header.xDensity : header.yDensity,
    damagedRows: 0,
  };
}
