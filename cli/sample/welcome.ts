/** The last screen of `npm start`: what was imported, the addresses, and how to log on as one of the users. */
import type { RunView } from '#core/migration/record.ts';
import { createClient } from '../online/client.ts';
import { localTarget } from '../online/target.ts';
import { readSampleState } from './imported.ts';

type Where = {
  readonly apiUrl: string;
  readonly mailUrl: string;
  readonly region: string;
  readonly exportBucket: string;
  readonly endpoints: { readonly s3: string };
};

function whatHappened({ totals, notices, source }: RunView): string[] {
  if (!totals) return ['The sample has not come ashore yet: bin/landfall status'];
  const { users, tokens, answers, enrolment } = totals;
  const histogram = Object.entries(enrolment.histogram).sort(([a], [b]) => Number(b) - Number(a));
  const kept = histogram.map(([count, people]) => `${people} users keep ${count}`).join(', ');
  return [
    `Ashore from ${source?.deployment ?? 'the sample'}:`,
    `  ${users.created} users, ${tokens.assigned} tokens assigned to them and ${tokens.unassigned} unassigned; ${tokens.rejected} token refused`,
    `  ${answers.kept} answers to security questions kept, ${answers.dropped} not in the catalogue: ${kept}`,
    `  self-service switched on; ${notices?.sent ?? 0} users told by e-mail, ${notices?.notInformed ?? 0} without an address`,
    '  The one refused, with its reason: bin/landfall report',
  ];
}

function beAUser({ apiUrl, mailUrl }: Where): string[] {
  return [
    'Be one of the users: open a mail in the inbox, follow its link, and log on with the passcode of',
    '  bin/landfall passcode lbjrnsen     (lbjrnsen has a PIN; opena starts in New PIN mode)',
    `  The inbox: ${mailUrl}`,
    'Be the administrator: log on as admin with the passcode of',
    '  bin/landfall passcode admin',
    `  The Security Console: ${apiUrl}/security/`,
    'Or the command line: bin/landfall status | report | user show lbjrnsen | settings list | --help',
  ];
}

/** Works as it is printed: the AWS CLI asks for credentials and a region, and the engine takes any. */
const copyCommand = ({ region, endpoints, exportBucket }: Where): string =>
  `AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any aws --region ${region} --endpoint-url ${endpoints.s3} s3 cp export.zip s3://${exportBucket}/uploads/`;

/** @param seconds since the start */
export async function welcome(
  where: Where,
  data: string,
  { empty, seconds }: { empty: boolean; seconds: number },
): Promise<string> {
  const state = empty ? undefined : readSampleState(data, () => undefined);
  const client = createClient(localTarget(data));
  const migration = state && (await client.call<RunView>('GET', `/runs/${state.migrationId}`));
  const rule = '-'.repeat(78);
  return [
    rule,
    ...(migration
      ? whatHappened(migration)
      : ['The deployment is empty: pack an export and import it (bin/landfall pack --help, import --help).']),
    '',
    `Self-Service      ${where.apiUrl}/`,
    `Security Console  ${where.apiUrl}/security/`,
    `API               ${where.apiUrl}/api/`,
    `Mail inbox        ${where.mailUrl}`,
    `S3                ${copyCommand(where)}`,
    '',
    ...(migration ? [...beAUser(where), ''] : []),
    `Up after ${seconds.toFixed(0)} s. Data is kept in ${data}. Ctrl-C stops; npm start goes on, npm start -- --reset begins afresh.`,
    rule,
  ].join('\n');
}
