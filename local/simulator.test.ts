import { returnsOf } from './simulator.ts';

const body = (to: string[], more: Record<string, string> = {}) =>
  new URLSearchParams({
    Action: 'SendRawEmail',
    Source: 'from@corp.example',
    ConfigurationSetName: 'set',
    ...Object.fromEntries(to.map((address, index) => [`Destinations.member.${index + 1}`, address])),
    ...more,
  }).toString();
const tags = { 'Tags.member.1.Name': 'migration', 'Tags.member.1.Value': 'm', 'Tags.member.2.Name': 'notice' };

test('a mail to the simulator causes the event that its address asks for, with the tags of the mail', () => {
  const sent = body(['bounce@simulator.amazonses.com'], { ...tags, 'Tags.member.2.Value': 'n' });
  const { configurationSet, returns } = returnsOf(sent, 'id-1');
  expect(configurationSet).toBe('set');
  expect(returns).toMatchObject([
    {
      type: 'bounce',
      event: {
        eventType: 'Bounce',
        bounce: { bounceType: 'Permanent' },
        mail: { messageId: 'id-1', source: 'from@corp.example', tags: { migration: ['m'], notice: ['n'] } },
      },
    },
  ]);
});

test.each([
  ['complaint@simulator.amazonses.com', ['complaint']],
  ['bounce+label-1@simulator.amazonses.com', ['bounce']],
  ['Bounce@Simulator.AmazonSES.com', ['bounce']],
  ['success@simulator.amazonses.com', []],
  ['bounces@simulator.amazonses.com', []],
  ['bounce@simulator.amazonses.com.example', []],
  ['ana@corp.example', []],
])('a mail to %s causes the events %j', (address, types) => {
  expect(returnsOf(body([address]), 'id').returns.map(({ type }) => type)).toEqual(types);
});

test('each recipient has an event of their own, and a request without a configuration set has an empty name of it', () => {
  const to = ['ana@corp.example', 'bounce@simulator.amazonses.com', 'complaint@simulator.amazonses.com'];
  expect(returnsOf(body(to), 'id').returns).toHaveLength(2);
  expect(returnsOf('Action=GetSendQuota', 'id')).toEqual({ configurationSet: '', returns: [] });
});
