/** TransactWriteItems, TransactGetItems: all or none. */
import { type Act, type Draft, drafted, type Kind, onTable, outcome, tableNameIn } from './acts.ts';
import { checkDistinct, done, idOf } from './batches.ts';
import { bind } from './bindings.ts';
import { Capacity, readUnits } from './capacity.ts';
import { project } from './projections.ts';
import { invalid, Refusal } from './refusals.ts';
import { checkParameters, objectIn, objectsIn, type Request, textIn } from './requests.ts';
import { checkedKey, checkIndexFilled } from './schema.ts';
import type { Tables } from './tables.ts';
import { type Item, sizeOfItem } from './values.ts';

const MOST = 100;
const MOST_BYTES = 4 * 1024 * 1024;
const TOKEN_MS = 10 * 60 * 1000;
const LONGEST_TOKEN = 36;
const KINDS: readonly Kind[] = ['Put', 'Update', 'Delete', 'ConditionCheck'];
const PARAMETERS =
  'TableName Item Key UpdateExpression ConditionExpression ExpressionAttributeNames ExpressionAttributeValues ReturnValuesOnConditionCheckFailure';

export type Reason = { readonly Code: string; readonly Message?: string; readonly Item?: Item };
const NO_REASON: Reason = { Code: 'None' };

export function cancelled(reasons: readonly Reason[]): Refusal {
  const codes = reasons.map(({ Code }) => Code).join(', ');
  return new Refusal(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { CancellationReasons: reasons },
  );
}

/** What one act's refusal is in the reasons; anything else is thrown on. */
function reasonOf(error: unknown): Reason {
  if (!(error instanceof Refusal)) throw error;
  if (error.name === 'ConditionalCheckFailedException')
    return { Code: 'ConditionalCheckFailed', Message: error.message, ...error.more };
  if (error.name === 'ValidationException') return { Code: 'ValidationError', Message: error.message };
  throw error;
}

/** Each of them, or what became of it. @throws Refusal with the reasons where any failed */
export function allOrNone<From, To>(from: readonly From[], each: (one: From) => To): To[] {
  const made: To[] = [];
  const reasons = from.map((one) => {
    try {
      made.push(each(one));
      return NO_REASON;
    } catch (error) {
      return reasonOf(error);
    }
  });
  if (reasons.some(({ Code }) => Code !== NO_REASON.Code)) throw cancelled(reasons);
  return made;
}

/** The tokens of the transactions that were done, which say what a second request with the same is. */
export class Tokens {
  readonly #known = new Map<string, { readonly body: string; readonly at: number }>();

  /** Whether the same request was done already. @throws Refusal where another one had this token */
  isDone(token: string | undefined, body: string, now: number): boolean {
    if (token !== undefined && (token.length < 1 || token.length > LONGEST_TOKEN))
      throw invalid(`Value '${token}' at 'clientRequestToken' failed to satisfy constraint`);
    for (const [old, { at }] of this.#known) {
      if (at > now - TOKEN_MS) break;
      this.#known.delete(old);
    }
    const known = token === undefined ? undefined : this.#known.get(token);
    if (!known) return false;
    if (known.body !== body)
      throw new Refusal(
        'IdempotentParameterMismatchException',
        'Specified idempotent token was used with different request parameters within the idempotency window',
      );
    return true;
  }

  keep(token: string | undefined, body: string, now: number): void {
    if (token !== undefined) this.#known.set(token, { body, at: now });
  }
}

function draftOf(one: Request): Draft {
  const kinds = KINDS.filter((kind) => one[kind] !== undefined && one[kind] !== null);
  const [kind] = kinds;
  if (!kind || kinds.length > 1) throw invalid('TransactItems can only contain one of Check, Put, Update or Delete');
  checkParameters(one, 'TransactItems', kind);
  const write = objectIn(one, kind);
  checkParameters(write, kind, PARAMETERS);
  if (kind === 'Update' && write['UpdateExpression'] === undefined)
    throw invalid("Value null at 'updateExpression' failed to satisfy constraint: Member must not be null");
  return drafted(kind, write);
}

/** Does them all, or says of each why not. */
export function transact(acts: readonly Act[], capacity: Capacity): void {
  checkDistinct(
    acts.map(({ table, key }) => idOf(table.definition.name, key, table.definition.keys)),
    'Transaction request cannot include multiple operations on one item',
  );
  const bytes = allOrNone(acts, outcome).reduce((sum, { after }) => sum + (after ? sizeOfItem(after) : 0), 0);
  if (bytes > MOST_BYTES) throw invalid('Total size of the items in the transaction exceeds the limit of 4 MB');
  for (const act of acts) done(act, capacity, 2);
}

export function transactWriteItems(request: Request, tables: Tables, tokens: Tokens): object {
  checkParameters(request, 'TransactWriteItems', 'TransactItems ClientRequestToken ReturnConsumedCapacity');
  const capacity = new Capacity(request);
  const drafts = objectsIn(request, 'TransactItems', MOST).map(draftOf);
  const token = textIn(request, 'ClientRequestToken');
  const body = JSON.stringify(request['TransactItems']);
  const now = tables.world.now();
  const known = drafts.map((draft) => ({ draft, table: tables.get(draft.tableName) }));
  for (const { draft, table } of known) if (draft.item) checkIndexFilled(draft.item, table.definition.indexes);
  if (tokens.isDone(token, body, now)) {
    for (const { draft } of known) capacity.read(draft.tableName, 2 * readUnits(sizeOfItem(draft.item ?? {}), true));
    return capacity.all('Read');
  }
  transact(
    allOrNone(known, ({ draft, table }) => onTable(draft, table)),
    capacity,
  );
  tokens.keep(token, body, now);
  return capacity.all('Write');
}

export function transactGetItems(request: Request, tables: Tables): object {
  checkParameters(request, 'TransactGetItems', 'TransactItems ReturnConsumedCapacity');
  const capacity = new Capacity(request);
  const asked = objectsIn(request, 'TransactItems', MOST).map((one) => {
    checkParameters(one, 'TransactItems', 'Get');
    const get = objectIn(one, 'Get');
    checkParameters(get, 'Get', 'TableName Key ProjectionExpression ExpressionAttributeNames');
    const { projection } = bind(get, ['ProjectionExpression']);
    return { given: objectIn(get, 'Key'), table: tables.get(tableNameIn(get)), projection };
  });
  const found = allOrNone(asked, ({ given, table, projection }) => {
    const key = checkedKey(given, table.definition.keys);
    return { table, projection, key, row: table.get(key) };
  });
  checkDistinct(
    found.map(({ table, key }) => idOf(table.definition.name, key, table.definition.keys)),
    'Transaction request cannot include multiple operations on one item',
  );
  const Responses = found.map(({ table, projection, row }) => {
    capacity.read(table.definition.name, 2 * readUnits(row?.size ?? 0, true));
    if (!row) return {};
    return { Item: projection ? project(row.item, projection) : row.item };
  });
  return { Responses, ...capacity.all('Read') };
}
