/** What API Gateway hands to a function and takes back (HTTP API, payload format 2.0), as far as it is used. */

export type HttpEvent = {
  /** As the template writes it: "POST /api/logon". */
  readonly routeKey: string;
  readonly rawPath: string;
  /** Names in lower case: the payload format promises it. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly cookies?: readonly string[];
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>>;
  readonly pathParameters?: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
  readonly requestContext: {
    readonly requestId: string;
    readonly http: { readonly method: string; readonly sourceIp: string };
    readonly authorizer?: { readonly iam?: { readonly userArn?: string } };
  };
};

export type HttpResult = {
  statusCode: number;
  headers: Record<string, string>;
  cookies?: string[];
  body: string;
  /** Whether the body is base64 of bytes, which the gateway decodes. */
  isBase64Encoded?: boolean;
};
