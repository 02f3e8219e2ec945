import { LandfallError } from '#core/errors.ts';
import { parseJson } from '#core/json.ts';

/** A variable that the deployment sets (infra/functions.ts). Missing is a defect of the deployment: fail at the first use. */
export function environment(name: string): string {
  const value = process.env[name];
  if (!value)
    throw new LandfallError('deployment.variable_missing', {
      detail: `The environment variable ${name} is not set.`,
    });
  return value;
}

/** Whether the variable, where the deployment sets it for this function, has this value. */
export const environmentIs = (name: string, value: string): boolean => process.env[name] === value;

/** What the deployment gives as JSON, where it gives anything. */
export function environmentJson(name: string): unknown {
  const value = process.env[name];
  return value === undefined ? undefined : parseJson(value);
}
