import { MAX_WAVE as limit } from '#core/migration/wave.ts';
import { MAX_WAVE, waveListOf } from './wave-list.ts';

test('a list has each user ID once, whatever stands between them', () => {
  expect(waveListOf('\uFEFFana\r\n\r\n  bo \n"cy";Ana,\tdi\n')).toEqual({
    userIds: ['ana', 'bo', 'cy', 'di'],
    repeated: 1,
  });
  expect(waveListOf(' \n\n')).toEqual({ userIds: [], repeated: 0 });
});

test('the page and the API have the same limit', () => {
  expect(MAX_WAVE).toBe(limit);
});
