/** What comes back of mails, and what SES or its account does to a sender meanwhile. */
import type { Stage } from './stage.ts';

const LOOK_MS = 60_000;

/** Until `isOver`. */
export async function postmaster({ world, troubles }: Stage, isOver: () => boolean): Promise<void> {
  const { scheduler } = world;
  let seen = 0;
  while (!isOver()) {
    await scheduler.sleep(LOOK_MS);
    const mails = world.mails();
    for (const mail of mails.slice(seen)) {
      const drawn = scheduler.random(40);
      const type = drawn < 3 ? 'bounce' : drawn === 3 ? 'complaint' : drawn === 4 ? 'soft-bounce' : undefined;
      if (type) scheduler.after(scheduler.random(20 * 60_000), () => world.mailReturns(mail, type));
    }
    seen = mails.length;
    if (scheduler.random(300) > 0) continue;
    const { account } = world.ses;
    world.ses.account = {
      ...account,
      ...scheduler.pick([{ paused: true }, { day: 5 }, { second: 1 }, { sandbox: true }]),
    };
    const from = scheduler.now();
    await scheduler.sleep(scheduler.random(20 * 60_000));
    world.ses.account = account;
    troubles.push({ from, to: scheduler.now() });
  }
}
