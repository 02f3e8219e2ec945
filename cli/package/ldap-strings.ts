/**
 * ldapts takes a string or a list that ends behind its message for one that is still to come, and reads it again for ever, until memory
 * runs out. A message is whole when what is in it is read (RFC 4511, 5.1), so that such a length is wrong: it is refused here.
 */
import { BerReader } from 'ldapts';

type Reading = (this: BerReader, ...given: unknown[]) => unknown;
const whole = BerReader.prototype as unknown as { readString: Reading; readSequence: Reading };
const { readString, readSequence } = whole;

const behind = (): Error => new Error('A part of the message ends behind it.');

whole.readString = function (...given) {
  const found = readString.apply(this, given);
  if (found === null) throw behind();
  return found;
};
/** The message itself, at the beginning of what has arrived, may be still to come. */
whole.readSequence = function (...given) {
  const { offset } = this;
  const found = readSequence.apply(this, given);
  if (found === null && offset > 0) throw behind();
  return found;
};
