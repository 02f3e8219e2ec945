import { useEffect, useRef, useState } from 'preact/hooks';
import { follow, type Pace } from '../../../shared/pace.ts';

/** The pace of what is looked at again and again: of what is done, while a total is known. */
export function usePace(
  done: number | undefined,
  total: number | undefined,
  running: boolean,
  look: unknown,
): Pace | undefined {
  const pace = useRef<Pace | undefined>(undefined);
  const [shown, setShown] = useState<Pace>();
  useEffect(() => {
    pace.current =
      running && done !== undefined && total !== undefined ? follow(pace.current, Date.now(), done, total) : undefined;
    setShown(pace.current);
  }, [running, look]);
  return shown;
}
