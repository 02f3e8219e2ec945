import { readWave, waveName, waveOf } from './wave.ts';

test('a wave is kept as sorted user keys, each once, and read again as they are', async () => {
  const keys = waveOf([' Bob', 'ann', 'BOB']);
  expect(keys).toEqual(['ann', 'bob']);
  const plans: Record<string, string> = { [waveName('m')]: JSON.stringify(keys) };
  expect(await readWave(async (name) => plans[name], 'm')).toEqual(new Set(['ann', 'bob']));
});

test('a wave whose list is gone, or damaged, is no empty one', async () => {
  await expect(readWave(async () => undefined, 'm')).rejects.toMatchObject({ code: 'run.wave_missing' });
  await expect(readWave(async () => '{}', 'm')).rejects.toMatchObject({ code: 'stored.damaged' });
});
