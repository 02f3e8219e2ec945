import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localTarget } from './target.ts';

const folder = mkdtempSync(join(tmpdir(), 'landfall-target-'));
afterAll(() => rmSync(folder, { recursive: true }));

const FILE = {
  apiUrl: 'http://127.0.0.1:4380',
  region: 'eu-central-1',
  operator: { accessKeyId: 'a', secretAccessKey: 'b' },
  exportBucket: 'exports',
  mailUrl: '',
};

test('the deployment of this machine is read from its file', () => {
  writeFileSync(join(folder, 'deployment.json'), JSON.stringify(FILE));
  expect(localTarget(folder)).toMatchObject({ apiUrl: FILE.apiUrl, credentials: FILE.operator });
});

test.each([
  ['cut off', JSON.stringify(FILE).slice(0, 40)],
  ['empty', ''],
  ['of another kind', 'null'],
  ['without a key', JSON.stringify({ ...FILE, operator: {} })],
  ['with an address that is none', JSON.stringify({ ...FILE, apiUrl: 'x' })],
])('a file that is %s is named, with what to do', (_how, text) => {
  writeFileSync(join(folder, 'deployment.json'), text);
  expect(() => localTarget(folder)).toThrow(
    expect.objectContaining({
      code: 'deployment.not_running',
      message: expect.stringMatching(/is damaged.*npm start/u),
    }),
  );
});
