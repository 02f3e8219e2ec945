/** A process that plays the seeds that it is sent, one after the other: see workers.ts. */
import { ROOT } from '#infra/paths.ts';
import { createProcess } from '../process.ts';
import { readSimulated } from '../world.ts';
import type { Mix } from './mix.ts';
import { type Ensemble, play } from './play.ts';
import type { Order } from './workers.ts';

let ensemble: (Ensemble & { readonly mix: Mix }) | undefined;

process.on('message', (order: Order) => {
  if ('bundle' in order) {
    ensemble = { assembly: readSimulated(`${ROOT}/cdk.out`), process: createProcess(order.bundle), mix: order.mix };
    return;
  }
  void play(order.seed, ensemble!).then((played) => process.send!(played));
});
process.on('disconnect', () => process.exit(0));
