/** DNS records: made in the hosted zone of the configuration where they lie in it, and otherwise outputs, for an operator to make by hand. */
import { CfnRecordSet, HostedZone, type IHostedZone } from 'aws-cdk-lib/aws-route53';
import { CfnOutput, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { liesIn } from '../configuration/rules.ts';
import type { Configuration } from '../configuration/values.ts';

type Zone = Pick<Configuration, 'hostedZoneId' | 'hostedZoneName'>;
/** `name` may be a token. `values`: as Route 53 takes them, a TXT in quotation marks. */
export type DnsRecord = { readonly name: string; readonly type: 'CNAME' | 'MX' | 'TXT'; readonly value: string };

const TTL_SECONDS = '1800';

/** The hosted zone that the configuration names. */
export function zoneOf(scope: Construct, { hostedZoneId, hostedZoneName }: Zone): IHostedZone | undefined {
  if (hostedZoneId === undefined || hostedZoneName === undefined) return undefined;
  return HostedZone.fromHostedZoneAttributes(scope, 'Zone', { hostedZoneId, zoneName: hostedZoneName });
}

/**
 * @param below the domain that all of the records lie in @param id of the first record; the outputs of the stack are called so too, and numbered where
 * there are several
 */
export function dnsRecords(
  scope: Construct,
  id: string,
  below: string,
  zone: Zone,
  records: readonly DnsRecord[],
): void {
  const { hostedZoneId, hostedZoneName } = zone;
  records.forEach(({ name, type, value }, index) => {
    const one = records.length === 1 ? id : `${id}${index + 1}`;
    if (hostedZoneId !== undefined && liesIn(below, hostedZoneName))
      new CfnRecordSet(scope, one, { hostedZoneId, name, type, ttl: TTL_SECONDS, resourceRecords: [value] });
    else
      new CfnOutput(Stack.of(scope), one, {
        value: `${name} ${type} ${value}`,
        description: 'DNS record to make by hand',
      });
  });
}
