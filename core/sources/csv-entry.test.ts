import { csvEntry } from './csv-entry.ts';

test.each(['top;person;user', 'top|person|user', 'top, person, user', 'top person user'])(
  'classes that are joined in one cell are several: %s',
  (objectclass) => {
    const { line, values } = csvEntry({ line: 7, cells: { objectclass, sn: 'a;b|c' } });
    expect(line).toBe(7);
    expect(values.get('objectclass')).toEqual(['top', 'person', 'user']);
    expect(values.get('sn')).toEqual(['a;b|c']);
  },
);

test('of a row only the columns of interest may be taken', () => {
  const { values } = csvEntry({ line: 1, cells: { a: '1', b: '2' } }, new Set(['b', 'c']));
  expect([...values]).toEqual([['b', ['2']]]);
});
