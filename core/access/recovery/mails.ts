/**
 * Which mail a request comes to, behind the queue, where its time can't be measured from outside: the link, the advice to log on with a token
 * first, or none. The link's secret is made here and leaves only in the mail.
 */
import { linkWait } from '#core/administration/users/address.ts';
import { accountFault } from '#core/directory/account.ts';
import type { User } from '#core/directory/model.ts';
import type { MailDesign } from '#core/mail/design.ts';
import { mailLanguage, written } from '#core/mail/language.ts';
import type { Mail } from '#core/mail/message.ts';
import { greetingName } from '#core/mail/migration-mail.ts';
import { type RenderedMail, renderMail } from '#core/mail/render.ts';
import { senderOf } from '#core/mail/sender.ts';
import { wayMail } from '#core/mail/way-mail.ts';
import type { Settings } from '#core/settings/model.ts';
import { type ChallengePort, LIFETIME_MS } from '../challenge.ts';
import { createPinProof } from '../pin-proof.ts';
import type { FailurePort, MailRequest, PepperPort, SettingsPort, ThrottlePort } from '../ports.ts';
import { HOUR_MS, MINUTE_MS } from '../throttle.ts';
import { serviceOf } from './gate.ts';
import { createLink, type LinkKind, linkUrl } from './link.ts';
import { mailboxTakes } from './mailbox-limit.ts';

export type ComposePorts = SettingsPort &
  PepperPort &
  Pick<FailurePort, 'readUser'> &
  Pick<ChallengePort, 'createChallenge'> &
  Pick<ThrottlePort, 'hit'> & {
    /** Own texts and the colour, which may be a minute old. */
    readMailDesign(): Promise<MailDesign>;
  };
export type ComposedMail = Mail;
type Context = {
  ports: ComposePorts;
  user: User;
  key: string;
  settings: Settings;
  design: MailDesign;
  origin: string;
  now: number;
  id: string | undefined;
};

/**
 * @param origin where links point (F4)
 * @param id of the mail, the same each time that it is tried
 * @returns undefined where nothing is to be sent
 */
export async function composeMail(
  ports: ComposePorts,
  request: MailRequest,
  origin: string,
  now: number,
  id?: string,
): Promise<ComposedMail | undefined> {
  const { settings } = await ports.readSettings();
  const user = await ports.readUser(request.user);
  const to = user && addresseeOf(user, request);
  if (!user || to === undefined) return undefined;
  const design = await ports.readMailDesign();
  const mail = await render({ ports, user, key: request.user, settings, design, origin, now, id }, request);
  return mail && { ...mail, to, sender: senderOf(settings) };
}

/** N1: the address that was replaced is told so; every other mail goes to the one that the user has now. */
function addresseeOf(user: User, request: MailRequest): string | undefined {
  if (request.kind !== 'way-changed' || request.change !== 'address-former') return user.email;
  return user.formerAddresses?.find(({ at }) => at === request.at)?.address;
}

async function render(context: Context, request: MailRequest): Promise<RenderedMail | undefined> {
  const { user, settings, design, origin, now } = context;
  const language = mailLanguage(user.preferredLanguage, settings.mail.defaultLanguage);
  const { name: organisation, helpDesk } = settings.organisation;
  const to = { organisation, helpDesk, name: greetingName(user), userId: user.userId };
  if (request.kind === 'way-changed') return wayMail(user, settings, request, linkWait(user, settings, now), design);
  if (request.kind === 'password-changed') {
    const time = written(user.password?.changedAt ?? now, language);
    return renderMail('password-changed', language, { ...to, time }, design);
  }
  if (request.kind === 'new-pin-proof') {
    const { logon } = request;
    if (logon === undefined || accountFault(user, now)) return undefined;
    const code = await createPinProof(context.ports, { user: context.key, epoch: user.sessionEpoch, logon }, now);
    return renderMail(
      'new-pin-proof',
      language,
      { ...to, code, minutes: LIFETIME_MS['new-pin-proof'] / MINUTE_MS },
      design,
    );
  }
  if (request.kind === 'administrator-reset') {
    if (!user.enabled || user.lockedOut || linkWait(user, settings, now) !== undefined) return undefined;
    const hours = settings.administratorReset.linkHours;
    const link = await newLink(context, 'administrator-link', hours * HOUR_MS);
    return renderMail('administrator-reset', language, { ...to, link, hours }, design);
  }
  if (request.limited || accountFault(user, now) || !settings.selfServiceFeatures.forgotPasswordLink) return undefined;
  const notYet = serviceOf(user, settings, now) === 'not-yet';
  // There the questions alone protect the account: a link would only be one more secret to steal.
  if (!notYet && settings.recovery.mode === 'questions') return undefined;
  if (!(await mailboxTakes(context.ports, user.email!, request.source, settings, now, context.id))) return undefined;
  if (notYet) return renderMail('recovery-not-ready', language, { ...to, link: `${origin}/#/logon` }, design);
  const waits = linkWait(user, settings, now);
  if (waits !== undefined) {
    const page = `${origin}/#/forgot-password`;
    return renderMail('recovery-wait', language, { ...to, link: page, until: written(waits, language) }, design);
  }
  const minutes = settings.recovery.linkMinutes;
  const link = await newLink(context, 'recovery-link', minutes * MINUTE_MS);
  return renderMail('recovery-link', language, { ...to, link, minutes }, design);
}

async function newLink({ ports, user, key, origin, now }: Context, kind: LinkKind, lifetime: number): Promise<string> {
  return linkUrl(origin, await createLink(ports, { kind, user: key, epoch: user.sessionEpoch }, now, lifetime));
}
