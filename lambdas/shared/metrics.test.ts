import { logLinesOf } from '#test/support/log-lines.ts';
import { log } from './log.ts';
import { METRICS, metricsOf } from './metrics.ts';

beforeAll(() => {
  process.env['DEPLOYMENT_NAME'] = 'landfall-test';
});

test('a line whose event counts is in the embedded metric format, with the deployment as its one dimension', async () => {
  const [line] = await logLinesOf(() => log.info('part.ingested', { count: 1000, rejected: 3 }));
  expect(line).toMatchObject({
    event: 'part.ingested',
    deployment: 'landfall-test',
    RecordsImported: 1000,
    RecordsRejected: 3,
    _aws: {
      Timestamp: expect.any(Number),
      CloudWatchMetrics: [
        {
          Namespace: 'Landfall',
          Dimensions: [['deployment']],
          Metrics: [
            { Name: 'RecordsImported', Unit: 'Count' },
            { Name: 'RecordsRejected', Unit: 'Count' },
          ],
        },
      ],
    },
  });
});

test.each([
  ['logon.done', { outcome: 'success' }, { LogonsSucceeded: 1 }],
  ['logon.done', { outcome: 'failure', reason: 'passcode.replayed' }, { LogonsFailed: 1, PasscodesRefused: 1 }],
  ['logon.done', { outcome: 'failure', reason: 'user.unknown' }, { LogonsFailed: 1 }],
  ['mail.done', { kind: 'forgot-password', outcome: 'none' }, { RecoveriesAsked: 1 }],
  [
    'mail.done',
    { kind: 'forgot-password', outcome: 'sent' },
    { RecoveriesAsked: 1, RecoveriesMailed: 1, MailsSent: 1 },
  ],
  ['mail.sent', { kind: 'migration', outcome: 'refused' }, { MailsRefused: 1 }],
  ['mail.returned', { kind: 'bounced', outcome: 'marked' }, { MailsBounced: 1 }],
  ['mail.returned', { kind: 'complained', outcome: 'own' }, { MailsComplained: 1 }],
  ['mail.returned', { kind: 'bounced', outcome: 'known' }, {}],
  ['task.failed', { code: 'directory.busy' }, { TablesFailed: 1 }],
  ['api.failed', { code: 'internal', awsService: 'KMS' }, { KeysFailed: 1 }],
  ['api.failed', { code: 'internal' }, {}],
  ['campaign.round', { outcome: 'done' }, {}],
  ['people.followed', { count: 5 }, {}],
] as const)('%s %j', (event, fields, expected) => {
  const { _aws: _format, deployment: _name, ...values } = metricsOf(event, fields, 0);
  expect(values).toEqual(expected);
});

test('without the name of the deployment a line counts nothing', () => {
  delete process.env['DEPLOYMENT_NAME'];
  expect(metricsOf('logon.done', { outcome: 'success' }, 0)).toEqual({});
});

test('no metric is of a user: each has the events of its lines, and no value but a count', () => {
  for (const { events, value } of Object.values(METRICS)) {
    expect(events.length).toBeGreaterThan(0);
    const personal = { user: 'ana', serial: '000123456789', source: '192.0.2.1', actor: 'ana' };
    expect([undefined, 0, 1]).toContain(value(personal as never));
  }
});
