import { readSerialList } from './serial-list.ts';

const read = (text: string) => readSerialList(text, 'file');

test('one a line, or the first column of a CSV with or without a head, each once', () => {
  expect(read('000123\n\n# done\n 000456 \n000123\n')).toEqual(['000123', '000456']);
  expect(read('serial,firstUsedAt,disabledThereAt\r\n000123,2026-11-30,\r\n000456,,\r\n')).toEqual([
    '000123',
    '000456',
  ]);
  expect(read('Serial Number;x\n"000123";1\n')).toEqual(['000123']);
  expect(read('000123,x')).toEqual(['000123']);
});

test.each([
  ['', 'names no token'],
  ['serial\n', 'names no token'],
  ['000123\n,x\n', 'Line 2 of the file holds no serial number'],
  ['000123\n"000\n', 'Line 2 of the file holds no serial number'],
  ['\ufffd', 'is not UTF-8'],
])('%j is refused', (text, message) => {
  expect(() => read(text)).toThrow(message);
});
