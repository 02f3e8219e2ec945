/**
 * The functions of infra/functions.ts as Lambda functions, each with what it may use and nothing else, and each with a published version of its
 * code and configuration (docs/decisions/versions.md).
 */
import { join } from 'node:path';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  Alias,
  Architecture,
  Code,
  type IFunction,
  type IVersion,
  Function as LambdaFunction,
  Runtime,
  Tracing,
  type Version,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration/values.ts';
import { FUNCTIONS, type FunctionSpec } from '../functions.ts';
import { bind, type Resources } from './capabilities.ts';

const DEFAULT_TIMEOUT_SECONDS = 15;
const DEFAULT_MEMORY_MEGABYTES = 512;

/** The alias of what is called from outside of the machines. */
const LIVE = 'live';

/** "read-manifest" -> "ReadManifest" */
const pascal = (name: string): string =>
  name.replace(/(^|-)([a-z])/gu, (_match, _dash, letter: string) => letter.toUpperCase());

/** The function that verifies passcodes and passwords at a logon. */
const LOGON = 'logon';

export type FunctionsConfiguration = Pick<
  Configuration,
  'logDays' | 'logonReserved' | 'logonProvisioned' | 'organisationName' | 'helpDesk' | 'mailFrom'
>;

export type FunctionsProps = {
  /** Of the deployment: the dimension of what its log lines count (lambdas/shared/metrics.ts). */
  readonly name: string;
  readonly resources: Resources;
  readonly configuration: FunctionsConfiguration;
  /** The folder with a folder a function. */
  readonly bundles: string;
  /** Where Lambda puts an end of an execution that record-failure could not record, after its own two retries. */
  readonly unrecorded: IQueue;
  /** Whether AWS X-Ray traces them. */
  readonly tracing: boolean;
};

export class Functions extends Construct {
  /** Of the logs of functions and state machines. */
  readonly logRetention: RetentionDays;
  /** Whether AWS X-Ray traces functions and state machines. */
  readonly tracing: boolean;
  private readonly configuration: FunctionsConfiguration;
  private readonly byName = new Map<string, LambdaFunction>();
  /** By the function's name. */
  readonly aliases = new Map<string, Alias>();

  constructor(scope: Construct, id: string, props: FunctionsProps) {
    super(scope, id);
    this.logRetention = props.configuration.logDays as RetentionDays;
    this.configuration = props.configuration;
    this.tracing = props.tracing;
    for (const [name, spec] of Object.entries(FUNCTIONS)) this.byName.set(name, this.make(name, spec, props));
  }

  /** @throws where infra/functions.ts has no such function. */
  get(name: string): LambdaFunction {
    const found = this.byName.get(name);
    if (!found) throw new Error(`infra/functions.ts names no function ${name}`);
    return found;
  }

  /** What calls it from outside of the machines: an alias that goes over to the newest version. @throws where nothing does */
  live(name: string): IFunction {
    const found = this.aliases.get(name);
    if (!found) throw new Error(`infra/functions.ts names nothing outside of the machines that calls ${name}`);
    return found as IFunction;
  }

  /** What a machine calls: a run keeps the version that its definition names. */
  version(name: string): Version {
    return this.get(name).currentVersion;
  }

  private make(name: string, spec: FunctionSpec, props: FunctionsProps): LambdaFunction {
    const { resources, bundles, unrecorded } = props;
    const logGroup = new LogGroup(this, `${pascal(name)}Log`, {
      retention: this.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const made = new LambdaFunction(this, pascal(name), {
      description: `Landfall ${name}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(join(bundles, name)),
      memorySize: spec.memoryMegabytes ?? DEFAULT_MEMORY_MEGABYTES,
      timeout: Duration.seconds(spec.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS),
      environment: { SERVICE_NAME: name, DEPLOYMENT_NAME: props.name, ...this.firstSettings() },
      logGroup,
      tracing: this.tracing ? Tracing.ACTIVE : Tracing.DISABLED,
      ...(spec.source === 'execution-failed' ? { deadLetterQueue: unrecorded } : {}),
      ...(name === LOGON && this.configuration.logonReserved > 0
        ? { reservedConcurrentExecutions: this.configuration.logonReserved }
        : {}),
      // It stays when the next release publishes its own. One that a failed deployment made is taken away with it: Lambda publishes no second
      // version of the same code, and the release could not be tried again.
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE },
    });
    // The queue's key: CDK grants a function with dead letters the queue alone.
    if (spec.source === 'execution-failed' && unrecorded.encryptionMasterKey)
      made.addToRolePolicy(
        new PolicyStatement({
          actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
          resources: [unrecorded.encryptionMasterKey.keyArn],
        }),
      );
    bind(name, made, spec.uses, resources);
    if (spec.routes || spec.source)
      this.aliases.set(
        name,
        new Alias(this, `${pascal(name)}Live`, {
          aliasName: LIVE,
          version: made.currentVersion as IVersion,
          ...(name === LOGON && this.configuration.logonProvisioned > 0
            ? { provisionedConcurrentExecutions: this.configuration.logonProvisioned }
            : {}),
        }),
      );
    return made;
  }

  /** What the settings are as long as none are saved, where the configuration says it (adapters/directory/settings.ts). */
  private firstSettings(): Record<string, string> {
    const { organisationName: name, helpDesk, mailFrom: from } = this.configuration;
    if ([name, helpDesk, from].every((given) => given === undefined)) return {};
    return { FIRST_SETTINGS: JSON.stringify({ organisation: { name, helpDesk }, mail: { from } }) };
  }
}
