import { runRecord as sample } from '#test/support/run-record.ts';
import { readAs } from '../dynamodb/read-as.ts';
import { runRecord } from './schemas.ts';

const KEY = { pk: 'MIGRATION#m', sk: 'MIGRATION' };

test('a run of every version is read into today’s form', () => {
  for (const kind of ['import', 'preview'] as const) {
    const today = sample({ kind, packageId: 'm' });
    const { kind: _kind, packageId: _package, ...earlier } = today;
    const mode = kind === 'preview' ? 'dry-run' : 'run';
    expect(readAs(runRecord, { ...KEY, ...earlier, mode })).toEqual(today);
    expect(readAs(runRecord, { ...KEY, ...today, v: 2 })).toEqual(today);
    expect(() => readAs(runRecord, { ...KEY, ...today, v: 3 })).toThrow(
      expect.objectContaining({ code: 'stored.newer' }),
    );
  }
});
