/** What an operator hears at each synth: nothing is wrong, and something is missing that a deployment for real users has. */
import { Annotations } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import type { Configuration } from './values.ts';

type Warning = { readonly id: string; readonly when: (configuration: Configuration) => boolean; readonly text: string };

export const WARNINGS: readonly Warning[] = [
  {
    id: 'alarmEmail',
    when: ({ alarmEmail }) => alarmEmail === undefined,
    text: 'alarmEmail is not set: alarms ring, and no operator is told.',
  },
  {
    // "Amazon CloudFront Developer Guide", Supported protocols and ciphers: with the default certificate the security policy is TLSv1.
    id: 'domainName',
    when: ({ domainName }) => domainName === undefined,
    text: "domainName is not set: with CloudFront's own certificate viewers may use TLS 1.0. With a domain name of your own it is TLS 1.2 or newer.",
  },
  {
    id: 'senderIdentity',
    when: ({ senderIdentity, mailIdentity }) => senderIdentity === undefined && mailIdentity === undefined,
    text: 'neither senderIdentity nor mailIdentity is set: functions may send mail as any identity of the account.',
  },
  {
    id: 'accountConcurrency',
    when: ({ workerConcurrency, accountConcurrency, logonReserved }) =>
      logonReserved === 0 && workerConcurrency > accountConcurrency / 2,
    text: 'workerConcurrency is more than half of accountConcurrency, and logonReserved is 0: logons may be refused while an import runs.',
  },
];

/** Says them with this construct, once each. */
export function warn(scope: IConstruct, configuration: Configuration): void {
  for (const { id, when, text } of WARNINGS)
    if (when(configuration)) Annotations.of(scope).addWarningV2(`landfall:${id}`, `${text} (docs/configuration.md)`);
}
