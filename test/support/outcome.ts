/** What a call of the SDK came to, in a form that can be compared. */

type Failed = { readonly error: string; readonly status: number | undefined };

/** What `pick` takes of the answer, or the error's name and status. */
export async function outcome<T, P>(call: Promise<T>, pick: (answer: T) => P | Promise<P>): Promise<P | Failed> {
  try {
    return await pick(await call);
  } catch (error) {
    const { name, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    // Not of a service: a defect of the test or of the simulation.
    if ($metadata === undefined) throw error;
    return { error: name, status: $metadata.httpStatusCode };
  }
}

/** Numbers that a seed decides, as a world draws them. */
export function drawnBy(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
