import { assemblyOf } from '#test/support/assembly.ts';
import { behaviorsOf, filesOf, originHeadersOf } from './distribution.ts';

const policy = (name: string, ContentSecurityPolicy: string, Items: object[] = [], IncludeSubdomains = false) => ({
  type: 'AWS::CloudFront::ResponseHeadersPolicy',
  name,
  properties: {
    ResponseHeadersPolicyConfig: {
      ...(Items.length > 0 ? { CustomHeadersConfig: { Items } } : {}),
      SecurityHeadersConfig: {
        ContentSecurityPolicy: { ContentSecurityPolicy },
        FrameOptions: { FrameOption: 'DENY' },
        ReferrerPolicy: { ReferrerPolicy: 'no-referrer' },
        StrictTransportSecurity: { AccessControlMaxAgeSec: 60, ...(IncludeSubdomains ? { IncludeSubdomains } : {}) },
      },
    },
  },
});
const secret = '{{resolve:secretsmanager:arn:aws:s:r:1:secret:landfall-Origin:SecretString:k1::}}';
const site = {
  type: 'AWS::CloudFront::Distribution',
  name: 'site',
  properties: {
    DistributionConfig: {
      Origins: [{}, { OriginCustomHeaders: [{ HeaderName: 'X-Origin', HeaderValue: secret }] }],
      DefaultCacheBehavior: { ResponseHeadersPolicyId: 'pages' },
      CacheBehaviors: [
        {
          PathPattern: '/api/*',
          ResponseHeadersPolicyId: 'answers',
          FunctionAssociations: [{ EventType: 'viewer-request', FunctionARN: 'viewer.FunctionARN' }],
        },
      ],
    },
  },
};
const viewer = { type: 'AWS::CloudFront::Function', name: 'viewer', properties: { FunctionCode: 'the code' } };

test('originHeadersOf resolves the secret that proves that a request came through the distribution', () => {
  const read = (arn: string) => JSON.stringify({ k1: `secret of ${arn.split(':').at(-1)}` });
  expect(originHeadersOf(assemblyOf([site]), read)).toEqual({ 'x-origin': 'secret of landfall-Origin' });
});

test('each behaviour has its headers and the function that sees its requests first', () => {
  const common = { 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' };
  const noStore = { Header: 'cache-control', Value: 'no-store' };
  const policies = [policy('answers', "default-src 'none'", [noStore], true), policy('pages', "script-src 'self'")];
  expect(behaviorsOf(assemblyOf([site, viewer, ...policies]))).toEqual({
    api: {
      headers: {
        ...common,
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'",
        'strict-transport-security': 'max-age=60; includeSubDomains',
      },
      viewerRequest: 'the code',
    },
    pages: {
      headers: {
        ...common,
        'content-security-policy': "script-src 'self'",
        'strict-transport-security': 'max-age=60',
      },
    },
  });
});

test('behaviorsOf refuses an assembly without the distribution or without the headers of its answers', () => {
  expect(() => behaviorsOf(assemblyOf([]))).toThrow(/no policy for the headers of the API/u);
  expect(() => behaviorsOf(assemblyOf([site, viewer, policy('answers', '')]))).toThrow(/headers of the pages/u);
});

test("filesOf says where the consoles' files are, where they are served, and what headers they are stored with", () => {
  const deployed = (properties: object) => ({ type: 'Custom::CDKBucketDeployment', name: 'files', properties });
  const SystemMetadata = { 'cache-control': 'immutable' };
  const assembly = assemblyOf(
    [
      deployed({ SourceObjectKeys: ['a.zip'], DestinationBucketKeyPrefix: 'assets', SystemMetadata }),
      deployed({ SourceObjectKeys: ['b.zip'] }),
    ] as never,
    { 'a.zip': '/out/a', 'b.zip': '/out/b' },
  );
  expect(filesOf(assembly)).toEqual([
    { folder: '/out/a', prefix: '/assets/', headers: { 'cache-control': 'immutable' } },
    { folder: '/out/b', prefix: '/', headers: {} },
  ]);
  expect(() => filesOf(assemblyOf([deployed({ SourceObjectKeys: ['c.zip'] })] as never))).toThrow(/no files of files/u);
});
