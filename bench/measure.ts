import { Bench } from 'tinybench';
import { processorTime } from './clock.ts';
import { median } from './median.ts';
import type { Case, Effort, Measured, Result, Unit } from './types.ts';

const PER_MS: Record<Unit, number> = { ms: 1, ns: 1e6, bytes: 1, 'ms/MB': 1 };

/**
 * Runs the contestants of a case in turns, for several rounds, so that whatever disturbs the machine disturbs all of
 * them. The clock is the processor time of the process (ms): waiting for the processor does not count, collecting
 * garbage on other threads does.
 */
export async function measure(benchmark: Case, effort: Effort): Promise<Measured> {
  const names = Object.keys(benchmark.contestants);
  const samples = new Map<string, number[]>(names.map((name) => [name, []]));
  const { rounds, warmUp } = limitRounds(effort, benchmark.rounds);
  for (let round = 0; round < rounds + warmUp; round++) {
    const values = await playRound(benchmark, rotated(names, round), effort.time);
    if (round < warmUp) continue;
    for (const [name, value] of values) samples.get(name)?.push(value);
  }
  const { row, name, unit, notes = [] } = benchmark;
  return { row, name, unit, notes, results: compare(names, samples) };
}

/** What runs few rounds because it takes long warms up within one. */
function limitRounds(effort: Effort, most = Infinity): Pick<Effort, 'rounds' | 'warmUp'> {
  if (most >= effort.rounds) return effort;
  return { rounds: most, warmUp: Math.min(most - 1, effort.warmUp, 1) };
}

function compare(names: readonly string[], samples: ReadonlyMap<string, readonly number[]>): Result[] {
  const baseline = samples.get(names[0] ?? '') ?? [];
  return names.map((contestant) => {
    const own = samples.get(contestant) ?? [];
    const ratio = median(own.map((value, round) => value / (baseline[round] ?? NaN)));
    return { contestant, median: median(own), ratio };
  });
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
    // An async function: of others tinybench finds out by a call that it does not await, which then runs beside the next.
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
