#!/usr/bin/env node
/** bin/landfall. */
import { start } from './start.ts';

await start();
