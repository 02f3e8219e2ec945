/**
 * The functions of infra/functions.ts as Lambda functions, each with what it may use and nothing else.
 */
import { join } from 'node:path';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { type Capability, FUNCTIONS, type FunctionSpec } from '../functions.ts';
import { bind, type Resources } from './capabilities.ts';

const DEFAULT_TIMEOUT_SECONDS = 15;
const DEFAULT_MEMORY_MEGABYTES = 512;

/** "read-manifest" -> "ReadManifest" */
const pascal = (name: string): string =>
  name.replace(/(^|-)([a-z])/gu, (_match, _dash, letter: string) => letter.toUpperCase());

export class Functions extends Construct {
  private readonly byName = new Map<string, LambdaFunction>();

  /** `bundles`: the folder with a folder a function. */
  constructor(scope: Construct, id: string, resources: Resources, bundles: string) {
    super(scope, id);
    for (const [name, spec] of Object.entries(FUNCTIONS))
      this.byName.set(name, this.make(name, spec, resources, bundles));
  }

  /** @throws where infra/functions.ts has no such function. */
  get(name: string): LambdaFunction {
    const found = this.byName.get(name);
    if (!found) throw new Error(`infra/functions.ts names no function ${name}`);
    return found;
  }

  private make(name: string, spec: FunctionSpec, resources: Resources, bundles: string): LambdaFunction {
    const logGroup = new LogGroup(this, `${pascal(name)}Log`, {
      retention: RetentionDays.ONE_YEAR,
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
      environment: { POWERTOOLS_SERVICE_NAME: name },
      logGroup,
    });
    const uses: Capability[] = [...spec.uses];
    if (spec.routes && !uses.includes('originSecret')) uses.push('originSecret');
    bind(name, made, uses, resources);
    return made;
  }
}
