/**
 * docs/deploy.md, typed as it stands from the command line's first use to the end of the trial, on the embedded deployment in place of a stack on
 * AWS: in order, in a clone's folder, each command's end as the page needs it. What the page gives for AWS itself is not run here.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunView } from '#core/migration/record.ts';
import { type Running, startLandfall } from '#test/support/deployment.ts';
import { fastFolder } from '#test/support/fast-folder.ts';
import { commandsIn } from '#test/support/shell-blocks.ts';

const sections = new Map(
  readFileSync('docs/deploy.md', 'utf8')
    .split(/^## /mu)
    .slice(1)
    .map((section) => [Number.parseInt(section, 10), section]),
);
const folder = fastFolder('landfall-deploy-');
const [bin, home, clone] = ['bin', 'home', 'clone'].map((name) => join(folder, name)) as [string, string, string];
let deployment: Running;

/** What stands in the page for what each reader has. */
const mine: Record<string, string> = {
  ADMIN: 'ada',
  PASSPHRASE: "'käse & 7'",
  USER: 'lbjrnsen',
};

beforeAll(async () => {
  for (const one of [bin, home, clone]) mkdirSync(one);
  writeFileSync(
    join(bin, 'landfall'),
    `#!/bin/sh\nexec "${process.execPath}" --no-warnings "${process.cwd()}/cli/main.ts" "$@"\n`,
  );
  chmodSync(join(bin, 'landfall'), 0o755);
  symlinkSync(join(process.cwd(), 'samples'), join(clone, 'samples'));
  copyFileSync('test/fixtures/sdtid/password.sdtid', join(clone, 'admin.sdtid'));
  copyFileSync('samples/corp/target-questions.xml', join(clone, 'questions.xml'));
  deployment = await startLandfall();
}, 300_000);
afterAll(() => deployment?.stop());

function shell(line: string): { status: number | null; stdout: string; stderr: string } {
  const { LANDFALL_PROFILES: _, LANDFALL_DATA: __, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', line], {
    cwd: clone,
    env: { ...env, HOME: home, XDG_CONFIG_HOME: '', NO_COLOR: '1', PATH: `${bin}:${process.env['PATH']}` },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

/** A command of the page with what is this reader's; the deployment is the one here. */
const own = (line: string): string =>
  line
    .replace('--stack landfall-stateless --region eu-central-1 --aws-profile NAME', `--data ${deployment.data}`)
    .replaceAll(/\b[A-Z]{3,}\b/gu, (word) => mine[word] ?? word);

/** Another test builds the files. */
const elsewhere = (line: string): boolean => /^(?:npm|sha256sum) /u.test(line);

/** Types a section. @returns what each command said */
function type(section: number): Map<string, string> {
  const lines = commandsIn(sections.get(section)!).filter((line) => !elsewhere(line));
  expect(lines.length).toBeGreaterThan(0);
  return new Map(
    lines.map((line) => {
      const { status, stdout, stderr } = shell(own(line));
      expect({ line, status, stderr }).toEqual({ line, status: 0, stderr: expect.any(String) });
      return [line.split(' ').slice(0, 3).join(' '), stdout + stderr];
    }),
  );
}

test('10: the command line finds the deployment by its profile, and says which one it is', () => {
  const said = type(10);
  expect(said.get('landfall runs')).toContain('by the default profile production');
  expect(existsSync(join(home, '.local/share/bash-completion/completions/landfall'))).toBe(true);
});

test('11: the first administrator is there, and settings, questions and a test mail are taken', () => {
  const said = type(11);
  expect(said.get('landfall user create-admin')).toContain('ada is super-admin, with token ');
  expect(said.get('landfall settings list')).toContain('mail.from');
});

test('12: the packer is trusted', () => {
  const said = type(12);
  expect(said.get('landfall key --out')).toContain('Fingerprint ');
});

test('13: the trial is packed, previewed, imported, told, and taken back', () => {
  const lines = commandsIn(sections.get(13)!);
  expect(lines.find((line) => line.includes('run rollback'))).toContain(' RUN ');
  const runs = () => (JSON.parse(shell('landfall runs --json').stdout) as { runs: RunView[] }).runs;
  const said = new Map<string, string>();
  for (const line of lines) {
    mine['RUN'] ??= '';
    if (line.includes(' RUN ')) mine['RUN'] = runs().find(({ kind }) => kind === 'import')!.id;
    const { status, stdout, stderr } = shell(own(line));
    expect({ line, status, stderr }).toEqual({ line, status: 0, stderr: expect.any(String) });
    said.set(line.split(' ').slice(0, 3).join(' '), stdout + stderr);
  }
  expect(said.get('landfall pack --ldif')).toMatch(/Packed trial\.zip: /u);
  expect(said.get('landfall inspect trial.zip')).toContain('(valid)');
  expect(readFileSync(join(clone, 'trial.ldif'), 'utf8')).not.toMatch(
    /^mail: (?!success\+[^@]+@simulator\.amazonses\.com$)/mu,
  );
  expect(said.get('landfall tell --source')).toMatch(/[1-9]\d*/u);
}, 600_000);
