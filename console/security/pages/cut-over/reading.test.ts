import { serialsOf } from './reading.ts';

test('serial numbers are read from lines, from the first column of a CSV, and without its head', () => {
  expect(serialsOf('000123\r\n\n 000456 \n000123')).toEqual(['000123', '000456']);
  expect(serialsOf('\uFEFFserial,firstUsedAt\n"000123",2026-11-30\n000456;x')).toEqual(['000123', '000456']);
  expect(serialsOf('serial\n')).toEqual([]);
});
