/**
 * Objects. A put that has no condition does the same when it is sent again. One that replaces the version which was seen names its writer in
 * the object's metadata: where the version has changed, or no answer came, the object says whether that was this very write.
 */
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { s3 } from './clients.ts';
import { mayHaveTakenEffect, nameOf, statusOf } from './failures.ts';
import { newWriter } from './writer.ts';

export type ObjectBody = {
  readonly bucket: string;
  readonly key: string;
  readonly body: string | Uint8Array;
  readonly type?: string;
};

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

const input = ({ bucket, key, body, type }: ObjectBody) => ({
  Bucket: bucket,
  Key: key,
  Body: body,
  ...(type === undefined ? {} : { ContentType: type }),
});

/** Writes an object over whatever has its key. */
export async function putObject(object: ObjectBody): Promise<void> {
  await s3().send(new PutObjectCommand(input(object)));
}

/** What another write has changed, or is changing at this moment. */
const REFUSED: ReadonlySet<number | undefined> = new Set([409, 412]);

/** Replaces the version that was seen. @param etag its ETag @returns false where the object is not that version any more */
export async function replaceObject(object: ObjectBody, etag: string): Promise<boolean> {
  const { name: writer } = newWriter();
  try {
    await s3().send(new PutObjectCommand({ ...input(object), IfMatch: etag, Metadata: { writer } }));
    return true;
  } catch (error) {
    const refused = REFUSED.has(statusOf(error));
    if (!refused && !mayHaveTakenEffect(error)) throw error;
    const now = await s3().send(new HeadObjectCommand({ Bucket: object.bucket, Key: object.key }));
    if (now.Metadata?.['writer'] === writer) return true;
    if (refused || now.ETag !== etag) return false;
    throw error;
  }
}
