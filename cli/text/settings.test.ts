import { SETTING_PATHS } from '#core/settings/model.ts';
import { settingsTable } from './settings.ts';

test('every setting has its row: path, default and what it takes', () => {
  const [head, ...rows] = settingsTable().split('\n');
  expect(head).toMatch(/^setting +default +takes$/u);
  expect(rows.map((row) => row.split(' ')[0])).toEqual(SETTING_PATHS);
  expect(rows).toContainEqual(expect.stringMatching(/^lockout\.windowHours +24 +1 to 168 hours$/u));
});
