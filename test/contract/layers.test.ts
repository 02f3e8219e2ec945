/**
 * Dependencies point inward: lambdas -> core, adapters; adapters -> core; core -> nothing. The AWS SDK is known in adapters/
 * (and in cli/online/aws.ts, which finds a stack's outputs); nothing that is deployed says "local".
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const ROOT = process.cwd();

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/u.test(entry.name) && !entry.name.endsWith('.test.ts'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
}

/** The modules that a file imports: packages by name, the project's own by path from the root. */
function imports(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [
    ...text.matchAll(/^(?:import|export)\b[^'"]*?from\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gmu),
  ].map((match) => {
    const name = (match[1] ?? match[2] ?? match[3])!;
    if (name.startsWith('#')) return name.slice(1);
    return name.startsWith('.') ? relative(ROOT, resolve(ROOT, dirname(file), name)) : name;
  });
}

const layerOf = (name: string) =>
  /^(core|adapters|lambdas|cli|distribution|infra|api|local|statemachines|console)\//u.exec(name)?.[1];

const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  core: ['core'],
  adapters: ['core', 'adapters', 'statemachines'],
  lambdas: ['core', 'adapters', 'lambdas', 'statemachines'],
  statemachines: ['core', 'statemachines'],
  cli: ['core', 'cli'],
  distribution: ['cli', 'distribution'],
  /** Of lambdas the routes: see below. */
  infra: ['infra', 'lambdas'],
  /** Pages know the rules, and the API by its description alone. */
  console: ['core', 'console'],
  /** Of lambdas the routes, of the console the texts of the settings: see below. */
  api: ['core', 'lambdas', 'console', 'api'],
};

describe.each(Object.entries(ALLOWED))('%s', (layer, allowed) => {
  const edges = sources(layer).flatMap((file) => imports(file).map((name) => ({ file, name })));

  test('the folder has sources, so that the rules below check something', () => {
    expect(sources(layer)).not.toEqual([]);
  });

  test(`the folder imports of the project's own only ${allowed.join(', ')}`, () => {
    const wrong = edges.filter(({ name }) => layerOf(name) !== undefined && !allowed.includes(layerOf(name)!));
    expect(wrong).toEqual([]);
  });
});

test('only adapters/ and cli/online/aws.ts import the AWS SDK', () => {
  const files = ['core', 'lambdas', 'cli', 'infra', 'api', 'local', 'statemachines'].flatMap(sources);
  const wrong = files.filter(
    (file) => file !== 'cli/online/aws.ts' && imports(file).some((name) => name.startsWith('@aws-sdk/')),
  );
  expect(wrong).toEqual([]);
});

/** The project's own modules that are loaded with a file: all that it imports but for types, and what those import. */
function loadedWith(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  const text = readFileSync(join(ROOT, file), 'utf8');
  const types = [...text.matchAll(/^(?:import|export) type\b[^'"]*?from\s+'([^']+)'/gmu)].map((match) => match[1]!);
  const named = types.map((name) =>
    name.startsWith('#') ? name.slice(1) : relative(ROOT, resolve(ROOT, dirname(file), name)),
  );
  for (const name of imports(file)) {
    if (layerOf(name) === undefined) found.add(name);
    else if (!named.includes(name)) loadedWith(name, found);
  }
  return found;
}

test('the synth and the document of the API load routes without adapters', () => {
  for (const file of ['lambdas/routes.ts', 'infra/functions.ts', 'api/document.ts', 'api/check.ts']) {
    const loaded = [...loadedWith(file)];
    expect(loaded).toContain('lambdas/logon/routes.ts');
    expect(loaded.filter((name) => /^(?:adapters\/|@aws-sdk\/)/u.test(name))).toEqual([]);
  }
  expect([...loadedWith('lambdas/logon/index.ts')]).toContain('@aws-sdk/client-dynamodb');
});

test('the synth and the document of the API import only the routes of the functions', () => {
  const known = [
    'lambdas/route/route.ts',
    'lambdas/routes.ts',
    'lambdas/route/callers.ts',
    'lambdas/route/shapes.ts',
    // The names of what their log lines count.
    'lambdas/shared/metrics.ts',
  ];
  const edges = ['infra', 'api'].flatMap(sources).flatMap((file) => imports(file).map((name) => ({ file, name })));
  expect(edges.filter(({ name }) => layerOf(name) === 'lambdas' && !known.includes(name))).toEqual([]);
});

test('the documents take from the console nothing but the texts and the pages of the settings', () => {
  const taken = sources('api').flatMap((file) =>
    imports(file)
      .filter((name) => layerOf(name) === 'console')
      .map((name) => [file, name]),
  );
  expect(taken).toEqual([
    ['api/settings-guide.ts', 'console/security/pages/settings/pages.ts'],
    ['api/settings-guide.ts', 'console/security/texts/en/setting-fields.ts'],
    ['api/settings-guide.ts', 'console/security/texts/en/settings.ts'],
  ]);
});

test('core/ reads neither the environment nor the clock', () => {
  const wrong = sources('core').filter((file) => {
    const code = readFileSync(join(ROOT, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gmu, '');
    return /process\.env|Date\.now\(|new Date\(\)/u.test(code);
  });
  expect(wrong).toEqual([]);
});

test('no deployed code names the embedded deployment', () => {
  const deployed = ['core', 'adapters', 'lambdas'].flatMap(sources);
  const wrong = deployed.filter((file) =>
    /127\.0\.0\.1|localhost:|\.landfall\b|embedded engine/u.test(readFileSync(join(ROOT, file), 'utf8')),
  );
  expect(wrong).toEqual([]);
});
