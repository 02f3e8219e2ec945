/** A mail of a campaign to oneself, to see it as its readers will. */
import { type AuditPort, auditedAct, recordFirst } from '#core/audit.ts';
import type { User } from '#core/directory/model.ts';
import { invalid } from '#core/errors.ts';
import type { CampaignMail } from '#core/migration/mailing.ts';
import type { Settings } from '#core/settings/model.ts';
import { type Asked, actOf } from './users/administer.ts';

export type TestMailPorts = AuditPort & {
  readUser(key: string): Promise<User | undefined>;
  readSettings(): Promise<{ readonly settings: Settings }>;
  /** @throws LandfallError sender.* */
  checkSender(settings: Settings): Promise<void>;
  /** @throws LandfallError mail.refused, mail.busy, mail.uncertain, sender.* */
  mailTo(user: Reader & { readonly email: string }, kind: CampaignMail): Promise<string>;
};
type Reader = Pick<User, 'userId' | 'firstName' | 'lastName' | 'preferredLanguage'>;
export type TestMail = { readonly mail: CampaignMail; readonly language?: string; readonly to?: string };

const notYours = () =>
  invalid(
    'campaign.test_address',
    'A test mail goes to your own address. An operator, who has no user here, names one.',
  );

/** Whose mail it would be, and where it goes: an administrator writes to no other person this way. */
async function readerOf(ports: TestMailPorts, { to }: TestMail, { actor }: Asked) {
  if (actor.operator) {
    if (to === undefined) throw notYours();
    return { userId: 'test', email: to };
  }
  const user = await ports.readUser(actor.id);
  if (user?.email === undefined || (to !== undefined && to !== user.email)) throw notYours();
  return { ...user, email: user.email };
}

/** @returns the address @throws LandfallError campaign.test_address (422), sender.* (409), mail.refused (422) */
export function sendTestMail(ports: TestMailPorts, test: TestMail, asked: Asked): Promise<{ readonly to: string }> {
  return auditedAct(ports, actOf(asked, 'campaign.tested', asked.actor.id), async (entriesOf) => {
    const reader = await readerOf(ports, test, asked);
    await ports.checkSender((await ports.readSettings()).settings);
    await recordFirst(ports, entriesOf({ facts: { mail: test.mail } }));
    const { language } = test;
    await ports.mailTo(language === undefined ? reader : { ...reader, preferredLanguage: language }, test.mail);
    return { to: reader.email };
  });
}
