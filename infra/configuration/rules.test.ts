import { App } from 'aws-cdk-lib/core';
import { readConfiguration } from './read.ts';
import { liesIn } from './rules.ts';

const read = (given: Record<string, unknown>) => {
  const context = Object.fromEntries(Object.entries(given).map(([name, value]) => [`landfall:${name}`, value]));
  return readConfiguration(new App({ context, analyticsReporting: false }).node);
};
const ACM = 'arn:aws:acm:us-east-1:123456789012:certificate/1';
const ACL = 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/own/1';
const ZONE = { hostedZoneId: 'Z0123456789', hostedZoneName: 'example.com' };
const many = { accountConcurrency: 1000 };

test.each<[string, Record<string, unknown>, RegExp]>([
  [
    'a name that is too long with its stage',
    { name: 'a'.repeat(28), stage: 'pilot' },
    /^ {2}stage .* of 34 characters, allowed: 31\.$/mu,
  ],
  ['a certificate without a name', { certificateArn: ACM }, /certificateArn .* needs domainName too/u],
  [
    'a zone without its name',
    { hostedZoneId: ZONE.hostedZoneId, domainName: 'a.example.com' },
    /hostedZoneName: is missing/u,
  ],
  [
    'a zone without its id',
    { hostedZoneName: 'example.com', domainName: 'a.example.com' },
    /hostedZoneId: is missing/u,
  ],
  [
    'a zone that nothing lies in',
    { ...ZONE, domainName: 'logon.otherexample.com' },
    /neither domainName nor senderIdentity lies in it/u,
  ],
  ['two web ACLs', { waf: 'true', webAclArn: ACL }, /webAclArn .* together with waf/u],
  [
    'two identities',
    { senderIdentity: 'example.com', mailIdentity: 'example.com' },
    /mailIdentity .* together with senderIdentity/u,
  ],
  ['MAIL FROM without an identity', { mailFromDomain: 'm.example.com' }, /mailFromDomain .* needs senderIdentity/u],
  [
    'MAIL FROM of an address',
    { mailFromDomain: 'm.example.com', senderIdentity: 'it@example.com' },
    /needs a domain as senderIdentity/u,
  ],
  [
    'MAIL FROM that is the domain itself',
    { mailFromDomain: 'example.com', senderIdentity: 'example.com' },
    /a domain below example\.com/u,
  ],
  [
    'MAIL FROM of another domain',
    { mailFromDomain: 'm.example.org', senderIdentity: 'example.com' },
    /a domain below example\.com/u,
  ],
  [
    'a sender of another domain',
    { mailFrom: 'it@example.org', senderIdentity: 'example.com' },
    /which example\.com can't send as/u,
  ],
  [
    'a sender that is another address',
    { mailFrom: 'it@example.com', mailIdentity: 'ops@example.com' },
    /can't send as/u,
  ],
  ['a webhook without its secret', { webhookUrl: 'https://a.example' }, /webhookSecret: is missing/u],
  ['a secret without its webhook', { webhookSecret: 's' }, /webhookUrl: is missing/u],
  [
    'reserved logons in a new account',
    { logonReserved: 1 },
    /given 1, allowed: at most 0\. AWS keeps 100 .* \(accountConcurrency: 10\)/u,
  ],
  ['started logons in a new account', { logonProvisioned: 5 }, /logonProvisioned .* given 5, allowed: at most 0/u],
  ['more than the account leaves', { ...many, logonReserved: 901 }, /allowed: at most 900/u],
  [
    'more started than reserved',
    { ...many, logonReserved: 5, logonProvisioned: 6 },
    /allowed: at most logonReserved, which is 5/u,
  ],
  [
    'workers that take everything',
    { workerConcurrency: 10 },
    /workerConcurrency .* allowed: fewer than accountConcurrency, which is 10/u,
  ],
  ['queues that take everything', { queueConcurrency: 10 }, /queueConcurrency .* nothing would be left for logons/u],
  ['a rate without a burst', { apiRate: 5 }, /apiBurst: is missing/u],
  ['a burst without a rate', { logonBurst: 5 }, /logonRate: is missing/u],
])('%s is refused', (_what, given, message) => {
  expect(() => read(given)).toThrow(message);
  expect(() => read(given)).toThrow(/^The configuration has a fault /u);
});

test('several combinations are refused together', () => {
  expect(() => read({ certificateArn: ACM, webhookSecret: 's', logonReserved: 5 })).toThrow(/has 3 faults/u);
});

test('combinations that work are taken', () => {
  const names = {
    domainName: 'logon.example.com',
    ...ZONE,
    senderIdentity: 'example.com',
    mailFromDomain: 'm.example.com',
  };
  const logons = {
    ...many,
    logonReserved: 900,
    logonProvisioned: 900,
    apiRate: 5,
    apiBurst: 10,
    logonRate: 1,
    logonBurst: 2,
  };
  const webhook = { webhookUrl: 'https://a.example', webhookSecret: 's' };
  expect(read({ ...names, ...logons, ...webhook, mailFrom: 'it@mail.example.com', webAclArn: ACL })).toMatchObject({
    logonReserved: 900,
  });
  expect(read({ mailFrom: 'it@example.com', mailIdentity: 'it@example.com' })).toMatchObject({
    mailFrom: 'it@example.com',
  });
  expect(read({ ...many, logonProvisioned: 10 })).toMatchObject({ logonProvisioned: 10 });
  expect(read({ name: 'a'.repeat(29), stage: 'b' })).toMatchObject({ stage: 'b' });
});

test('a name lies in its own zone and in those above, and in no other that ends alike', () => {
  expect(['example.com', 'a.example.com', 'a.b.example.com'].every((name) => liesIn(name, 'example.com'))).toBe(true);
  expect(['badexample.com', 'com', 'example.org'].some((name) => liesIn(name, 'example.com'))).toBe(false);
  expect(liesIn('example.com', undefined)).toBe(false);
});
