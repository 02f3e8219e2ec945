/** Which deployment a command talks to: the one that `npm start` runs here, or one on AWS. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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

/** What `npm start` writes into its folder. */
type DeploymentFile = {
  readonly apiUrl: string;
  readonly region: string;
  readonly operator: Credentials;
  readonly exportBucket: string;
  readonly mailUrl: string;
};

/** No deployment answers: exit code 3, as for every failure of the deployment. */
export const notRunning = (cause?: unknown): LandfallError =>
  new LandfallError('deployment.not_running', {
    cause,
    detail: 'No deployment runs on this machine. Start it with `npm start`, or name one on AWS with --stack NAME.',
  });

/** @param folder where `npm start` keeps its data. @throws LandfallError deployment.not_running */
export function localTarget(folder: string): Target {
  const file = join(folder, 'deployment.json');
  if (!existsSync(file)) throw notRunning();
  resolveLoopbackNames();
  const { apiUrl, region, operator, exportBucket, mailUrl } = JSON.parse(readFileSync(file, 'utf8')) as DeploymentFile;
  return { apiUrl, region, credentials: operator, exportBucket, mailUrl };
}
