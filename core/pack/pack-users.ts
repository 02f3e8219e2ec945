/**
 * The pass over the directory: each user is packed with what it holds, as the directory is streamed. Tokens that no user took
 * follow as records of their own.
 */

import { LIMITS } from '#core/export/limits.ts';
import type { Manifest } from '#core/export/manifest.ts';
import type { ExportRecord, PresentRecord, UserRecord } from '#core/export/record.ts';
import { answerProblems } from '#core/questions/answers.ts';
import type { StateRules } from '#core/sources/account.ts';
import type { GivenAnswer } from '#core/sources/answers.ts';
import type { DirectoryEntry } from '#core/sources/entry.ts';
import type { Mapping } from '#core/sources/mapping.ts';
import { type Person, type PersonResult, toPerson, userIdOf } from '#core/sources/person.ts';
import { comparable, userKey } from '#core/text.ts';
import type { AnswerOwner } from './answer-salt.ts';
import type { Holding, Holdings } from './holdings.ts';
import { KeySet } from './key-set.ts';
import { knownBy, Present, type PresentCounts } from './present.ts';
import { QuestionTable } from './question-table.ts';
import type { Refusals } from './refusals.ts';
import { type Found, SameId } from './same-id.ts';
import type { Selection } from './selection.ts';
import type { SharedIds } from './shared-ids.ts';

export type PackUsers = {
  readonly entries: AsyncIterable<DirectoryEntry>;
  readonly mapping: Mapping;
  readonly rules: StateRules;
  /** Who is asked for. */
  readonly selection: Selection;
  /** Whether tokens come that belong to no user of the package: those assigned to others, and those of no user. */
  readonly alone: { readonly assigned: boolean; readonly unassigned: boolean };
  /** Is told of every entry but of users who are not asked for, and what became of it. */
  readonly see?: (entry: DirectoryEntry, result: PersonResult) => void;
  readonly holdings: Holdings;
  readonly refusals: Refusals;
  readonly sharedIds: SharedIds;
  /** Users without a token are counted; packed only where this is true. */
  readonly includeTokenless: boolean;
  /** An argon2id PHC string of a comparable answer (core/passwords/phc.ts), the same for the same answer of the same owner. */
  readonly hash: (text: string, owner: AnswerOwner) => Promise<string>;
  /** Users whose answers are hashed at the same time: enough to keep all threads busy. */
  readonly inFlight: number;
  readonly add: (record: ExportRecord) => Promise<void>;
  /** Is told of who does not come and is not gone. */
  readonly addPresent: (record: PresentRecord) => Promise<void>;
  readonly progress?: (done: { readonly entries: number; readonly users: number }) => void;
};

/** Whether the user of a key is to be packed, as far as tokens decide it. */
export const comes =
  (holdings: Holdings, includeTokenless: boolean) =>
  (key: string): boolean =>
    includeTokenless || holdings.hasToken(key);

type KeptAnswer = {
  /** Of the question table. */
  readonly question: number;
  readonly answer: string;
  readonly to: Pick<AnswerOwner, 'language' | 'question'>;
};

export type Packed = {
  readonly counts: Manifest['counts'];
  readonly questions: Manifest['questions'];
  readonly present: PresentCounts;
  /** What was not asked for. */
  readonly outside: { readonly users: number; readonly tokensAssigned: number; readonly tokensUnassigned: number };
};

class UserPacker {
  readonly #options: PackUsers;
  readonly #questions = new QuestionTable();
  readonly #tokenless = new KeySet();
  readonly #sameId: SameId;
  readonly #pending: Promise<UserRecord>[] = [];
  readonly counts = {
    users: 0,
    tokensAssigned: 0,
    tokensUnassigned: 0,
    tokensUserMissing: 0,
    answers: 0,
    usersWithoutEmail: 0,
    usersWithoutToken: 0,
  };
  readonly present: Present;
  readonly outside = { users: 0, tokensAssigned: 0, tokensUnassigned: 0 };

  constructor(options: PackUsers) {
    this.#options = options;
    this.present = new Present(options.addPresent);
    this.#sameId = new SameId(options.refusals, options.includeTokenless);
  }

  get questions(): Manifest['questions'] {
    return this.#questions.list;
  }

  async take(entry: DirectoryEntry): Promise<void> {
    const { mapping, rules, see, refusals, selection } = this.#options;
    const userId = userIdOf(entry, mapping);
    if (userId !== undefined && !selection.takes(entry, userId)) {
      this.outside.users += 1;
      return;
    }
    const read = toPerson(entry, mapping, rules);
    see?.(entry, read);
    const where = `line ${entry.line}`;
    if (read.kind === 'other') return;
    if (read.kind === 'no_user_id') return await this.present.person(knownBy(entry, mapping, userId));
    if (read.kind === 'invalid') {
      const problem = read.unreadable?.problem;
      refusals.note('user.invalid', `${where}: ${read.field}${problem === undefined ? '' : `: ${problem}`}`);
      return await this.present.user(knownBy(entry, mapping, userId));
    }
    if (this.#options.sharedIds.refuses(read.person, where)) return await this.present.user(read.person);
    const key = userKey(read.person.userId);
    const holding = this.#options.holdings.get(key);
    if (holding && !holding.taken && this.#sameId.keep(holding, { ...read, where })) return;
    if (holding ? holding.taken : this.#options.includeTokenless && !this.#tokenless.add(key)) {
      refusals.note('user.duplicate', where);
      return await this.present.user(read.person);
    }
    await this.#pack({ ...read, where }, holding);
  }

  async #pack({ person, notes, where }: Found, holding: Holding | undefined): Promise<void> {
    const hasToken = holding !== undefined && holding.tokens.length > 0;
    if (!hasToken) this.counts.usersWithoutToken += 1;
    if (holding) this.#options.holdings.take(holding);
    if (!hasToken && !this.#options.includeTokenless) {
      this.#options.selection.noteTokenless(person.userId);
      return await this.present.user(person);
    }
    for (const note of notes) this.#options.refusals.note(note, where);
    await this.#write(person, holding);
  }

  /** Users who had to wait, because another one could have been meant. */
  async kept(): Promise<void> {
    for (const { found, holding } of this.#sameId.resolve()) {
      this.#options.holdings.take(holding);
      await this.#pack(found, holding);
    }
    for (const person of this.#sameId.left) await this.present.user(person);
  }

  /** Tokens that are refused, and stay in the source. */
  async tokensThatStay(): Promise<void> {
    const { serials, unknown } = this.#options.holdings.refused;
    await this.present.tokens([...serials, ...this.#sameId.leftSerials], unknown);
  }

  async #write(person: Person, holding: Holding | undefined): Promise<void> {
    this.counts.users += 1;
    this.counts.tokensAssigned += holding?.tokens.length ?? 0;
    if (person.email === undefined) this.counts.usersWithoutEmail += 1;
    const record = this.#record(person, holding);
    record.catch(() => undefined); // reported when its turn comes
    this.#pending.push(record);
    await this.writeFinished(this.#options.inFlight);
  }

  async #record(person: Person, holding: Holding | undefined): Promise<UserRecord> {
    const kept = this.#keptAnswers(person, holding?.answers ?? []);
    // By the immutable id, where there is one: a rename changes no answer.
    const user = person.externalId ?? userKey(person.userId);
    const answers = await Promise.all(
      kept.map(async ({ question, answer, to }) => ({
        question,
        hash: await this.#options.hash(comparable(answer), { user, ...to }),
      })),
    );
    return { type: 'user', ...person, tokens: [...(holding?.tokens ?? [])], answers };
  }

  /** Q4: what enrolment would refuse does not come over either. */
  #keptAnswers(person: Person, given: readonly GivenAnswer[]): KeptAnswer[] {
    const seen = new Set<string>();
    const problems = answerProblems(given, person);
    return given.flatMap((one, index) => {
      const question = `${one.language}\n${comparable(one.question)}`;
      const code = problems[index]?.code ?? (seen.has(question) ? 'answer.question_repeated' : undefined);
      const number = code === undefined ? this.#questions.indexOf(one.language, one.question) : 0;
      const refused =
        code ?? (seen.size >= LIMITS.answersPerUser || number >= LIMITS.questions ? 'answer.too_many' : undefined);
      if (refused !== undefined) {
        this.#options.refusals.note(refused, `answers line ${one.line}`);
        return [];
      }
      seen.add(question);
      this.counts.answers += 1;
      const to = { language: one.language, question: comparable(one.question) };
      return [{ question: number, answer: one.answer, to }];
    });
  }

  /** Writes finished users, in directory order, until at most `left` are in flight. */
  async writeFinished(left: number): Promise<void> {
    while (this.#pending.length > left) await this.#options.add(await this.#pending.shift()!);
  }

  async leftovers(): Promise<void> {
    const { alone, holdings } = this.#options;
    for (const holding of holdings.untaken()) {
      if (!alone.assigned) {
        this.outside.tokensAssigned += holding.tokens.length;
        continue;
      }
      this.counts.tokensUserMissing += holding.tokens.length;
      for (const token of holding.tokens)
        await this.#options.add({ type: 'token', ...token, assignedTo: holding.userId });
      for (const answer of holding.answers)
        this.#options.refusals.note('answer.user_missing', `answers line ${answer.line}`);
    }
    if (!alone.unassigned) {
      this.outside.tokensUnassigned = holdings.unassignedCount;
      return;
    }
    this.counts.tokensUnassigned = holdings.unassignedCount;
    for (const token of holdings.unassigned()) await this.#options.add({ type: 'token', ...token });
  }
}

/** Packs users in directory order, then those whose user ID the files spell differently, then tokens whose user is nowhere, then unassigned ones. */
export async function packUsers(options: PackUsers): Promise<Packed> {
  const packer = new UserPacker(options);
  let entries = 0;
  for await (const entry of options.entries) {
    await packer.take(entry);
    entries += 1;
    options.progress?.({ entries, users: packer.counts.users });
  }
  options.sharedIds.note(options.refusals);
  options.selection.note(options.refusals);
  await packer.kept();
  await packer.writeFinished(0);
  await packer.leftovers();
  await packer.tokensThatStay();
  return {
    counts: packer.counts,
    questions: packer.questions,
    present: packer.present.counts,
    outside: packer.outside,
  };
}
