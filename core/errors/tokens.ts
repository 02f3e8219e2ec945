/** Of tokens. */
import { type Definitions, fact } from './definition.ts';

export const TOKENS = {
  'token.not_found': { status: 404, means: 'There is no token with this serial number, or it is not one’s own.' },
  'token.conflict': {
    status: 409,
    means: 'Somebody changed the token or its user since this `version`. Read the token again.',
  },
  'token.own': {
    status: 403,
    means: 'Nobody enables, finds, clears, assigns or resynchronises their own token as an administrator.',
  },
  'token.assigned': { status: 409, means: 'The token is assigned already; nobody’s token is taken over.' },
  'token.in_use': { status: 409, means: 'The token is assigned: it must be unassigned before it is deleted.' },
  'token.unassigned': { status: 409, means: 'The token is assigned to nobody.' },
  'token.too_many': {
    status: 409,
    means: 'The user has as many tokens as one can have.',
    facts: { max: fact<number>() },
  },
  'token.codes_wrong': {
    status: 422,
    means: 'Not two consecutive codes of this token within reach. Counts like a failed logon where it is one’s own.',
  },
  'token.codes_spent': { status: 422, means: 'The two codes are no newer than the last one that was accepted.' },
  'token.unusable': {
    status: 409,
    means: 'The token is disabled, lost, expired or not started.',
    facts: { state: fact<string>() },
  },
  'token.not_lost': {
    status: 409,
    means: 'Only a token that is marked lost gets a temporary code: mark it lost first.',
  },
  'token.pin_missing': {
    status: 409,
    means: 'The token is used without a PIN or has none yet: a temporary code counts only behind a PIN.',
  },
  'token.seed_invalid': { status: 400, means: 'The seed’s length does not fit the algorithm.' },
} as const satisfies Definitions;
