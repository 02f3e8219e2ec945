/**
 * An S3 engine for one test file: its own process (the engine is an ES module, which tests can't load), in memory. Points
 * the SDK at it and makes the deployment's two buckets.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';

const ENGINE = `import { startFauxqs } from 'fauxqs';
const server = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
console.log('port ' + server.port);`;

export async function startStorage(): Promise<{ stop: () => Promise<void> }> {
  const engine = spawn(process.execPath, ['--input-type=module', '--no-warnings', '-e', ENGINE], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
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
    AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}`,
  });
  const client = new S3Client({ forcePathStyle: true });
  for (const Bucket of ['exports', 'reports']) await client.send(new CreateBucketCommand({ Bucket }));
  client.destroy();
  return {
    async stop() {
      if (engine.exitCode !== null) return;
      const ended = once(engine, 'exit');
      engine.kill();
      await ended;
    },
  };
}
