/** Quantities: decimal text outside, integer thousandths of a unit inside, so that sums are exact. */

/** "2.5" → 2500. The text has been checked by the contract. */
export const toThousandths = (text: string): number => {
  const [whole = '0', places = ''] = text.replace('-', '').split('.');
  const thousandths = Number(whole) * 1000 + Number(places.padEnd(3, '0'));
  return text.startsWith('-') ? -thousandths : thousandths;
};

/** 2500 → "2.5". */
export const fromThousandths = (thousandths: number): string => {
  const size = Math.abs(thousandths);
  const places = String(size % 1000)
    .padStart(3, '0')
    .replace(/0+$/, '');
  return `${thousandths < 0 ? '-' : ''}${Math.floor(size / 1000)}${places ? `.${places}` : ''}`;
};
