/** What DynamoDB charges for what a test does: the units that the engine reports with each answer, by table and index, reads apart from writes. */
import { dynamodb } from '#adapters/aws/clients.ts';

/** ConsumedCapacity of an answer, with INDEXES asked for. */
export type Consumed = {
  readonly TableName?: string;
  readonly Table?: { readonly CapacityUnits?: number };
  readonly GlobalSecondaryIndexes?: Readonly<Record<string, { readonly CapacityUnits?: number }>>;
};
/** "read directory", "write directory/journey" -> units. */
export type Units = Record<string, number>;

/** Actions that are charged as reads. */
export const READS = /^(?:Get|BatchGet|TransactGet|Query|Scan)/u;

function add(units: Units, name: string, count: number | undefined): void {
  if (count) units[name] = (units[name] ?? 0) + count;
}

/** Counts from now on. @param tables name in the report -> name of the table @returns takes what was counted, and begins anew */
export function countCapacity(tables: Readonly<Record<string, string>>): () => Units {
  const names = new Map(Object.entries(tables).map(([name, table]) => [table, name]));
  let units: Units = {};
  dynamodb().middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        Object.assign(args.input, { ReturnConsumedCapacity: 'INDEXES' });
        const answer = await next(args);
        const { ConsumedCapacity } = answer.output as { ConsumedCapacity?: Consumed | Consumed[] };
        for (const { TableName = '', Table, GlobalSecondaryIndexes } of [ConsumedCapacity ?? []].flat()) {
          const name = `${READS.test(commandName) ? 'read' : 'write'} ${names.get(TableName) ?? TableName}`;
          add(units, name, Table?.CapacityUnits);
          for (const [index, consumed] of Object.entries(GlobalSecondaryIndexes ?? {}))
            add(units, `${name}/${index}`, consumed.CapacityUnits);
        }
        return answer;
      },
    { step: 'initialize', name: 'countsCapacity', override: true },
  );
  return () => {
    const counted = units;
    units = {};
    return counted;
  };
}
