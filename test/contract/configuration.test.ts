/**
 * Each value of the configuration stands in the resolved templates where AWS reads it; a value that can be switched on replaces no table, bucket or
 * key.
 */

import { SETTINGS } from '#core/settings/model.ts';
import type { Assembly } from '#infra/cloud-assembly/assembly.ts';
import { leftOut } from '#infra/cloud-assembly/supported-properties.ts';
import { ADOPTED_NAMES } from '#infra/configuration/adoption.ts';
import { VALUES } from '#infra/configuration/values.ts';
import { WARNINGS } from '#infra/configuration/warnings.ts';
import { createApp } from '#infra/stacks/app.ts';
import { ACCOUNT, builtStandIns, deployedAs, deployedFunction } from '../support/cloud.ts';
import { contextOf, FULL, FULL_REGION } from '../support/full-deployment.ts';

const REGION = FULL_REGION;
const ON = { ...FULL, stage: 'test', tracing: false };
/** Of those in `VALUES` these are not in `ON`: each says why by its name in place of another one. */
const ELSEWHERE = ['name', 'adopt', 'certificateArn', 'webAclArn', 'mailIdentity'];
const PLACE = { name: 'acme', region: REGION, configuration: ON };
const STACK = 'acme-test';
const EDGE = ['Edge', 'EdgeLogs', 'EdgeWatch'];

const main = () => deployedAs(PLACE);
const edge = () => deployedAs({ ...PLACE, region: 'us-east-1' }, EDGE);
const one = <P = Record<string, unknown>>(assembly: Assembly, type: string): P => {
  const found = assembly.of<P>(type);
  expect([type, found.length]).toEqual([type, 1]);
  return found[0]!.properties;
};
const all = (assembly: Assembly, type: string) => assembly.of(type).map(({ properties }) => properties);
const text = (value: unknown) => JSON.stringify(value);

test('the deployment of these tests has every value, or another test has it', () => {
  expect([...Object.keys(ON), ...ELSEWHERE].sort()).toEqual(Object.keys(VALUES).sort());
});

test('the stacks are called after name and stage, are deployed where the configuration says, and in the order in which they need one another', () => {
  const app = createApp({ built: builtStandIns(), context: contextOf({ ...ON, name: 'acme' }) });
  const { stacks } = app.synth();
  const described = stacks.map(({ stackName, environment }) => [stackName, environment.account, environment.region]);
  expect(described).toEqual(
    expect.arrayContaining([
      [`${STACK}-edge-${REGION}`, ACCOUNT, 'us-east-1'],
      [`${STACK}-stateful`, ACCOUNT, REGION],
      [`${STACK}-stateless`, ACCOUNT, REGION],
      [`${STACK}-edge-logs-${REGION}`, ACCOUNT, 'us-east-1'],
      [`${STACK}-edge-watch-${REGION}`, ACCOUNT, 'us-east-1'],
    ]),
  );
  const before = (id: string) => stacks.find((stack) => stack.id === id)!.dependencies.map(({ id: other }) => other);
  expect(before('Stateless')).toEqual(expect.arrayContaining(['Edge', 'Stateful']));
  const order = stacks.map(({ id }) => id);
  expect(order.indexOf('Edge')).toBeLessThan(order.indexOf('Stateless'));
  for (const behind of ['EdgeLogs', 'EdgeWatch']) {
    expect(before(behind)).toContain('Stateless');
    expect(order.indexOf('Stateless')).toBeLessThan(order.indexOf(behind));
  }
});

test('the distribution has the domain name, its certificate, TLS 1.2 and the web ACL, which the edge stack made', () => {
  type Distribution = {
    DistributionConfig: { Aliases: string[]; ViewerCertificate: object; WebACLId: string; Origins: object[] };
  };
  const { DistributionConfig: site } = one<Distribution>(main(), 'AWS::CloudFront::Distribution');
  expect(site).toMatchObject({
    Aliases: ['logon.example.com'],
    ViewerCertificate: {
      AcmCertificateArn: `${STACK}-edge-${REGION}.CertificateArn`,
      MinimumProtocolVersion: 'TLSv1.2_2021',
      SslSupportMethod: 'sni-only',
    },
    WebACLId: `${STACK}-edge-${REGION}.WebAclArn`,
  });
  expect(site.Origins).toContainEqual(
    expect.objectContaining({ CustomOriginConfig: expect.objectContaining({ OriginSSLProtocols: ['TLSv1.2'] }) }),
  );
  expect(one(edge(), 'AWS::CertificateManager::Certificate')).toMatchObject({
    DomainName: 'logon.example.com',
    ValidationMethod: 'DNS',
    DomainValidationOptions: [{ HostedZoneId: ON.hostedZoneId }],
  });
  expect(Object.keys(edge().outputs)).toEqual(expect.arrayContaining(['CertificateArn', 'WebAclArn']));
  expect(main().outputs).toMatchObject({ PublicOrigin: 'https://logon.example.com' });
  expect(main().outputs).toHaveProperty('DistributionId');
  expect(deployedFunction(main(), 'send-mail').environment).toMatchObject({
    PUBLIC_ORIGIN: 'https://logon.example.com',
  });
});

test('the web ACL limits a source, judges no body and samples no request', () => {
  type Rule = { Name: string; Statement: Record<string, Record<string, unknown>>; VisibilityConfig: object };
  const { Rules, ...acl } = one<{ Rules: Rule[]; Scope: string }>(edge(), 'AWS::WAFv2::WebACL');
  expect(acl).toMatchObject({ Scope: 'CLOUDFRONT', DefaultAction: { Allow: {} } });
  expect(Rules).toHaveLength(4);
  expect(Rules[0]).toMatchObject({
    Action: { Block: {} },
    Statement: { RateBasedStatement: { Limit: 4321, AggregateKeyType: 'IP', EvaluationWindowSec: 300 } },
  });
  for (const { VisibilityConfig } of [...Rules, { VisibilityConfig: (acl as unknown as Rule).VisibilityConfig }])
    expect(VisibilityConfig).toMatchObject({ SampledRequestsEnabled: false });
  const counted = text(Rules).match(/"Name":"\w+_BODY"/gu) ?? [];
  expect(counted.length).toBeGreaterThanOrEqual(5);
});

test('DNS records are made in the hosted zone, and otherwise are outputs; a domain name leads to the distribution', () => {
  const records = all(main(), 'AWS::Route53::RecordSet');
  const kinds = records.map(({ Type }) => String(Type)).sort((a, b) => (a < b ? -1 : 1));
  expect(kinds).toEqual(['A', 'AAAA', 'CNAME', 'CNAME', 'CNAME', 'MX', 'TXT']);
  for (const record of records) expect(record).toMatchObject({ HostedZoneId: ON.hostedZoneId });
  expect(records).toContainEqual(
    expect.objectContaining({
      Type: 'MX',
      Name: ON.mailFromDomain,
      ResourceRecords: [`10 feedback-smtp.${REGION}.amazonses.com`],
    }),
  );
  expect(records).toContainEqual(expect.objectContaining({ Type: 'A', Name: 'logon.example.com.' }));
  const { hostedZoneId: _id, hostedZoneName: _name, ...byHand } = ON;
  const assembly = deployedAs({ ...PLACE, configuration: byHand });
  expect(assembly.of('AWS::Route53::RecordSet')).toEqual([]);
  expect(Object.keys(assembly.outputs)).toEqual(
    expect.arrayContaining(['DkimRecord1', 'DkimRecord2', 'DkimRecord3', 'MailFromRecord1', 'MailFromRecord2']),
  );
  expect(assembly.outputs['DomainRecord']).toMatch(/^logon\.example\.com CNAME \S+\.cloudfront\.net$/u);
});

test('mail comes from the identity that the stack makes, by its configuration set, and functions may send as no other', () => {
  expect(one(main(), 'AWS::SES::EmailIdentity')).toMatchObject({
    EmailIdentity: 'example.com',
    MailFromAttributes: { MailFromDomain: 'bounces.example.com' },
    ConfigurationSetAttributes: { ConfigurationSetName: expect.anything() },
  });
  expect(one(main(), 'AWS::SES::ConfigurationSet')).toMatchObject({ DeliveryOptions: { TlsPolicy: 'REQUIRE' } });
  const sending = (assembly: Assembly) =>
    deployedFunction(assembly, 'send-mail').statements.filter(({ Action }) =>
      [Action].flat().includes('ses:SendRawEmail'),
    );
  const resources = sending(main()).flatMap(({ Resource }) => Resource);
  expect(resources).toContain(`arn:aws:ses:${REGION}:${ACCOUNT}:identity/example.com`);
  expect(resources.filter((resource) => resource.includes('*'))).toEqual([]);
  const adopted = deployedAs({ name: 'acme', region: REGION, configuration: { mailIdentity: 'it@example.org' } });
  expect(adopted.of('AWS::SES::EmailIdentity')).toEqual([]);
  expect(sending(adopted).flatMap(({ Resource }) => Resource)).toContain(
    `arn:aws:ses:${REGION}:${ACCOUNT}:identity/it@example.org`,
  );
});

test('functions have what the settings begin with, the retention of their logs, and what is reserved for logons', () => {
  const { environment } = deployedFunction(main(), 'logon');
  expect(JSON.parse(environment['FIRST_SETTINGS']!)).toEqual({
    organisation: { name: 'Acme', helpDesk: 'telephone 2000' },
    mail: { from: 'it@example.com' },
  });
  const { name, helpDesk } = SETTINGS.organisation;
  const tooLong = (path: string, max: number) => () =>
    createApp({ built: builtStandIns(), context: { [`landfall:${path}`]: 'x'.repeat(max + 1) } });
  expect(tooLong('organisationName', name.max)).toThrow(new RegExp(`at most ${name.max} characters`, 'u'));
  expect(tooLong('helpDesk', helpDesk.max)).toThrow(new RegExp(`at most ${helpDesk.max} characters`, 'u'));
  const retentions = all(main(), 'AWS::Logs::LogGroup').map(({ RetentionInDays }) => RetentionInDays);
  expect(new Set(retentions)).toEqual(new Set([731, 30]));
  const reserved = all(main(), 'AWS::Lambda::Function').flatMap((made) =>
    'ReservedConcurrentExecutions' in made ? [[made['Description'], made['ReservedConcurrentExecutions']]] : [],
  );
  expect(reserved).toEqual([['Landfall logon', 200]]);
  const started = all(main(), 'AWS::Lambda::Alias').flatMap(
    ({ ProvisionedConcurrencyConfig }) => ProvisionedConcurrencyConfig ?? [],
  );
  expect(started).toEqual([{ ProvisionedConcurrentExecutions: 20 }]);
  expect(deployedFunction(main(), 'read-manifest').environment).toMatchObject({ MAX_CONCURRENCY: '40' });
  const scaling = all(main(), 'AWS::Lambda::EventSourceMapping').flatMap(({ ScalingConfig }) => ScalingConfig ?? []);
  expect(scaling).toEqual([7, 7, 7].map((MaximumConcurrency) => ({ MaximumConcurrency })));
});

test('the stage limits the API and each route of logons, and its log has no path, query, header or cookie', () => {
  type Limit = { ThrottlingRateLimit: number; ThrottlingBurstLimit: number };
  const stage = one<{
    DefaultRouteSettings: Limit;
    RouteSettings: Record<string, Limit>;
    AccessLogSettings: { Format: string };
  }>(main(), 'AWS::ApiGatewayV2::Stage');
  expect(stage.DefaultRouteSettings).toEqual({ ThrottlingRateLimit: 500, ThrottlingBurstLimit: 900 });
  const routes = all(main(), 'AWS::ApiGatewayV2::Route').map(({ RouteKey }) => RouteKey);
  expect(Object.keys(stage.RouteSettings)).toEqual(
    expect.arrayContaining(['POST /api/logon', 'POST /api/forgot-password/answers']),
  );
  for (const [route, limit] of Object.entries(stage.RouteSettings)) {
    expect(routes).toContain(route);
    expect(limit).toEqual({ ThrottlingRateLimit: 51, ThrottlingBurstLimit: 52 });
  }
  const format = JSON.parse(stage.AccessLogSettings.Format) as Record<string, string>;
  expect(format).toMatchObject({ route: '$context.routeKey', status: '$context.status' });
  expect(text(format)).not.toMatch(/path|query|header|cookie|sourceIp|userAgent|body/iu);
});

test("the distribution's log has no query, cookie or referrer, its bucket is closed and its objects expire", () => {
  const delivery = one<{ RecordFields: string[] }>(edge(), 'AWS::Logs::Delivery');
  expect(delivery.RecordFields).toContain('sc-status');
  expect(text(delivery.RecordFields)).not.toMatch(/query|cookie|referer/iu);
  expect(one(edge(), 'AWS::Logs::DeliverySource')).toMatchObject({
    LogType: 'ACCESS_LOGS',
    ResourceArn: `arn:aws:cloudfront::${ACCOUNT}:distribution/${STACK}-stateless.DistributionId`,
  });
  expect(one(edge(), 'AWS::S3::Bucket')).toMatchObject({
    PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
    OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    LifecycleConfiguration: { Rules: [expect.objectContaining({ ExpirationInDays: 30 })] },
  });
  expect(text(one(edge(), 'AWS::S3::BucketPolicy'))).toContain('delivery.logs.amazonaws.com');
});

test('every bucket refuses what is below TLS 1.2, and every queue and topic what is not TLS', () => {
  const count = (assembly: Assembly, type: string) => assembly.of(type).length;
  for (const assembly of [main(), edge()]) {
    const policies = (type: string, holds: string) =>
      all(assembly, type).filter((policy) => text(policy).includes(holds)).length;
    expect(policies('AWS::S3::BucketPolicy', '"s3:TlsVersion":1.2')).toBe(count(assembly, 'AWS::S3::Bucket'));
    expect(policies('AWS::SQS::QueuePolicy', 'aws:SecureTransport')).toBe(count(assembly, 'AWS::SQS::Queue'));
    expect(policies('AWS::SNS::TopicPolicy', 'aws:SecureTransport')).toBe(count(assembly, 'AWS::SNS::Topic'));
  }
});

test('a table has its warm throughput, with its indexes, and the others have none', () => {
  const warm = { ReadUnitsPerSecond: 30_000, WriteUnitsPerSecond: 20_000 };
  const tables = all(main(), 'AWS::DynamoDB::Table').filter((table) => text(table).includes('WarmThroughput'));
  expect(tables).toHaveLength(1);
  expect(tables[0]).toMatchObject({ WarmThroughput: warm, GlobalSecondaryIndexes: [{ WarmThroughput: warm }] });
});

test('what was switched on replaces no table, bucket, key or secret', () => {
  // "AWS resource and property types reference": properties whose change replaces the resource.
  const replacing = /^(?:TableName|KeySchema|BucketName|KeySpec|KeyUsage|MultiRegion|Name)$/u;
  const kept = (assembly: Assembly) =>
    assembly.resources
      .filter(({ type, deletion }) => deletion === 'Retain' && type !== 'AWS::Lambda::Version')
      .map(({ type, name, properties }) => [
        type,
        // The name without the deployment's: the logical id.
        name.replace(/^[a-z-]+?-(?=Stateful|stateful)/u, ''),
        Object.fromEntries(Object.entries(properties).filter(([property]) => replacing.test(property))),
      ]);
  const before = kept(deployedAs({ name: 'acme', region: REGION }));
  expect(before.length).toBeGreaterThanOrEqual(ADOPTED_NAMES.length - 2);
  expect(kept(main())).toEqual(expect.arrayContaining(before));
});

test('the embedded deployment knows everything that can be switched on', () => {
  expect(leftOut(main().resources)).toEqual(expect.arrayContaining([expect.stringContaining('DNS records')]));
});

test('a synth warns where no operator is told of alarms, where viewers may use TLS 1.0 and where any identity may be used, and of nothing once they are set', () => {
  const built = builtStandIns();
  const made = (configuration: Readonly<Record<string, unknown>>) => {
    const { node } = createApp({ built, context: contextOf(configuration) });
    return {
      stacks: node.children.map(({ node: { id } }) => id),
      warned: text(node.findChild('Stateless').node.metadata),
    };
  };
  const [nothing, everything] = [made({ workerConcurrency: 9 }), made(ON)];
  for (const { id, text: sentence } of WARNINGS) {
    expect(nothing.warned).toContain(sentence);
    expect([id, everything.warned.includes(sentence)]).toEqual([id, false]);
  }
  // Nothing of us-east-1 is made where nothing asks for it.
  expect(nothing.stacks.filter((id) => id.startsWith('Edge'))).toEqual([]);
});

test('without a domain name the distribution has its own name', () => {
  const assembly = deployedAs({ name: 'acme', region: REGION });
  expect(assembly.outputs['PublicOrigin']).toBe('https://d111111abcdef8.cloudfront.net');
});

test('a certificate and a web ACL that exist are used as they are, and the edge stack is not made', () => {
  const certificateArn = `arn:aws:acm:us-east-1:${ACCOUNT}:certificate/1`;
  const webAclArn = `arn:aws:wafv2:us-east-1:${ACCOUNT}:global/webacl/own/1`;
  const configuration = { domainName: 'logon.example.com', certificateArn, webAclArn };
  const site = one<{ DistributionConfig: object }>(
    deployedAs({ name: 'acme', region: REGION, configuration }),
    'AWS::CloudFront::Distribution',
  );
  expect(site.DistributionConfig).toMatchObject({
    ViewerCertificate: { AcmCertificateArn: certificateArn },
    WebACLId: webAclArn,
  });
});
