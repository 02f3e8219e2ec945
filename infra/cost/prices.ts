/**
 * List prices of AWS in US East (N. Virginia), in US dollars, without the free tiers, without tiers for large amounts and without tax, as the
 * services' pricing pages gave them on PRICES_OF. Other regions differ by up to a fifth: set them here and run `npm run generate`.
 */
export const PRICES_OF = '2026-12-01';

export const PRICES = {
  // AWS Lambda pricing: Arm.
  'lambda.requests': { per: 1e6, dollars: 0.2 },
  'lambda.gb-seconds': { per: 1, dollars: 0.000_013_333_4 },
  // Amazon DynamoDB pricing: on-demand capacity, Standard table class, since November 2024.
  'dynamodb.write units': { per: 1e6, dollars: 0.625 },
  'dynamodb.read units': { per: 1e6, dollars: 0.125 },
  'dynamodb.gb-months': { per: 1, dollars: 0.25 },
  'dynamodb.recovery gb-months': { per: 1, dollars: 0.2 },
  // Amazon S3 pricing: Standard.
  's3.writes and lists': { per: 1000, dollars: 0.005 },
  's3.reads': { per: 1000, dollars: 0.0004 },
  // Amazon SQS pricing: standard queues.
  'sqs.requests': { per: 1e6, dollars: 0.4 },
  // Amazon SES pricing: outbound.
  'ses.mails': { per: 1000, dollars: 0.1 },
  // AWS KMS pricing. RSA 4096 and ECC are dearer than symmetric keys.
  'kms.key-months': { per: 1, dollars: 1 },
  'kms.requests': { per: 10_000, dollars: 0.03 },
  'kms.asymmetric requests': { per: 10_000, dollars: 0.15 },
  // AWS Secrets Manager pricing.
  'secrets.secret-months': { per: 1, dollars: 0.4 },
  'secrets.requests': { per: 10_000, dollars: 0.05 },
  // AWS Step Functions pricing: Standard, and Express for the children of a Distributed Map.
  'states.transitions': { per: 1000, dollars: 0.025 },
  'states.express requests': { per: 1e6, dollars: 1 },
  'states.express gb-seconds': { per: 1, dollars: 0.000_016_67 },
  // Amazon EventBridge pricing: events of a bus of one's own.
  'events.events': { per: 1e6, dollars: 1 },
  // Amazon API Gateway pricing: HTTP APIs.
  'api.requests': { per: 1e6, dollars: 1 },
  // Amazon CloudFront pricing: Europe, the dearer of the two first areas for requests.
  'cloudfront.requests': { per: 10_000, dollars: 0.012 },
  'cloudfront.functions': { per: 1e6, dollars: 0.1 },
  'cloudfront.gb out': { per: 1, dollars: 0.085 },
  // Amazon CloudWatch pricing.
  'cloudwatch.log gb': { per: 1, dollars: 0.5 },
  'cloudwatch.alarm-months': { per: 1, dollars: 0.1 },
  'cloudwatch.composite alarm-months': { per: 1, dollars: 0.5 },
  'cloudwatch.dashboard-months': { per: 1, dollars: 3 },
  'cloudwatch.metric-months': { per: 1, dollars: 0.3 },
  // AWS X-Ray pricing: traces recorded.
  'xray.traces': { per: 1e6, dollars: 5 },
  // AWS WAF pricing: an access control list, and each of its rules.
  'waf.list-months': { per: 1, dollars: 5 },
  'waf.rule-months': { per: 1, dollars: 1 },
} as const satisfies Readonly<Record<string, { readonly per: number; readonly dollars: number }>>;

export type Price = keyof typeof PRICES;
/** How much of what is charged. */
export type Amounts = Readonly<Partial<Record<Price, number>>>;

export const dollarsOf = (amounts: Amounts): number =>
  Object.entries(amounts).reduce((sum, [name, amount]) => {
    const { per, dollars } = PRICES[name as Price];
    return sum + (amount / per) * dollars;
  }, 0);

/** The part before the dot: lambda, dynamodb, ... */
export const serviceOf = (price: string): string => price.slice(0, price.indexOf('.'));
