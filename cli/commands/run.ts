/** `landfall run`: one run, and what is done with it. */
import type { Command } from 'commander';
import { withExamples } from '../online/options.ts';
import { registerRollback } from './run-rollback.ts';

export function register(program: Command): void {
  const run = withExamples(
    program.command('run').summary('one run: rollback').description('One run, by its ID.'),
    'run rollback 019b3e4c7a1f00000000000000000000 --preview',
  );
  registerRollback(run);
}
