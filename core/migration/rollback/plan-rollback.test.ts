import { sumTotals } from '../totals.ts';
import { planRollback } from './plan-rollback.ts';

test('the parts of the import’s report are listed, whatever their number', async () => {
  const all = Array.from({ length: 1500 }, (_, index) => ({ part: index + 1, generation: 1, totals: sumTotals([]) }));
  const plans = new Map<string, string>();
  const ports = {
    finishedFrom: async (_run: string, _dry: boolean, part: number, limit: number) =>
      all.filter((one) => one.part >= part).slice(0, limit),
    putPlan: async (name: string, body: string) => void plans.set(name, body),
  };
  const input = { migration: 'b', rollback: true, of: 'a', preview: true, dryRun: false } as const;
  const more = { policy: 'update', attempt: 1, generation: 1, waitSeconds: 0 } as const;
  const planned = await planRollback(ports, { ...input, ...more }, 7);
  expect(planned).toEqual({
    ...input,
    ...more,
    plan: 'plans/b.work.jsonl',
    results: 'reports/b/maps',
    parts: 1500,
    maxConcurrency: 7,
  });
  expect(plans.get('b.work.jsonl')!.split('\n').slice(0, 2)).toEqual(['{"part":1}', '{"part":2}']);
  expect(plans.get('b.work.jsonl')!.split('\n')).toHaveLength(1501);
});
