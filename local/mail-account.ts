/**
 * What SES says of the account before it takes a mail. Here everything is verified and in order, unless the file mail-account.json in the
 * data folder says otherwise (docs/embedded-deployment.md); it is read anew at each request, so that a campaign can be stopped in the middle.
 */
import * as z from 'zod';
import { readWritten } from '#cli/sample/state-file.ts';

const identities = z.array(z.string()).default([]);
const schema = z.strictObject({
  /** Addresses and domains of senders that are not verified. */
  unverified: identities,
  /** Only `verified` recipients are mailed, 200 a day and one a second. */
  sandbox: z.boolean().default(false),
  verified: identities,
  /** Sending is switched off for the account. */
  paused: z.boolean().default(false),
  /** AWS itself has suspended it. */
  suspended: z.boolean().default(false),
  /** Mails to these are taken, but the answer never comes. */
  lose: identities,
  /** Recipient -> SES's error. */
  errors: z
    .record(z.string(), z.strictObject({ code: z.string(), message: z.string(), status: z.int().default(400) }))
    .default({}),
});
export type SesAccount = z.infer<typeof schema>;
export type SesError = { readonly code: string; readonly message: string; readonly status: number };
export type Outgoing = { readonly source: string; readonly to: readonly string[]; readonly configurationSet: string };

/** @throws Error where the file is wrong */
export function readSesAccount(file: string): SesAccount {
  return readWritten(file, schema, 'a description of a mail account') ?? schema.parse({});
}

const addressIn = (text: string): string => (/<([^>]*)>/u.exec(text)?.[1] ?? text).trim().toLowerCase();
/** An identity stands for its address, or for its domain and those below it. */
const covers = (list: readonly string[], address: string): boolean =>
  list.some(
    (one) => one.toLowerCase() === address || `.${address.split('@').at(-1)}`.endsWith(`.${one.toLowerCase()}`),
  );

export const isVerified = ({ unverified }: SesAccount, identity: string): boolean =>
  !covers(unverified, addressIn(identity));

/** Why SES does not take this mail; undefined where it does. In SES's own words. @param sets names of the configuration sets */
export function refusalOf(account: SesAccount, { source, to, configurationSet }: Outgoing, sets: readonly string[]) {
  const rejected = (message: string): SesError => ({ code: 'MessageRejected', message, status: 400 });
  if (account.suspended)
    return rejected('Sending suspended for this account. For more information, please check the inbox.');
  if (account.paused) return rejected('Sending paused for this account. For more information, please check the inbox.');
  if (!sets.includes(configurationSet)) {
    const message = `Configuration set <${configurationSet}> does not exist.`;
    return { code: 'ConfigurationSetDoesNotExist', message, status: 400 } satisfies SesError;
  }
  const failing = [
    ...(isVerified(account, source) ? [] : [addressIn(source)]),
    ...(account.sandbox ? to.map(addressIn).filter((one) => !covers(account.verified, one)) : []),
  ];
  if (failing.length > 0)
    return rejected(
      `Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: ${failing.join(', ')}`,
    );
  return to.map((one) => account.errors[addressIn(one)]).find((error) => error !== undefined);
}
