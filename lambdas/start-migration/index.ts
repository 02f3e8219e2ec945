import { headPackage } from '#adapters/exports.ts';
import { startPorts } from '../start-ports.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({ ...startPorts, headPackage, now: Date.now });
