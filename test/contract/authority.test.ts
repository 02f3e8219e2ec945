/**
 * No authority by another door: what a super-admin alone may change is written where a super-admin asks for it, or by the one
 * state that waits for an approval (A8).
 */
import { readFileSync } from 'node:fs';
import { ROUTES } from '#lambdas/routes.ts';
import { sourcesOf } from '#test/support/imports.ts';

const callers = (name: RegExp, folder: string) =>
  sourcesOf(folder).filter((file) => name.test(readFileSync(file, 'utf8').replaceAll(/\/\*[\s\S]*?\*\//gu, '')));
const roleOf = (id: string) => {
  const found = Object.values(ROUTES)
    .flat()
    .find((route) => route.id === id);
  return found?.caller.by === 'role' ? found.caller.role : undefined;
};

test('settings are written by a super-admin’s route, by the state that waits for an approval and by a rollback, and nowhere else', () => {
  expect(new Set(callers(/ports\.writeSettings\(/u, 'core'))).toEqual(
    new Set([
      'core/administration/settings.ts',
      'core/migration/enable-self-service.ts',
      'core/migration/rollback/restore-settings.ts',
    ]),
  );
  const functions = callers(/\bwriteSettings\b/u, 'lambdas').map((file) => file.split('/')[1]);
  expect(new Set(functions)).toEqual(new Set(['admin-settings', 'enable-self-service', 'restore-settings']));
  for (const id of [
    'changeSettings',
    'decideRun',
    'rollbackRun',
    'eraseUser',
    'approveSource',
    'addPacker',
    'removePacker',
  ])
    expect([id, roleOf(id)]).toEqual([id, 'super-admin']);
});
