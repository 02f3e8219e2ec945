import { GetObjectCommand } from '@aws-sdk/client-s3';
import { s3 } from './clients.ts';
import { nameOf } from './failures.ts';

/** The text of an object; undefined where there is none. */
export async function readObject(bucket: string, key: string): Promise<string | undefined> {
  try {
    const { Body } = await s3().send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return await Body!.transformToString();
  } catch (error) {
    if (nameOf(error) === 'NoSuchKey') return undefined;
    throw error;
  }
}
