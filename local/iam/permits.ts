/**
 * What the services do here without sending a request: Lambda's pollers with the function's role, Step Functions with the machine's, and one
 * service that calls another, as the other's own policy allows it.
 */
import type { Assembly } from '#infra/cloud-assembly/assembly.ts';
import { subscriptionsOf } from '#infra/cloud-assembly/description.ts';
import { ACCOUNT, functionIn, NamedError, nameIn, REGION } from '../aws/names.ts';
import { keyNeeds, withTls } from './account.ts';
import { type Authority, type Session, serviceOf, sessionOf } from './authority.ts';
import type { Caller, Need } from './judge.ts';
import { queueArn, roleOf } from './policies.ts';
import { s3Needs } from './s3-needs.ts';
import { sqsNeeds } from './service-needs.ts';

/** Each throws AccessDeniedException where it may not be done. */
export type Permits = {
  /** `service` invokes the function on behalf of `source`, an ARN. */
  invoke(service: 'apigateway.amazonaws.com' | 'events.amazonaws.com', functionArn: string, source: string): void;
  /** A poller's call on its queue. @param functionArn whose role it takes */
  queue(functionArn: string, operation: string, queue: string): void;
  /** A poller's call on its stream. */
  stream(functionArn: string, operation: string, streamArn: string): void;
  /** What an execution of this machine does. */
  machine(name: string): MachinePermits;
  /** S3 tells a queue of a new object. */
  notify(bucket: string, queue: string): void;
  /** SES publishes an event to a topic, which gives it to its queues. */
  publish(configurationSet: string, topicArn: string): void;
};
export type MachinePermits = {
  invoke(functionArn: string): void;
  /** A Distributed Map starts its children as executions of its own machine. */
  startChildren(): void;
  readItems(bucket: string, key: string): void;
  writeResults(bucket: string, key: string): void;
};

export function permitsOf(assembly: Assembly, authority: Authority, sessions: ReadonlyMap<string, Session>): Permits {
  const { account } = authority;
  const demand = (caller: Caller, needs: readonly Need[]) => {
    const refused = authority.demand(caller, needs);
    if (refused) throw new NamedError(refused.name, refused.message);
  };
  const roleOfFunction = (arn: string): Caller => sessions.get(functionIn(arn))!.caller;
  const need = (action: string, resource: string, context: Need['context'] = {}): Need => ({
    action,
    resource,
    context: withTls(context),
  });
  const from = (source: string) => ({ 'aws:sourcearn': [source], 'aws:sourceaccount': [ACCOUNT] });
  /** Of a service that is no caller's: the key's own policy names it. */
  const keyUse = (key: string | undefined, source: string): Need[] =>
    key === undefined ? [] : ['kms:GenerateDataKey', 'kms:Decrypt'].map((action) => need(action, key, from(source)));
  const machineRoles = new Map(
    assembly
      .of<{ StateMachineName: string }>('AWS::StepFunctions::StateMachine')
      .map((machine) => [machine.properties.StateMachineName, roleOf(assembly, machine, 'states.amazonaws.com')]),
  );
  const send = (service: string, queue: string, source: string) =>
    demand(serviceOf(service), [
      need('sqs:SendMessage', queueArn(queue), from(source)),
      ...keyUse(account.queues.get(queue)?.key, source),
    ]);

  return {
    invoke: (service, functionArn, source) =>
      demand(serviceOf(service), [need('lambda:InvokeFunction', functionArn, from(source))]),
    queue: (functionArn, operation, queue) =>
      demand(roleOfFunction(functionArn), sqsNeeds(operation, { QueueName: queue }, account)),
    stream: (functionArn, operation, streamArn) => {
      const table = account.tables.get(streamArn.split('/')[1]!);
      const on = operation === 'ListStreams' ? '*' : streamArn;
      const records = operation === 'GetRecords' ? keyNeeds(table?.key, ['Decrypt'], 'dynamodb') : [];
      demand(roleOfFunction(functionArn), [need(`dynamodb:${operation}`, on), ...records]);
    },
    machine: (name) => {
      const role = machineRoles.get(name);
      if (role === undefined) throw new Error(`There is no machine ${name}.`);
      const caller = sessionOf(role, name);
      const object = (method: string, bucket: string, key: string) => {
        const path = `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
        demand(caller, s3Needs({ method, path, query: new URLSearchParams(), headers: {} }, account));
      };
      return {
        invoke: (functionArn) => demand(caller, [need('lambda:InvokeFunction', functionArn)]),
        startChildren: () =>
          demand(caller, [need('states:StartExecution', `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:${name}`)]),
        readItems: (bucket, key) => object('GET', bucket, key),
        writeResults: (bucket, key) => object('PUT', bucket, key),
      };
    },
    notify: (bucket, queue) => send('s3.amazonaws.com', queue, `arn:aws:s3:::${bucket}`),
    publish: (configurationSet, topicArn) => {
      const source = `arn:aws:ses:${REGION}:${ACCOUNT}:configuration-set/${configurationSet}`;
      const key = account.topics.get(nameIn(topicArn))?.key;
      demand(serviceOf('ses.amazonaws.com'), [need('sns:Publish', topicArn, from(source)), ...keyUse(key, source)]);
      for (const subscription of subscriptionsOf(assembly))
        if (subscription.topicArn === topicArn) send('sns.amazonaws.com', nameIn(subscription.queueArn), topicArn);
    },
  };
}
