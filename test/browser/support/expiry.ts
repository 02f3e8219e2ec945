/** Lets links and steps expire without waiting. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Running } from '../../support/deployment.ts';

/** Sets the expiry of every open link, challenge and grant to a second ago. */
export async function expireChallenges({ endpoints, region, operator, tables }: Running): Promise<void> {
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({ endpoint: endpoints.dynamodb, region, credentials: operator }),
  );
  const begins = {
    FilterExpression: 'begins_with(pk, :prefix)',
    ExpressionAttributeValues: { ':prefix': 'CHALLENGE#' },
  };
  let expired = 0;
  for (const TableName of tables) {
    const { Items = [] } = await client.send(new ScanCommand({ TableName, ...begins }));
    for (const { pk, sk } of Items) {
      await client.send(
        new UpdateCommand({
          TableName,
          Key: { pk, sk },
          UpdateExpression: 'SET endsAt = :past',
          ExpressionAttributeValues: { ':past': Date.now() - 1000 },
        }),
      );
      expired += 1;
    }
  }
  client.destroy();
  if (expired === 0) throw new Error('There was no open link, challenge or grant.');
}
