import type { RunView } from '#core/migration/record.ts';
import { stateLine, summaryText } from './run.ts';

const migration = (status: string) => ({ status, kind: 'import' }) as RunView;

test('without counts a failed migration is described as failed and a running one as not counted yet', () => {
  expect(summaryText(migration('failed'))).toBe('It failed before anything was counted.');
  expect(summaryText(migration('running'))).toBe('Nothing has been counted yet.');
});

test('the line of a state without a count ends with its status', () => {
  expect(stateLine({ state: 'Summarize', status: 'pending' })).toMatch(/^Summarize +pending$/u);
});
