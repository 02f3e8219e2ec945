import { ownHeaders, scopeFault } from './scope.ts';

const NOW = Date.UTC(2026, 10, 30, 12);
const fault = (headers: Record<string, string>, query: Record<string, string> = {}, now = NOW) =>
  scopeFault(headers, new URLSearchParams(query), now)?.[0];
const header = (scope: string, signed = 'host;x-amz-date') => ({
  'x-amz-date': '20261130T120000Z',
  authorization: `AWS4-HMAC-SHA256 Credential=key/20261130/${scope}/aws4_request, SignedHeaders=${signed}, Signature=0`,
});
const query = (scope: string, signed = 'host') => ({
  'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
  'X-Amz-Credential': `key/20261130/${scope}/aws4_request`,
  'X-Amz-Date': '20261130T120000Z',
  'X-Amz-Expires': '3600',
  'X-Amz-SignedHeaders': signed,
  'X-Amz-Signature': '0',
});

test('a request without a signature is refused, as S3 does it', () => {
  expect(fault({})).toBe('AccessDenied');
  expect(fault({ authorization: 'Bearer x' })).toBe('AccessDenied');
});

test('a signature counts for S3 in this region alone, and covers the host', () => {
  expect(fault(header('eu-central-1/s3'))).toBeUndefined();
  expect(fault(header('us-east-1/s3'))).toBe('AuthorizationHeaderMalformed');
  expect(fault(header('eu-central-1/sqs'))).toBe('AuthorizationHeaderMalformed');
  expect(fault(header('eu-central-1/s3', 'x-amz-date'))).toBe('AccessDenied');
  expect(fault({}, query('eu-central-1/s3'))).toBeUndefined();
  expect(fault({}, query('us-east-1/s3'))).toBe('AuthorizationHeaderMalformed');
  expect(fault({}, query('eu-central-1/s3', 'x-amz-date'))).toBe('AccessDenied');
});

test('an address that carries its signature ends with its time, and a header’s is of this quarter of an hour', () => {
  expect(fault({}, query('eu-central-1/s3'), NOW + 3_600_000)).toBeUndefined();
  expect(fault({}, query('eu-central-1/s3'), NOW + 3_600_001)).toBe('AccessDenied');
  expect(fault(header('eu-central-1/s3'), {}, NOW + 900_001)).toBe('RequestTimeTooSkewed');
  expect(fault({ ...header('eu-central-1/s3'), 'x-amz-date': 'today' })).toBe('RequestTimeTooSkewed');
});

test('what the deployment itself sends is signed so', () => {
  expect(fault(ownHeaders(NOW))).toBeUndefined();
});
