/** Which deployment a command talks to: the one that `npm start` runs here, or one on AWS. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { LandfallError } from '#core/errors.ts';
import { resolveLoopbackNames } from './loopback.ts';

export type Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
};
export type Target = {
  /** Where /api/operator/* is served, without a trailing slash. */
  readonly apiUrl: string;
  readonly region: string;
  readonly credentials: Credentials;
  readonly exportBucket: string;
  /** The web inbox; of a local deployment only. */
  readonly mailUrl?: string;
  /** Absent for the local deployment. */
  readonly stack?: string;
};

const text = z.string().min(1);
/** What `npm start` writes into its folder. */
const deploymentFile = z.object({
  apiUrl: z.url({ protocol: /^http$/u }),
  region: text,
  operator: z.object({ accessKeyId: text, secretAccessKey: text }),
  exportBucket: text,
  mailUrl: z.string(),
});

/** No deployment answers: exit code 3, as for every failure of the deployment. */
export const notRunning = (cause?: unknown): LandfallError =>
  new LandfallError('deployment.not_running', {
    cause,
    detail: 'No deployment runs on this machine. Start it with `npm start`, or name one on AWS with --stack NAME.',
  });

function readDeployment(file: string): z.output<typeof deploymentFile> {
  try {
    return deploymentFile.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    const detail = `${file} is damaged, so that the deployment can't be found. Start it anew: npm start.`;
    throw new LandfallError('deployment.not_running', { cause, detail });
  }
}

const notNamed = (): LandfallError =>
  new LandfallError('deployment.not_running', {
    detail:
      'Name the deployment: --stack NAME for one on AWS, or the variable LANDFALL_DATA with the folder in which `npm start` on this machine keeps its data.',
  });

/** @param folder where `npm start` keeps its data, where it is known. @throws LandfallError deployment.not_running */
export function localTarget(folder: string | undefined): Target {
  if (folder === undefined) throw notNamed();
  const file = join(folder, 'deployment.json');
  if (!existsSync(file)) throw notRunning();
  resolveLoopbackNames();
  const { apiUrl, region, operator, exportBucket, mailUrl } = readDeployment(file);
  return { apiUrl, region, credentials: operator, exportBucket, mailUrl };
}
