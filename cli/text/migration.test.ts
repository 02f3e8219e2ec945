import type { MigrationView } from '#core/migration/record.ts';
import { stateLine, summaryText } from './migration.ts';

const migration = (status: string) => ({ status, mode: 'run' }) as MigrationView;

test('without counts a failed migration is described as failed and a running one as not counted yet', () => {
  expect(summaryText(migration('failed'))).toBe('It failed before anything was counted.');
  expect(summaryText(migration('running'))).toBe('Nothing has been counted yet.');
});

test('the line of a state without a count ends with its status', () => {
  expect(stateLine({ state: 'Summarize', status: 'pending' })).toMatch(/^Summarize +pending$/u);
});
