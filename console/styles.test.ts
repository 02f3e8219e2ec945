/** The styles also work from right to left, in both themes. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

type Line = { readonly file: string; readonly number: number; readonly text: string };
const lines: Line[] = readdirSync(import.meta.dirname, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.css'))
  .flatMap((entry) => {
    const file = join(entry.parentPath, entry.name);
    // Comments keep their lines, so that the numbers stay true.
    const bare = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\//gu, (comment) => comment.replace(/[^\n]/gu, ' '));
    return bare
      .split('\n')
      .map((text, index) => ({ file: relative(import.meta.dirname, file), number: index + 1, text }));
  });
const found = (pattern: RegExp, but: (line: Line) => boolean = () => false) =>
  lines
    .filter((line) => pattern.test(line.text) && !but(line))
    .map(({ file, number, text }) => `${file}:${number}: ${text.trim()}`);

const PHYSICAL = [
  /(?:^|[\s{;])(?:left|right)\s*:/u,
  /(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right|top|bottom)\b/u,
  /border-(?:top|bottom)-(?:left|right)-radius/u,
  /(?:text-align|float|clear|caption-side)\s*:\s*(?:left|right)\b/u,
  /(?:^|[\s{;])(?:min-|max-)?(?:width|height)\s*:/u,
  /(?:^|[\s{;])(?:top|bottom)\s*:/u,
  // Four values of a shorthand name left and right.
  /(?:^|[\s{;])(?:margin|padding|inset|border-width|border-radius)\s*:\s*(?:[^\s;()]+\s+){3}[^\s;()]+;/u,
];

test('the style sheets are found, and each pattern matches its sample', () => {
  expect(lines.length).toBeGreaterThan(300);
  const samples = [
    '  left: 0;',
    'margin-left: 1rem;',
    'border-top-left-radius: 2px;',
    'text-align: right;',
    '  max-width: 3rem;',
    'top: 0;',
    'margin: 0 1rem 0 2rem;',
  ];
  expect(PHYSICAL.map((pattern, index) => pattern.test(samples[index]!))).toEqual(PHYSICAL.map(() => true));
});

test('the style sheets use logical properties only, which follow the direction of reading', () => {
  for (const pattern of PHYSICAL) expect(found(pattern)).toEqual([]);
});

test('colours are defined in tokens.css only, each for both themes', () => {
  const colour = /#[\da-f]{3,8}\b|\b(?:rgb|hsl|oklch|oklab|lab|lch)a?\(|:\s*(?:white|black|red|green|blue|gr[ae]y)\b/iu;
  expect(found(colour, ({ file }) => file.endsWith('tokens.css'))).toEqual([]);
  const tokens = found(colour);
  expect(tokens.length).toBeGreaterThan(15);
  // The veil behind a dialog is the same in both.
  expect(tokens.filter((line) => !/light-dark\(|--veil/u.test(line))).toEqual([]);
});
