/**
 * The HTTP API: every route of infra/functions.ts. What operators call (/api/operator/*) asks for AWS_IAM; everything else
 * is reached through the distribution alone (S6).
 */
import { HttpApi, type HttpMethod, HttpNoneAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { FUNCTIONS } from '../functions.ts';
import type { Functions } from './functions.ts';

export class Api extends Construct {
  readonly http: HttpApi;

  constructor(scope: Construct, id: string, apiName: string) {
    super(scope, id);
    this.http = new HttpApi(this, 'Http', { apiName, description: 'Landfall' });
  }

  /** Apart from the constructor, since the functions' links point at the distribution, which points at the API. */
  serve(functions: Functions): void {
    const none = new HttpNoneAuthorizer();
    const iam = new HttpIamAuthorizer();
    for (const [name, spec] of Object.entries(FUNCTIONS)) {
      if (!spec.routes) continue;
      const integration = new HttpLambdaIntegration(name, functions.get(name));
      for (const route of spec.routes) {
        const [method, path] = route.split(' ') as [HttpMethod, string];
        this.http.addRoutes({
          path,
          methods: [method],
          integration,
          authorizer: path.startsWith('/api/operator/') ? iam : none,
        });
      }
    }
  }

  /** Host name of the API, such as abc123.execute-api.eu-central-1.amazonaws.com. */
  get domainName(): string {
    const { region, urlSuffix } = Stack.of(this);
    return `${this.http.apiId}.execute-api.${region}.${urlSuffix}`;
  }
}
