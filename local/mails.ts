/** The mails that the SES engine has taken, kept on disk: each is there before SES's answer goes out. The engine itself has them in memory alone. */
import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { getStoreReadonly, saveEmail } from 'aws-ses-v2-local/dist/store.js';
import * as z from 'zod';
import { readState } from '#cli/sample/state-file.ts';
import { openLines, writeLines } from './lines.ts';

const schema = z.looseObject({ messageId: z.string() });
type Header = { readonly name: string | undefined; readonly value: string | undefined };

export type KeptMails = {
  /** Keeps a mail that the engine has taken, with its headers, which the engine leaves out. @throws Error of the file system */
  keep(messageId: string, headers: readonly Header[]): Promise<void>;
  /** Drops what was taken before this, Unix ms. @returns how many mails */
  expire(before: number): number;
  close(): void;
};

/** What releases before wrote: one file of all mails. It goes once its mails are in the new one. */
function takeOver(file: string, say: (line: string) => void): void {
  const earlier = join(dirname(file), 'mail.json');
  if (!existsSync(earlier)) return;
  if (!existsSync(file)) writeLines(file, readState(earlier, z.array(schema), say) ?? []);
  rmSync(earlier, { force: true });
}

/** Gives the engine the mails that the file holds. @param say tells the user of what can't be read */
export async function openMails(file: string, say: (line: string) => void): Promise<KeptMails> {
  takeOver(file, say);
  const lines = await openLines(file, schema, say);
  for (const mail of lines.kept) saveEmail(mail as never);
  const store = getStoreReadonly();
  let emails = store.emails;
  // The inbox's button that deletes all mails is the engine's own; it puts another list here.
  Object.defineProperty(store, 'emails', {
    configurable: true,
    get: () => emails,
    set: (others: typeof emails) => {
      emails = others;
      lines.clear();
    },
  });
  return {
    async keep(messageId, headers) {
      const mail = emails.findLast((one) => one.messageId === messageId);
      if (!mail) return;
      Object.assign(mail, { headers });
      await lines.keep(mail);
    },
    expire(before) {
      const kept = emails.filter(({ at }) => at * 1000 >= before);
      const gone = emails.length - kept.length;
      if (gone === 0) return 0;
      lines.replace(kept);
      emails = kept;
      return gone;
    },
    close: lines.close,
  };
}
