/**
 * Each template of the cloud assembly and of one with everything switched on, nested ones too, read by cfn-lint: errors, warnings and what it only
 * remarks, with the resource specifications of three regions. What is accepted stands below with its reason, and an entry that nothing needs any more fails.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CACHE, FULL_ASSEMBLY, pythonTest, toolOf } from './support/python.ts';

const ASSEMBLY = process.env['LANDFALL_ASSEMBLY'] ?? 'cdk.out';
const REGIONS = ['eu-central-1', 'us-east-1', 'ap-northeast-3'];

/** Prefers Fn::Sub to Fn::Join: a matter of style, in templates that the CDK writes. */
const STYLE = 'I1022';

/** `at`: where in the template, as cfn-lint names it; the findings of a rule elsewhere are not accepted. */
const ACCEPTED: readonly { readonly rule: string; readonly at: RegExp; readonly reason: string }[] = [
  {
    rule: 'W3005',
    at: /^Resources\/\w+\/DependsOn\/\d+$/u,
    reason:
      'The CDK makes what takes a role depend on the role and on its policies together. The role is then named twice, which changes nothing; the policies are named once, and are needed.',
  },
  {
    rule: 'W6001',
    at: /^Outputs\/(?:ExportBucket|ReportBucket)\/Value\/Fn::ImportValue$/u,
    reason: 'landfall --stack reads all that it needs from the outputs of one stack.',
  },
];

type Finding = {
  readonly Rule: { readonly Id: string };
  readonly Level: string;
  readonly Message: string;
  readonly Location: { readonly Path: readonly (string | number)[] | null };
};

/** Findings do not depend on the digests by which a template names its assets: a change of code alone is not linted again. */
const withoutDigests = (template: string) => template.replaceAll(/[0-9a-f]{64}/gu, '0'.repeat(64));

async function findingsOf(text: string): Promise<Finding[]> {
  const tool = toolOf('cfn-lint');
  const key = createHash('sha256')
    .update(JSON.stringify([tool, REGIONS, STYLE, text]))
    .digest('hex');
  const folder = join(CACHE, 'cfn-lint');
  const [file, kept] = [join(folder, `${key}.template.json`), join(folder, `${key}.json`)];
  if (!existsSync(kept) || process.env['CI']) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, text);
    const args = [
      '--regions',
      ...REGIONS,
      '--include-checks',
      'I',
      '--ignore-checks',
      STYLE,
      '--format',
      'json',
      '--template',
      file,
    ];
    // Its exit code says of which levels there are findings; what it could not do, it says on standard error.
    const { stdout, stderr } = await promisify(execFile)(tool, args, { maxBuffer: 2 ** 26 }).catch(
      (error: { stdout: string; stderr: string }) => error,
    );
    if (!stdout?.trim()) throw new Error(`cfn-lint did not answer: ${stderr}`);
    JSON.parse(stdout);
    writeFileSync(kept, stdout);
  }
  return JSON.parse(readFileSync(kept, 'utf8')) as Finding[];
}

const pathOf = ({ Location }: Finding) => (Location.Path ?? []).join('/');
const accepts = ({ rule, at }: (typeof ACCEPTED)[number], finding: Finding) =>
  finding.Rule.Id === rule && at.test(pathOf(finding));

/** What is to be read: the text of each template, once -> the templates that have it. */
function templatesBelow(folders: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const folder of folders)
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.template.json'))) {
      const text = withoutDigests(readFileSync(join(folder, file), 'utf8'));
      found.set(text, [...(found.get(text) ?? []), file]);
    }
  return found;
}

pythonTest()(
  'cfn-lint finds nothing in any template but what is accepted with a reason',
  async () => {
    const templates = templatesBelow([ASSEMBLY, FULL_ASSEMBLY]);
    expect(new Set([...templates.values()].flat()).size).toBeGreaterThanOrEqual(8);
    const findings: { readonly template: string; readonly finding: Finding }[] = [];
    const left = templates.entries();
    const read = async () => {
      for (const [text, [template = '']] of left)
        findings.push(...(await findingsOf(text)).map((finding) => ({ template, finding })));
    };
    await Promise.all([read(), read()]);
    const open = findings.filter(({ finding }) => !ACCEPTED.some((entry) => accepts(entry, finding)));
    const lines = open.map(({ template, finding }) =>
      [template, finding.Rule.Id, pathOf(finding), finding.Message].join('  '),
    );
    expect(lines).toEqual([]);
    const unused = ACCEPTED.filter((entry) => !findings.some(({ finding }) => accepts(entry, finding)));
    expect(unused.map(({ rule, at }) => `${rule} at ${at.source} is accepted, and nothing has it`)).toEqual([]);
  },
  600_000,
);
