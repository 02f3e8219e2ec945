import { readFileSync } from 'node:fs';
import { MUTANTS } from './mutants.ts';

test.each(MUTANTS.map(({ name, file, from }) => [name, file, from]))(
  '%s: its place is in the product',
  (_name, file, from) => {
    expect(readFileSync(file, 'utf8')).toContain(from);
  },
);
