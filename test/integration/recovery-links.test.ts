/** A request for a link changes no user (F5); how long links live (F2), which questions are drawn (Q2), and the administrators' link. */
import { readTokens, readUser } from '#adapters/directory/index.ts';
import { userKey } from '#core/text.ts';
import { addUser, call, configure, deliver } from '#test/support/access.ts';
import { giveAnswers, link, prepareAccess, verify } from '#test/support/access-steps.ts';
import { act, edit, enrolled, invented, issueSecret, MODES, reset, setMode } from '#test/support/recovery-paths.ts';

prepareAccess();
beforeEach(() => configure(() => ({ internalDatabase: { passwordRequired: false } })));

test('a request for a link changes nothing of the user in any mode (F5)', async () => {
  const device = await enrolled('anna');
  for (const mode of MODES) {
    await setMode(mode);
    const [user, tokens] = [await readUser('anna'), await readTokens([device.serial])];
    for (let index = 0; index < 6; index++) await call('POST /api/forgot-password', { body: { userId: 'anna' } });
    await deliver();
    expect(await readUser('anna')).toEqual(user);
    expect(await readTokens([device.serial])).toEqual(tokens);
  }
});

test('earlier links live until one is used (F2), and right answers draw other questions for the next time (Q2)', async () => {
  await enrolled('anna');
  const [one, two] = [await link('anna'), await link('anna')];
  expect((await verify({ link: one })).status).toBe(200);
  // The first use of any link ends all earlier links.
  expect(await verify({ link: two })).toEqual(await invented.verify());
  const drawn = new Set<string>();
  for (let round = 0; round < 8; round++) {
    const { challenge, questions } = (await verify({ link: await link('anna') })).body;
    drawn.add(JSON.stringify(questions));
    const again = (await verify({ link: await link('anna') })).body;
    expect(again.questions).toEqual(questions);
    expect((await giveAnswers(challenge, questions)).status).toBe(200);
  }
  expect(drawn.size).toBeGreaterThan(1);
});

test('an administrator’s link works in every mode, once, and not after a change of the account', async () => {
  for (const mode of MODES) {
    await setMode(mode);
    const userId = `for-${mode}`;
    await addUser(userId, { pin: '1234', user: { email: 'x@example.com' } });
    const given = await issueSecret('administrator-link', userId, mode);
    const { body } = await verify({ link: given });
    expect(body).toMatchObject({ ask: 'password' });
    expect(await verify({ link: given })).toEqual(await invented.verify());
    await setMode(MODES.find((one) => one !== mode)!);
    expect((await reset(body.grant)).status).toBe(204);
    for (const change of ['disable', 'lock', 're-address'] as const) {
      const id = userKey(`${userId} ${change}`);
      await addUser(id, { pin: '1234', user: { email: 'x@example.com' } });
      const [early, late] = [
        await issueSecret('administrator-link', id, mode),
        await issueSecret('administrator-link', id, mode),
      ];
      const { grant } = (await verify({ link: early })).body;
      await (change === 're-address' ? edit(id, { email: 'y@example.com' }) : act(id, change));
      expect(await verify({ link: late })).toEqual(await invented.verify());
      expect(await reset(grant)).toEqual(await invented.reset());
    }
  }
});
