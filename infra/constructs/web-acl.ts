/**
 * The web ACL before the distribution. It judges addresses, paths, queries and headers, and no body: a body holds passwords, passcodes and answers,
 * and a rule that takes `../` or `<a onload=` for an attack would refuse a good password. The functions check bodies by their schemas.
 */
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration/values.ts';

const WINDOW_SECONDS = 300;

/**
 * "AWS WAF Developer Guide", Baseline rule groups and IP reputation rule groups. Rule group -> its rules on bodies, which only count. A name that a
 * later version of the group no longer has is ignored.
 */
const MANAGED: Readonly<Record<string, readonly string[]>> = {
  AWSManagedRulesAmazonIpReputationList: [],
  AWSManagedRulesKnownBadInputsRuleSet: ['JavaDeserializationRCE_BODY', 'Log4JRCE_BODY', 'ReactJSRCE_BODY'],
  AWSManagedRulesCommonRuleSet: [
    'CrossSiteScripting_BODY',
    'EC2MetaDataSSRF_BODY',
    'GenericLFI_BODY',
    'GenericRFI_BODY',
    'SizeRestrictions_BODY',
  ],
};

/** Samples of requests would show cookies of sessions to every reader of the web ACL's metrics. */
const visibility = (metricName: string) => ({
  metricName,
  cloudWatchMetricsEnabled: true,
  sampledRequestsEnabled: false,
});

/** @param props `name`: of the web ACL; those of all deployments lie in one region */
export function webAcl(
  scope: Construct,
  id: string,
  { name, wafRequestsPerFiveMinutes }: Pick<Configuration, 'name' | 'wafRequestsPerFiveMinutes'>,
): CfnWebACL {
  const managed = Object.entries(MANAGED).map(([group, counted], index) => ({
    name: group,
    priority: index + 1,
    overrideAction: { none: {} },
    visibilityConfig: visibility(group),
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name: group,
        ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
      },
    },
  }));
  return new CfnWebACL(scope, id, {
    name,
    description: 'Landfall: before the consoles and the API',
    scope: 'CLOUDFRONT',
    defaultAction: { allow: {} },
    visibilityConfig: visibility(name),
    rules: [
      {
        name: 'RequestsOfASource',
        priority: 0,
        action: { block: {} },
        visibilityConfig: visibility('RequestsOfASource'),
        statement: {
          rateBasedStatement: {
            aggregateKeyType: 'IP',
            limit: wafRequestsPerFiveMinutes,
            evaluationWindowSec: WINDOW_SECONDS,
          },
        },
      },
      ...managed,
    ],
  });
}
