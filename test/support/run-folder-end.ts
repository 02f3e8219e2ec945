/** What jest calls after all tests: it wants a file for it. */
export { tearDown as default } from './run-folder.ts';
