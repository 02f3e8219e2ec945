/** The name that was most likely meant. */

/** Letters to insert, remove or replace, or neighbours to swap, until one text is the other. */
export function distance(from: string, to: string): number {
  const rows: number[][] = [Array.from({ length: to.length + 1 }, (_, index) => index)];
  for (let row = 1; row <= from.length; row++) {
    const line = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      line.push(
        Math.min(
          rows[row - 1]![column]! + 1,
          line[column - 1]! + 1,
          rows[row - 1]![column - 1]! + (same ? 0 : 1),
          ...(swapped ? [rows[row - 2]![column - 2]! + 1] : []),
        ),
      );
    }
    rows.push(line);
  }
  return rows.at(-1)!.at(-1)!;
}

/** Of the known names the nearest one, whatever its case, where it is near at all: at most a third of its letters are wrong. */
export function nearest(given: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((name) => ({ name, far: distance(given.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.far - b.far);
  const [first] = ranked;
  return first && first.far <= Math.max(2, Math.floor(first.name.length / 3)) ? first.name : undefined;
}
