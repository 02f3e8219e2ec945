import { serviceOf } from './service-of.ts';

test('an error says whose it is and what was asked, also behind others; an error of ours says nothing', () => {
  const asked = { awsService: 'KMS', awsOperation: 'Decrypt' };
  const noted = Object.assign(new Error('x'), asked);
  expect(serviceOf(noted)).toEqual(asked);
  expect(serviceOf(new Error('y', { cause: new Error('z', { cause: noted }) }))).toEqual(asked);
  for (const other of [new Error('x'), Object.assign(new Error('x'), { awsService: 'KMS' }), undefined, 'KMS'])
    expect(serviceOf(other)).toEqual({});
});
