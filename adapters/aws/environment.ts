import { LandfallError } from '#core/errors.ts';

/** A variable that the deployment sets (infra/functions.ts). Missing is a defect of the deployment: fail at the first use. */
export function environment(name: string): string {
  const value = process.env[name];
  if (!value)
    throw new LandfallError('deployment.variable_missing', {
      detail: `The environment variable ${name} is not set.`,
    });
  return value;
}
