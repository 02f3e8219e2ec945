/** T10: after three wrong guesses of a stranger an owner's right codes are never spent and counted, wherever they are typed. */
import '#test/support/cheap-hashes.ts';
import { readTokens, readUser } from '#adapters/directory/index.ts';
import { addUser, advance, call, cookieOf, type Device, passcodeOf } from '#test/support/access.ts';
import { giveAnswers, link, MINUTE, prepareAccess, tokenLogon, verify } from '#test/support/access-steps.ts';
import { enrolled, reset, setMode } from '#test/support/recovery-paths.ts';

prepareAccess();

const guess = async (userId: string) => {
  for (let tries = 0; tries < 3; tries++)
    await call('POST /api/logon', {
      source: '203.0.113.9',
      body: { userId, method: 'SecurID_Native', secret: '0000000000' },
    });
};
const failures = async (device: Device) => [
  (await readUser('anna'))?.failures,
  (await readTokens([device.serial]))[0]?.failures,
];
const next = (challenge: string, device: Device) =>
  call('POST /api/forgot-password/next-tokencode', { body: { challenge, tokencode: passcodeOf(device) } });

test('a recovery without a mailbox asks for the next tokencode and goes on with it', async () => {
  const device = await enrolled('anna', { email: undefined });
  await guess('anna');
  const asked = await verify({ userId: 'anna', passcode: passcodeOf(device) });
  expect(asked).toMatchObject({ status: 200, body: { ask: 'next-tokencode' } });
  expect(await failures(device)).toEqual([3, 3]);
  advance(MINUTE);
  const step = await next(asked.body.challenge, device);
  expect(step).toMatchObject({ status: 200, body: { ask: 'questions' } });
  expect((await giveAnswers(step.body.challenge, step.body.questions)).status).toBe(200);
  expect(await failures(device)).toEqual([3, 0]);
});

test('in mode email-link+token the passcode after the link asks for the next tokencode, which grants the password', async () => {
  await setMode('email-link+token');
  const device = await enrolled('anna');
  await guess('anna');
  const { challenge } = (await verify({ link: await link('anna') })).body;
  const asked = await call('POST /api/forgot-password/answers', { body: { challenge, passcode: passcodeOf(device) } });
  expect(asked).toMatchObject({ status: 200, body: { ask: 'next-tokencode' } });
  advance(MINUTE);
  const granted = await next(asked.body.challenge, device);
  expect(granted).toMatchObject({ status: 200, body: { ask: 'password' } });
  expect((await reset(granted.body.grant)).status).toBe(204);
});

test('a change of PIN asks for the next tokencode and is made with it', async () => {
  const device = await addUser('anna', { pin: '1234', user: { imported: false } });
  const cookie = cookieOf(await tokenLogon('anna', passcodeOf(device)));
  await guess('anna');
  advance(MINUTE);
  const put = (body: object) => call(`PUT /api/me/token/pin?serial=${device.serial}`, { cookie, body });
  const asked = await put({ passcode: passcodeOf(device), pin: '4815' });
  expect(asked).toMatchObject({ status: 200, body: { status: 'next-tokencode' } });
  expect(await failures(device)).toEqual([3, 3]);
  advance(MINUTE);
  const code = passcodeOf({ ...device, pin: undefined });
  expect(await put({ challenge: asked.body.challenge, tokencode: code, pin: '4815' })).toMatchObject({
    status: 200,
    body: { status: 'pin-set' },
  });
  advance(MINUTE);
  expect((await tokenLogon('anna', passcodeOf({ ...device, pin: '4815' }))).body.status).toBe('authenticated');
});
