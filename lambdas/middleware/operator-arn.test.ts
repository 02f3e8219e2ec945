import { OPERATOR } from '#test/support/edge.ts';
import { before } from '#test/support/guards.ts';
import { arnOf, operatorArn } from './operator-arn.ts';

const context = { requestId: 'r', http: { method: 'GET', sourceIp: '192.0.2.1' } };

test('a caller whom AWS_IAM has verified passes', async () => {
  const requestContext = { ...context, authorizer: { iam: { userArn: OPERATOR } } };
  await expect(before(operatorArn(), { requestContext })).resolves.toBeDefined();
  expect(arnOf({ requestContext } as never)).toBe(OPERATOR);
});

test.each([[{}], [{ authorizer: {} }], [{ authorizer: { iam: {} } }], [{ authorizer: { iam: { userArn: '' } } }]])(
  'a caller without an ARN is refused: %j',
  async (more) => {
    const event = { requestContext: { ...context, ...more }, headers: { authorization: OPERATOR } };
    await expect(before(operatorArn(), event)).rejects.toMatchObject({ code: 'request.forbidden', status: 403 });
  },
);
