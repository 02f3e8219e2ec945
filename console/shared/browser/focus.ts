/**
 * Where a reader goes on when a page changes under them (WCAG 2.4.3, 4.1.3). A new page and a new step of one move the focus to
 * their heading, which is read out. And wherever the control with the focus goes away, the focus never falls to `<body>`.
 */
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** The first page of a visit: after loading, the browser begins at the top anyway. */
let opened = false;
let field: Element | undefined;

/** A field that a page puts the cursor into as it opens keeps it. */
export function focusField(input: HTMLInputElement): void {
  field = input;
  input.focus();
}

/** Moves the focus to the heading of a page when it opens, and when `title` says that its step is another one. */
export function useStepFocus(heading: RefObject<HTMLElement | null>, title: string): void {
  const language = useRef(document.documentElement.lang);
  const mounted = useRef(false);
  useLayoutEffect(() => {
    const translated = mounted.current && language.current !== document.documentElement.lang;
    language.current = document.documentElement.lang;
    const kept = !mounted.current && field !== undefined && field === document.activeElement;
    field = undefined;
    mounted.current = true;
    if (opened && !translated && !kept && !document.querySelector('dialog[open]')) {
      heading.current?.focus({ preventScroll: true });
      window.scrollTo(0, 0);
    }
    opened = true;
  }, [title]);
}

/** What says best what the page shows now: the open dialog's heading, what was just done, or the page's heading. */
const place = (): HTMLElement | null =>
  document.querySelector<HTMLElement>('dialog[open] h2') ??
  document.querySelector<HTMLElement>('.notice:not(:empty)') ??
  document.querySelector<HTMLElement>('main h1');

/** Takes the focus up wherever the control that had it is removed or disabled; called once a page is loaded. */
export function catchFocus(): void {
  let last: Element | undefined;
  function look() {
    const lost = document.activeElement === null || document.activeElement === document.body;
    if (!lost || last === undefined || (last.isConnected && !last.matches(':disabled'))) return;
    place()?.focus({ preventScroll: true });
  }
  document.addEventListener('focusin', ({ target }) => {
    last = target instanceof Element ? target : undefined;
  });
  new MutationObserver(() => {
    look();
    // A browser takes the focus off a disabled control only when it renders, after the callbacks of the frame.
    requestAnimationFrame(() => setTimeout(look));
  }).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] });
}
