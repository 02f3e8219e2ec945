/** How much a browser loads on the first visit: a user opens the Self-Service Console once, often on a phone, with an empty cache. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const LIMIT_BYTES = 60_000;
let folder: string;

// In a process of its own: Vite's compiler takes no objects from the context that jest runs tests in.
const BUILD = "import { buildPages } from './infra/synth/pages.ts'; await buildPages(process.argv[1]);";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'landfall-pages-'));
  execFileSync(process.execPath, ['--input-type=module', '-e', BUILD, folder]);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (file: string) => readFileSync(join(folder, file), 'utf8');
const matches = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1]!);

/** A module and all modules that it imports statically, by file. */
function withImports(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const other of matches(
    read(file),
    /(?:^|[;}\s])(?:import|export)\s*(?:[\w*{][^"';]*?from\s*)?["']\.\/([^"']+\.js)["']/gu,
  ))
    withImports(`assets/${other}`, found);
  return found;
}

/** The modules of the page and of the language with the longest texts. */
function firstLoad(html: string): string[] {
  const entries = matches(read(html), /(?:src|href)="[^"]*?(assets\/[^"]+\.js)"/gu);
  const files = new Set(entries.flatMap((file) => [...withImports(file)]));
  const languages = [...files].flatMap((file) =>
    matches(read(file), /import\(\s*[`"']\.\/((?:en|de|fr)-[^`"']+\.js)[`"']\s*\)/gu).map((other) => `assets/${other}`),
  );
  const [longest] = languages.toSorted((a, b) => read(b).length - read(a).length);
  return [...new Set([...files, ...withImports(longest!)])];
}

test('the scripts of the first page of the Self-Service Console have at most 60 KB when they are compressed with gzip', () => {
  const files = firstLoad('index.html');
  const sizes = Object.fromEntries(files.map((file) => [file, gzipSync(read(file)).length]));
  // The page, the code that both consoles share, and a language: with fewer files this test has missed an import.
  expect(files.length).toBeGreaterThanOrEqual(3);
  expect(Object.keys(sizes).some((file) => /assets\/(?:en|de|fr)-/u.test(file))).toBe(true);
  const bytes = Object.values(sizes).reduce((sum, size) => sum + size, 0);
  expect(bytes > 10_000 && bytes <= LIMIT_BYTES ? 'within' : { bytes, sizes }).toBe('within');
});

test('the HTML pages contain no inline script or style and load nothing from another origin', () => {
  for (const html of ['index.html', 'security/index.html']) {
    expect(matches(read(html), /<script(?![^>]*\bsrc=)([^>]*)>/gu)).toEqual([]);
    expect(matches(read(html), /\s(style)=/gu)).toEqual([]);
    expect(matches(read(html), /(?:src|href)="((?:https?:)?\/\/[^"]+)"/gu)).toEqual([]);
  }
});
