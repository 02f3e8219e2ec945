/** BatchExecuteStatement, ExecuteStatement, ExecuteTransaction: inserts by PartiQL, which fail where the key exists. */
import { type Act, type Draft, onTable } from './acts.ts';
import { checkDistinct, done, idOf } from './batches.ts';
import { Capacity } from './capacity.ts';
import { insertion } from './partiql.ts';
import { invalid, malformed, Refusal } from './refusals.ts';
import { checkParameters, objectsIn, type Request, textIn } from './requests.ts';
import type { Tables } from './tables.ts';
import { allOrNone, cancelled, type Reason, type Tokens, transact } from './transactions.ts';

const MOST = 25;
const MOST_IN_TRANSACTION = 100;
const TAKEN = 'Duplicate primary key exists in table';

function draftOf(request: Request): Draft {
  checkParameters(
    request,
    'a statement',
    'Statement Parameters ReturnValuesOnConditionCheckFailure ConsistentRead ReturnConsumedCapacity',
  );
  const statement = textIn(request, 'Statement');
  if (!statement) throw invalid('The statement was empty.');
  const parameters = request['Parameters'] ?? [];
  if (!Array.isArray(parameters)) throw malformed('expected an array as Parameters');
  return insertion(statement, parameters);
}

const checkApart = (acts: readonly Act[], problem: string): void =>
  checkDistinct(
    acts.map(({ table, key }) => idOf(table.definition.name, key, table.definition.keys)),
    problem,
  );

const isTaken = ({ table, key }: Act): boolean => table.get(key) !== undefined;

/** An error as the answer to one statement of a batch has it; what is no refusal is thrown on. */
function statementError(error: unknown): { readonly Code: string; readonly Message: string } {
  if (!(error instanceof Refusal)) throw error;
  const codes: Readonly<Record<string, string>> = {
    ValidationException: 'ValidationError',
    SerializationException: 'ValidationError',
    ResourceNotFoundException: 'ResourceNotFound',
    AccessDeniedException: 'AccessDenied',
  };
  return { Code: codes[error.name] ?? error.name, Message: error.message };
}

type Prepared = { readonly act: Act } | { readonly error: { readonly Code: string; readonly Message: string } };

/** What the service may answer to single statements, by their places; a fault inside the service may come after the effect. */
export type StatementFaults = ReadonlyMap<number, { readonly code: string; readonly isDone: boolean }>;

export function batchExecuteStatement(request: Request, tables: Tables, faults: StatementFaults = new Map()): object {
  checkParameters(request, 'BatchExecuteStatement', 'Statements ReturnConsumedCapacity');
  const capacity = new Capacity(request);
  const prepared = objectsIn(request, 'Statements', MOST).map((one): Prepared => {
    try {
      const draft = draftOf(one);
      return { act: onTable(draft, tables.get(draft.tableName)) };
    } catch (error) {
      return { error: statementError(error) };
    }
  });
  const acts = prepared.flatMap((one) => ('act' in one ? [one.act] : []));
  checkApart(acts, 'Provided list of item keys contains duplicates');
  const Responses = prepared.map((one, index) => {
    if ('error' in one) return { Error: one.error };
    const TableName = one.act.table.definition.name;
    const fault = faults.get(index);
    const taken = isTaken(one.act);
    if (!taken && (!fault || fault.isDone)) done(one.act, capacity);
    if (fault) return { Error: { Code: fault.code, Message: fault.code }, TableName };
    if (taken) return { Error: { Code: 'DuplicateItem', Message: TAKEN }, TableName };
    return { TableName };
  });
  return { Responses, ...capacity.all() };
}

export function executeStatement(request: Request, tables: Tables): object {
  const capacity = new Capacity(request);
  const draft = draftOf(request);
  const act = onTable(draft, tables.get(draft.tableName));
  if (isTaken(act)) throw new Refusal('DuplicateItemException', TAKEN);
  done(act, capacity);
  return { Items: [], ...capacity.one };
}

export function executeTransaction(request: Request, tables: Tables, tokens: Tokens): object {
  checkParameters(request, 'ExecuteTransaction', 'TransactStatements ClientRequestToken ReturnConsumedCapacity');
  const capacity = new Capacity(request);
  const statements = objectsIn(request, 'TransactStatements', MOST_IN_TRANSACTION);
  const token = textIn(request, 'ClientRequestToken');
  const body = JSON.stringify(statements);
  const now = tables.world.now();
  const answers = { Responses: statements.map(() => ({})) };
  if (tokens.isDone(token, body, now)) return answers;
  const acts = allOrNone(statements, (one) => {
    const draft = draftOf(one);
    return onTable(draft, tables.get(draft.tableName));
  });
  checkApart(acts, 'Transaction request cannot include multiple operations on one item');
  const taken: Reason[] = acts.map((act) =>
    isTaken(act) ? { Code: 'DuplicateItem', Message: TAKEN } : { Code: 'None' },
  );
  if (taken.some(({ Code }) => Code !== 'None')) throw cancelled(taken);
  transact(acts, capacity);
  tokens.keep(token, body, now);
  return { ...answers, ...capacity.all('Write') };
}
