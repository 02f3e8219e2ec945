/** The words of the journey, apart from its rules, so that pages may use them. */

/** How far a person has come, in their order. `home`: a password of their own. `temporary-password`: one that an administrator gave out. */
export const MILESTONES = ['imported', 'told', 'token-logon', 'questions', 'temporary-password', 'home'] as const;
export type Milestone = (typeof MILESTONES)[number];

/** What keeps a person who is not home from going on. Of several the first in this order is the one to remove first. */
export const STUCK = [
  'disabled',
  'expired',
  'not-started',
  'locked',
  /** By wrong tries: it ends by itself. */
  'locked-out',
  'no-token',
  'no-usable-token',
  /** Neither told nor logged on, and nowhere to send the mail to. */
  'no-address',
  'bounced',
  'refused',
  /** The mail may have gone out, or not. */
  'uncertain',
  /** What the mail asks for could not be done when it was due: the console takes no token alone, or Forgot Your Password is off. */
  'not-possible',
] as const;
export type Stuck = (typeof STUCK)[number];

/** Each person is in one stage: the counts of all add up to the people. */
export const STAGES = [...MILESTONES, 'stuck'] as const;
export type Stage = (typeof STAGES)[number];

/** When a milestone was first reached, Unix milliseconds. */
export type Times = {
  readonly imported: number;
  readonly told?: number;
  readonly tokenLogon?: number;
  readonly home?: number;
};

export const stageOf = ({
  reached,
  stuck,
}: {
  readonly reached: Milestone;
  readonly stuck?: Stuck | undefined;
}): Stage => (stuck ? 'stuck' : reached);

/** The lists of those who are not home, as a query names them: the stuck ones first, by reason. */
export const NOT_HOME: readonly Readonly<Record<string, string>>[] = [
  ...STUCK.map((stuck) => ({ stuck })),
  ...MILESTONES.filter((stage) => stage !== 'home').map((stage) => ({ stage })),
];
