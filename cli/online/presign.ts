/** S3 takes nothing that is not signed: an address that carries its signature (SigV4 in the query), as any S3 client makes it. */
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Credentials } from './target.ts';

const GOOD_FOR_SECONDS = 3600;

/** @param url of an object, its path encoded */
export async function presigned(
  method: 'GET' | 'PUT' | 'HEAD',
  url: string,
  { credentials, region }: { readonly credentials: Credentials; readonly region: string },
): Promise<string> {
  const { protocol, hostname, host, pathname: path } = new URL(url);
  const signer = new SignatureV4({ service: 's3', region, credentials, sha256: Sha256, uriEscapePath: false });
  const request = { method, protocol, hostname, path, headers: { host } };
  const { query = {} } = await signer.presign(request, { expiresIn: GOOD_FOR_SECONDS });
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) search.set(name, String(value));
  return `${url}?${search.toString()}`;
}
