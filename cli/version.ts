/** What `landfall --version` says. */
import { spawnSync } from 'node:child_process';
import manifest from '../package.json' with { type: 'json' };
import { artefact, inCheckout } from './artefact/artefact.ts';

/** Undefined outside a clone, or without git. */
function commitOfCheckout(): string | undefined {
  const { status, stdout } = spawnSync('git', ['rev-parse', '--short=12', 'HEAD'], {
    cwd: inCheckout(),
    encoding: 'utf8',
  });
  return status === 0 ? stdout.trim() : undefined;
}

/** Version, commit and Node: what a report of a fault has to name. */
export function versionText(): string {
  const { version, commit } = artefact ?? { version: manifest.version, commit: commitOfCheckout() };
  return `${version} (commit ${commit ?? 'unknown'}, Node ${process.versions.node})`;
}
