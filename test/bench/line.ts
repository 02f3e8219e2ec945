/** What a bench prints of a measurement, beside its reference of the same run: for people, or with --json an object a line. */
export type Measured = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The same unit. */
  readonly reference: number;
};

const rounded = (value: number): number => Number(value.toPrecision(4));

export function printMeasured(measured: Measured): void {
  const { name, unit } = measured;
  const [value, reference] = [rounded(measured.value), rounded(measured.reference)];
  const ratio = rounded(measured.value / measured.reference);
  if (process.argv.includes('--json')) console.log(JSON.stringify({ name, value, unit, reference, ratio }));
  else console.log(`${name}: ${value} ${unit}; reference ${reference} ${unit}; ratio ${ratio}`);
}
