/** Of settings, the catalogue of security questions, trusted packers and the audit. */
import { type Definitions, type FieldProblem, fact, known } from './definition.ts';

export const SETTINGS = {
  'settings.invalid': {
    status: 422,
    means: 'A setting is unknown or out of its range.',
    facts: { fields: fact<readonly FieldProblem[]>('path and reason of each') },
  },
  'settings.expression': {
    status: 400,
    means: 'A Console Authentication Method can’t be read.',
    facts: { position: fact<number>('from 0') },
  },
  'settings.conflict': {
    status: 409,
    means: 'Someone else saved the settings since this `version`. Read them again.',
    facts: { expectedVersion: fact<number>() },
  },
  'settings.not_proved': {
    status: 403,
    means:
      'The Security Console’s method is saved only by an administrator whose logon, under 15 minutes ago, satisfies the new one: log on with `also`.',
    facts: { expression: fact<string>('the new one') },
  },
  'questions.unreadable': {
    status: 422,
    means: 'The XML is not a catalogue of security questions.',
    facts: {
      language: known<string>(),
      question: known<number>('its number in the set, from 1'),
      line: known<number>(),
    },
  },
  'questions.conflict': { status: 409, means: 'Someone else replaced questions at the same moment. Look again.' },
  'packers.key_invalid': { status: 400, means: 'Not an Ed25519 public key in PEM or base64 DER.' },
  'packers.exists': { status: 409, means: 'The packer is trusted already.', facts: { id: fact<string>() } },
  'packers.not_found': { status: 404, means: 'No trusted packer has this id.', facts: { id: fact<string>() } },
  'audit.next': { status: 400, means: '`next` is not one that an answer before gave.' },
} as const satisfies Definitions;
