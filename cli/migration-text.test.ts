import type { MigrationView } from '#core/migration/record.ts';
import { summaryText } from './migration-text.ts';

const migration = (status: string) => ({ status, mode: 'run' }) as MigrationView;

test('where nothing was counted, a failed migration promises no "yet"', () => {
  expect(summaryText(migration('failed'))).toBe('It failed before anything was counted.');
  expect(summaryText(migration('running'))).toBe('Nothing has been counted yet.');
});
