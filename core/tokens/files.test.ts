import { readTokenFile } from './files.ts';

test('what is neither sdtid nor PSKC is refused', () => {
  expect(() => readTokenFile('<SECURITY_QUESTIONS/>')).toThrow(expect.objectContaining({ code: 'tokenfile.unknown' }));
});

test('a DOCTYPE is refused in a token file too', () => {
  expect(() => readTokenFile('<!DOCTYPE x><TKNBatch/>')).toThrow(expect.objectContaining({ code: 'xml.doctype' }));
});
