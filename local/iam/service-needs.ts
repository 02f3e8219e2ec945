/** What requests to SQS, SNS, SES, KMS, Secrets Manager, Step Functions and EventBridge need (AWS: Actions, resources, and condition keys). */
import { ACCOUNT, REGION } from '../aws/names.ts';
import { type Account, encryptionContext, keyNeeds, withTls } from './account.ts';
import type { Need } from './judge.ts';
import { queueArn } from './policies.ts';

type Input = Readonly<Record<string, unknown>>;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const need = (action: string, resource: string, context: Need['context'] = {}): Need => ({
  action,
  resource,
  context: withTls(context),
});
const unknown = (what: string): never => {
  throw new Error(`The embedded deployment can't judge ${what}.`);
};

/** Action of SQS -> what it needs on the queue's key (AWS: Key management, Amazon SQS). */
const QUEUE_KEY_USE: Readonly<Record<string, readonly string[]>> = {
  SendMessage: ['GenerateDataKey', 'Decrypt'],
  ReceiveMessage: ['Decrypt'],
  DeleteMessage: [],
  ChangeMessageVisibility: [],
  GetQueueAttributes: [],
  GetQueueUrl: [],
};

/** @param operation such as SendMessageBatch, which is the action of one message */
export function sqsNeeds(operation: string, input: unknown, { queues }: Pick<Account, 'queues'>): Need[] {
  const action = operation.replace(/Batch$/u, '');
  const keyUse = QUEUE_KEY_USE[action] ?? unknown(`SQS's ${operation}`);
  const { QueueUrl, QueueName } = input as Input;
  const name = text(QueueName) || text(QueueUrl).split('/').at(-1)!;
  const arn = queueArn(name);
  return [need(`sqs:${action}`, arn), ...keyNeeds(queues.get(name)?.key, keyUse, 'sqs', { 'aws:sqs:arn': arn })];
}

const KMS_ACTIONS = [
  'Encrypt',
  'Decrypt',
  'GenerateDataKey',
  'GenerateMac',
  'VerifyMac',
  'GetPublicKey',
  'Sign',
  'Verify',
];
const STATES: Readonly<Record<string, string>> = {
  StartExecution: 'stateMachineArn',
  DescribeExecution: 'executionArn',
  StopExecution: 'executionArn',
};

/** "alias/x" and a bare id are keys of this account. */
const keyOf = (id: string): string => (id.startsWith('arn:') ? id : `arn:aws:kms:${REGION}:${ACCOUNT}:key/${id}`);
const secretOf = (id: string): string =>
  id.startsWith('arn:') ? id : `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${id}`;

/** What is served as AWS JSON in this process. @param service as a signature names it: kms, states, secretsmanager, events */
export function jsonNeeds(
  service: string,
  operation: string,
  input: unknown,
  { secrets }: Pick<Account, 'secrets'>,
): Need[] {
  const given = input as Input;
  if (service === 'kms' && KMS_ACTIONS.includes(operation)) {
    const context = encryptionContext(given['EncryptionContext'] as Record<string, string> | undefined);
    return [need(`kms:${operation}`, keyOf(text(given['KeyId'])), context)];
  }
  const execution = STATES[operation];
  if (service === 'states' && execution) return [need(`states:${operation}`, text(given[execution]))];
  if (service === 'secretsmanager' && ['GetSecretValue', 'PutSecretValue'].includes(operation)) {
    const arn = secretOf(text(given['SecretId']));
    const keyUse = operation === 'GetSecretValue' ? ['Decrypt'] : ['GenerateDataKey', 'Decrypt'];
    const key = keyNeeds(secrets.get(arn)?.key, keyUse, 'secretsmanager', { SecretARN: arn });
    return [need(`secretsmanager:${operation}`, arn), ...key];
  }
  if (service === 'events' && operation === 'PutEvents')
    return (given['Entries'] as Record<string, string>[]).map(
      ({ EventBusName = 'default', Source = '', DetailType = '' }) => {
        const arn = EventBusName.startsWith('arn:')
          ? EventBusName
          : `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/${EventBusName}`;
        return need('events:PutEvents', arn, { 'events:source': [Source], 'events:detail-type': [DetailType] });
      },
    );
  return unknown(`${service}:${operation}`);
}

const WITHOUT_RESOURCE = ['GetSendQuota', 'GetAccountSendingEnabled', 'GetIdentityVerificationAttributes'];
const addressIn = (sender: string): string => /<([^>]*)>/u.exec(sender)?.[1] ?? sender;
const identityArn = (identity: string): string => `arn:aws:ses:${REGION}:${ACCOUNT}:identity/${identity}`;

/**
 * SES: on the sender's identity, and on the configuration set that the mail names. An identity is the address itself, its domain or one above
 * it, whichever is verified: here that is not known, so that one of them is asked for.
 * @returns a list of choices: of each one need must be allowed
 */
export function sesNeeds(form: URLSearchParams): (readonly Need[])[] {
  const recipients = [...form].filter(([name]) => name.startsWith('Destinations.member.')).map(([, to]) => to);
  const action = form.get('Action') ?? '';
  if (WITHOUT_RESOURCE.includes(action)) return [[need(`ses:${action}`, '*')]];
  if (action !== 'SendRawEmail' && action !== 'SendEmail') return unknown(`SES's ${action}`);
  const address = addressIn(form.get('Source') ?? '');
  const context = { 'ses:fromaddress': [address], 'ses:recipients': recipients };
  const labels = (address.split('@').at(-1) ?? '').split('.');
  const domains = labels.map((_label, index) => labels.slice(index).join('.'));
  const identities = [address, ...domains].map((identity) => need(`ses:${action}`, identityArn(identity), context));
  const set = form.get('ConfigurationSetName');
  const ofSet = `arn:aws:ses:${REGION}:${ACCOUNT}:configuration-set/${set}`;
  return [identities, ...(set === null ? [] : [[need(`ses:${action}`, ofSet, context)]])];
}
