import { mappingFor } from '#core/sources/mapping.ts';
import { SharedIds } from './shared-ids.ts';

test('what is read to find shared IDs is what users are known by, and the IDs', () => {
  const ids = new SharedIds(mappingFor('csv', 'external', ['externalId=Staff No', 'userId=login']), () => true);
  expect(ids.interests).toEqual(['staffno']);
  expect(ids.wanted).toEqual(['objectclass', 'useraccountcontrol', 'login', 'staffno']);
});
