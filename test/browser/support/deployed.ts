/** A running deployment prepared for tests of the consoles: an organisation, questions, users and their mails. */
import { readFileSync } from 'node:fs';
import { Accounts } from '../../support/accounts.ts';
import { eventually, mails } from '../../support/client.ts';
import type { Running } from '../../support/deployment.ts';

export const PASSWORD = 'a long harbour at low tide';
export const ANSWERS = [
  ['In what city were you born?', 'Reykjavík'],
  ['What was your first job?', 'lighthouse keeper'],
  ['What is your favorite book?', 'The Periodic Table'],
] as const;

/** The origins that its pages may send requests to. */
export const originsOf = (running: Running): string[] => [running.apiUrl, bucketOf(running)];

/** Where a page sends the chunks of a package: the export bucket's own host. */
export const bucketOf = ({ endpoints, exportBucket }: Running): string =>
  `http://${exportBucket}.s3.localhost:${new URL(endpoints.s3).port}`;

/** Prepares a deployment for logons: with the sample's questions, without its users. */
export async function prepareDeployment(running: Running): Promise<Accounts> {
  const accounts = new Accounts(running);
  await accounts.allowTestLogons();
  await accounts.configure(() => ({
    organisation: { name: 'Example Corp', helpDesk: 'helpdesk@corp.example, +1 555 0100' },
  }));
  const xml = readFileSync('samples/corp/target-questions.xml', 'utf8');
  await accounts.client.call('POST', '/questions', { body: { xml } });
  return accounts;
}

/** As the mails write them. */
const ADDRESSES = { welcome: 'w/[0-9A-Z]{12}\\b', 'forgot-password': 'forgot-password\\?\\S+' };

/** The link in the newest mail to an address, without its origin. @param after how many earlier mails to skip */
export function mailedAddress(
  running: Running,
  email: string,
  page: 'welcome' | 'forgot-password',
  after = 0,
): Promise<string> {
  return eventually(async () => {
    const found = (await mails(running, email)).slice(after).map(({ body }) => {
      const [url] = new RegExp(`${running.apiUrl}/#/${ADDRESSES[page]}`, 'u').exec(body.text ?? '') ?? [];
      return url?.slice(`${running.apiUrl}/`.length);
    });
    return found.findLast((address) => address !== undefined);
  }, 60);
}
export const mailsTo = async (running: Running, email: string): Promise<number> => (await mails(running, email)).length;

/** The mailed code that confirms a first PIN. */
export function mailedCode(running: Running, email: string): Promise<string> {
  return eventually(async () => {
    const texts = (await mails(running, email)).map(
      ({ body }) => /^\s*([2-9A-Z]{5}[ -]?[2-9A-Z]{5})\s*$/mu.exec(body.text ?? '')?.[1],
    );
    return texts.findLast((code) => code !== undefined);
  }, 60);
}
