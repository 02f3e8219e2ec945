/** Whether a service does now what it may do but seldom does: a late message, a short page, a stale read. */
import type { Surroundings } from './service.ts';

export type Rarely = () => boolean;

/** Once in sixteen times. */
export const sometimes = ({ random }: Pick<Surroundings, 'random'>): Rarely => {
  return () => random(16) === 0;
};
