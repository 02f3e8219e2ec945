/**
 * The resolved templates, with everything switched on. Two deployments in one account, and one deployment in two regions: none takes what another has, and each can be taken
 * away again. AWS's limits fit one another: who waits gives up after what is waited for.
 */
import { readFileSync } from 'node:fs';
import type { Assembly } from '#infra/cloud-assembly/assembly.ts';
import { MAX_DEPLOYMENT_NAME } from '#infra/configuration/name.ts';
import { FUNCTIONS } from '#infra/functions.ts';
import { allows, deployedAs, type Place, type Statement } from '../support/cloud.ts';
import { FULL } from '../support/full-deployment.ts';

const EDGE_REGION = 'us-east-1';
const fullAt = (name: string, region: string): Place => ({ name, region, configuration: { ...FULL, region } });
const PLACES: readonly Place[] = ['landfall', 'pilot'].flatMap((name) =>
  ['eu-central-1', EDGE_REGION].map((region) => fullAt(name, region)),
);
/** The deployment's stacks that lie in us-east-1, wherever it is. */
const edgeOf = (place: Place): Assembly =>
  deployedAs({ ...place, region: EDGE_REGION }, ['Edge', 'EdgeLogs', 'EdgeWatch']);
const DEPLOYED = PLACES.map((place) => ({ place, main: deployedAs(place), edge: edgeOf(place) }));
const [FIRST] = DEPLOYED as [(typeof DEPLOYED)[number]];
/** Where a type says its name; of these AWS keeps one list an account for all regions, or for the whole world. */
const GLOBAL: Readonly<Record<string, readonly string[]>> = {
  'AWS::CloudFront::Function': ['Name'],
  'AWS::CloudFront::CachePolicy': ['CachePolicyConfig', 'Name'],
  'AWS::CloudFront::OriginAccessControl': ['OriginAccessControlConfig', 'Name'],
  'AWS::CloudFront::OriginRequestPolicy': ['OriginRequestPolicyConfig', 'Name'],
  'AWS::CloudFront::ResponseHeadersPolicy': ['ResponseHeadersPolicyConfig', 'Name'],
  'AWS::IAM::Group': ['GroupName'],
  'AWS::IAM::InstanceProfile': ['InstanceProfileName'],
  'AWS::IAM::ManagedPolicy': ['ManagedPolicyName'],
  'AWS::IAM::Policy': ['PolicyName'],
  'AWS::IAM::Role': ['RoleName'],
  'AWS::IAM::User': ['UserName'],
  'AWS::S3::Bucket': ['BucketName'],
};
/** Of these there is a list in each region. */
const REGIONAL: Readonly<Record<string, readonly string[]>> = {
  'AWS::CloudWatch::Alarm': ['AlarmName'],
  'AWS::CloudWatch::Dashboard': ['DashboardName'],
  'AWS::CloudWatch::CompositeAlarm': ['AlarmName'],
  'AWS::CodeDeploy::Application': ['ApplicationName'],
  'AWS::DynamoDB::Table': ['TableName'],
  'AWS::Events::ApiDestination': ['Name'],
  'AWS::Events::Connection': ['Name'],
  'AWS::Events::EventBus': ['Name'],
  'AWS::Events::Rule': ['Name'],
  'AWS::KMS::Alias': ['AliasName'],
  'AWS::Lambda::Function': ['FunctionName'],
  'AWS::Logs::DeliveryDestination': ['Name'],
  'AWS::Logs::DeliverySource': ['Name'],
  'AWS::Logs::LogGroup': ['LogGroupName'],
  'AWS::Logs::QueryDefinition': ['Name'],
  'AWS::SES::ConfigurationSet': ['Name'],
  'AWS::SNS::Topic': ['TopicName'],
  'AWS::SQS::Queue': ['QueueName'],
  'AWS::SSM::Parameter': ['Name'],
  'AWS::SecretsManager::Secret': ['Name'],
  'AWS::StepFunctions::StateMachine': ['StateMachineName'],
  'AWS::WAFv2::WebACL': ['Name'],
};
/** The longest that AWS takes ("... API Reference", of each service), where a name of ours could come near it. */
const LONGEST: Readonly<Record<string, number>> = {
  'AWS::IAM::ManagedPolicy': 128,
  'AWS::IAM::Policy': 128,
  'AWS::Logs::DeliveryDestination': 60,
  'AWS::Logs::DeliverySource': 60,
  'AWS::WAFv2::WebACL': 128,
  'AWS::CloudWatch::Alarm': 255,
};
/** What is named in a template and is no name of an account's: of an API alone, another resource's, or of the Internet's. */
const NOT_OURS =
  /^AWS::Lambda::(?:Permission|EventSourceMapping|Alias|Version)|^AWS::SES::ConfigurationSetEventDestination|^Custom::|^AWS::ApiGatewayV2::|^AWS::Logs::Delivery |^AWS::Events::Rule EventBusName|^AWS::CodeDeploy::DeploymentGroup|^AWS::Route53::RecordSet|DomainName$|MetricName$/u;

/** "type name" of every name that the template gives. */
function named(assembly: Assembly, where: Readonly<Record<string, readonly string[]>>): string[] {
  return assembly.resources.flatMap(({ type, properties }) => {
    const value = where[type]?.reduce<unknown>(
      (inside, key) => (Object(inside) as Record<string, unknown>)[key],
      properties,
    );
    return value === undefined ? [] : [`${type} ${String(value)}`];
  });
}

test('no name that AWS keeps for all regions or for all deployments of a region is taken by two', () => {
  const all = DEPLOYED.map(({ place, main, edge }) => {
    const regional = [
      [place.region, main],
      [EDGE_REGION, edge],
    ] as const;
    return regional.flatMap(([region, assembly]) => [
      ...named(assembly, GLOBAL),
      ...named(assembly, REGIONAL).map((name) => `${region} ${name}`),
    ]);
  });
  expect(all[0]!.length).toBeGreaterThanOrEqual(6);
  expect(all[0]).toContainEqual(expect.stringMatching(/^us-east-1 AWS::WAFv2::WebACL /u));
  const names = all.flat();
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test('a name that several regions share tells the deployment and the region, and is no longer than AWS takes', () => {
  const longest = fullAt('a'.repeat(MAX_DEPLOYMENT_NAME), 'ap-southeast-1');
  const all = [...DEPLOYED, { place: longest, main: deployedAs(longest), edge: edgeOf(longest) }];
  for (const { place, main, edge } of all) {
    const inRegion = named(edge, { ...GLOBAL, ...REGIONAL });
    expect(inRegion.length).toBeGreaterThan(4);
    for (const one of [...named(main, GLOBAL), ...inRegion]) {
      const [type = '', name = ''] = one.split(' ');
      expect(name).toMatch(new RegExp(`^${place.name}-(?:stateless-|edge-)?${place.region}(?:-[\\w-]+)?$`, 'u'));
      expect([one, name.length <= (LONGEST[type] ?? 64)]).toEqual([one, true]);
    }
  }
});

test('each property that names something is judged here', () => {
  const judged = (type: string, key: string) => (GLOBAL[type] ?? REGIONAL[type])?.includes(key);
  const resources = [FIRST.main, FIRST.edge].flatMap((assembly) => assembly.resources);
  const others = resources.flatMap(({ type, properties }) =>
    Object.keys(properties)
      .filter((key) => key.endsWith('Name') && !judged(type, key))
      .map((key) => `${type} ${key}`),
  );
  expect([...new Set(others)].filter((one) => !NOT_OURS.test(one))).toEqual([]);
});

test('what a stack exports bears the name of its deployment', () => {
  const exported = DEPLOYED.map(({ main }) => main.exports);
  expect(exported[0]!.length).toBeGreaterThan(5);
  for (const [index, { name }] of PLACES.entries())
    for (const one of exported[index]!) expect(one).toMatch(new RegExp(`^${name}-stateful:`, 'u'));
});

test.each(DEPLOYED)(
  'the state machine may watch and stop the executions of its own Maps: $place.name, $place.region',
  ({ place, main: assembly }) => {
    const executions = `arn:aws:states:${place.region}:123456789012:execution:${place.name}-migration`;
    const statements = assembly
      .of<{ PolicyDocument: { Statement: Statement[] } }>('AWS::IAM::Policy')
      .filter(({ name }) => name.includes('MigrationMaps'))
      .flatMap(({ properties }) => properties.PolicyDocument.Statement);
    for (const action of ['states:DescribeExecution', 'states:StopExecution'])
      for (const execution of [`${executions}:1f`, `${executions}/IngestParts:1f`])
        expect({ action, execution, allowed: allows(statements, action, execution) }).toMatchObject({ allowed: true });
  },
);

test('every service that may use a key does so for this account alone', () => {
  type KeyStatement = Statement & { Principal: { Service?: string | string[] } };
  for (const { main } of DEPLOYED) {
    const keys = main.of<{ KeyPolicy: { Statement: KeyStatement[] } }>('AWS::KMS::Key');
    const services = keys.flatMap(({ properties }) =>
      properties.KeyPolicy.Statement.filter(({ Principal }) => 'Service' in Principal),
    );
    expect(services.length).toBeGreaterThanOrEqual(4);
    for (const { Principal, Condition = {} } of services) {
      const conditions = Object.assign({}, ...Object.values(Condition)) as Record<string, string>;
      const account = conditions['aws:SourceAccount'];
      const source = conditions['aws:SourceArn'] ?? '';
      expect({ Principal, ours: account === '123456789012' || source.includes(':123456789012:') }).toMatchObject({
        ours: true,
      });
    }
  }
});

test('every bucket that goes with its stack is emptied first, and what holds data is kept', () => {
  const assembly = FIRST.main;
  const emptied = assembly
    .of<{ BucketName: string }>('Custom::S3AutoDeleteObjects')
    .map(({ properties }) => properties.BucketName);
  const going = assembly.resources.filter(({ type, deletion }) => type === 'AWS::S3::Bucket' && deletion !== 'Retain');
  expect(going.map(({ name }) => name)).toEqual(emptied);
  const kept = assembly.resources.filter(({ deletion }) => deletion === 'Retain').map(({ type }) => type);
  for (const type of ['AWS::DynamoDB::Table', 'AWS::KMS::Key', 'AWS::SecretsManager::Secret', 'AWS::S3::Bucket'])
    expect(kept).toContain(type);
});

/** HTTP API. */
const INTEGRATION_SECONDS = 30;
const seconds = (name: string) => FUNCTIONS[name]!.timeoutSeconds ?? 15;

test('a function that serves routes ends before API Gateway gives it up', () => {
  const late = Object.entries(FUNCTIONS).filter(([name, { routes }]) => routes && seconds(name) >= INTEGRATION_SECONDS);
  expect(late.map(([name]) => name)).toEqual([]);
});

test('a state waits longer than its function may take', () => {
  const states = ['migration', 'campaign']
    .map((machine) => readFileSync(`statemachines/${machine}.asl.json`, 'utf8'))
    .join('\n');
  for (const [name, { state }] of Object.entries(FUNCTIONS)) {
    if (!state) continue;
    const [, wait] = new RegExp(`\\$\\{${state}Arn\\}[\\s\\S]*?"TimeoutSeconds": (\\d+)`, 'u').exec(states)!;
    expect([name, Number(wait) > seconds(name)]).toEqual([name, true]);
  }
});

test('a queue hides a message for six times as long as its function may take, and takes 256 KiB', () => {
  const assembly = FIRST.main;
  type Queue = { VisibilityTimeout?: number; MaximumMessageSize?: number };
  const queues = assembly.of<Queue>('AWS::SQS::Queue');
  type Mapping = { EventSourceArn: string; FunctionName: string };
  for (const { properties } of assembly.of<Mapping>('AWS::Lambda::EventSourceMapping')) {
    if (!properties.EventSourceArn.includes(':sqs:')) continue;
    const queue = queues.find(({ name }) => properties.EventSourceArn.endsWith(`:${name}`))!;
    const lambda = assembly
      .of<{ Timeout: number }>('AWS::Lambda::Function')
      .find(({ name }) => properties.FunctionName === `${name}:live`)!;
    expect(queue.properties.VisibilityTimeout).toBeGreaterThanOrEqual(6 * lambda.properties.Timeout);
  }
  for (const { properties } of queues) expect(properties.MaximumMessageSize).toBe(262_144);
});
