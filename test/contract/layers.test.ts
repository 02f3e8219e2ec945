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
  /^(core|adapters|lambdas|cli|infra|api|local|statemachines|console)\//u.exec(name)?.[1];

const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  core: ['core'],
  adapters: ['core', 'adapters', 'statemachines'],
  lambdas: ['core', 'adapters', 'lambdas', 'statemachines'],
  statemachines: ['core', 'statemachines'],
  cli: ['core', 'cli'],
  infra: ['infra'],
  /** Pages know the rules, and the API by its description alone. */
  console: ['core', 'console'],
  /** Of lambdas, adapters and the console see below. */
  api: ['core', 'adapters', 'lambdas', 'console', 'api'],
};

describe.each(Object.entries(ALLOWED))('%s', (layer, allowed) => {
  const edges = sources(layer).flatMap((file) => imports(file).map((name) => ({ file, name })));

  test('has sources, so that the rules below hold something', () => {
    expect(sources(layer)).not.toEqual([]);
  });

  test(`imports of the project's own only ${allowed.join(', ')}`, () => {
    const wrong = edges.filter(({ name }) => layerOf(name) !== undefined && !allowed.includes(layerOf(name)!));
    expect(wrong).toEqual([]);
  });
});

test('the AWS SDK is known in adapters alone', () => {
  const files = ['core', 'lambdas', 'cli', 'infra', 'api', 'local', 'statemachines'].flatMap(sources);
  const wrong = files.filter(
    (file) => file !== 'cli/online/aws.ts' && imports(file).some((name) => name.startsWith('@aws-sdk/')),
  );
  expect(wrong).toEqual([]);
});

test('the description of the API takes schemas from lambdas and nothing but types from adapters', () => {
  const wrong = sources('api').filter((file) => {
    const text = readFileSync(join(ROOT, file), 'utf8');
    const values = [...text.matchAll(/^import (?!type\b)[^;]*?from '#(adapters\/[^']+|lambdas\/[^']+)'/gmu)];
    return values.some((match) => !/^lambdas\/[\w-]+\/schema\.ts$/u.test(match[1]!));
  });
  expect(wrong).toEqual([]);
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

test('core knows neither the environment nor the clock', () => {
  const wrong = sources('core').filter((file) => {
    const code = readFileSync(join(ROOT, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gmu, '');
    return /process\.env|Date\.now\(|new Date\(\)/u.test(code);
  });
  expect(wrong).toEqual([]);
});

test('nothing that is deployed knows where it runs', () => {
  const deployed = ['core', 'adapters', 'lambdas'].flatMap(sources);
  const wrong = deployed.filter((file) =>
    /127\.0\.0\.1|localhost:|\.landfall\b|embedded engine/u.test(readFileSync(join(ROOT, file), 'utf8')),
  );
  expect(wrong).toEqual([]);
});
