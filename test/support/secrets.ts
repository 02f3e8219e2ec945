/** Secrets Manager for one test file: GetSecretValue answers each of the deployment's key rings. */
import { createServer } from 'node:http';

export type TestSecrets = {
  readonly origin: string;
  /** Names of the secrets that were read, in order. */
  readonly reads: string[];
  /** As PutSecretValue does; undefined takes the secret away. */
  readonly put: (name: string, ring: Record<string, string> | undefined) => void;
  readonly stop: () => Promise<void>;
};

/** Starts the server and points the SDK and the three *_SECRET_ARN variables at it. `rings` by secret name. */
export async function startSecrets(rings: Record<string, Record<string, string>> = {}): Promise<TestSecrets> {
  const origin = 'test-origin-secret';
  const secrets: Record<string, Record<string, string> | undefined> = {
    peppers: { current: 'p1', p1: 'pepper-for-tests' },
    sessions: { current: 's1', s1: 'session-key-for-tests' },
    origin: { current: 'o1', o1: origin },
    ...rings,
  };
  const reads: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { SecretId } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { SecretId: string };
      reads.push(SecretId);
      response.setHeader('content-type', 'application/x-amz-json-1.1');
      if (!secrets[SecretId]) response.statusCode = 400;
      if (!secrets[SecretId]) response.end(JSON.stringify({ __type: 'ResourceNotFoundException' }));
      else response.end(JSON.stringify({ Name: SecretId, SecretString: JSON.stringify(secrets[SecretId]) }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  Object.assign(process.env, {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'any',
    AWS_SECRET_ACCESS_KEY: 'any',
    AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${port}`,
    PEPPER_SECRET_ARN: 'peppers',
    SESSION_SECRET_ARN: 'sessions',
    ORIGIN_SECRET_ARN: 'origin',
  });
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const put = (name: string, ring: Record<string, string> | undefined) => {
    secrets[name] = ring;
  };
  return { origin, reads, put, stop };
}
