/**
 * Shows a mail's HTML in a frame that runs no script, sends no form and follows no link (S4). The pages' content security policy
 * forbids style attributes, which mails need; so the styles are set through the DOM, which the policy allows.
 */
import { useState } from 'preact/hooks';

const withoutStyles = (html: string) => html.replaceAll(' style="', ' data-style="');

/** Applies the mail's own styles. @returns its height in pixels */
function applyStyles(document: Document): number {
  for (const element of document.querySelectorAll<HTMLElement>('[data-style]'))
    element.style.cssText = element.dataset['style'] ?? '';
  // Links look like links but can't be followed: the frame may not open their addresses.
  for (const link of document.querySelectorAll('a[href]')) link.removeAttribute('href');
  return Math.ceil(document.body.getBoundingClientRect().height);
}

export function MailFrame({ title, html }: { title: string; html: string }) {
  const [height, setHeight] = useState(480);
  return (
    <iframe
      class="mail-frame"
      title={title}
      // The same origin, so that the page can set its styles; this grants the mail nothing, since its scripts don't run.
      sandbox="allow-same-origin"
      srcDoc={withoutStyles(html)}
      height={height}
      onLoad={({ currentTarget: { contentDocument } }) => {
        if (contentDocument) setHeight(applyStyles(contentDocument));
      }}
    />
  );
}
