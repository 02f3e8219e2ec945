/** The list of trusted packers (U6), as a super-administrator changes it. */
import { type AuditPort, auditedAct, type Entries } from '#core/audit.ts';
import { invalid } from '#core/errors.ts';
import { type PackerKey, readPackerKey } from '#core/packers/key.ts';
import { type Asked, actOf } from './users/administer.ts';

/** A trusted packer; `id`: the fingerprint of its key. */
export type Packer = PackerKey & {
  readonly name: string;
  /** Unix milliseconds. */
  readonly addedAt: number;
  /** User key, or an operator's ARN. */
  readonly addedBy: string;
};
export type PackerPorts = AuditPort & {
  /** @throws LandfallError packers.exists (409) */
  addPacker(packer: Packer, entries: Entries): Promise<void>;
  readPacker(id: string): Promise<Packer | undefined>;
  /** False where it is not trusted any more. */
  removePacker(id: string, entries: Entries): Promise<boolean>;
};

/** @param given `publicKey`: PEM, or base64 of its DER @throws LandfallError packers.key_invalid, packers.exists */
export function trustPacker(
  ports: PackerPorts,
  given: { readonly name: string; readonly publicKey: string },
  { actor, now }: Asked,
): Promise<Packer> {
  const { name } = given;
  const packer = { ...readPackerKey(given.publicKey), name, addedAt: now, addedBy: actor.id };
  const act = actOf({ actor, now }, 'packers.added', packer.id);
  return auditedAct(ports, act, async (entriesOf) => {
    await ports.addPacker(packer, entriesOf({ after: { name, publicKey: packer.publicKey } }));
    return packer;
  });
}

/** Packages of this packer are refused from now on. @throws LandfallError packers.not_found */
export function endPackerTrust(ports: PackerPorts, id: string, { actor, now }: Asked): Promise<void> {
  const act = actOf({ actor, now }, 'packers.removed', id);
  return auditedAct(ports, act, async (entriesOf) => {
    const packer = await ports.readPacker(id);
    const before = packer && { name: packer.name, publicKey: packer.publicKey };
    if (!before || !(await ports.removePacker(id, entriesOf({ before }))))
      throw invalid('packers.not_found', 'No trusted packer has this id. See `landfall packers list`.', { id });
  });
}
