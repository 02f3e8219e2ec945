import { NOW, settingsWith } from '#test/support/memory.ts';
import { countTemporaryPassword } from './temporary-passwords.ts';

const keys: string[] = [];
const ports = { hit: async (_kind: string, key: string) => keys.push(key) };
const count = (id: string, operator: boolean) =>
  countTemporaryPassword(ports, { actor: { id, operator }, now: NOW }, settingsWith({}));

test('A6: an operator is counted by role, whatever name the session of the role was given', async () => {
  await count('arn:aws:sts::1:assumed-role/HelpDesk/one', true);
  await count('arn:aws:sts::1:assumed-role/HelpDesk/two', true);
  await count('arn:aws:iam::1:user/ada', true);
  await count('ada', false);
  const role = 'arn:aws:sts::1:assumed-role/HelpDesk';
  expect(keys).toEqual([role, role, 'arn:aws:iam::1:user/ada', 'ada']);
});
