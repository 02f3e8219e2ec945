/** How to reach a help desk, as an administrator typed it: telephone numbers and e-mail addresses in it are links. */
import { contactParts } from './contact-parts.ts';

export function Contact({ text }: { text: string }) {
  return (
    <>
      {contactParts(text).map(({ words, href }) =>
        href === undefined ? (
          words
        ) : (
          <a key={href} href={href} class="contact">
            {words}
          </a>
        ),
      )}
    </>
  );
}
