/**
 * Parts run side by side, so a later record may be written and reported before an earlier one of the same key takes its
 * place. The earlier one leaves a note; once all parts are done, the later one's report is corrected.
 */

import type { Displaced } from './ingest.ts';
import type { ReportLine } from './outcome.ts';
import { hintOf, type ReportCode } from './report-codes.ts';

function rejected(line: ReportLine, code: ReportCode): ReportLine {
  const { notes: _notes, answers: _answers, password: _password, ...rest } = line;
  return { ...rest, outcome: 'rejected', code, hint: hintOf(code) };
}

function loseUser(line: ReportLine): ReportLine {
  const tokens = (line.tokens ?? []).map(({ code: _code, ...token }) => ({ ...token, outcome: 'rejected' as const }));
  return { ...rejected(line, 'user.duplicate'), tokens };
}

function loseToken(line: ReportLine, serial: string): ReportLine {
  const tokens = (line.tokens ?? []).map((token) =>
    token.serial === serial ? { ...token, outcome: 'rejected' as const, code: 'token.duplicate' as const } : token,
  );
  if (line.type === 'token') return { ...rejected(line, 'token.duplicate'), tokens };
  const landed = tokens.some(({ outcome }) => outcome === 'created' || outcome === 'updated');
  const notes = [...new Set([...(line.notes ?? []), ...(landed ? [] : (['user.no_token'] as const))])];
  return { ...line, tokens, notes };
}

/** The lines of one part's report after its records lost these places. The same notes twice change nothing more. */
export function correctLines(lines: readonly ReportLine[], displaced: readonly Displaced[]): ReportLine[] {
  return lines.map((line) =>
    displaced
      .filter(({ loser }) => loser.part === line.part && loser.line === line.line)
      .reduce((now, { serial }) => {
        if (now.outcome === 'rejected') return now;
        return serial === undefined ? loseUser(now) : loseToken(now, serial);
      }, line),
  );
}
