/**
 * Every write of a user or a token, and whether it is one by a person (core/directory/touched.ts): a write that is not in this list fails
 * the test, and so does one that the list calls otherwise than it is.
 */
import { readFileSync } from 'node:fs';
import { sourcesOf } from '#test/support/imports.ts';

/** `person`: it sets `touchedAt` in the same write. Anything else: why it does not. */
const WRITES: Readonly<Record<string, 'person' | (string & {})>> = {
  'directory/decoys.ts readTokensFilled': 'a token of no user',
  'directory/users.ts setPassword': 'person',
  'directory/users.ts endEpoch': 'person',
  'directory/users.ts setAnswers': 'person',
  'directory/users.ts markTemporaryUsed': 'person',
  'directory/users.ts replacePasswordHash': 'the same password, hashed anew',
  'directory/users.ts replaceAnswerHashes': 'the same answers, hashed anew',
  'access/logons.ts completeLogon': 'person',
  'directory/failures.ts countFailure': 'an attempt, which may be a guess',
  'directory/failures.ts undoFailure': 'takes back what was counted',
  'directory/tokens.ts acceptInterval': 'person',
  'directory/tokens.ts acceptTemporaryCode': 'person',
  'directory/tokens.ts setPin': 'person',
  'directory/tokens.ts countTokenFailure': 'wrong passcodes, and the suspension that they lead to',
  'administration/users.ts saveUser': 'person',
  'administration/users.ts keepAnswers': 'follows from another set of questions, for all users',
  'administration/tokens.ts saveToken': 'person',
  'administration/tokens.ts removeToken': 'deletes the item',
  'administration/erasure.ts removeUser': 'deletes the user; tokens that stay are touched',
  'administration/administrators.ts createAdministrator':
    'the items bring it: an administrator is touched from the beginning',
  'ingest/leavers.ts disabling': 'an import disables what its source does not have any more',
  'ingest/moves.ts writesOf': 'an import gives a person another user ID',
  'ingest/changes.ts insert': 'an import creates',
  'ingest/changes.ts commit': 'an import changes what is untouched, and names',
  'runs/notice-claims.ts markNoticed': 'a mail to the user was sent, or came back',
  'runs/rollback.ts takeBack': 'a rollback puts back what was there before',
  'upgrade/items.ts follow': 'what was used before is marked as used then',
  'ingest/changes.ts dropToken': 'an import takes back what it wrote itself',
};

const WRITING =
  /\b(?:updateItem|updateRecorded|updating|putting|putItem|createItem|removeItem|deleting|insertAll|replace)\(/u;
const OF_DIRECTORY = /\b(?:userItemKey|tokenItemKey)\b/u;

type Declaration = { readonly name: string; readonly text: string };
/** What stands at the margin of a file, with its name. */
const declarations = (file: string): Declaration[] =>
  readFileSync(file, 'utf8')
    .split(/^(?=(?:export )?(?:async )?(?:function|const) )/mu)
    .flatMap((text) => {
      const name = /^(?:export )?(?:async )?(?:function|const) (\w+)/u.exec(text)?.[1];
      return name === undefined ? [] : [{ name, text }];
    });

/** A declaration with the text of those of its file that it uses: the update may be made in one of them. */
const withUsed = ({ name, text }: Declaration, all: readonly Declaration[]): string =>
  [text, ...all.filter((one) => one.name !== name && text.includes(`${one.name}(`)).map((one) => one.text)].join('\n');

const found = new Map(
  sourcesOf('adapters')
    .filter((file) => !file.startsWith('adapters/dynamodb/'))
    .flatMap((file) => {
      const all = declarations(file);
      return all
        .map((one) => ({ name: one.name, own: one.text, text: withUsed(one, all) }))
        .filter(({ own, text }) => OF_DIRECTORY.test(text) && (OF_DIRECTORY.test(own) || WRITING.test(own)))
        .filter(({ text }) => WRITING.test(text))
        .map(({ name, text }): [string, boolean] => [
          `${file.slice('adapters/'.length)} ${name}`,
          text.includes('byPerson('),
        ]);
    }),
);

test('every write of a user or a token is in the list', () => {
  expect([...found.keys()].sort()).toEqual(Object.keys(WRITES).sort());
});

test.each(Object.entries(WRITES))('%s: %s', (write, verdict) => {
  expect(found.get(write)).toBe(verdict === 'person');
});
