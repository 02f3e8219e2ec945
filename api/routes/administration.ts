/** Settings, security questions, packers, the audit. */
import * as z from 'zod';
import type { VersionedSettings } from '#adapters/directory/settings.ts';
import type { AuditLine } from '#adapters/operations/audit.ts';
import type { Packer } from '#core/administration/packers.ts';
import type { Catalogue } from '#core/questions/catalogue.ts';
import type { Imported, Losses } from '#core/questions/import.ts';
import type { SettingsDiff, settingsWarnings } from '#core/settings/change.ts';
import { settingsSchema } from '#core/settings/schema.ts';
import { auditQuery } from '#lambdas/admin-audit/schema.ts';
import { packerBody } from '#lambdas/admin-keys/schema.ts';
import { questionsBody } from '#lambdas/admin-questions/schema.ts';
import { patchBody } from '#lambdas/admin-settings/schema.ts';
import type { Operations } from '../model.ts';
import { answers, isoTime, unixTime } from '../shapes.ts';

const helpDesk = { by: 'role', role: 'help-desk' } as const;
const admin = { by: 'role', role: 'admin' } as const;
const superAdmin = { by: 'role', role: 'super-admin' } as const;

const version = z.int().describe('Rises with every save; a change names the version it saw');
const settings = answers<VersionedSettings>()(z.strictObject({ settings: settingsSchema, version }));
type Saved = VersionedSettings & { changed: SettingsDiff; warnings: ReturnType<typeof settingsWarnings> };
const settingsSaved = answers<Saved>()(
  z.strictObject({
    version,
    settings: settingsSchema,
    changed: z
      .record(z.string(), z.strictObject({ before: z.unknown(), after: z.unknown() }))
      .describe('By path, such as securityQuestions.enrolment'),
    warnings: z.array(z.strictObject({ code: z.string(), reason: z.string() })),
  }),
);

const catalogue = answers<{ sets: Catalogue }>()(
  z.strictObject({
    sets: z.array(z.strictObject({ language: z.string(), questions: z.array(z.string()), version: z.int() })),
  }),
);
const lost = answers<Losses>()(
  z.strictObject({
    answers: z.int().describe('Answers dropped (or that would be) on the users looked at'),
    users: z.int(),
    next: z.string().optional().describe('Where to go on; absent once all users are done'),
  }),
);
const imported = z.union([
  answers<Imported>()(
    z.strictObject({
      sets: z.array(
        z.strictObject({
          language: z.string(),
          kept: z.int(),
          added: z.array(z.string()),
          removed: z.array(z.string()),
        }),
      ),
      lost,
    }),
  ),
  z.strictObject({ lost }),
]);

const packer = answers<Packer>()(
  z.strictObject({
    id: z.string().describe('First 32 hex digits of the SHA-256 of the key'),
    name: z.string(),
    publicKey: z.string().describe('Base64 of the DER SubjectPublicKeyInfo (Ed25519)'),
    addedAt: unixTime,
    addedBy: z.string(),
  }),
);
const exportKey = z.strictObject({ keyId: z.string(), fingerprint: z.string(), pem: z.string() });

const audit = answers<{ entries: AuditLine[]; next?: string }>()(
  z.strictObject({
    entries: z.array(
      z.strictObject({
        id: z.string(),
        time: isoTime,
        actor: z.string().describe('User key, operator’s ARN, or `system`'),
        action: z.string().describe('Dotted, such as logon or settings.changed'),
        object: z.string(),
        outcome: z.enum(['success', 'failure']),
        source: z.string(),
        before: z.unknown().optional(),
        after: z.unknown().optional(),
        facts: z.record(z.string(), z.unknown()).optional(),
      }),
    ),
    next: z.string().optional().describe('Pass it on for the next page; absent on the last one'),
  }),
);

export const administrationOperations: Operations = {
  'GET /settings': {
    id: 'showSettings',
    summary: 'All settings',
    access: admin,
    answer: { status: 200, means: 'Settings and their version.', body: { name: 'Settings', schema: settings } },
    problems: [],
  },
  'PATCH /settings': {
    id: 'changeSettings',
    summary: 'Change some settings',
    details:
      'Name groups and their fields as GET /settings shows them; the rest stays. Lists are replaced as a whole. Values before and after are in the audit.',
    access: superAdmin,
    request: {
      name: 'SettingsPatch',
      schema: patchBody,
      example: { version: 3, settings: { securityQuestions: { enrolment: 4 } } },
    },
    answer: {
      status: 200,
      means: 'Saved; what changed.',
      body: { name: 'SettingsSaved', schema: settingsSaved },
    },
    problems: ['settings.invalid', 'settings.expression', 'settings.conflict'],
  },
  'GET /questions': {
    id: 'showQuestions',
    summary: 'The catalogue of security questions',
    access: helpDesk,
    answer: { status: 200, means: 'One set a language.', body: { name: 'QuestionCatalogue', schema: catalogue } },
    problems: [],
  },
  'POST /questions': {
    id: 'importQuestions',
    summary: 'Replace sets of questions from XML',
    details:
      'Languages that the file does not hold stay. First with `dryRun: true`: it tells how many answers would be lost, page by page. After the import go on with `drop: true` and `next` until there is no `next`.',
    access: admin,
    request: {
      name: 'QuestionImport',
      schema: questionsBody,
      example: {
        xml: '<SECURITY_QUESTIONS><LANGUAGE id="en_US"><QUESTION>First pet?</QUESTION></LANGUAGE></SECURITY_QUESTIONS>',
        dryRun: true,
      },
    },
    answer: {
      status: 200,
      means: 'What changed (or would), and the answers lost.',
      body: { name: 'QuestionsImported', schema: imported },
    },
    problems: ['questions.unreadable', 'questions.conflict', 'request.next'],
  },
  'GET /export-key': {
    id: 'showExportKey',
    summary: 'The public key that packages are encrypted to',
    details: 'Its private half never leaves KMS.',
    access: admin,
    answer: { status: 200, means: 'RSA_4096 in PEM.', body: { name: 'ExportKey', schema: exportKey } },
    problems: [],
  },
  'GET /packers': {
    id: 'listPackers',
    summary: 'Whose packages are believed',
    access: admin,
    answer: {
      status: 200,
      means: 'The trusted packers.',
      body: { name: 'Packers', schema: z.strictObject({ packers: z.array(packer) }) },
    },
    problems: [],
  },
  'POST /packers': {
    id: 'addPacker',
    summary: 'Trust a packer',
    access: superAdmin,
    request: {
      name: 'NewPacker',
      schema: packerBody,
      example: { name: 'build host', publicKey: 'MCowBQYDK2VwAyEA…' },
    },
    answer: { status: 201, means: 'Trusted from now on.', body: { name: 'Packer', schema: packer } },
    problems: ['packers.key_invalid', 'packers.exists'],
  },
  'DELETE /packers/{id}': {
    id: 'removePacker',
    summary: 'Trust a packer no more',
    access: superAdmin,
    path: { id: 'The packer’s id' },
    answer: { status: 204, means: 'Removed.' },
    problems: ['packers.not_found'],
  },
  'GET /audit': {
    id: 'readAudit',
    summary: 'The audit, newest first',
    details:
      'Entries fit all that is asked for. What is looked at for one answer is bounded: a page may be empty and still have a `next`.',
    access: admin,
    query: {
      schema: auditQuery,
      means: {
        from: 'ISO 8601; a week before `to` if absent, at most a year before',
        to: 'ISO 8601; now if absent',
        user: 'User ID, as actor or as object',
        action: 'Exactly this action',
        actor: 'Who did it: a user ID, an operator’s ARN, or `system`',
        outcome: 'How it ended',
        limit: 'Entries a page',
        next: 'From the page before',
      },
    },
    answer: { status: 200, means: 'A page of entries.', body: { name: 'AuditPage', schema: audit } },
    problems: ['audit.next'],
  },
};
