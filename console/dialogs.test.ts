/** Dialogs are alike: their buttons come from one component, in one order. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const sources = readdirSync(import.meta.dirname, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.tsx'))
  .map((entry) => join(entry.parentPath, entry.name))
  .map((file) => ({ file: relative(import.meta.dirname, file), text: readFileSync(file, 'utf8') }))
  .filter(({ text }) => text.includes('<Dialog '));

test('every way out of a dialog stands in its buttons, before what acts', () => {
  expect(sources.length).toBeGreaterThan(8);
  const byHand = sources.filter(({ text }) =>
    /<Button[^>]*onClick=\{(?:onClose|stay)\}[^>]*>\s*\{t\('do\.cancel'\)/u.test(text),
  );
  expect(byHand.map(({ file }) => file)).toEqual([]);
  const acting = sources.filter(
    ({ text }) => /kind="(?:danger|primary)"/u.test(text) && !text.includes('<DialogButtons'),
  );
  // Only to be closed: there is nothing to choose between.
  expect(acting.map(({ file }) => file)).toEqual(['shared/ui/session-watch.tsx']);
});
