/**
 * The command line as one file, where it is meant to run: in an empty folder, with an empty home, and nothing on the PATH but Node. Plays
 * on each version of Node that the machine has, or with LANDFALL_CLI on an executable that has its own.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { SAMPLE, sampleFile } from '#cli/package/sample-files.ts';
import { type Running, startLandfall } from '#test/support/deployment.ts';
import { fastFolder } from '#test/support/fast-folder.ts';
import { nodesOfThisMachine } from '#test/support/other-nodes.ts';

const OLDEST = 20;
const executable = process.env['LANDFALL_CLI'];
const nodes = [...nodesOfThisMachine()].filter(([version]) => Number(/\d+/u.exec(version)![0]) >= OLDEST);
const older = nodes.filter(([, node]) => node !== process.execPath);
if (!executable && older.length === 0)
  console.log(
    `No other Node from ${OLDEST} on the PATH or in LANDFALL_NODES: the single file is tested on ${process.version} alone.`,
  );

const built = fastFolder('landfall-dist-');
let deployment: Running;

function build(folder: string): void {
  const { status, stderr } = spawnSync(process.execPath, ['--no-warnings', 'distribution/main.ts', '--out', folder]);
  if (status !== 0) throw new Error(stderr.toString());
}

beforeAll(async () => {
  build(built);
  deployment = await startLandfall();
}, 300_000);
afterAll(() => deployment?.stop());

/** A host with this Node alone. */
function host(node: string) {
  const folder = fastFolder('landfall-host-');
  const [bin, home, work] = ['bin', 'home', 'work'].map((name) => join(folder, name)) as [string, string, string];
  for (const one of [bin, home, work]) mkdirSync(one);
  symlinkSync(node, join(bin, 'node'));
  const file = join(work, executable ? 'landfall' : 'landfall.mjs');
  copyFileSync(executable ?? join(built, 'landfall.mjs'), file);
  const env = {
    PATH: executable ? '' : bin,
    HOME: home,
    LANDFALL_DATA: deployment.data,
    LANDFALL_TOKEN_PASSWORD: SAMPLE.tokenFiles[1].password,
  };
  const landfall = (...args: string[]) => {
    // By its first line, as a shell starts it: `/usr/bin/env node`.
    const { status, stdout, stderr } = spawnSync(file, args, { cwd: work, env, encoding: 'utf8' });
    return { status, stdout, stderr };
  };
  const json = <T>(...args: string[]): T => {
    const { status, stdout, stderr } = landfall(...args, '--json');
    if (status !== 0) throw new Error(`landfall ${args.join(' ')} ended with ${status}: ${stderr}`);
    return JSON.parse(stdout) as T;
  };
  return { landfall, json, work, home };
}

test('two builds give the same bytes, and SHA256SUMS names them', () => {
  const again = fastFolder('landfall-dist-');
  build(again);
  for (const file of readdirSync(built))
    expect(readFileSync(join(again, file)).equals(readFileSync(join(built, file)))).toBe(true);
  const { status, stdout } = spawnSync('sha256sum', ['--check', 'SHA256SUMS'], { cwd: built, encoding: 'utf8' });
  expect([status, stdout]).toEqual([0, 'landfall.mjs: OK\nTHIRD-PARTY-LICENSES.txt: OK\n']);
});

test('nothing of the machine that built it is in the file, and the licence of each package stands beside it', () => {
  const text = readFileSync(join(built, 'landfall.mjs'), 'utf8');
  expect(text).not.toContain(process.cwd());
  const licences = readFileSync(join(built, 'THIRD-PARTY-LICENSES.txt'), 'utf8');
  const bundled = new Set(
    [...text.matchAll(/^(?:\/\/)? *\/\/ node_modules\/((?:@[\w.-]+\/)?[\w.-]+)\//gmu)].map((match) => match[1]!),
  );
  expect(bundled.size).toBeGreaterThan(20);
  expect([...bundled].filter((name) => !licences.includes(`\n${name} `))).toEqual([]);
});

describe.each(executable ? [['its own Node', process.execPath] as const] : nodes)('on %s', (_version, node) => {
  let on: ReturnType<typeof host>;
  beforeAll(() => {
    on = host(node);
  });

  test('it says its version and commit, and --help names the commands', () => {
    expect(on.landfall('--version')).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+ \(commit [\w-]+, Node \d+\.\d+\.\d+\)\n$/u),
    });
    expect(on.landfall('import', '--help').stdout).toContain('landfall import export.zip --preview');
  });

  test('a user of the sample and a token file have passcodes', () => {
    expect(on.landfall('passcode', 'lbjrnsen').stdout).toMatch(/^\d{6,10}\n$/u);
    const file = sampleFile(SAMPLE.tokenFiles[0].name);
    const serial = /<SN>(\d{12})/u.exec(readFileSync(file, 'utf8'))![1]!;
    const code = on.landfall('passcode', '--file', file, '--serial', serial, '--pin', '1234', '--at', '1798761629');
    expect(code).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d{6,10}\n$/u) });
  });

  test('it packs the sample for a deployment, looks into the package, and has it previewed there', () => {
    const { landfall, json, work } = on;
    expect(landfall('key', '--out', 'target.pem')).toMatchObject({ status: 0 });
    expect(landfall('packers', 'new-key', '--out', 'packer.pem')).toMatchObject({ status: 0 });
    expect(landfall('packers', 'add', `host ${process.hrtime.bigint()}`, 'packer.pub.pem')).toMatchObject({
      status: 0,
    });
    const packed = json<{ counts: { users: number; answers: number } }>(
      'pack',
      `--ldif=${sampleFile(SAMPLE.directory)}`,
      `--assignments=${sampleFile(SAMPLE.assignments)}`,
      ...SAMPLE.tokenFiles.map(({ name }) => `--tokens=${sampleFile(name)}`),
      `--answers=${sampleFile(SAMPLE.answers)}`,
      '--recipient=target.pem',
      '--signing-key=packer.pem',
      '--source-name=corp.example',
      '--out=export.zip',
    );
    expect(packed.counts).toMatchObject({ users: 42, answers: 200 });
    expect(readdirSync(work).filter((file) => file.endsWith('.partial'))).toEqual([]);
    expect(json('inspect', 'export.zip', '--packer', 'packer.pub.pem', '--recipient', 'target.pem')).toMatchObject({
      signature: 'valid',
      problems: [],
    });
    expect(json('import', 'export.zip', '--preview')).toMatchObject({
      status: 'succeeded',
      totals: { users: { created: 42 } },
    });
  }, 300_000);

  test('a profile names the deployment, and the command says so', () => {
    const profiles = join(on.home, 'profiles.json');
    const run = (...args: string[]) =>
      spawnSync(join(on.work, executable ? 'landfall' : 'landfall.mjs'), args, {
        cwd: on.work,
        env: { PATH: join(on.work, '..', 'bin'), HOME: on.home, LANDFALL_PROFILES: profiles },
        encoding: 'utf8',
      });
    expect(run('profile', 'set', 'here', '--data', deployment.data, '--default')).toMatchObject({ status: 0 });
    expect(run('key')).toMatchObject({ status: 0, stderr: expect.stringContaining('by the default profile here') });
    expect(run('key', '--profile', 'here', '--quiet')).toMatchObject({ status: 0, stderr: '' });
    rmSync(profiles);
  });

  test('it knows no deployment that it was not told of, and leaves nothing in the home folder', () => {
    const { status, stderr } = spawnSync(join(on.work, executable ? 'landfall' : 'landfall.mjs'), ['status'], {
      cwd: on.work,
      env: { PATH: join(on.work, '..', 'bin'), HOME: on.home },
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([3, expect.stringMatching(/^deployment\.not_running: .*LANDFALL_DATA/u)]);
    expect(readdirSync(on.home)).toEqual([]);
    expect(existsSync(join(on.work, '.landfall'))).toBe(false);
  });
});
