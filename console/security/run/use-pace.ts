import { useEffect, useRef, useState } from 'preact/hooks';
import { follow, type Pace } from '../../shared/state/pace.ts';

/**
 * The pace of work that is read repeatedly. @param what the name of the work: another name restarts the measurement; undefined: no work
 * @param look the last reading; each new one is a sample
 */
export function usePace(
  what: string | undefined,
  done: number,
  total: number | undefined,
  look: unknown,
): Pace | undefined {
  const pace = useRef<{ what: string; pace: Pace } | undefined>(undefined);
  const [shown, setShown] = useState<Pace>();
  useEffect(() => {
    const before = pace.current?.what === what ? pace.current?.pace : undefined;
    const next = what !== undefined && total !== undefined ? follow(before, Date.now(), done, total) : undefined;
    pace.current = what !== undefined && next ? { what, pace: next } : undefined;
    setShown(next);
  }, [what, look]);
  return shown;
}
