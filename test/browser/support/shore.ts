/** A running deployment with what a console needs to be looked at: an organisation, questions, people, and their mails. */
import { readFileSync } from 'node:fs';
import { eventually, mails } from '../../support/client.ts';
import type { Running } from '../../support/deployment.ts';
import { People } from '../../support/people.ts';

export const PASSWORD = 'a long harbour at low tide';
export const ANSWERS = [
  ['In what city were you born?', 'Reykjavík'],
  ['What was your first job?', 'lighthouse keeper'],
  ['What is your favorite book?', 'The Periodic Table'],
] as const;
export const answerTo = (question: string): string => ANSWERS.find(([one]) => one === question)![1];

/** Addresses that its pages may ask. */
export const originsOf = ({ apiUrl, endpoints }: Running): string[] => [apiUrl, endpoints.s3];

/** A deployment that people can log on to: without the sample's users, with its questions. */
export async function prepareShore(running: Running): Promise<People> {
  const people = new People(running);
  await people.open();
  await people.configure(() => ({
    organisation: { name: 'Example Corp', helpDesk: 'helpdesk@corp.example, +1 555 0100' },
  }));
  const xml = readFileSync('samples/corp/target-questions.xml', 'utf8');
  await people.client.call('POST', '/questions', { body: { xml } });
  return people;
}

/** Where the newest mail to somebody leads, as it stands in the inbox: the address behind the origin. */
export function mailedAddress(
  running: Running,
  email: string,
  page: 'welcome' | 'forgot-password',
  after = 0,
): Promise<string> {
  return eventually(async () => {
    const found = (await mails(running, email)).slice(after).map(({ body }) => {
      const [url] = new RegExp(`${running.apiUrl}/#/${page}\\?\\S+`, 'u').exec(body.text ?? '') ?? [];
      return url?.slice(`${running.apiUrl}/`.length);
    });
    return found.findLast((address) => address !== undefined);
  }, 60);
}
export const mailsTo = async (running: Running, email: string): Promise<number> => (await mails(running, email)).length;

/** The code that was mailed before a first PIN. */
export function mailedCode(running: Running, email: string): Promise<string> {
  return eventually(async () => {
    const texts = (await mails(running, email)).map(
      ({ body }) => /^\s*([2-9A-Z]{5}[ -]?[2-9A-Z]{5})\s*$/mu.exec(body.text ?? '')?.[1],
    );
    return texts.findLast((code) => code !== undefined);
  }, 60);
}
