/**
 * What packages carry for other places than these functions, and esbuild can't see is unused, is left out of the bundles. Each entry says why
 * it is not missed; one that a new version of its package does not fit any more stops the bundling.
 */
import { readFileSync } from 'node:fs';
import type { Loader, Plugin } from 'esbuild';

type Replaced = {
  /** The end of the module's path. (esbuild compiles it as a regular expression of Go, which has no flag u.) */
  readonly file: RegExp;
  /** The text in its place. Where it is given back as it was, nothing fits any more. */
  readonly by: (text: string) => string;
  readonly loader?: Loader;
};

/** `const _AI = "AccountId";` */
const CONSTANT = /^const (_\w+) = ("[^"]*");$/gmu;

/**
 * Errors of a service that adapters/ catches by their class, or reads a field of, or that their class calls worth trying again. For every
 * other the SDK makes an error of the service's general class, with the name, the message and the status that the service sent.
 */
export const CAUGHT: ReadonlySet<string> = new Set([
  'ConditionalCheckFailedException',
  'TransactionCanceledException',
  'TransactionConflictException',
  'ReplicatedWriteConflictException',
]);

export const REPLACED: readonly Replaced[] = [
  {
    // A function's credentials are in its environment: no shared file, SSO, process, web identity or metadata service is ever asked.
    file: /[/\\]@aws-sdk[/\\]credential-provider-node[/\\]dist-es[/\\]index\.js$/,
    by: () => "export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';",
  },
  {
    // A client asks for its version, and says it to the service.
    file: /[/\\]@aws-sdk[/\\](?:client-|nested-)[\w-]+[/\\]package\.json$/,
    by: (text) => JSON.stringify({ version: (JSON.parse(text) as { readonly version: string }).version }),
    loader: 'json',
  },
  {
    // `{ [_hH]: "x" }` might run code of its own, as far as esbuild knows: with it, the shapes of all operations would stay. And the errors
    // of all operations are registered, whichever are sent.
    file: /[/\\]@aws-sdk[/\\]client-[\w-]+[/\\]dist-es[/\\]schemas[/\\]schemas_0\.js$/,
    by: (text) => {
      const values = new Map([...text.matchAll(CONSTANT)].map(([, name, value]) => [name, value]));
      return text
        .replaceAll(/\[(_\w+)\]: /gu, (whole, name: string) => `${values.get(name) ?? whole}: `)
        .replaceAll(/^n\d+_registry\.registerError\(\w+\$, (\w+)\);$/gmu, (whole, name: string) =>
          CAUGHT.has(name) ? whole : '',
        );
    },
  },
  {
    // No function reads or writes an event stream (S3 Select).
    file: /[/\\]@smithy[/\\]core[/\\]dist-es[/\\]submodules[/\\]event-streams[/\\]index\.js$/,
    by: () =>
      [
        "const none = () => { throw new Error('The bundles hold no event streams: infra/synth/lean.ts.'); };",
        'export class EventStreamSerde { constructor() { none(); } }',
        'export const eventStreamSerdeProvider = () => ({ serialize: none, deserialize: none });',
        'export const resolveEventStreamSerdeConfig = (config) => config;',
      ].join('\n'),
  },
  {
    // At its import each makes a hash, to find out whether this Node can; the same in JavaScript stands by.
    file: /[/\\](?:@smithy[/\\]core|@aws-sdk[/\\]checksums)[/\\].*[/\\](?:Sha256|Sha1|Md5)Node\.js$/,
    by: (text) =>
      text
        .replace(/hasNativeCrypto \? buildNativeClass\(\) : \w+;/u, '/* @__PURE__ */ buildNativeClass();')
        .replace(/^const hasNativeCrypto = .*?^\}\)\(\);$/msu, ''),
  },
  {
    // DynamoDB finds its endpoint by its region; its client makes the cache of the other way, and no command looks into it.
    file: /[/\\]@aws-sdk[/\\]endpoint-cache[/\\]dist-es[/\\]EndpointCache\.js$/,
    by: () => 'export class EndpointCache {}',
  },
  {
    // Each asks, by a whole implementation of version ranges, whether this Node is at least version 16.9.
    file: /[/\\]jsonwebtoken[/\\]lib[/\\](?:asymmetricKeyDetailsSupported|rsaPssKeyDetailsSupported|psSupported)\.js$/,
    by: () => 'module.exports = true;',
  },
  {
    // The API's document is written from the schemas by `npm run generate`; no function writes one.
    file: /[/\\]zod[/\\]v4[/\\]classic[/\\]schemas\.js$/,
    by: (text) =>
      text
        // All helpers by a name of another module, which would keep all of them.
        .replaceAll('core.util.', 'util.')
        .replace('import { util } from "../core/index.js";', 'import * as util from "../core/util.js";')
        .replaceAll(/^ +inst\._zod\.processJSONSchema = .*;$/gmu, '')
        .replace(
          /^import \{ createStandardJSONSchemaMethod, createToJSONSchemaMethod \} from .*$/mu,
          "const createStandardJSONSchemaMethod = () => () => { throw new Error('The bundles write no JSON Schema: infra/synth/lean.ts.'); };\nconst createToJSONSchemaMethod = createStandardJSONSchemaMethod;",
        ),
  },
];

/** @throws where a package has come to another shape */
export const lean: Plugin = {
  name: 'lean',
  setup(build) {
    for (const { file, by, loader = 'js' } of REPLACED)
      build.onLoad({ filter: file }, ({ path }) => {
        const text = readFileSync(path, 'utf8');
        const contents = by(text);
        if (contents === text) throw new Error(`${path} is not what infra/synth/lean.ts replaces any more.`);
        return { contents, loader };
      });
  },
};
