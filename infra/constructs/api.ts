/**
 * The HTTP API: every route of infra/functions.ts. What operators call (/api/operator/*) asks for AWS_IAM; everything else
 * is reached through the distribution alone (S6).
 */
import {
  type CfnStage,
  HttpApi,
  type HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { NestedStack, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { FUNCTIONS } from '../functions.ts';
import type { Functions } from './functions.ts';
import { configureStage, type StageConfiguration } from './stage.ts';

export class Api extends Construct {
  /** In the stack itself: the distribution names it, whose address the functions name, which the routes name. */
  readonly http: HttpApi;

  constructor(scope: Construct, id: string, apiName: string, stage: StageConfiguration) {
    super(scope, id);
    this.http = new HttpApi(this, 'Gateway', { apiName, description: 'Landfall' });
    configureStage(this, this.http.defaultStage!, stage);
  }

  /** Routes, integrations and permissions, in a nested stack: there are more of them than of all else, and a stack holds 500 resources. */
  serve(functions: Functions): void {
    const nested = new NestedStack(this, 'Routes', { description: "Landfall: the API's routes" });
    // A limit of a route is refused where the route is not there yet.
    const stage = this.http.defaultStage!.node.defaultChild as CfnStage;
    stage.addResourceDependency(nested.nestedStackResource!);
    const none = new HttpNoneAuthorizer();
    const iam = new HttpIamAuthorizer();
    for (const [name, spec] of Object.entries(FUNCTIONS)) {
      if (!spec.routes) continue;
      // One permission a function, not one a route: a function's policy holds 20 KB. The function knows its own routes alone.
      const integration = new HttpLambdaIntegration(name, functions.live(name), { scopePermissionToRoute: false });
      for (const route of spec.routes) {
        const [method, path] = route.split(' ') as [HttpMethod, string];
        new HttpRoute(nested, `${method}${path}`, {
          httpApi: this.http,
          routeKey: HttpRouteKey.with(path, method),
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
