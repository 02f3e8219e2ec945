/** What was done after a restore, and what is left to do. */
export type AfterRestore = {
  /** What the tables were restored to, ISO 8601. */
  readonly point: string;
  /** Unix milliseconds. */
  readonly restoredAt: number;
  /** Ids of campaigns. */
  readonly held: readonly string[];
  readonly unfinished: readonly {
    readonly id: string;
    readonly kind: string;
    readonly status: string;
    readonly source?: string;
  }[];
  /** Whether the settings have reminders sent. */
  readonly reminders: boolean;
};

export function afterRestoreText({ point, restoredAt, held, unfinished, reminders }: AfterRestore): string {
  const lines = [
    `What was issued before ${new Date(restoredAt).toISOString()} does not count any more: all sessions are over, links and codes too.`,
    held.length === 0
      ? 'No campaign was about to send.'
      : `Held, so that they mail to no person twice: ${held.join(', ')}.`,
    '',
    'Next:',
    `* What was done after the point and is lost: landfall audit --from ${point} --limit 10000`,
    ...unfinished.map(({ id, kind, status, source = 'no source' }) =>
      status === 'queued'
        ? `* ${kind} ${id} (${source}) waits in its queue: it starts when the run before it has ended`
        : `* ${kind} ${id} (${source}) was ${status}: landfall run resume ${id}`,
    ),
    ...(reminders
      ? [
          '* Reminders are sent by themselves: landfall settings set reminders.everyDays 0, until it is known who was reminded',
        ]
      : []),
    ...held.map((id) => `* Once it is known who was told: landfall campaign resume ${id}`),
  ];
  return lines.join('\n');
}

type Told = { readonly marked: number; readonly known: number; readonly unknown: readonly string[] };
export const toldText = ({ marked, known, unknown }: Told): string =>
  [
    `${marked} marked as told: landfall people list --stuck uncertain names them. ${known} were told already.`,
    ...(unknown.length > 0 ? [`Not here, or without an e-mail address: ${unknown.join(', ')}`] : []),
  ].join('\n');
