import { Bench } from 'tinybench';
import { median } from './median.ts';
import type { Case, Effort, Measured, Unit } from './types.ts';

/** The rounds in which the engine still learns. */
const WARM_UP = 2;

const PER_MS: Record<Unit, number> = { ms: 1, ns: 1e6, bytes: 1 };

/**
 * Runs the contestants of a case in turns, for several rounds, so that whatever disturbs the machine disturbs all of
 * them. The clock is the processor time of the process (ms): waiting for the processor does not count, collecting
 * garbage on other threads does.
 */
export async function measure(benchmark: Case, { rounds, time }: Effort): Promise<Measured> {
  const names = Object.keys(benchmark.contestants);
  const samples = new Map<string, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds + WARM_UP; round++) {
    const values = await playRound(benchmark, rotated(names, round), time);
    if (round < WARM_UP) continue;
    for (const [name, value] of values) samples.get(name)?.push(value);
  }
  const baseline = samples.get(names[0] ?? '') ?? [];
  const results = names.map((contestant) => {
    const own = samples.get(contestant) ?? [];
    const ratio = median(own.map((value, round) => value / (baseline[round] ?? NaN)));
    return { contestant, median: median(own), ratio };
  });
  const { row, name, unit } = benchmark;
  return { row, name, unit, results };
}

/** No contestant always runs right after the same other one. */
function rotated(names: readonly string[], by: number): string[] {
  const start = by % names.length;
  return [...names.slice(start), ...names.slice(0, start)];
}

async function playRound(benchmark: Case, names: readonly string[], time: number): Promise<Map<string, number>> {
  if (benchmark.returnsValue === true) return collectValues(benchmark, names);
  const bench = new Bench({ time, iterations: 1, warmup: false, now: processorTime, throws: true });
  for (const name of names) {
    const contestant = benchmark.contestants[name];
    if (contestant !== undefined)
      bench.add(
        name,
        async () => {
          await contestant();
        },
        { async: true },
      );
  }
  await bench.run();
  const scale = PER_MS[benchmark.unit] / benchmark.operations;
  return new Map(bench.tasks.map(({ name, result }) => [name, 'latency' in result ? result.latency.p50 * scale : NaN]));
}

async function collectValues(benchmark: Case, names: readonly string[]): Promise<Map<string, number>> {
  const values = new Map<string, number>();
  for (const name of names) values.set(name, Number(await benchmark.contestants[name]?.()) / benchmark.operations);
  return values;
}

function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
