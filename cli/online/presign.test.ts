import { presigned } from './presign.ts';

const target = { credentials: { accessKeyId: 'KEY', secretAccessKey: 'secret' }, region: 'eu-central-1' };

test('an address of S3 carries a signature over its host for an hour, and the path stays as it was encoded', async () => {
  const url = new URL(await presigned('PUT', 'http://127.0.0.1:4382/bucket/uploads/a%20b.zip', target));
  expect([url.host, url.pathname]).toEqual(['127.0.0.1:4382', '/bucket/uploads/a%20b.zip']);
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': expect.stringMatching(/^KEY\/\d{8}\/eu-central-1\/s3\/aws4_request$/u),
    'X-Amz-Expires': '3600',
    'X-Amz-SignedHeaders': 'host',
    'X-Amz-Signature': expect.stringMatching(/^[0-9a-f]{64}$/u),
  });
});

test('the signature covers method and path', async () => {
  const signature = async (method: 'GET' | 'PUT', path: string) =>
    new URL(await presigned(method, `http://127.0.0.1:4382/${path}`, target)).searchParams.get('X-Amz-Signature');
  const all = await Promise.all([signature('PUT', 'a'), signature('GET', 'a'), signature('PUT', 'b')]);
  expect(new Set(all).size).toBe(3);
});
