import type { RunView } from '#core/migration/record.ts';
import { AnsweredError } from '../text/answered.ts';
import type { Client } from './client.ts';
import { follow } from './follow.ts';

const view = (status: string, execution: string, ...states: object[]) =>
  ({ id: 'm', status, execution, states }) as unknown as RunView;

test('each state of the started attempt is printed when it is over, until the attempt ends', async () => {
  const done = { state: 'ReadManifest', status: 'succeeded', startedAt: 1000, finishedAt: 2500 };
  const parts = { state: 'VerifyParts', status: 'succeeded', startedAt: 2500, finishedAt: 2600, done: 3, total: 3 };
  const answers = [
    undefined,
    view('failed', 'm-dry-1', { state: 'ReadManifest', status: 'failed', startedAt: 1, finishedAt: 2 }),
    view('running', 'm-run-2', done, { state: 'VerifyParts', status: 'running', startedAt: 2500 }),
    view('succeeded', 'm-run-2', done, parts, { state: 'NotifyUsers', status: 'skipped' }),
  ];
  const client = {
    call: async () => answers.shift() ?? Promise.reject(new AnsweredError('run.not_found', 404, 'No.')),
  } as unknown as Client;
  const lines: string[] = [];
  const last = await follow(client, 'm', (line) => lines.push(line.replaceAll(/ +/gu, ' ')), 'm-run-2');
  expect(last.status).toBe('succeeded');
  expect(lines).toEqual(['ReadManifest succeeded 1.5 s', 'VerifyParts succeeded 0.1 s 3 of 3', 'NotifyUsers skipped']);
});

test('a migration that does not exist is an error where none was just started', async () => {
  const call = async () => Promise.reject(new AnsweredError('run.not_found', 404, 'No.'));
  await expect(follow({ call } as unknown as Client, 'm', () => {})).rejects.toMatchObject({
    code: 'run.not_found',
  });
});
