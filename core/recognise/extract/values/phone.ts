/**
 * Telephone and fax numbers of the two countries, as bare digits.
 *
 * Always: ten digits in the United States, ten or eleven beginning with 0 in the United Kingdom; anything else is no
 * number. Not here: whose it is.
 */
import type { Lexicon } from '../../reading.ts';
import type { Read } from '../span.ts';
import { asFigures } from './number.ts';

const figureOrLetter = '[0-9OolISB]';
const shapes: Record<Lexicon['profile'], RegExp> = {
  us: new RegExp(
    `(?<![\\w])(?:\\+?1[\\s.\\-]?)?\\(?(${figureOrLetter}{3})\\)?[\\s.,\\-–]{0,3}(${figureOrLetter}{3})[\\s.,\\-–]{1,3}(${figureOrLetter}{2}\\s?${figureOrLetter}{2})(?![\\w])|(?<![\\w])(\\d{10})(?!\\w)`,
    'g',
  ),
  uk: new RegExp(
    `(?<![\\w])(?:\\+44\\s?(?:\\(0\\))?|\\(?[0O])[\\s\\-]?(?:\\(?${figureOrLetter}\\)?[\\s.\\-]{0,2}){8,10}(?!\\w)`,
    'g',
  ),
};

/** Every telephone number of a text. */
export function phonesIn(text: string, profile: Lexicon['profile']): Read[] {
  return [...text.matchAll(shapes[profile])].flatMap((match) => {
    const whole = match[0].trimEnd().replace(/[.\-–]+$/, '');
    const digits = asFigures(whole).replace(/\D/g, '');
    if ((whole.match(/\d/g) ?? []).length < 7) return [];
    const value =
      profile === 'us'
        ? digits.slice(-10)
        : whole.startsWith('+44')
          ? `0${digits.slice(2).replace(/^0/, '')}`
          : digits;
    const right =
      profile === 'us'
        ? /^[2-9]\d{2}[2-9]\d{6}$/.test(value) || /^[2-9]\d{9}$/.test(value)
        : /^0[1-9]\d{8,9}$/.test(value);
    if (!right) return [];
    return [
      {
        value,
        from: match.index,
        to: match.index + whole.length,
        repaired: /[OolISB]/.test(whole.replace(/^\+?1\b/, '')),
      },
    ];
  });
}
