/**
 * Mistakes that a simulation has to notice: the product's own text with one place changed. `npm run simulate:faults -- --mutants all` plays each until a
 * seed finds it.
 */
export type Mutant = {
  readonly name: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
};

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'a conditional write without its writer',
    file: 'adapters/dynamodb/items.ts',
    from: "done: item['writer'] === writer.name, item }",
    to: 'done: false, item }',
  },
  {
    name: 'a write with a lost answer that is sent anew under no name',
    file: 'adapters/dynamodb/items.ts',
    from: 'condition: and(update.condition, NOT_MINE)',
    to: 'condition: update.condition',
  },
  {
    name: 'an answer that is lost is taken for a failure',
    file: 'adapters/dynamodb/items.ts',
    from: 'if (!mayHaveTakenEffect(error)) throw error;',
    to: 'throw error;',
  },
  {
    name: 'one item is read as it was',
    file: 'adapters/dynamodb/items.ts',
    from: 'new GetCommand({ TableName: table, Key: key, ConsistentRead: true })',
    to: 'new GetCommand({ TableName: table, Key: key, ConsistentRead: false })',
  },
  {
    name: 'many items are read as they were',
    file: 'adapters/dynamodb/batch-get.ts',
    from: 'ConsistentRead: true',
    to: 'ConsistentRead: false',
  },
  {
    name: 'keys that a batch left are not asked for again',
    file: 'adapters/dynamodb/batch-get.ts',
    from: 'keys = left;',
    to: 'keys = [];',
  },
  {
    name: 'items that a batch left are not written',
    file: 'adapters/dynamodb/batch-put.ts',
    from: 'left = await put(table, left);',
    to: 'await put(table, left); left = [];',
  },
  {
    name: 'a throttled insertion is taken for done',
    file: 'adapters/dynamodb/inserts.ts',
    from: 'throttled.push(item);',
    to: "results.set(item, 'done');",
  },
  {
    name: 'SendEmail is sent again by the SDK',
    file: 'adapters/aws/clients.ts',
    from: 'maxAttempts: 1,',
    to: 'maxAttempts: 3,',
  },
  {
    name: 'a queued mail can be claimed by every delivery',
    file: 'adapters/mail/claims.ts',
    from: "condition: 'attribute_not_exists(#pk) OR (#status = :claimed AND #at <= :stale)'",
    to: "condition: 'attribute_not_exists(#never) OR #at <= :stale'",
  },
  {
    name: 'a queued mail of which it is not known whether it went out is tried again',
    file: 'lambdas/shared/mail-outcome.ts',
    from: "  ['mail.uncertain', 'uncertain'],\n",
    to: '',
  },
  {
    name: 'a claim whose attempt is over stays as it is',
    file: 'adapters/runs/notice-claims.ts',
    from: '  await withUser([write], key, now);\n}\n\n/** The user was not told.',
    to: '  await Promise.all([write, key, now]);\n}\n\n/** The user was not told.',
  },
  {
    name: 'a notice is claimed whatever stands there',
    file: 'adapters/runs/notice-claims.ts',
    from: "'#status = :seenStatus AND #at = :seenAt AND #migration = :seenMigration'",
    to: "'(#status = :seenStatus AND #at = :seenAt AND #migration = :seenMigration) OR attribute_exists(#pk)'",
  },
  {
    name: 'a person is followed no further where it failed',
    file: 'lambdas/follow-people/handler.ts',
    from: 'const changed = await followPeople(deps, people);',
    to: 'const changed = await followPeople(deps, people).catch(() => 0);',
  },
  {
    name: 'entries of the audit are acknowledged before they are in their chain',
    file: 'lambdas/audit-append/handler.ts',
    from: 'Records.map(changeOf));',
    to: 'Records.map(changeOf)).catch(() => undefined);',
  },
  {
    name: 'a person is kept whatever was kept meanwhile',
    file: 'adapters/journeys/follow.ts',
    from: "{ expression: '#rev = :rev', values",
    to: "{ expression: '#rev = :rev OR attribute_exists(#pk)', values",
  },
  {
    name: 'a passcode that was used is accepted again',
    file: 'adapters/directory/tokens.ts',
    from: "'#lastInterval < :interval AND #assignee",
    to: "'(#lastInterval < :interval OR #enabled = :true) AND #assignee",
  },
  {
    name: 'a step of a logon can be taken twice',
    file: 'adapters/operations/challenges.ts',
    from: ' AND attribute_not_exists(#takenAt)',
    to: '',
  },
  {
    name: 'a user is written before the tokens',
    file: 'core/migration/write-plans.ts',
    from: 'const written = [...(await insert(tokens.flat()))];',
    to: 'await insert(plans.filter(hasUser).map((plan) => newUser(plan, context))); const written = [...(await insert(tokens.flat()))];',
  },
  {
    name: 'a part counts as done before its report is written',
    file: 'core/migration/part-work.ts',
    from: '  await ports.putReport(migration, preview, part, lines);\n  await ports.putPart(migration, preview, finished);',
    to: '  await ports.putPart(migration, preview, finished);\n  await ports.putReport(migration, preview, part, lines);',
  },
  {
    name: 'a run that failed keeps its source',
    file: 'core/migration/runs/record-failure.ts',
    from: 'await giveBack(ports, record.source.deployment, { run: migration, attempt }, now, quietAt);',
    to: 'void quietAt;',
  },
  {
    name: 'the next run of a source does not begin',
    file: 'core/migration/runs/writer.ts',
    from: 'await advance(ports, name, now);',
    to: '',
  },
  {
    name: 'what an import found is not kept before it changes it',
    file: 'adapters/ingest/changes.ts',
    from: 'return [beforePutting(run, image, until)];',
    to: 'return [];',
  },
  {
    name: 'an import changes what was used since it looked',
    file: 'adapters/ingest/changes.ts',
    from: "if (seen.touchedAt === undefined) conditions.push('attribute_not_exists(#touchedAt)');",
    to: '',
  },
  {
    name: 'the settings before are those after at the second attempt',
    file: 'core/migration/enable-self-service.ts',
    from: 'let known = noted.change;',
    to: 'let known: typeof noted.change;',
  },
  {
    name: 'an upload that can not be started is forgotten',
    file: 'lambdas/start-run/handler.ts',
    from: 'batchItemFailures.push({ itemIdentifier: messageId });',
    to: '',
  },
  {
    name: 'a mail that was refused counts as sent',
    file: 'core/campaign/tell.ts',
    from: "isError(error, 'mail.uncertain')",
    to: "isError(error, 'mail.uncertain', 'mail.busy')",
  },
];
