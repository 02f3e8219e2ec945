/**
 * What an operator may set before `cdk deploy`, each value once: in landfall.config.ts, in another file (`-c landfall:config=PATH`), or by
 * `-c landfall:name=value`, which wins. Everything has a default that suits a new account. docs/configuration.md is made of this.
 */
import * as z from 'zod';
import { ACCESS_LOG_DAYS, LOG_DAYS } from '../retention.ts';
import { TABLE_NAMES } from '../tables.ts';
import { ADOPTED_NAMES, adoptionSchema } from './adoption.ts';
import { flag, type Kind, object, oneOf, optional, text, whole, withDefault } from './kinds.ts';

/** "AWS::Logs::LogGroup", RetentionInDays. */
const LOG_RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];
const logRetention = oneOf(LOG_RETENTIONS, 'days');
/** "Amazon DynamoDB Developer Guide", warm throughput: what each table on demand has from the beginning, and no table goes below. */
const WARM = { reads: 12_000, writes: 4_000 };
const MAX_UNITS = 1_000_000;

const DOMAIN = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/u;
const domain = text(DOMAIN, 'a domain name in small letters, such as logon.example.com');
export const isDomain = (given: string): boolean => DOMAIN.test(given);
const address: Kind<string> = { schema: z.email(), allowed: 'an e-mail address' };
const sender: Kind<string> = {
  schema: z.union([z.email(), z.string().regex(DOMAIN)]),
  allowed: 'a domain name in small letters, or an e-mail address',
};
const usEast1 = (service: string, resource: string, such: string) =>
  text(
    new RegExp(`^arn:aws(?:-[a-z]+)*:${service}:us-east-1:\\d{12}:${resource}$`, 'u'),
    `an ARN of us-east-1 such as ${such}`,
  );
/** As core/settings/model.ts has them; test/contract/configuration.test.ts compares. */
const NAME_LENGTH = 100;
const HELP_LENGTH = 200;
const words = (max: number): Kind<string> => ({
  schema: z.string().trim().min(1).max(max),
  allowed: `text of at most ${max} characters`,
});
const requests = whole(1, 100_000, 'requests a second');

const units = z.strictObject({
  reads: whole(WARM.reads, MAX_UNITS).schema,
  writes: whole(WARM.writes, MAX_UNITS).schema,
});
const warm = object(
  z.strictObject(
    Object.fromEntries(TABLE_NAMES.map((name) => [name, units.optional()])) as Record<
      (typeof TABLE_NAMES)[number],
      z.ZodOptional<typeof units>
    >,
  ),
  [...TABLE_NAMES, 'reads', 'writes'],
  `tables (${TABLE_NAMES.join(', ')}), each with reads (${WARM.reads} or more) and writes (${WARM.writes} or more) a second`,
);

const GRADUAL = [
  'off',
  'canary10Percent5Minutes',
  'canary10Percent15Minutes',
  'linear10PercentEvery1Minute',
  'linear10PercentEvery3Minutes',
] as const;
export type GradualDeploymentName = (typeof GRADUAL)[number];

export const VALUES = {
  // Which deployment
  name: withDefault(
    text(/^[a-z](?:-?[a-z0-9]){1,30}$/u, '2 to 31 small letters, digits and single hyphens, beginning with a letter'),
    'landfall',
    'prefix of the stacks and of whatever has a name: `<name>-stateful`, `<name>-stateless`',
  ),
  stage: optional(
    text(/^[a-z][a-z0-9]{0,15}$/u, '1 to 16 small letters and digits, beginning with a letter'),
    'none',
    'such as `test` or `production`: the deployment is called `<name>-<stage>` then, beside others of the name',
  ),
  account: optional(
    text(/^\d{12}$/u, '12 digits'),
    "the caller's",
    'the account that is deployed to; an error where the credentials are of another one',
  ),
  region: optional(
    text(/^[a-z]{2}(?:-[a-z]+)+-\d$/u, 'a region of AWS, such as eu-central-1'),
    "the caller's",
    'the region that is deployed to',
  ),
  adopt: withDefault(
    { schema: adoptionSchema, allowed: 'names and ARNs', names: ADOPTED_NAMES },
    {},
    'names and ARNs of tables, buckets, keys and secrets that the stack adopts instead of making them ([how](operations.md#adopting-what-an-earlier-deployment-left))',
  ),

  // Where the consoles are
  domainName: optional(
    domain,
    "CloudFront's own name, and viewers may use TLS 1.0",
    "the consoles' domain name, which links in mails name; its certificate is made by the stack `<name>-edge` in us-east-1",
  ),
  certificateArn: optional(
    usEast1('acm', 'certificate/[\\w-]+', 'arn:aws:acm:us-east-1:123456789012:certificate/ID'),
    'the edge stack makes one',
    'a certificate that exists already for `domainName`',
  ),
  hostedZoneId: optional(
    text(/^Z[A-Z0-9]{5,31}$/u, 'the id of a hosted zone, such as Z0123456789ABCDEFGHIJ'),
    'the records to make are outputs of the stacks',
    'hosted zone of Route 53 in the same account: whatever lies in it gets its DNS records from the stacks',
  ),
  hostedZoneName: optional(domain, 'none', 'the name of that hosted zone'),
  waf: withDefault(
    flag,
    false,
    'a web ACL of AWS WAF before the consoles and the API, in the edge stack: managed rules and a limit a source',
  ),
  wafRequestsPerFiveMinutes: withDefault(
    whole(100, 2_000_000_000, 'requests'),
    2000,
    'with `waf`: what one source address may send in five minutes; an office behind one address needs more',
  ),
  webAclArn: optional(
    usEast1('wafv2', 'global/webacl/[\\w-]+/[\\w-]+', 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/NAME/ID'),
    'none',
    "a web ACL that exists already, such as the organisation's own",
  ),

  // Mail
  senderIdentity: optional(
    sender,
    'none is made',
    'the domain or address that mails come from: the stack makes the identity in Amazon SES, and its DNS records are outputs',
  ),
  mailFromDomain: optional(
    domain,
    "Amazon SES's own",
    'a domain below the one of `senderIdentity`, in the envelope of the mails (MAIL FROM)',
  ),
  mailIdentity: optional(
    sender,
    'functions may send as any identity of the account',
    'a domain or address that Amazon SES has verified already, in place of `senderIdentity`',
  ),
  mailRequiresTls: withDefault(flag, false, 'mails go to servers that take TLS alone; all others come back'),

  // What a first start begins with; a super-administrator changes it while it runs
  organisationName: optional(
    words(NAME_LENGTH),
    'Your organisation',
    'setting `organisation.name` as long as no settings are saved',
  ),
  helpDesk: optional(
    words(HELP_LENGTH),
    'your help desk',
    'setting `organisation.helpDesk` as long as no settings are saved',
  ),
  mailFrom: optional(address, 'none: no mail goes out', 'setting `mail.from` as long as no settings are saved'),

  // Who hears of what
  alarmEmail: optional(
    address,
    'alarms reach their topic only',
    'the address that alarms are mailed to; SNS asks it to confirm, for the alarms of the region, and for those on the distribution by the stack `<name>-edge-watch` in us-east-1',
  ),
  webhookUrl: optional(
    { schema: z.url({ protocol: /^https$/u }), allowed: 'an https address' },
    'none',
    'where events go by HTTPS: who has arrived, which tokens are used here, which runs have ended',
  ),
  webhookSecret: optional(
    text(/^\S{1,2048}$/u, 'name or ARN of a secret of Secrets Manager'),
    'none',
    'name or ARN of the secret of Secrets Manager whose text the webhook is sent as its credential',
  ),
  webhookHeader: withDefault(
    text(/^[\w-]{1,64}$/u, '1 to 64 letters, digits, _ and -'),
    'x-api-key',
    'the header that carries it',
  ),

  // How long what is kept
  packageDays: withDefault(whole(1, 30, 'days'), 1, 'until S3 deletes a package, imported or not'),
  reportDays: withDefault(whole(7, 3650, 'days'), 400, 'that reports are kept'),
  logDays: withDefault(logRetention, LOG_DAYS, 'that logs of functions and state machines are kept'),
  apiAccessLog: withDefault(flag, true, "a log of the API's requests, without addresses, queries, headers or bodies"),
  siteAccessLog: withDefault(
    flag,
    false,
    "a log of all requests to the distribution, with the viewer's address, without queries, cookies or bodies; by the stack `<name>-edge-logs` in us-east-1",
  ),
  accessLogDays: withDefault(logRetention, ACCESS_LOG_DAYS, 'that these two are kept'),
  tracing: withDefault(
    flag,
    true,
    'AWS X-Ray traces functions and state machines: one request a second and 5 % of the others, kept for 30 days',
  ),

  // How much at once
  accountConcurrency: withDefault(
    whole(10, 1_000_000, 'executions'),
    10,
    "the account's quota of concurrent executions in this region, which all functions share; a new account has 10",
  ),
  workerConcurrency: withDefault(whole(1, 1000), 5, 'parts of a package that are worked on at once'),
  queueConcurrency: withDefault(
    whole(2, 1000),
    2,
    'executions at once for each of the queues of uploads, mails and returned mails (`MaximumConcurrency`)',
  ),
  logonReserved: withDefault(
    whole(0, 10_000, 'executions'),
    0,
    'reserved for logons: no import and no flood of other requests takes them, and logons take no more',
  ),
  logonProvisioned: withDefault(
    whole(0, 10_000, 'executions'),
    0,
    'kept started for logons, so that none waits for a cold start; paid by the hour',
  ),
  apiRate: optional(
    requests,
    "the account's",
    'requests a second that each route of the API takes; beyond it the API answers 429',
  ),
  apiBurst: optional(requests, "the account's", 'requests that a route takes at once, above the rate'),
  logonRate: optional(
    requests,
    'as the API',
    'the same for routes of logons and of Forgot Your Password, where passcodes, answers and links are guessed',
  ),
  logonBurst: optional(requests, 'as the API', 'requests that such a route takes at once, above the rate'),
  warmThroughput: withDefault(
    warm,
    {},
    'capacity that a table has ready before a large import; paid once when it is raised, and never lowered',
  ),

  // How a release takes over
  gradualDeployment: withDefault(
    { schema: z.enum(GRADUAL), allowed: `one of ${GRADUAL.join(', ')}` },
    'off',
    'a release takes over at once, or a part of the calls first; errors in that time take it back ([how](operations.md#upgrading))',
  ),

  // Rotation
  originKey: withDefault(
    text(/^[\w.-]{1,64}$/u, "1 to 64 letters, digits, '.', '_' and '-'"),
    'k1',
    "which key of the origin's secret the distribution sends ([how](operations.md#the-origins-secret))",
  ),
};

export type Configuration = z.infer<z.ZodObject<typeof VALUES>>;
export type ConfigurationName = keyof Configuration;
export const CONFIGURATION_NAMES = Object.keys(VALUES) as readonly ConfigurationName[];

/** What a file gives: any of the values. */
export type ConfigurationFile = { readonly [Name in ConfigurationName]?: Configuration[Name] };

/** Types landfall.config.ts; what it gives is read and checked by infra/configuration/read.ts. */
export const defineConfig = (configuration: ConfigurationFile): ConfigurationFile => configuration;
