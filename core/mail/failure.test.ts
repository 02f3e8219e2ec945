import { mailError, mailFailure } from './failure.ts';

const SENDER = 'it@mail.corp.example';
/** What an answer comes to: its kind, or the code that stops. */
function kindOf(
  name: string,
  message = '',
  more: { status?: number | undefined; code?: string; sandbox?: boolean } = {},
) {
  const { sandbox = false, code } = more;
  const status = 'status' in more ? more.status : 400;
  const failure = mailFailure({ name, message, status, code }, SENDER, sandbox);
  return failure.kind === 'stopped' ? failure.code : failure.kind;
}
const notVerified = (...identities: string[]) =>
  `Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: ${identities.join(', ')}`;

test.each([
  ['Throttling', 'Maximum sending rate exceeded.'],
  ['ThrottlingException', 'Daily message quota exceeded.'],
  ['TooManyRequestsException', ''],
  ['LimitExceededException', ''],
  ['RequestLimitExceeded', ''],
  ['ServiceUnavailable', ''],
  ['ExpiredTokenException', ''],
])('%s %s: certainly not taken, tried again', (name, message) => {
  expect(kindOf(name, message)).toBe('not-taken');
});

test.each([
  ['ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:1'],
  ['ENOTFOUND', 'getaddrinfo ENOTFOUND email.eu-central-1.amazonaws.com'],
  ['EAI_AGAIN', ''],
  ['EHOSTUNREACH', ''],
  ['ENETUNREACH', ''],
])('no connection (%s): certainly not taken', (code, message) => {
  expect(kindOf('Error', message, { status: undefined, code })).toBe('not-taken');
});

test('a connection that was never established is certainly not taken', () => {
  const unanswered = { status: undefined };
  for (const message of [
    'Socket timed out without establishing a connection within 2000 ms',
    'the request socket did not establish a connection with the server within the configured timeout of 2000 ms',
    'Client network socket disconnected before secure TLS connection was established',
  ])
    expect(kindOf('TimeoutError', message, unanswered)).toBe('not-taken');
});

test.each([
  ['TimeoutError', 'a request has exceeded the configured 20000 ms requestTimeout', undefined],
  ['Error', 'socket hang up', undefined],
  ['Error', 'read ECONNRESET', undefined],
  ['InternalFailure', '', 500],
  ['InternalServerError', '', 500],
  ['Unknown', '', 502],
  ['Unknown', '', 504],
  ['SyntaxError', 'Unexpected token', 200],
])('%s %s (%s): not known whether it was taken', (name, message, status) => {
  expect(kindOf(name, message, { status, code: 'ECONNRESET' })).toBe('unknown');
});

test.each([
  ['InvalidParameterValue', "Missing final '@domain'"],
  ['InvalidParameterValue', 'Domain contains illegal character'],
  ['InvalidParameterValueException', 'Local address contains control or whitespace'],
  ['InvalidParameterValue', 'Address length is more than 320 characters long'],
  ['MessageRejected', 'Address is on the suppression list for your account'],
])('%s %s: this address is refused', (name, message) => {
  expect(kindOf(name, message)).toBe('refused');
});

test.each([
  ['MessageRejected', notVerified(SENDER), 'sender.not_verified'],
  ['MessageRejected', notVerified('IT@Mail.Corp.Example'), 'sender.not_verified'],
  ['MessageRejected', notVerified('mail.corp.example'), 'sender.not_verified'],
  ['MessageRejected', notVerified('ana@home.example', SENDER), 'sender.not_verified'],
  ['MailFromDomainNotVerifiedException', '', 'sender.not_verified'],
  ['FromEmailAddressNotVerified', '', 'sender.not_verified'],
  ['MessageRejected', notVerified('ana@home.example'), 'sender.sandbox'],
  ['ProductionAccessNotGrantedException', '', 'sender.sandbox'],
  ['ConfigurationSetDoesNotExist', 'Configuration set <x> does not exist.', 'sender.configuration_set'],
  ['ConfigurationSetDoesNotExistException', '', 'sender.configuration_set'],
  ['InvalidParameterValue', 'Configuration set name is invalid', 'sender.configuration_set'],
  ['MessageRejected', 'Configuration set <x> does not exist', 'sender.configuration_set'],
  ['AccountSendingPausedException', '', 'sender.paused'],
  ['ConfigurationSetSendingPausedException', '', 'sender.paused'],
  ['MessageRejected', 'Sending paused for this account. For more information, please check the inbox', 'sender.paused'],
  ['MessageRejected', 'Sending suspended for this account. For more information, check the inbox', 'sender.suspended'],
  ['AccountSuspended', '', 'sender.suspended'],
  ['MessageRejected', 'Message contains a virus', 'sender.content'],
  ['MessageRejected', 'Something that is new', 'sender.content'],
  ['InvalidParameterValue', 'Invalid ReplyTo: Reply-To address is missing', 'sender.content'],
  ['AccessDenied', 'User is not authorized to perform `ses:SendRawEmail`', 'sender.not_allowed'],
  ['AccessDeniedException', '', 'sender.not_allowed'],
  ['SignatureDoesNotMatch', '', 'sender.not_allowed'],
  ['InvalidClientTokenId', '', 'sender.not_allowed'],
  ['ValidationError', '', 'sender.not_allowed'],
  ['AnythingNew', '', 'sender.not_allowed'],
])('%s %s: our own doing, %s', (name, message, code) => {
  expect(kindOf(name, message)).toBe(code);
});

test('too many requests without a name that is known are tried again, and missing credentials stop', () => {
  expect(kindOf('Unknown', '', { status: 429 })).toBe('not-taken');
  expect(kindOf('CredentialsProviderError', '', { status: undefined })).toBe('sender.not_allowed');
});

test('in an allowed sandbox an unverified recipient is refused, and an unverified sender still stops', () => {
  const sandbox = { sandbox: true };
  expect(kindOf('MessageRejected', notVerified('ana@home.example'), sandbox)).toBe('refused');
  expect(kindOf('MessageRejected', notVerified(SENDER, 'ana@home.example'), sandbox)).toBe('sender.not_verified');
});

test('each kind is an error of its own, and none repeats what the service said', () => {
  const cause = new Error('ana@corp.example');
  const errors = [
    mailError({ kind: 'not-taken' }, cause),
    mailError({ kind: 'unknown' }, cause),
    mailError({ kind: 'refused' }, cause),
    mailError({ kind: 'stopped', code: 'sender.paused' }, cause),
  ];
  expect(errors.map(({ code, retryable }) => [code, retryable])).toEqual([
    ['mail.busy', true],
    ['mail.uncertain', false],
    ['mail.refused', false],
    ['sender.paused', false],
  ]);
  for (const { message } of errors) expect(message).not.toContain('ana@');
  expect(errors[3]!.message).toMatch(/switch it on, then start again\.$/u);
});
