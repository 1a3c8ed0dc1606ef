/**
 * Tesseract, as WebAssembly in the thread that calls it: a grey picture in, words with their places out.
 *
 * Always: nothing is fetched, program and language data lie in the packages installed; what the engine prints is
 * thrown away, for it may quote the page. A page is read in segmentation mode 3: others drop ruled tables without
 * a sign of it.
 * Not here: which way is up, straightening and cleaning (prepare-page.ts), threads (recognise-worker.ts).
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Grey } from './page-picture.ts';
import type { Word } from './reading.ts';

export interface OcrEngine {
  /** The words of an upright, straight page in reading order; their places are pixels of the picture given. */
  words(page: Grey): Word[];
  /** The words of a picture that holds a single line. */
  lineOf(piece: Grey): Word[];
}

/** The engine with the memory it holds, in bytes: as much as its largest page took, for WebAssembly gives none back. */
export interface OwnEngine extends OcrEngine {
  held(): number;
}

/** What the engine needs is missing or damaged. */
export class NoData extends Error {}

interface Place {
  readonly text: string;
  readonly confidence: number;
  readonly bbox: { readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number };
}
interface Blocks {
  readonly blocks: readonly {
    readonly paragraphs: readonly { readonly lines: readonly { readonly words: readonly Place[] }[] }[];
  }[];
}
interface Api {
  Init(folder: null, language: string, mode: number): number;
  SetVariable(name: string, value: string): boolean;
  /** Reads the file `/input`; 0 when it could. */
  SetImageFile(orientation: number, angle: number): number;
  Recognize(monitor: null): number;
  GetJSONText(): string;
  Clear(): void;
}
interface Core {
  readonly FS: { writeFile(path: string, content: Uint8Array): void };
  readonly TessBaseAPI: new () => Api;
}

const require = createRequire(import.meta.url);

/** Known to every Node, but not to the types chosen here, which leave the browser's out. */
declare const WebAssembly: {
  validate(bytes: Uint8Array): boolean;
  compile(bytes: Uint8Array): Promise<object>;
  readonly Instance: new (program: object, imports: object) => { readonly exports: Record<string, object> };
  readonly Memory: new () => { readonly buffer: ArrayBuffer };
};
type Memory = InstanceType<typeof WebAssembly.Memory>;

/** The fastest first; a processor that lacks what one needs refuses to take it. */
const builds = [
  'tesseract-core-relaxedsimd-lstm',
  'tesseract-core-simd-lstm',
  'tesseract-core-lstm',
] as const;

const LSTM_ONLY = 1;

const WHOLE_PAGE = '3';
const ONE_LINE = '7';

const silent = () => {};

async function loadCore(): Promise<{ core: Core; memory: Memory }> {
  const folder = dirname(require.resolve('tesseract.js-core/package.json'));
  for (const build of builds) {
    const wasmBinary = readFileSync(join(folder, `${build}.wasm`));
    if (!WebAssembly.validate(wasmBinary)) continue;
    const program = await WebAssembly.compile(wasmBinary);
    let memory: Memory | undefined;
    const core: Core = await require(join(folder, `${build}.js`))({
      print: silent,
      printErr: silent,
      instantiateWasm: (imports: object, done: (instance: object) => void) => {
        const instance = new WebAssembly.Instance(program, imports);
        memory = Object.values(instance.exports).find((one) => one instanceof WebAssembly.Memory);
        done(instance);
      },
    });
    if (memory) return { core, memory };
  }
  throw new Error('no build of the engine runs on this processor');
}

/** Where the language data is unless another folder is named. */
const installedData = (): string =>
  join(dirname(require.resolve('@tesseract.js-data/eng/package.json')), '4.0.0_best_int');

/** Loads the engine, about 100 ms. Throws `NoData` where a part of it is missing or damaged. */
export async function openOcrEngine(dataFolder?: string): Promise<OwnEngine> {
  let core: Core;
  let memory: Memory;
  let api: Api;
  try {
    const language = gunzipSync(readFileSync(join(dataFolder ?? installedData(), 'eng.traineddata.gz')));
    ({ core, memory } = await loadCore());
    core.FS.writeFile('./eng.traineddata', language);
    api = new core.TessBaseAPI();
    if (api.Init(null, 'eng', LSTM_ONLY) !== 0) throw new Error('the language data is not what it should be');
  } catch (error) {
    throw new NoData('the reading data is missing or damaged', { cause: error });
  }
  api.SetVariable('user_defined_dpi', '200');
  const read = (picture: Grey, mode: string): Word[] => {
    api.SetVariable('tessedit_pageseg_mode', mode);
    core.FS.writeFile('/input', portableGreyMap(picture));
    if (api.SetImageFile(1, 0) !== 0) throw new Error('the engine did not take the picture');
    try {
      api.Recognize(null);
      return wordsOf(JSON.parse(api.GetJSONText()));
    } finally {
      api.Clear();
    }
  };
  return {
    words: (page) => read(page, WHOLE_PAGE),
    lineOf: (piece) => read(piece, ONE_LINE),
    held: () => memory.buffer.byteLength,
  };
}

/** The plainest picture file there is: nothing to pack on one side and unpack on the other. */
function portableGreyMap({ width, height, grey }: Grey): Uint8Array {
  return Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`, 'latin1'), grey]);
}

function wordsOf({ blocks }: Blocks): Word[] {
  let line = -1;
  return blocks.flatMap(({ paragraphs }, block) =>
    paragraphs
      .flatMap(({ lines }) => lines)
      .flatMap(({ words }) => {
        line += 1;
        return words
          .filter(({ text }) => text.trim() !== '')
          .map(({ text, confidence, bbox: { x0, y0, x1, y1 } }) => ({
            text: text.trim(),
            confidence,
            box: { x: x0, y: y0, width: x1 - x0, height: y1 - y0 },
            line,
            block,
          }));
      }),
  );
}
