/** The styles keep to what works from right to left too, in either theme, on any screen. */
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

test('there are styles, and each pattern finds what it is for', () => {
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

test('no physical side: logical properties turn with the direction of reading', () => {
  for (const pattern of PHYSICAL) expect(found(pattern)).toEqual([]);
});

test('colours stand in tokens.css alone, where both themes have them', () => {
  const colour = /#[\da-f]{3,8}\b|\b(?:rgb|hsl|oklch|oklab|lab|lch)a?\(|:\s*(?:white|black|red|green|blue|gr[ae]y)\b/iu;
  expect(found(colour, ({ file }) => file.endsWith('tokens.css'))).toEqual([]);
  const tokens = found(colour);
  expect(tokens.length).toBeGreaterThan(15);
  // The veil behind a dialog is the same in both.
  expect(tokens.filter((line) => !/light-dark\(|--veil/u.test(line))).toEqual([]);
});
