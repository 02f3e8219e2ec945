/**
 * One lane of mails: of all campaigns one sends at a time, round by round, so that together they keep to their share of the mail service.
 * One that waits is next. A lease ends by itself where its round was killed.
 */
export type Lane = {
  readonly holder?: { readonly campaign: string; readonly token: string; readonly until: number };
  /** Who had it last, and who has asked since: campaign -> when, Unix ms. */
  readonly last?: string;
  readonly asked: Readonly<Record<string, number>>;
};
export const FREE_LANE: Lane = { asked: {} };

/** Longer than a batch takes; renewed before each. */
export const LEASE_MS = 90_000;
/** Who asked longer ago does not wait any more. */
const ASKING_MS = 60_000;
export const LANE_WAIT_SECONDS = 15;

const recent = (asked: Lane['asked'], now: number): [string, number][] =>
  Object.entries(asked).filter(([, at]) => now - at < ASKING_MS);

/** Whether others than this campaign wait for it. */
export const othersWait = ({ asked }: Lane, campaign: string, now: number): boolean =>
  recent(asked, now).some(([one]) => one !== campaign);

/**
 * The lane after a campaign has asked for it. Its own lease of a round before is over: no two rounds of a campaign run at a time. Where it
 * had the lane last, another one that waits is first.
 * @param token of the round @param now Unix ms
 */
export function askedFor(lane: Lane, campaign: string, token: string, now: number): { lane: Lane; taken: boolean } {
  const { holder, last } = lane;
  const busy = holder !== undefined && holder.until > now && holder.campaign !== campaign;
  const turn = last !== campaign || !othersWait(lane, campaign, now);
  const others = Object.fromEntries(recent(lane.asked, now).filter(([one]) => one !== campaign));
  if (busy || !turn) return { lane: { ...lane, asked: { ...others, [campaign]: now } }, taken: false };
  return { lane: { holder: { campaign, token, until: now + LEASE_MS }, last: campaign, asked: others }, taken: true };
}

/** Before each batch; undefined where another round has it now. */
export const renewed = (lane: Lane, token: string, now: number): Lane | undefined =>
  lane.holder?.token === token ? { ...lane, holder: { ...lane.holder, until: now + LEASE_MS } } : undefined;

/** As it is without this round. */
export function givenBack(lane: Lane, token: string): Lane {
  if (lane.holder?.token !== token) return lane;
  const { holder: _over, ...rest } = lane;
  return rest;
}
