/**
 * The embedded S3 for one test file: its own process (the engine is an ES module, which tests can't load), with the deployment's
 * two buckets. Points the SDK at it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { resolveLoopbackNames } from '#cli/online/loopback.ts';
import { fastFolder } from './fast-folder.ts';

const ENGINE = `import { startStorage } from './local/storage.ts';
import { assemblyOf } from './test/support/assembly.ts';
import { OWNER } from './test/support/permits.ts';
const [data, exportBucket] = process.argv.slice(1);
const bucket = (name, properties) => ({ type: 'AWS::S3::Bucket', name, properties });
const buckets = [bucket('exports', JSON.parse(exportBucket)), bucket('reports', {})];
const queue = { type: 'AWS::SQS::Queue', name: 'uploads', properties: {} };
const server = await startStorage(0, data, assemblyOf([...buckets, queue]), console.error, OWNER);
console.log('port ' + server.port);`;

/** @param exportBucket its properties in the template, such as CorsConfiguration */
export async function startStorage(
  exportBucket: object = {},
): Promise<{ url: string; data: string; stop: () => Promise<void> }> {
  resolveLoopbackNames();
  const data = fastFolder('landfall-storage-');
  const args = ['--input-type=module', '--no-warnings', '-e', ENGINE, data, JSON.stringify(exportBucket)];
  const engine = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise<string>((resolve, reject) => {
    let output = '';
    engine.once('exit', () => reject(new Error('the storage engine did not start')));
    engine.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
      const found = /port (\d+)/u.exec(output);
      if (found) resolve(found[1]!);
    });
  });
  Object.assign(process.env, {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    EXPORT_BUCKET: 'exports',
    REPORT_BUCKET: 'reports',
    AWS_ENDPOINT_URL_S3: `http://s3.localhost:${port}`,
  });
  return {
    url: `http://127.0.0.1:${port}`,
    data,
    async stop() {
      if (engine.exitCode !== null) return;
      const ended = once(engine, 'exit');
      engine.kill();
      await ended;
      rmSync(data, { recursive: true, force: true });
    },
  };
}
