/** Where a placeholder goes that is put into a text by a button. */
import { LINE_PLACEHOLDERS } from '#core/mail/placeholders.ts';

export type Inserted = { readonly text: string; readonly cursor: number };

/** @param from, to the selection, which it replaces; one that needs a line of its own gets it */
export function inserted(text: string, name: string, from: number, to: number): Inserted {
  const [before, after] = [text.slice(0, from), text.slice(to)];
  const alone = LINE_PLACEHOLDERS.includes(name);
  const lead = alone && before !== '' && !before.endsWith('\n') ? '\n\n' : '';
  const trail = alone && after !== '' && !after.startsWith('\n') ? '\n\n' : '';
  const head = `${before}${lead}{${name}}`;
  return { text: `${head}${trail}${after}`, cursor: head.length };
}
