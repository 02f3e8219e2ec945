import { functionIn } from './aws/names.ts';
import { checkScope, serveActions } from './aws-json.ts';

const signed = (region: string, service: string) =>
  `AWS4-HMAC-SHA256 Credential=key/20261130/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;

test.each([
  ['TrentService.Decrypt', 'kms'],
  ['secretsmanager.GetSecretValue', 'secretsmanager'],
  ['AWSStepFunctions.StartExecution', 'states'],
])('%s is answered where the signature is for %s in this region, and nowhere else', (target, service) => {
  checkScope(target, signed('eu-central-1', service));
  const refused = (authorization?: string) => expect(() => checkScope(target, authorization));
  refused(signed('us-east-1', service)).toThrow(expect.objectContaining({ name: 'InvalidSignatureException' }));
  refused(signed('eu-central-1', 'sqs')).toThrow(expect.objectContaining({ name: 'InvalidSignatureException' }));
  refused().toThrow(expect.objectContaining({ name: 'MissingAuthenticationTokenException' }));
});

test('a request that is not signed gets no answer of an action', async () => {
  const server = await serveActions(0, { Decrypt: () => ({ Plaintext: 'x' }) }, () => undefined);
  const url = server.listeningOrigin;
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'TrentService.Decrypt' };
  const ask = async (more: Record<string, string>) =>
    (await fetch(url, { method: 'POST', headers: { ...headers, ...more }, body: '{}' })).json();
  expect(await ask({})).toMatchObject({ __type: 'MissingAuthenticationTokenException' });
  expect(await ask({ authorization: signed('eu-central-1', 'kms') })).toEqual({ Plaintext: 'x' });
  await server.close();
});

test.each([
  ['arn:aws:lambda:eu-central-1:000000000000:function:landfall-FunctionsLogon', 'landfall-FunctionsLogon'],
  ['arn:aws:lambda:eu-central-1:000000000000:function:landfall-FunctionsLogon:live', 'landfall-FunctionsLogon'],
  ['arn:aws:lambda:eu-central-1:000000000000:function:landfall-FunctionsLogon:17', 'landfall-FunctionsLogon'],
  ['arn:aws:lambda:eu-central-1:000000000000:function:landfall-FunctionsLogon:$LATEST', 'landfall-FunctionsLogon'],
  ['landfall-FunctionsLogon', 'landfall-FunctionsLogon'],
  ['landfall-FunctionsLogon:live', 'landfall-FunctionsLogon'],
])('%s is the function %s', (arn, name) => {
  expect(functionIn(arn)).toBe(name);
});
