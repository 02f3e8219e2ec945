/** What values of a configuration ask of one another: a combination that AWS would refuse half an hour later, or that would leave something out in silence. */
import { deploymentName, MAX_DEPLOYMENT_NAME } from './name.ts';
import { type Configuration, type ConfigurationName, isDomain } from './values.ts';

export type Problem = { readonly path: ConfigurationName; readonly message: string };
type Rule = (configuration: Configuration) => readonly Problem[];

const problem = (path: ConfigurationName, message: string): Problem => ({ path, message });

/** Both or none. */
const together =
  (one: ConfigurationName, other: ConfigurationName, why: string): Rule =>
  (given) => {
    const [first, second] = [given[one] !== undefined, given[other] !== undefined];
    if (first === second) return [];
    return [problem(first ? other : one, `is missing: ${one} and ${other} are given together. ${why}`)];
  };

const eitherOr =
  (one: ConfigurationName, other: ConfigurationName, why: string): Rule =>
  (given) =>
    given[one] && given[other] ? [problem(other, `is given together with ${one}: give one of them. ${why}`)] : [];

const needs =
  (one: ConfigurationName, other: ConfigurationName, why: string): Rule =>
  (given) =>
    given[one] !== undefined && given[other] === undefined ? [problem(one, `needs ${other} too: ${why}`)] : [];

/** Whether a name is the zone's own, or one below it. */
export const liesIn = (name: string, zone: string | undefined): boolean =>
  zone !== undefined && (name === zone || name.endsWith(`.${zone}`));

/** "AWS Lambda Developer Guide", Configuring reserved concurrency: so much is left to functions that reserve none. */
const UNRESERVED = 100;

const reserved: Rule = ({ accountConcurrency, logonReserved, logonProvisioned }) => {
  const most = Math.max(0, accountConcurrency - UNRESERVED);
  const over = (
    [
      ['logonReserved', logonReserved],
      ['logonProvisioned', logonProvisioned],
    ] as const
  )
    .filter(([, given]) => given > most)
    .map(([path, given]) =>
      problem(
        path,
        `given ${given}, allowed: at most ${most}. AWS keeps ${UNRESERVED} of the account's concurrent executions (accountConcurrency: ${accountConcurrency}) for functions that reserve none. Ask Service Quotas for more, then raise accountConcurrency.`,
      ),
    );
  const provisioned =
    logonReserved > 0 && logonProvisioned > logonReserved
      ? [
          problem(
            'logonProvisioned',
            `given ${logonProvisioned}, allowed: at most logonReserved, which is ${logonReserved}.`,
          ),
        ]
      : [];
  return over.length > 0 ? over : provisioned;
};

const atOnce: Rule = ({ accountConcurrency, workerConcurrency, queueConcurrency }) =>
  (
    [
      ['workerConcurrency', workerConcurrency],
      ['queueConcurrency', queueConcurrency],
    ] as const
  )
    .filter(([, given]) => given >= accountConcurrency)
    .map(([path, given]) =>
      problem(
        path,
        `given ${given}, allowed: fewer than accountConcurrency, which is ${accountConcurrency}: nothing would be left for logons.`,
      ),
    );

const named: Rule = (given) => {
  const name = deploymentName(given);
  if (name.length <= MAX_DEPLOYMENT_NAME) return [];
  return [problem('stage', `makes the name ${name} of ${name.length} characters, allowed: ${MAX_DEPLOYMENT_NAME}.`)];
};

const inZone: Rule = ({ hostedZoneName, domainName, senderIdentity }) => {
  if (hostedZoneName === undefined) return [];
  if ([domainName, senderIdentity].some((name) => name !== undefined && liesIn(name, hostedZoneName))) return [];
  return [
    problem('hostedZoneName', `given "${hostedZoneName}", but neither domainName nor senderIdentity lies in it.`),
  ];
};

const mailFrom: Rule = ({ mailFromDomain, senderIdentity }) => {
  if (mailFromDomain === undefined || senderIdentity === undefined) return [];
  if (!isDomain(senderIdentity))
    return [problem('mailFromDomain', 'needs a domain as senderIdentity, and it is an address.')];
  if (liesIn(mailFromDomain, senderIdentity) && mailFromDomain !== senderIdentity) return [];
  return [problem('mailFromDomain', `given "${mailFromDomain}", allowed: a domain below ${senderIdentity}.`)];
};

/** Whether SES would let this address be the sender by this identity. */
const sentBy = (from: string, identity: string) =>
  isDomain(identity) ? liesIn(from.slice(from.indexOf('@') + 1).toLowerCase(), identity) : from === identity;

const sender: Rule = ({ mailFrom: from, senderIdentity, mailIdentity }) => {
  const identity = senderIdentity ?? mailIdentity;
  if (from === undefined || identity === undefined || sentBy(from, identity)) return [];
  return [problem('mailFrom', `given "${from}", which ${identity} can't send as.`)];
};

const RULES: readonly Rule[] = [
  named,
  needs('certificateArn', 'domainName', 'a certificate is good for a name.'),
  together(
    'hostedZoneId',
    'hostedZoneName',
    'Records are made by the id, and what lies in the zone is seen by its name.',
  ),
  inZone,
  eitherOr('waf', 'webAclArn', 'A distribution has one web ACL.'),
  eitherOr('senderIdentity', 'mailIdentity', 'The first is made by the stack, the second exists already.'),
  needs('mailFromDomain', 'senderIdentity', 'it belongs to an identity that the stack makes.'),
  mailFrom,
  sender,
  together('webhookUrl', 'webhookSecret', 'EventBridge sends no request without a credential.'),
  reserved,
  atOnce,
  together('apiRate', 'apiBurst', 'API Gateway takes a limit of both.'),
  together('logonRate', 'logonBurst', 'API Gateway takes a limit of both.'),
];

/** Everything that is wrong between the values. */
export const problemsBetween = (configuration: Configuration): readonly Problem[] =>
  RULES.flatMap((rule) => rule(configuration));
