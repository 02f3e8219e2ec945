/** The end of a source deployment: tokens to disable there, and what is left before it may be shut down. */
import { showCloseDown } from './close-down.ts';
import { showCutOver } from './cut-over.ts';
import { markDisabledThere } from './disabled.ts';
import { signOffPeople } from './sign-off.ts';

export const routes = [showCutOver, markDisabledThere, showCloseDown, signOffPeople];
