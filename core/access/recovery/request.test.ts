import { NOW } from '#test/support/memory.ts';
import { fixture, prepare } from '#test/support/recovery.ts';
import { sourceMark } from './mailbox-limit.ts';
import { requestRecovery } from './request.ts';

prepare();

describe('asking for a mail', () => {
  const ask = (userId: string, source: string, now = NOW) =>
    requestRecovery(fixture.store.ports, { userId, source, now });
  const limited = () => fixture.store.mails.map((mail) => 'limited' in mail && mail.limited);

  test('makes the same calls for every user ID and changes nothing', async () => {
    await ask('anna', '192.0.2.1');
    const calls = fixture.store.calls.splice(0);
    await ask('stranger', '192.0.2.1');
    expect(fixture.store.calls).toEqual(calls);
    expect(fixture.store.calls).not.toContain('readUser');
    expect(fixture.store.challenges.size).toBe(0);
  });

  test('past the user’s limit, gets a mail only for a source that has not asked for this user within the hour', async () => {
    for (let index = 0; index < 4; index++) await ask('anna', '192.0.2.1');
    await ask('anna', '192.0.2.2');
    await ask('anna', '192.0.2.2');
    await ask('anna', '192.0.2.2', NOW + 3_600_000);
    expect(limited()).toEqual([false, false, false, true, false, true, false]);
  });

  test('is limited by source', async () => {
    for (let index = 0; index < 30; index++) await ask(`user ${index}`, '192.0.2.1');
    await expect(ask('anna', '192.0.2.1')).rejects.toMatchObject({ code: 'throttle.source' });
    await ask('anna', '192.0.2.2');
  });
});

test('a request is counted by user, source and pair, and the queued message says whether it was past the limit', async () => {
  const hits: unknown[][] = [];
  const ports = {
    ...fixture.store.ports,
    hit: (...given: Parameters<typeof fixture.store.ports.hit>) => {
      hits.push(given);
      return fixture.store.ports.hit(...given);
    },
  };
  await requestRecovery(ports, { userId: ' ANNA ', source: '2001:db8::1', now: NOW });
  const { recovery, throttles } = fixture.store.settings;
  expect(hits).toEqual([
    ['forgot-password', '2001:db8:0:0::/64', throttles.forgotPasswordPerSourcePerHour, 3_600_000, NOW],
    ['forgot-password', '2001:db8:0:0::/56', throttles.forgotPasswordPer56PerHour, 3_600_000, NOW],
    ['forgot-password', '2001:db8:0::/48', throttles.forgotPasswordPer48PerHour, 3_600_000, NOW],
    ['recovery-mail', 'anna', recovery.mailsPerUserPerHour, 3_600_000, NOW],
    ['recovery-mail-source', '2001:db8:0:0::/56 anna', 1, 3_600_000, NOW],
  ]);
  const marked = sourceMark('2001:db8:0:0::/56');
  expect(fixture.store.mails).toEqual([{ kind: 'forgot-password', user: 'anna', limited: false, source: marked }]);
});
