/**
 * Shows a mail's HTML in a frame that runs no script, sends no form and follows no link (S4), as wide as a mail client's window. The
 * pages' content security policy forbids style attributes, which mails need; so the styles are set through the DOM, which the policy
 * allows.
 */
import { useEffect, useRef, useState } from 'preact/hooks';

export const WIDTHS = ['phone', 'narrow', 'desktop'] as const;
export type Width = (typeof WIDTHS)[number];
export const SCHEMES = ['light', 'dark'] as const;
export type Scheme = (typeof SCHEMES)[number];

const withoutStyles = (html: string) => html.replaceAll(' style="', ' data-style="');

/** Applies the mail's own styles. @returns its height in pixels */
function applyStyles(document: Document, scheme: Scheme): number {
  // As a client would: the mail says that it can be read in either.
  document.documentElement.style.colorScheme = scheme;
  for (const element of document.querySelectorAll<HTMLElement>('[data-style]'))
    element.style.cssText = element.dataset['style'] ?? '';
  // Links look like links but can't be followed: the frame may not open their addresses.
  for (const link of document.querySelectorAll('a[href]')) link.removeAttribute('href');
  return Math.ceil(document.documentElement.getBoundingClientRect().height);
}

type MailFrameProps = { title: string; html: string; width: Width; scheme: Scheme };

export function MailFrame({ title, html, width, scheme }: MailFrameProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(480);
  const apply = () => {
    const shown = frame.current?.contentDocument;
    if (shown?.body) setHeight(applyStyles(shown, scheme));
  };
  useEffect(apply, [width, scheme]);
  return (
    // Wider than a phone's window, it scrolls in a box of its own, also by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls
    <section class="mail-client" tabIndex={0} aria-label={title}>
      <iframe
        ref={frame}
        class={`mail-frame ${width}`}
        title={title}
        // The same origin, so that the page can set its styles; this grants the mail nothing, since its scripts don't run.
        sandbox="allow-same-origin"
        srcDoc={withoutStyles(html)}
        height={height}
        onLoad={apply}
      />
    </section>
  );
}
