/** What a help desk reads while a user is on the telephone. */
import { showCase } from './case.ts';
import { showTimeline } from './timeline.ts';

export const routes = [showCase, showTimeline];
