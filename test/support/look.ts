// Looks at what a window shows as a person with any pair of eyes would: in light and dark, on a small and a large
// screen, and enlarged to 200 %. Answers what is wrong, in words; keeps pictures where MORTAR_SCREENSHOTS says.
// Not here: whether it is beautiful. The pictures are for that.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Page } from 'playwright';

const desk = { width: 1280, height: 800 };
const large = { width: 1920, height: 1080 };
/** A desk at 200 %, in the pixels a page counts in. */
const enlarged = { width: 640, height: 400 };

/** Each light and each size once: contrast hangs on the light, nearly all else on the size. */
const eyes = [
  { colorScheme: 'light', viewport: desk },
  { colorScheme: 'dark', viewport: large },
] as const;

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const pictures = process.env.MORTAR_SCREENSHOTS;

/** Waits until everything that is being loaded has come. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      document.querySelector('[aria-busy=true], .mantine-Skeleton-root, .mantine-Loader-root') === null &&
      [...document.images].every((image) => image.complete),
  );
  // A colour on its way from light to dark is neither; it sets out when the page is drawn next.
  await page.evaluate(async () => {
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
  });
}

/** Looks at the window in either light, in a size each and enlarged, and leaves it light and small. Answers what is wrong. */
export async function look(page: Page, name: string): Promise<string[]> {
  const faults: string[] = [];
  for (const { colorScheme, viewport } of eyes) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize(viewport);
    await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
    await settled(page);
    const seen = `${name}, ${colorScheme}, ${viewport.width} × ${viewport.height}`;
    await keep(page, `${name} ${colorScheme} ${viewport.width}`);
    faults.push(...(await barriers(page)).map((fault) => `${seen}: ${fault}`));
    faults.push(...(await overflow(page)).map((fault) => `${seen}: ${fault}`));
  }
  await page.setViewportSize(enlarged);
  await settled(page);
  await keep(page, `${name} enlarged`);
  faults.push(...(await cutOff(page)).map((fault) => `${name}, at 200 %: ${fault}`));
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.setViewportSize(desk);
  if ((await page.title()) !== 'Mortar')
    faults.push(`${name}: the title of the document says more than Mortar`);
  return faults;
}

async function keep(page: Page, name: string): Promise<void> {
  if (!pictures) return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name.replace(/\W+/g, '-')}.png`) });
}

/** What stands in the way of somebody, by the rules of WCAG 2.2 AA. */
async function barriers(page: Page): Promise<string[]> {
  // It stays in the page until that is loaded anew.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  return page.evaluate(async (tags) => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run({
      runOnly: tags,
      resultTypes: ['violations'],
    });
    return violations.map(({ id, nodes }) => {
      const places = nodes.map(({ target, any }) => `${target.join(' ')} (${any[0]?.message ?? ''})`);
      return `${id}: ${places.slice(0, 3).join('; ')}`;
    });
  }, rules);
}

/** The page itself never scrolls sideways. */
const overflow = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth > clientWidth ? [`it scrolls sideways by ${scrollWidth - clientWidth}`] : [];
  });

/** Every control and title can be brought into sight whole, and the main action is in sight at once. */
const cutOff = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const faults: string[] = [];
    const nameOf = (element: Element) =>
      (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40) ||
      element.tagName;
    const inside = document.querySelector('[role=dialog]') ?? document.querySelector('main') ?? document.body;
    const action = inside.querySelector('footer button')?.getBoundingClientRect();
    if (action && (action.right > innerWidth + 1 || action.bottom > innerHeight + 1 || action.left < 0))
      faults.push('the main action is out of sight');
    for (const title of inside.querySelectorAll('h1')) {
      const { clientWidth, scrollWidth } = title;
      const shown = title.parentElement?.clientWidth ?? clientWidth;
      if (scrollWidth > shown) faults.push(`the title “${nameOf(title)}” is cut off`);
    }
    for (const element of inside.querySelectorAll('button, input, select, textarea, a[href]')) {
      if (!element.checkVisibility({ visibilityProperty: true }) || element.clientWidth <= 1) continue;
      element.scrollIntoView({ block: 'center', inline: 'nearest' });
      const { left, right, top, bottom } = element.getBoundingClientRect();
      const above = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      const own = element.closest('label') ?? element.parentElement ?? element;
      if (above && !own.contains(above) && !above.contains(element))
        faults.push(`“${nameOf(element)}” is covered by “${nameOf(above)}”`);
      if (left < -1 || right > innerWidth + 1)
        faults.push(`“${nameOf(element)}” cannot be brought into sight whole`);
    }
    return faults;
  });
