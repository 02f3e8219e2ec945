/** Finds faults of a page's layout; runs inside the page. */

/** @returns what is wider than the window, is outside it, or overlaps something else; each as a sentence */
export function layoutFaults(): string[] {
  const root = document.scrollingElement!;
  const width = root.clientWidth;
  const faults: string[] = [];
  const name = (element: Element) =>
    `<${element.tagName.toLowerCase()}${element.className && typeof element.className === 'string' ? ` class="${element.className}"` : ''}> "${(element.textContent ?? '').trim().slice(0, 30)}"`;
  const open = document.querySelector('dialog[open]');

  /** Whether an element around it scrolls or clips it, so that it can't leave the window. */
  const isClipped = (element: Element): boolean => {
    for (let outer = element.parentElement; outer && outer !== document.body; outer = outer.parentElement)
      if (getComputedStyle(outer).overflowX !== 'visible') return true;
    return false;
  };
  const seen = (element: Element): boolean =>
    !element.closest('.unseen, .skip, [hidden]') &&
    element.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true }) &&
    (!open || open.contains(element));

  type Atom = { readonly element: Element; readonly box: DOMRect };
  const atoms: Atom[] = [];
  const CONTROLS = 'a, button, input, select, textarea, summary, img, svg, progress, [role="progressbar"]';
  for (const element of document.querySelectorAll(CONTROLS))
    if (seen(element)) atoms.push({ element, box: element.getBoundingClientRect() });
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    const element = text.parentElement!;
    if (!text.textContent?.trim() || element.closest(`${CONTROLS}, script, style, noscript`) || !seen(element))
      continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const box of range.getClientRects()) atoms.push({ element, box });
  }

  if (root.scrollWidth > width + 1)
    faults.push(`the page scrolls sideways: ${root.scrollWidth} in a window of ${width}`);
  const real = atoms.filter(({ box }) => box.width > 1 && box.height > 1);
  for (const { element, box } of real)
    if ((box.left < -1 || box.right > width + 1) && !isClipped(element))
      faults.push(
        `${name(element)} leaves the window: ${Math.round(box.left)} to ${Math.round(box.right)} of ${width}`,
      );

  /** Whether it is fixed or sticky, so that the page scrolls under it by design. */
  const isFloating = (element: Element): boolean => {
    for (let outer: Element | null = element; outer && outer !== open; outer = outer.parentElement)
      if (['fixed', 'sticky'].includes(getComputedStyle(outer).position)) return true;
    return false;
  };
  const some = real.filter(({ element }) => !isClipped(element) && !isFloating(element)).slice(0, 400);
  // A line box is taller than its letters: an overlap of a few pixels is not visible.
  const over = (a: DOMRect, b: DOMRect) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 3 &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 6;
  some.forEach(({ element, box }, index) => {
    for (const other of some.slice(index + 1))
      if (over(box, other.box) && !element.contains(other.element) && !other.element.contains(element))
        faults.push(`${name(element)} lies over ${name(other.element)}`);
  });
  return [...new Set(faults)].slice(0, 10);
}
