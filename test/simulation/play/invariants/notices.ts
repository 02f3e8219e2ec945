/** Mails: none twice unless asked for, none that a notice does not tell of, none told of that was not taken; and no person left out. */

import { operatorsPath } from '#test/support/operators.ts';
import type { Call } from '../stage.ts';
import { brief, type Final, type Invariant, type Item, keyOf } from './final.ts';
import { mailboxOf, noticeOf, settingsOf, usable } from './journeys.ts';

type Mail = ReturnType<Final['stage']['world']['mails']>[number];
const kinds = (final: Final): ReadonlyMap<string, string> =>
  new Map(
    final.runs.map((run) => [
      run.pk.slice('MIGRATION#'.length),
      (run['mailing'] as { mail?: string } | undefined)?.mail ?? 'migration',
    ]),
  );
/** What tells a person what to do; reminders are mails of their own. */
function campaignMails(final: Final): readonly Mail[] {
  const of = kinds(final);
  return final.stage.world
    .mails()
    .filter(({ tags }) => tags['notice'] !== undefined && of.get(tags['migration'] ?? '') !== 'reminder');
}
/** Also those whose answer was lost. */
const mayBeDone = ({ status }: Call): boolean => status < 400 || status >= 500 || status === 429;

/** How often an administrator asked for it once more, for one of these user IDs or for all. */
const asksAgain = (calls: readonly Call[], userIds: ReadonlySet<string>): number =>
  calls.filter((call) => {
    if (call.method !== 'POST' || !mayBeDone(call)) return false;
    const { userId, users, again } = (call.body ?? {}) as {
      userId?: string;
      users?: readonly string[];
      again?: boolean;
    };
    if (call.path === '/api/operator/users/tell') return userIds.has(String(userId).toLowerCase());
    if (call.path !== '/api/operator/campaigns' || again !== true) return false;
    return users === undefined || users.some((one) => userIds.has(one.toLowerCase()));
  }).length;

/** How many persons have had a mailbox, in the source or here, and by how many user IDs: each is to be told its own. */
function personsOf(final: Final): ReadonlyMap<string, ReadonlySet<string>> {
  const persons = new Map<string, Set<string>>();
  const add = (address: unknown, person: string) => {
    if (typeof address === 'string') persons.set(address, (persons.get(address) ?? new Set()).add(person));
  };
  for (const { source, sent } of final.stage.sources.flat())
    for (const record of sent.records)
      if ('user' in record) add(record.user.email, `${source} ${record.user.ext} ${record.user.userId}`);
  for (const call of final.stage.calls)
    if (call.method === 'PATCH' && call.path === operatorsPath('PATCH', '/user'))
      add((call.body as { email?: string }).email, `edited ${call.query?.['userId']} ${call.at}`);
  return persons;
}

/** By which user IDs a mailbox was in use, in the source or here. */
function userIdsOf(final: Final, to: string): ReadonlySet<string> {
  const ofSource = final.stage.sources
    .flat()
    .flatMap(({ sent }) => sent.records)
    .flatMap((record) => ('user' in record && record.user.email === to ? [record.user.userId.toLowerCase()] : []));
  const edited = final.stage.calls.flatMap(({ path, body, query }) =>
    path === operatorsPath('PATCH', '/user') && (body as { email?: string } | undefined)?.email === to
      ? [String(query?.['userId']).toLowerCase()]
      : [],
  );
  const here = final.users.filter(({ email }) => email === to).map(keyOf);
  return new Set([...ofSource, ...edited, ...here]);
}

export const mailedOnce: Invariant = (final) => {
  const byMailbox = new Map<string, Mail[]>();
  for (const mail of campaignMails(final))
    for (const to of mail.to) byMailbox.set(to, [...(byMailbox.get(to) ?? []), mail]);
  const persons = personsOf(final);
  return [...byMailbox].flatMap(([to, mails]) => {
    const userIds = userIdsOf(final, to);
    // A person who was erased and comes again is told again.
    const erased = final.stage.calls.filter(
      (call) =>
        call.path === '/api/operator/user/erase' &&
        mayBeDone(call) &&
        userIds.has(String(call.query?.['userId']).toLowerCase()),
    ).length;
    const allowed = (persons.get(to)?.size ?? 1) * (1 + asksAgain(final.stage.calls, userIds)) + erased;
    if (mails.length <= allowed) return [];
    return [
      `mailed: ${to} got ${mails.length} mails, at most ${allowed} were asked for: ${brief(mails.map(({ id, at, tags }) => ({ id, at, tags })))}`,
    ];
  });
};

/** What a notice says is so. */
export const noticesTrue: Invariant = (final) => {
  const mails = campaignMails(final);
  const all = final.stage.world.mails();
  return final.notices.flatMap((notice) => {
    const { status, messageId, to, claimedAt, migration } = notice;
    const about = `notices: ${String(notice['user'])} is ${String(status)}`;
    const user = final.users.find((one) => keyOf(one) === notice['user']);
    // Where the answer was lost, what comes back of the mail is the first that is heard of it.
    const sent = all.find(({ id, tags, to: addresses }) =>
      messageId === undefined
        ? status !== 'sent' && tags['migration'] === migration && addresses.some((one) => mailboxOf(one) === to)
        : id === messageId,
    );
    if (['sent', 'bounced', 'complained'].includes(String(status))) {
      if (!sent) return [`${about}, by a mail that was never taken: ${brief(notice)}`];
      return sent.to.some((address) => mailboxOf(address) === to)
        ? []
        : [`${about} at another mailbox: ${brief(notice)}`];
    }
    const since = typeof claimedAt === 'number' ? claimedAt : Number.POSITIVE_INFINITY;
    const tagged = mails.filter(
      ({ tags, at }) => tags['migration'] === migration && at >= since && `NOTICE#${tags['notice']}` === notice.pk,
    );
    if (status === 'failed' && tagged.length > 0) return [`${about}, and SES took it: ${brief(tagged[0])}`];
    if (['not-informed', 'not-possible', 'not-able'].includes(String(status))) {
      const told = mails.filter(
        (mail) =>
          `NOTICE#${mail.tags['notice']}` === notice.pk &&
          mail.to.some((one) => one === user?.['email']) &&
          mail.tags['migration'] === migration,
      );
      return told.length > 0 ? [`${about}, and SES took a mail: ${brief(told[0])}`] : [];
    }
    if (status !== 'claimed') return [];
    const run = final.runs.find(({ pk }) => pk === `MIGRATION#${String(migration)}`);
    const over = run === undefined || ['succeeded', 'ended'].includes(String(run['status']));
    return over ? [`${about} by ${String(migration)}, which is ${String(run?.['status'])}`] : [];
  });
};

/** Each mail that was taken stands in a notice, unless a newer one of the person has taken its place. */
export const mailsNoted: Invariant = (final) =>
  final.users.flatMap((user) => {
    const notice = noticeOf(final, user);
    const mails = campaignMails(final).filter(
      (mail) =>
        mail.to.includes(String(user['email'])) &&
        mail.at > Number(user['createdAt']) &&
        notice?.pk === `NOTICE#${mail.tags['notice']}`,
    );
    const last = mails.at(-1);
    if (!last || ['sent', 'bounced', 'complained', 'uncertain', 'claimed'].includes(String(notice?.['status'])))
      return [];
    const newer = typeof notice?.['claimedAt'] === 'number' && notice['claimedAt'] > last.at;
    return newer ? [] : [`mails: ${keyOf(user)} got ${last.id}, and the notice is ${brief(notice)}`];
  });

/** Each person who can be told now, and has not changed since a campaign to all began, was told. */
export const toldAtTheEnd: Invariant = (final) => {
  const { now, users, tokens, directory } = final;
  const settings = settingsOf(final) as ReturnType<typeof settingsOf> & {
    readonly selfServiceFeatures: { readonly forgotPasswordLink: boolean };
    readonly consoleAuthentication: { readonly selfService: string };
  };
  const possible =
    settings.selfServiceFeatures.forgotPasswordLink &&
    settings.consoleAuthentication.selfService
      .split('/')
      .some((way) => way.replaceAll(/[()\s]/gu, '') === 'SecurID_Native');
  const changedAt = Number(directory.find(({ pk }) => pk === 'SETTINGS')?.['changedAt'] ?? 0);
  if (!possible) return [];
  const campaigns = final.runs.filter((run) => {
    const { mail, audience } = (run['mailing'] ?? {}) as { mail?: string; audience?: Record<string, unknown> };
    return (
      run['status'] === 'succeeded' &&
      mail === 'migration' &&
      audience?.['listed'] === undefined &&
      audience?.['userId'] === undefined &&
      Number(run['startedAt']) > changedAt
    );
  });
  return users.flatMap((user) => {
    const held = tokens.filter(
      (token) => token['assignee'] === keyOf(user) && (user['tokens'] as string[]).includes(String(token['serial'])),
    );
    const able =
      user['imported'] === true &&
      user['password'] === undefined &&
      user['email'] !== undefined &&
      user['enabled'] === true &&
      user['lockedOut'] !== true &&
      Number(user['failures'] ?? 0) === 0 &&
      Number(user['accountEnd'] ?? Number.POSITIVE_INFINITY) > now &&
      held.some((token) => usable(token, now));
    if (!able) return [];
    const since = Math.max(
      Number(user['updatedAt']),
      Number(user['createdAt']),
      ...held.map((token) => Number(token['updatedAt'])),
    );
    const over = campaigns.find((run) => {
      const source = ((run['mailing'] as Item)['audience'] as Record<string, unknown>)['source'];
      return Number(run['startedAt']) > since && (source === undefined || source === user['source']);
    });
    if (!over) return [];
    const status = noticeOf(final, user)?.['status'];
    const told = ['sent', 'bounced', 'complained', 'uncertain', 'failed', 'claimed'].includes(String(status));
    return told
      ? []
      : [
          `told: ${keyOf(user)} can be told, is ${String(status)}, and ${over.pk} is done since ${String(over['finishedAt'])}`,
        ];
  });
};
