import { throttle } from './throttle.ts';

test('so many requests pass at once as the burst says, and after that as many a second as the rate says', () => {
  let now = 5000;
  const mayPass = throttle({ rate: 2, burst: 3 }, () => now);
  const many = (count: number) => Array.from({ length: count }, mayPass).filter(Boolean).length;
  expect(many(10)).toBe(3);
  now += 499;
  expect(many(10)).toBe(0);
  now += 1;
  expect(many(10)).toBe(1);
  now += 1000;
  expect(many(10)).toBe(2);
  // However long nothing came, no more than the burst.
  now += 3_600_000;
  expect(many(10)).toBe(3);
});

test('without a limit every request passes', () => {
  const mayPass = throttle(undefined);
  expect(Array.from({ length: 1000 }, mayPass)).not.toContain(false);
});
