import type { MigrationView } from '#core/migration/record.ts';
import { stateLine, summaryText } from './migration.ts';

const migration = (status: string) => ({ status, mode: 'run' }) as MigrationView;

test('where nothing was counted, a failed migration promises no "yet"', () => {
  expect(summaryText(migration('failed'))).toBe('It failed before anything was counted.');
  expect(summaryText(migration('running'))).toBe('Nothing has been counted yet.');
});

test('a state line needs no count', () => {
  expect(stateLine({ state: 'Summarize', status: 'pending' })).toMatch(/^Summarize +pending$/u);
});
