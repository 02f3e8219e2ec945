import { OPERATOR } from '#test/support/edge.ts';
import { before } from '#test/support/guards.ts';
import { arnOf, operatorArn } from './operator-arn.ts';

const context = { requestId: 'r', http: { method: 'GET', sourceIp: '192.0.2.1' } };
const requestContext = { ...context, authorizer: { iam: { userArn: OPERATOR } } };
const refused = { code: 'request.forbidden', status: 403 };

test('a caller whom AWS_IAM has verified passes', async () => {
  const event = { requestContext, rawPath: '/api/operator/user' };
  await expect(before(operatorArn('GET /api/operator/user'), event)).resolves.toBeDefined();
  expect(arnOf({ requestContext } as never)).toBe(OPERATOR);
});

test.each([[{}], [{ authorizer: {} }], [{ authorizer: { iam: {} } }], [{ authorizer: { iam: { userArn: '' } } }]])(
  'a caller without an ARN is refused: %j',
  async (more) => {
    const headers = { authorization: OPERATOR };
    const event = { requestContext: { ...context, ...more }, headers, rawPath: '/api/operator/user' };
    await expect(before(operatorArn('GET /api/operator/user'), event)).rejects.toMatchObject(refused);
  },
);

test.each([
  ['PATCH /api/operator/administer/user', '/api/operator/administer/user', true],
  ['PATCH /api/operator/administer/user', '/api/operator/user', false],
  ['PATCH /api/operator/administer/user', '/api/operator/%61dminister/user', false],
  ['PATCH /api/operator/administer/user', '/api/operator/user/../administer/user', false],
  ['PATCH /api/operator/user', '/api/operator/administer/user', false],
  ['PATCH /api/operator/user', '/api/%6fperator/user', false],
])('%s by the path %s, which IAM has compared with the policy: %j', async (key, rawPath, passes) => {
  const asked = before(operatorArn(key), { requestContext, rawPath });
  if (passes) await expect(asked).resolves.toBeDefined();
  else await expect(asked).rejects.toMatchObject(refused);
});
