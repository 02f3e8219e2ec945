/** What comments and documents refer to is in the repository: a reader with nothing else can follow every reference. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .trim()
  .split('\n')
  .filter((file) => /\.(?:[cm]?[jt]sx?|md|css|html)$/u.test(file) && existsSync(file));
const textOf = (file: string) => readFileSync(file, 'utf8');
const isPage = (file: string) => file.endsWith('.md');

/** What is written for readers: a page without the blocks that are to be typed, of a source its comments. */
function proseOf(file: string): string {
  const text = textOf(file);
  if (isPage(file)) return text.replace(/^```[\s\S]*?^```/gmu, '');
  return (text.match(/\/\*[\s\S]*?\*\/|(?<![\w:'"`/])\/\/.*$/gmu) ?? []).join('\n');
}

/** As GitHub makes a heading's anchor. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
const anchorsOf = (page: string) =>
  [...proseOf(page).matchAll(/^#+ (.*)$/gmu)].map((match) => anchorOf(match[1]!.trim()));

const isThere = (path: string, from: string) => existsSync(path) || existsSync(normalize(join(dirname(from), path)));

/** Made when the product is built or run, or by a tool that it depends on. */
const MADE = /^(?:\.landfall|node_modules|cdk\.out)\//u;
/** Its text is a list of imports that lead nowhere. */
const EXAMPLES = 'test/contract/imports.test.ts';
/** The consoles' pages by their address within the site, not by their place here. */
const PAGES = /^security\/index\.html$/u;

test('every relative link of a page leads to a file, and to a heading where it names one', () => {
  const links = files.filter(isPage).flatMap((page) => {
    const targets = proseOf(page).matchAll(/\]\(([^)\s]+)\)|\b(?:src|srcset|href)="([^"]+)"/gu);
    return [...targets].map((match) => ({ page, target: (match[1] ?? match[2])! }));
  });
  const own = links.filter(({ target }) => !/^[a-z]+:/u.test(target));
  expect(own.length).toBeGreaterThan(100);
  const broken = own.filter(({ page, target }) => {
    const [path = '', anchor] = target.split('#');
    const file = path === '' ? page : normalize(join(dirname(page), path));
    return !existsSync(file) || (anchor !== undefined && !anchorsOf(file).includes(anchor));
  });
  expect(broken).toEqual([]);
});

test('every path to a source that a comment or a page names is there', () => {
  const named = files
    .filter((file) => file !== EXAMPLES)
    .flatMap((file) =>
      [...proseOf(file).matchAll(/(?<![\w./<>*-])(?:[\w@.-]+\/)+[\w.-]+\.(?:tsx?|cjs|json|md|html|css)\b/gu)].map(
        (match) => ({ file, path: match[0] }),
      ),
    );
  expect(named.length).toBeGreaterThan(100);
  const missing = named.filter(({ file, path }) => !MADE.test(path) && !PAGES.test(path) && !isThere(path, file));
  expect(missing).toEqual([]);
});

test('every folder that a page names is there', () => {
  const top = execFileSync('git', ['ls-tree', '-d', '--name-only', 'HEAD'], { encoding: 'utf8' }).trim().split('\n');
  const named = files
    .filter(isPage)
    .flatMap((page) =>
      [...proseOf(page).matchAll(/`((?:[\w@.-]+\/)+)`/gu)]
        .map((match) => ({ page, path: match[1]! }))
        .filter(({ path }) => top.includes(path.split('/')[0]!)),
    );
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter(({ page, path }) => !isThere(path, page))).toEqual([]);
});

test('no file refers to a page that is not here', () => {
  const pages = new Set(files.filter(isPage).map((page) => page.split('/').at(-1)));
  const named = files.flatMap((file) =>
    // In capitals also where it is no prose: the name of a test is read as one.
    [...proseOf(file).matchAll(/[\w-]+\.md\b/gu), ...textOf(file).matchAll(/\b[A-Z]{3,}\.md\b/gu)].map((match) => ({
      file,
      page: match[0],
    })),
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter(({ page }) => !pages.has(page))).toEqual([]);
  expect(files.filter((file) => /\bspecs?\//u.test(textOf(file)))).toEqual([]);
});

test('the glossary is in the order of the alphabet, and says no word twice', () => {
  const words = [...textOf('docs/glossary.md').matchAll(/^\| ([^|]+?) \|/gmu)].map((match) => match[1]!).slice(2);
  const firsts = words.map((word) => word.split(',')[0]!.toLowerCase());
  expect(firsts.length).toBeGreaterThan(50);
  expect(firsts).toEqual([...new Set(firsts)].sort((a, b) => a.localeCompare(b, 'en')));
});

test('every decision has its headings and its line in the index', () => {
  const index = textOf('docs/decisions/README.md');
  const decisions = files.filter((file) => /^docs\/decisions\/(?!README)/u.test(file));
  expect(decisions.length).toBeGreaterThan(40);
  for (const file of decisions) {
    const [title, state, ...headings] = textOf(file).match(/^(?:#+ .*|State: .*)$/gmu) ?? [];
    expect([file, state]).toEqual([file, expect.stringMatching(/^State: (?:accepted|replaced by \[)/u)]);
    expect([file, ...headings]).toEqual([file, '## Context', '## Decision', '## Consequences']);
    expect(index).toContain(`* [${title!.slice(2)}](${file.split('/').at(-1)})`);
  }
});

test('a newcomer finds every page of docs/ from the README', () => {
  const readme = textOf('README.md');
  const pages = files.filter((file) => /^docs\/[\w-]+\.md$|^[A-Z]+\.md$/u.test(file) && file !== 'README.md');
  expect(pages.length).toBeGreaterThan(10);
  expect(pages.filter((page) => !readme.includes(`](${page})`))).toEqual([]);
});

test('every npm script that a comment or a page names is there', () => {
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
  const named = files.flatMap((file) => {
    const text = isPage(file) ? textOf(file) : proseOf(file);
    return [...text.matchAll(/\bnpm run ([\w:-]+)/gu)].map((match) => ({ file, script: match[1]! }));
  });
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter(({ script }) => !(script in scripts))).toEqual([]);
});
