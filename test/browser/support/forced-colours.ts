/** Finds what is said by a background alone, which forced colours take away (Windows' contrast themes); runs inside the page. */

/** @returns each chosen, done or measured thing that looks like those beside it */
export function forcedColourFaults(): string[] {
  const faults: string[] = [];
  const look = (element: Element) => {
    const { backgroundColor, borderStyle, borderColor, outlineStyle, color } = getComputedStyle(element);
    return [backgroundColor, borderStyle, borderColor, outlineStyle, color].join(' ');
  };
  const differ = (what: string, one: Element | null, other: Element | null) => {
    if (one && other && look(one) === look(other)) faults.push(`${what} looks like what is not`);
  };
  const first = (selector: string) => document.querySelector(selector);
  differ('the chosen segment', first('.segments label:has(:checked)'), first('.segments label:not(:has(:checked))'));
  differ('a step that is done', first('.steps .done .mark'), first('.steps .later .mark'));
  differ('the present step', first('.steps .current .mark'), first('.steps .later .mark'));
  differ(
    'the level of the meter',
    first('.meter[data-level="1"] span:nth-child(1)'),
    first('.meter[data-level="1"] span:nth-child(2)'),
  );
  for (const box of document.querySelectorAll('.badge, .alert, .button.primary'))
    if (box.checkVisibility() && getComputedStyle(box).borderStyle === 'none')
      faults.push(`<${box.className}> has no border`);
  return faults;
}
