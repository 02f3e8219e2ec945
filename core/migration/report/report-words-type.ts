/** What a printed report says beside the texts of its codes; a dictionary a language. `{…}` stands for a value. */
export type ReportWords = {
  readonly kind: Readonly<Record<'preview' | 'import' | 'rollback' | 'rollbackPreview' | 'campaign', string>>;
  readonly preview: string;
  readonly facts: Readonly<
    Record<
      | 'run'
      | 'source'
      | 'packed'
      | 'packer'
      | 'package'
      | 'policy'
      | 'by'
      | 'started'
      | 'finished'
      | 'status'
      | 'error',
      string
    >
  >;
  readonly totals: string;
  readonly what: string;
  readonly users: string;
  readonly tokens: string;
  readonly outcome: Readonly<Record<'created' | 'updated' | 'unchanged' | 'skipped' | 'rejected', string>>;
  /** What a rollback has done with each, or left. */
  readonly back: Readonly<Record<'updated' | 'skipped', string>>;
  readonly sum: string;
  readonly inPackage: string;
  /** Users and tokens of the package that no line tells of. */
  readonly untold: string;
  readonly chart: string;
  readonly numbers: Readonly<
    Record<
      | 'withoutToken'
      | 'withoutAddress'
      | 'newPinMode'
      | 'waiting'
      | 'moved'
      | 'notInWave'
      | 'goneUsers'
      | 'goneTokens'
      | 'goneDisabled'
      | 'answersKept'
      | 'answersDropped',
      string
    >
  >;
  readonly changes: string;
  readonly field: string;
  readonly how: string;
  readonly changed: string;
  readonly reasons: string;
  readonly remedy: string;
  readonly count: string;
  readonly where: string;
  readonly place: string;
  readonly who: string;
  readonly token: string;
  readonly differs: string;
  readonly other: string;
  readonly ofSource: string;
  readonly waits: string;
  readonly kept: string;
  readonly secret: string;
  readonly nothing: string;
  readonly more: string;
  readonly settings: string;
  readonly before: string;
  readonly after: string;
  readonly method: string;
  readonly link: string;
  readonly weakened: string;
  readonly yes: string;
  readonly no: string;
  readonly mails: string;
  readonly mail: Readonly<
    Record<
      | 'sent'
      | 'bounced'
      | 'complained'
      | 'failed'
      | 'uncertain'
      | 'notInformed'
      | 'notPossible'
      | 'notAble'
      | 'notNeeded',
      string
    >
  >;
  readonly questions: string;
  readonly question: string;
  readonly language: string;
  readonly answers: string;
  readonly moreQuestions: string;
  readonly none: string;
};
