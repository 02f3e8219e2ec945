/**
 * The configuration of a deployment. Take the // away from what you set; docs/configuration.md says what each value takes, costs and does.
 * Another file: `npx cdk deploy --all -c landfall:config=PATH`. A value on the command line wins: `-c landfall:stage=test`.
 */
import { defineConfig } from './infra/configuration/values.ts';

export default defineConfig({
  // Which deployment. The stacks are called <name>-stateful, or <name>-<stage>-stateful where there is a stage.
  name: 'landfall',
  // stage: 'test',
  // account: '123456789012',
  // region: 'eu-central-1',
  // adopt: {}, // the output Adopt of an earlier deployment

  // Where the consoles are. Without a domain name viewers may use TLS 1.0.
  // domainName: 'logon.example.com',
  // certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/ID', // in place of one that the edge stack makes
  // hostedZoneId: 'Z0123456789ABCDEFGHIJ', // with a hosted zone the DNS records are made too
  // hostedZoneName: 'example.com',
  // waf: true, // a web ACL before the consoles; from 9 USD a month
  // wafRequestsPerFiveMinutes: 2000, // of one source address
  // webAclArn: 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/NAME/ID', // in place of `waf`

  // Mail
  // senderIdentity: 'example.com', // a domain or an address; the stack makes the identity
  // mailFromDomain: 'bounces.example.com', // below that domain
  // mailIdentity: 'example.com', // in place of senderIdentity: Amazon SES has verified it already
  // mailRequiresTls: true,

  // What a first start begins with, until a super-administrator saves settings
  // organisationName: 'Example Corporation',
  // helpDesk: 'the help desk, telephone 2000',
  // mailFrom: 'accounts@example.com',

  // Who hears of what
  // alarmEmail: 'operations@example.com',
  // webhookUrl: 'https://hooks.example.com/landfall',
  // webhookSecret: 'landfall-webhook', // a secret of Secrets Manager
  // webhookHeader: 'x-api-key',

  // How long what is kept, in days
  // packageDays: 1,
  // reportDays: 400,
  // logDays: 365,
  // apiAccessLog: true,
  // siteAccessLog: true,
  // accessLogDays: 90,
  // tracing: false, // no traces by AWS X-Ray; a million of them costs 5 USD

  // How much at once
  // accountConcurrency: 1000, // the account's quota in this region; a new account has 10
  // workerConcurrency: 5,
  // queueConcurrency: 2,
  // logonReserved: 100,
  // logonProvisioned: 5,
  // apiRate: 500, // requests a second to each route
  // apiBurst: 1000,
  // logonRate: 100, // to each route of logons
  // logonBurst: 200,
  // warmThroughput: { directory: { reads: 12_000, writes: 20_000 } },

  // How a release takes over: at once, or a part of the calls first
  // gradualDeployment: 'canary10Percent5Minutes',

  // The key of the origin's secret that the distribution sends
  // originKey: 'k1',
});
