import { performance } from 'node:perf_hooks';
import { Bench } from 'tinybench';
import { processorTime } from './clock.ts';
import { median } from './median.ts';
import type { Case, Effort, Measured, Result, Unit } from './types.ts';

const PER_MS: Record<Unit, number> = { ms: 1, ns: 1e6, bytes: 1, 'ms/MB': 1 };

/** The values of a contestant, by the numbers of the rounds. */
type Samples = ReadonlyMap<string, Map<number, number>>;

/**
 * Runs the contestants of a case in turns, for several rounds, so that whatever disturbs the machine disturbs all of
 * them. The clock is the processor time of the process (ms): waiting for the processor does not count, collecting
 * garbage on other threads does.
 *
 * A contestant that takes long takes part in the last of the rounds only, when the others are warm.
 */
export async function measure(benchmark: Case, effort: Effort): Promise<Measured> {
  const names = Object.keys(benchmark.contestants);
  const samples: Samples = new Map(names.map((name) => [name, new Map<number, number>()]));
  const plays = await planRounds(benchmark, names, effort);
  const total = plays.get(names[0] ?? '') ?? 1;
  // Fewer rounds than planned are of contestants slow enough to warm up in the first.
  const first = Math.max(0, total - effort.rounds);
  for (let round = 0; round < total; round++) {
    const taking = names.filter((name) => total - round <= (plays.get(name) ?? 0));
    const values = await playRound(benchmark, rotated(taking, round), effort.time);
    if (round < first) continue;
    for (const [name, value] of values) samples.get(name)?.set(round, value);
  }
  const { row, name, unit, notes = [], untouched = false } = benchmark;
  return { row, name, unit, notes, ...(untouched && { untouched }), results: compare(names, samples) };
}

/** In how many rounds each contestant takes part. All of them play one beforehand, which is not counted. */
async function planRounds(benchmark: Case, names: string[], effort: Effort): Promise<Map<string, number>> {
  if (benchmark.once === true || effort.warmUp === 0) return new Map(names.map((name) => [name, 1]));
  const warmUp = Math.max(effort.warmUp, benchmark.warmUp ?? 0);
  const most = effort.rounds + warmUp - 1;
  const budget = (effort.budget * warmUp) / effort.warmUp;
  const plays = new Map<string, number>();
  for (const name of names) {
    const start = performance.now();
    await playRound(benchmark, [name], effort.time);
    const affordable = Math.floor(budget / (performance.now() - start));
    plays.set(name, Math.min(most, Math.max(benchmark.leastRounds ?? 1, affordable)));
  }
  return plays;
}

function compare(names: readonly string[], samples: Samples): Result[] {
  const baseline = samples.get(names[0] ?? '');
  return names.map((contestant) => {
    const own = [...(samples.get(contestant) ?? [])];
    const ratio = median(own.map(([round, value]) => value / (baseline?.get(round) ?? NaN)));
    return { contestant, median: median(own.map(([, value]) => value)), ratio, rounds: own.length };
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
