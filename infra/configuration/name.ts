/** What a deployment is called. */
import type { Configuration } from './values.ts';

/** `name`, or `name-stage`: every name that the templates give begins with it, and the stacks are called after it. */
export const deploymentName = ({ name, stage }: Pick<Configuration, 'name' | 'stage'>): string =>
  stage === undefined ? name : `${name}-${stage}`;

/** What CloudFront names has 64 characters, and holds the region and a word beside this. */
export const MAX_DEPLOYMENT_NAME = 31;
