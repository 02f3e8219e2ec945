/**
 * Words that a reader would have to guess at: in comments and in the names of tests the reader is told who acts. Texts for people
 * (messages, pages, mails) are not looked at.
 */
import { readFileSync } from 'node:fs';
import { sourcesOf } from '#test/support/imports.ts';

const FOLDERS = [
  'core',
  'adapters',
  'lambdas',
  'statemachines',
  'api',
  'cli',
  'console',
  'distribution',
  'infra',
  'local',
  'test',
];

/** By what to do in their place. */
const WORDS: Readonly<Record<string, RegExp>> = {
  'say which user, administrator, attacker, caller or process is meant': /\b(?:nobody|whoever|somebody|anybody)\b/iu,
  'write imported, trusted, supported or limit': /\b(?:ashore|believed|honoured|brake)\b/iu,
  'write trusted': /\bin standing\b/iu,
};

/** Comments, and the titles of tests. Code between them is left out, and so are the texts in it. */
function prose(text: string): { line: number; words: string }[] {
  const found = text.matchAll(
    /\/\*[\s\S]*?\*\/|(?<=^|[^:'"`])\/\/ .*$|(?<=(?<![.\w])(?:test|describe|it)(?:\.\w+(?:<[^>]*>)?\([^)]*\))?\(\s*)(['"`])(?:(?!\1).|\\.)*\1/gmu,
  );
  return [...found].map((match) => ({ line: text.slice(0, match.index).split('\n').length, words: match[0] }));
}

test('comments and names of tests are found, and texts are not', () => {
  const text =
    "/** One. */\nconst text = 'nobody'; // two\ntest('three', () => 'four');\ntest.each([1])('five', () => 6);";
  expect(prose(text).map(({ words }) => words)).toEqual(['/** One. */', '// two', "'three'", "'five'"]);
});

test.each(Object.entries(WORDS))(
  'no comment and no name of a test has a word in place of which to %s',
  (_instead, word) => {
    const tests = (folder: string) => sourcesOf(folder, true);
    const found = FOLDERS.flatMap(tests).flatMap((file) =>
      prose(readFileSync(file, 'utf8'))
        .filter(({ words }) => word.test(words))
        .map(({ line, words }) => `${file}:${line}: ${words.slice(0, 80)}`),
    );
    expect(found).toEqual([]);
  },
);
