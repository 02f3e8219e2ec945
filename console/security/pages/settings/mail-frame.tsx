/**
 * A mail's HTML as a mail program shows it, in a frame of its own that runs no script, sends no form and leads nowhere (S4).
 * The pages' policy has no place for styles in attributes, which is what mails need; so they are put on through the object
 * model, which the policy lets a page do with its own frames.
 */
import { useState } from 'preact/hooks';

const withoutStyles = (html: string) => html.replaceAll(' style="', ' data-style="');

/** Puts the mail's own styles on, and says how tall it is, in pixels. */
function dress(document: Document): number {
  for (const element of document.querySelectorAll<HTMLElement>('[data-style]'))
    element.style.cssText = element.dataset['style'] ?? '';
  // They look like links and lead nowhere: the frame would only show that it may not open what they name.
  for (const link of document.querySelectorAll('a[href]')) link.removeAttribute('href');
  return Math.ceil(document.body.getBoundingClientRect().height);
}

export function MailFrame({ title, html }: { title: string; html: string }) {
  const [height, setHeight] = useState(480);
  return (
    <iframe
      class="mail-frame"
      title={title}
      // The same origin, so that its styles can be put on; without scripts of its own that gives it nothing.
      sandbox="allow-same-origin"
      srcDoc={withoutStyles(html)}
      height={height}
      onLoad={({ currentTarget: { contentDocument } }) => {
        if (contentDocument) setHeight(dress(contentDocument));
      }}
    />
  );
}
