import { headPackage } from '#adapters/runs/exports.ts';
import { startPorts } from '../shared/start-ports.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({ ...startPorts, headPackage, now: Date.now });
