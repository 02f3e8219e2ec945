import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clearStore, getStoreReadonly, saveEmail } from 'aws-ses-v2-local/dist/store.js';
import { type KeptMails, openMails } from './mails.ts';

let folder: string;
let mails: KeptMails;
const said: string[] = [];
const headers = [{ name: 'Subject', value: 'x' }];
const mail = (messageId: string) => ({ messageId, destination: { to: [`${messageId}@home.example`] } });
const file = () => join(folder, 'mails.ndjson');
/** As after a kill: the engine's memory is empty. */
const start = async () => {
  Object.defineProperty(getStoreReadonly(), 'emails', { configurable: true, writable: true, value: [] });
  mails = await openMails(file(), (line) => said.push(line));
};
const inbox = () => getStoreReadonly().emails.map(({ messageId }) => messageId);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'landfall-mails-'));
  said.length = 0;
  await start();
});
afterEach(() => {
  mails.close();
  rmSync(folder, { recursive: true });
});

test('a mail is on disk with its headers before SES says yes, and the others are not written again', async () => {
  for (const id of ['a', 'b']) {
    saveEmail(mail(id) as never);
    const before = existsSync(file()) ? readFileSync(file(), 'utf8') : '';
    await mails.keep(id, headers);
    expect(readFileSync(file(), 'utf8')).toBe(`${before}${JSON.stringify({ ...mail(id), headers })}\n`);
  }
  await start();
  expect(inbox()).toEqual(['a', 'b']);
  expect(getStoreReadonly().emails[1]).toEqual({ ...mail('b'), headers });
});

test('a mail that was cut off by a kill is left out with a word, and those before it and behind it stay', async () => {
  writeFileSync(file(), `${JSON.stringify(mail('a'))}\n{"messageId":"b","dest`);
  await start();
  expect([inbox(), said]).toEqual([['a'], [expect.stringContaining('was cut off')]]);
  saveEmail(mail('c') as never);
  await mails.keep('c', headers);
  await start();
  expect([inbox(), said.length]).toEqual([['a', 'c'], 1]);
});

test('the mails that a release before kept in one file are taken over once', async () => {
  const earlier = join(folder, 'mail.json');
  rmSync(file());
  writeFileSync(earlier, JSON.stringify([mail('a'), mail('b')]));
  await start();
  expect([inbox(), existsSync(earlier)]).toEqual([['a', 'b'], false]);
  // A kill between the new file and the end of the old one.
  writeFileSync(earlier, JSON.stringify([mail('a'), mail('b')]));
  await start();
  expect([inbox(), existsSync(earlier), said]).toEqual([['a', 'b'], false, []]);
});

test('mails that are deleted in the inbox stay deleted', async () => {
  saveEmail(mail('a') as never);
  await mails.keep('a', headers);
  clearStore();
  await start();
  expect(inbox()).toEqual([]);
  saveEmail(mail('b') as never);
  // One that was deleted before it was kept is not kept.
  await mails.keep('a', headers);
  await mails.keep('b', headers);
  await start();
  expect(inbox()).toEqual(['b']);
});
