/** A caller's case as it is read for an administrator who is called. That help desk looked a person up is in the audit. */
import { existing } from '#core/administration/users/administer.ts';
import { type GivenWayPorts, hasOther } from '#core/administration/users/given-ways.ts';
import type { Administrator } from '#core/administration/users/rights.ts';
import { type AuditPort, recordEvent } from '#core/audit.ts';
import type { Token, User } from '#core/directory/model.ts';
import { type JourneyNotice, journeyOf } from '#core/journey/journey.ts';
import { type Milestone, type Stage, type Stuck, stageOf } from '#core/journey/stages.ts';
import type { Settings } from '#core/settings/model.ts';
import { userKey } from '#core/text.ts';
import { type Case, caseOf } from './case.ts';

export type LookUpPorts = AuditPort &
  Pick<GivenWayPorts, 'readAdministrators'> & {
    readUser(key: string): Promise<User | undefined>;
    readTokens(serials: readonly string[]): Promise<Token[]>;
    readNotice(key: string): Promise<JourneyNotice | undefined>;
    readSettings(): Promise<{ readonly settings: Settings }>;
  };

/** What the caller can be asked, and the agent does not read out. */
export type WhoIsThis = {
  readonly userId: string;
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  /** Masked: a***@example.com. */
  readonly email?: string | undefined;
  /** The last three characters of each serial number. */
  readonly serialEndings: readonly string[];
};
export type CallerCase = Case & {
  readonly who: WhoIsThis;
  readonly journey: {
    readonly stage: Stage;
    readonly reached: Milestone;
    readonly stuck?: Stuck;
    readonly since: number;
  };
};

const ENDING = 3;
const masked = (email: string | undefined) => email?.replace(/^(.).*(@[^@]*)$/su, '$1***$2');

/** @throws LandfallError user.not_found (404) */
export async function lookUpCaller(
  ports: LookUpPorts,
  userId: string,
  { actor, now }: { readonly actor: Administrator & { readonly source: string }; readonly now: number },
): Promise<CallerCase> {
  const user = await existing(ports, userId);
  const key = userKey(user.userId);
  const { id, source } = actor;
  if (actor.role === 'help-desk')
    await recordEvent(ports, { actor: id, action: 'user.looked_up', object: key, source, now });
  const [listed, notice, { settings }, others] = await Promise.all([
    user.tokens.length > 0 ? ports.readTokens(user.tokens) : [],
    ports.readNotice(key),
    ports.readSettings(),
    hasOther(ports, user, actor),
  ]);
  const tokens = listed.filter(({ assignee }) => assignee === key);
  const { reached, stuck, since } = journeyOf({ user, tokens, notice }, settings, now);
  const { firstName, lastName, email } = user;
  const who = {
    userId: user.userId,
    firstName,
    lastName,
    email: masked(email),
    serialEndings: tokens.map(({ serial }) => serial.slice(-ENDING)),
  };
  const journey = {
    stage: stageOf(stuck ? { reached, stuck } : { reached }),
    reached,
    ...(stuck ? { stuck } : {}),
    since,
  };
  return { who, journey, ...caseOf({ user, tokens, notice, settings, now }, { actor, hasOther: others }) };
}
