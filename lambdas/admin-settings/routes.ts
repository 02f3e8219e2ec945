/** Settings, read and changed. */
import { changeSettings } from './change.ts';
import { showSettings } from './show.ts';

export const routes = [showSettings, changeSettings];
