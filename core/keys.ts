/**
 * A ring of secret keys by key id: one makes new hashes and signatures, all of them still verify, so that a rotation
 * logs nobody off.
 */
export type KeyRing = {
  /** The key id that new hashes and tokens are made with. */
  readonly current: string;
  /** Every key that may still verify, by key id: raw bytes. */
  readonly keys: Readonly<Record<string, Buffer>>;
};
