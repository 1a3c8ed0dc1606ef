/**
 * What a page is taken for, and why in words.
 *
 * Always: a page with a drug and its directions or amount is a prescription whatever else it says, but for a
 * laboratory's list of results; nothing is thrown away here, a person sees the page with the reason. Not here: what is
 * prescribed.
 */
import type { PageKind } from '../../contract/recognition.ts';
import { faults, folded } from './fuzzy.ts';
import type { Item } from './items.ts';
import type { Sheet } from './sheet.ts';
import { spanOf } from './span.ts';

export interface Kind {
  readonly kind: PageKind;
  readonly why: string;
}

interface Sign {
  readonly shape: RegExp;
  readonly words: string;
  readonly weight: number;
}

const sign = (words: string, shape: RegExp, weight = 1): Sign => ({ words, shape, weight });

const signs: Record<'cover-sheet' | 'lab-result' | 'advert' | 'refill-request', readonly Sign[]> = {
  'cover-sheet': [
    sign('the word FAX as a heading', /^\W*(?:fax|facsimile)\W*$/im, 2),
    sign(
      'the words fax cover',
      /\b(?:fax\s+(?:cover|transmi\w+|message|transmittal)|cover\s+(?:sheet|page|letter)|facsimile\s+(?:cover|transmi\w+|message))\b/i,
      2.5,
    ),
    sign(
      'a count of pages',
      /\b(?:pages?|no\.? of pages|number of pages)\b(?:\s*\([^)]*\))?\s*[:;.]?\s*\d+|\b\d+\s+pages?\b|including\s+(?:this|cover)/i,
      1,
    ),
    sign(
      'the head of a fax message',
      /(?:^\W*(?:to|from|fax(?: n\w+)?|phone|date|subject|re|attn|attention|message|comments?|(?:no\.? of |number of )?pages?)\s*[:;][^\n]*\n){4}/im,
      1.5,
    ),
    sign('to and from', /^\W*to\b[\s\S]*^\W*from\b|^\W*from\b[\s\S]*^\W*to\b/im, 1),
    sign(
      'a note on confidentiality',
      /\bconfidential|intended\s+(?:only\s+)?(?:recipient|for)|reached\s+you\s+(?:by|in)\b|in\s+error\b/i,
      0.5,
    ),
  ],
  'lab-result': [
    sign('reference ranges', /\breference\b|\bref\.?\s*(?:range|interval)|\bnormal\s+range\b/i, 1.5),
    sign('a specimen', /\bspecimen\b|\bsample\s+(?:type|date|received)\b|\bcollected\b|\bcollection\b/i, 1),
    sign('results', /\bresults?\b/i, 0.7),
    sign(
      'the word laboratory',
      /\blab(?:oratory|oratories|s)?\b|\bpathology\b|\bh(?:a|ae)ematology\b|\bbiochemistry\b/i,
      1,
    ),
    sign(
      'units of a laboratory',
      /\b(?:mg|g|ug)\/dl\b|\bmmol\/l\b|\bmeq\/l\b|\bu\/l\b|\biu\/l\b|\bng\/ml\b|\bx?\s?10[*^e]?\d\b|\bk\/ul\b|\bumol\/l\b|\bmiu\/l\b/i,
      1.5,
    ),
    sign(
      'names of tests',
      /\bh(?:a|ae)?emoglobin\b|\bhematocrit\b|\bcreatinine\b|\bsodium\b[\s\S]*\bpotassium\b|\bcholesterol\b|\btsh\b|\begfr\b|\bhba1c\b|\bplatelets?\b|\bwbc\b|\bbilirubin\b/i,
      1,
    ),
  ],
  advert: [
    sign(
      'prices or savings',
      /\b\d{1,3}\s?%\s*(?:off|savings?|discount)|\bsave\b|\bdiscounts?\b|[$£]\s?\d|\bspecial\s+(?:offer|price|rate)|\bdeal\b|\boffer\b|\bsale\b|\bfree\s+(?:quote|shipping|trial|delivery|estimate|sample|gift)/i,
      1.5,
    ),
    sign(
      'a call to buy',
      /\bcall\s+(?:now|today|us)\b|\border\s+(?:now|today)\b|\bact\s+now\b|\blimited\s+time\b|\bdon.?t\s+miss\b|\bwhile\s+(?:stocks?|supplies)\b|\bhurry\b|\bvisit\s+us\b|\bbook\s+now\b/i,
      1.5,
    ),
    sign(
      'a way to be taken off a list',
      /\bremov(?:e|ed|al)\b|\bunsubscribe\b|\bopt[-\s]?out\b|\bfax\s+list\b|\bstop\s+receiving\b/i,
      1.5,
    ),
    sign(
      'words of advertising',
      /\b(?:vacation|cruise|loans?|insurance\s+rates|toner|office\s+supplies|guaranteed|exclusive|best\s+price|lowest|brand\s+new|roof\w*|catering|lunch\s+specials?|financing|lease|webinar|mortgage|winner|holiday|flooring|cleaning\s+service)\b/i,
      1,
    ),
  ],
  'refill-request': [
    sign(
      'the words refill request',
      /\b(?:refill|renewal|repeat)\s+(?:authori[sz]ation\s+)?(?:requests?|request\s+form)\b|\brequest\s+for\s+(?:refill|renewal|repeat)|\b(?:renewal|refill)\s+authori[sz]ation\s+request\b|\bprescription\s+(?:refill|renewal)\b|\brepeat\s+(?:medication|prescription)\s+request\b|\b(?:refill|renewal)\s+(?:authori[sz]ation|response|answer|approval)\b/i,
      2,
    ),
    sign(
      'the question to the prescriber',
      /\bplease\s+(?:authori[sz]e|approve|review|respond|indicate|sign\s+and\s+(?:return|fax))|\b(?:has|have)\s+requested\b|\brequests?\s+(?:a\s+)?(?:refill|renewal)|\brefills?\s+requested\b|\bauthori[sz]e\s+(?:the\s+)?(?:following\s+)?refills?/i,
      1,
    ),
    sign(
      'boxes to approve or deny',
      /\bapproved?\b[\s\S]{0,200}\b(?:denied|deny|refused?|rejected?)\b|\b(?:denied|deny)\b[\s\S]{0,200}\bapproved?\b/i,
      1,
    ),
    sign(
      'when it was last filled or asked for',
      /\blast\s+(?:filled|fill|dispensed|issued|refill)|\bdate\s+(?:of\s+)?last\s+fill|\blast\s+fill\s+date|\bdate\s+requested|\brequested\s+(?:on|date)/i,
      1,
    ),
  ],
};

const refillHeadings = [
  'refill request',
  'renewal request',
  'refill authorization',
  'refill authorization request',
  'prescription refill request',
  'prescription renewal request',
  'refill request response',
  'repeat prescription request',
].map(folded);

/** A line of its own that says it, though OCR took a letter or two for others. */
const headedAs = ({ page }: Sheet, headings: readonly string[]): boolean =>
  page.lines.some(({ tokens }) => {
    const key = folded(tokens.map(({ text }) => text).join(''));
    return tokens.length < 6 && headings.some((heading) => faults(key, heading, 2) <= 2);
  });

/** What a page is, from its words and what was found on it. */
export function kindOf(sheet: Sheet, items: readonly Item[], continues: boolean): Kind {
  const text = sheet.page.lines.map(({ tokens }) => spanOf(tokens).text).join('\n');
  const own =
    sheet.segments.flatMap(({ tokens }) => tokens).filter(({ key }) => key.length > 1).length +
    sheet.labels.length;
  if (own < 4) return { kind: 'blank', why: own === 0 ? 'no word on it' : 'hardly a word on it' };
  const weighed = (kind: keyof typeof signs) => {
    const seen = signs[kind].filter(({ shape }) => shape.test(text));
    return {
      worth: seen.reduce((sum, { weight }) => sum + weight, 0),
      words: seen.map(({ words }) => words).join(', '),
    };
  };
  const strong = items.filter(({ worth }) => worth >= 1.5);
  const refill = weighed('refill-request');
  const headed = headedAs(sheet, refillHeadings);
  const asked = refill.worth >= 2 || headed;
  const saysRefill = [refill.words, headed ? 'the heading of one' : '']
    .filter((one) => one !== '')
    .join(', ');
  const lab = weighed('lab-result');
  if (lab.worth >= 3 && !items.some(({ drafts }) => drafts.some(({ field }) => field === 'sig'))) {
    return { kind: 'lab-result', why: `has ${lab.words}` };
  }
  if (strong.length > 0 || items.length > 0) {
    const count = `${items.length === 1 ? 'a drug' : `${items.length} drugs`} with directions or amount`;
    if (strong.length > 0 || continues) {
      return asked
        ? { kind: 'refill-request', why: `has ${saysRefill}, and ${count}` }
        : { kind: 'prescription', why: `has ${count}` };
    }
  }
  if (continues) return { kind: 'prescription', why: 'goes on from the page before' };
  if (refill.worth >= 3) return { kind: 'refill-request', why: `has ${refill.words}` };
  const cover = weighed('cover-sheet');
  if (cover.worth >= 2.5) return { kind: 'cover-sheet', why: `has ${cover.words}, and no drug` };
  if (lab.worth >= 2.5) return { kind: 'lab-result', why: `has ${lab.words}, and no directions` };
  const advert = weighed('advert');
  if (advert.worth >= 2.5) return { kind: 'advert', why: `has ${advert.words}, and no drug` };
  if (items.length > 0)
    return { kind: 'prescription', why: 'names a drug, without directions or amount that could be read' };
  if (
    /^\W*dear\b/im.test(text) ||
    /\b(?:yours\s+(?:sincerely|faithfully|truly)|sincerely|kind\s+regards|with\s+(?:best|kind)\s+(?:wishes|regards))\b/i.test(
      text,
    )
  ) {
    return { kind: 'letter', why: 'is written as a letter, and prescribes nothing' };
  }
  if (cover.worth >= 2) return { kind: 'cover-sheet', why: `has ${cover.words}, and no drug` };
  if (advert.worth >= 1.5) return { kind: 'advert', why: `has ${advert.words}, and no drug` };
  return { kind: 'unknown', why: 'no drug could be read, and nothing says what it is' };
}
