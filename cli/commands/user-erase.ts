/** `landfall user erase`: a person erased everywhere. */
import type { Command } from 'commander';
import type { ErasureDone } from '#core/administration/erase.ts';
import { confirmByTyping } from '../input/confirm.ts';
import { clientOf, type OnlineOptions, online } from '../online/options.ts';
import { print } from '../text/output.ts';

type Options = OnlineOptions & { readonly deleteTokens?: boolean; readonly yes?: boolean };

async function erase(id: string, options: Options): Promise<void> {
  const client = await clientOf(options);
  if (!options.yes) await confirmByTyping(`Erase ${id} everywhere? It can't be undone. Type the user ID: `, id);
  const body = { confirm: id, deleteTokens: options.deleteTokens === true };
  let user = false;
  let lines = 0;
  let next: string | undefined;
  do {
    const step: ErasureDone = await client.call<ErasureDone>('POST', '/user/erase', {
      query: { userId: id },
      body: { ...body, ...(next === undefined ? {} : { next }) },
    });
    user ||= step.user;
    lines += step.lines;
    next = step.next;
  } while (next !== undefined);
  const tokens = options.deleteTokens ? 'Tokens are deleted.' : 'Tokens are unassigned.';
  const found = user ? `Erased ${id}. ${tokens}` : `There was no user ${id} here.`;
  print(options.json, { userId: id, user, lines }, () => `${found} Lines of reports that named the person: ${lines}.`);
}

export function registerErase(user: Command): void {
  online(
    user
      .command('erase')
      .description(
        'Erases a person everywhere: the user, sessions, notices, images of before, and every line of every report. The audit keeps what it has. Also for a person who stands in reports alone.',
      )
      .argument('<id>', 'user ID')
      .option('--delete-tokens', 'delete the tokens; without it they are unassigned')
      .option('--yes', 'without asking for the user ID once more'),
    'user erase lbjrnsen --delete-tokens',
  ).action(erase);
}
