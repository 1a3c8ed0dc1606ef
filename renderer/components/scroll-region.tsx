/** A part of a screen that scrolls within itself, and so can be reached by the keyboard. */
import type { ReactNode } from 'react';

interface ScrollRegionProps {
  label: string;
  className: string | undefined;
  children: ReactNode;
}

export const ScrollRegion = ({ label, className, children }: ScrollRegionProps) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls within itself is scrolled by keys too.
  <section className={className} tabIndex={0} aria-label={label}>
    {children}
  </section>
);
