import { checkUpgraded } from './upgraded.ts';

test('what needs all people of a source is refused until the upgrade has ended', () => {
  expect(() => checkUpgraded(true)).not.toThrow();
  expect(() => checkUpgraded(false)).toThrow(expect.objectContaining({ code: 'upgrade.running', status: 409 }));
});
