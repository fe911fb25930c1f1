import { megabytes } from './heap.ts';
import { readOptions, type Options } from './options.ts';
import { showProgress } from './progress.ts';
import { showPlan } from './show.ts';
import { replay, soak, type Finding, type Outcome } from './soak.ts';

/** The command: sets the exit code to 1 if anything is lost. */
export async function main(args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  if (options.round !== undefined) {
    const finding = await replay(options, options.round);
    console.log(finding === null ? 'nothing is lost' : describe(finding, options));
    process.exitCode = finding === null ? 0 : 1;
    return;
  }
  const outcome = await run(options);
  console.log(summarize(outcome, options));
  process.exitCode = outcome.finding === null && outcome.leak === null ? 0 : 1;
}

async function run(options: Options): Promise<Outcome> {
  const { seconds, operations } = options;
  const began = performance.now();
  const secondsSince = (): number => (performance.now() - began) / 1000;
  const progress = operations === undefined ? showProgress(seconds, 'seconds') : showProgress(operations, 'operations');
  let interrupted = false;
  process.once('SIGINT', () => (interrupted = true));
  const outcome = await soak(options, (_, performed) => {
    const done = operations === undefined ? secondsSince() : performed;
    progress.update(done, performed);
    return interrupted || done >= (operations ?? seconds);
  });
  progress.stop();
  return outcome;
}

function summarize(outcome: Outcome, options: Options): string {
  const { finding, rounds, operations, digest, leak, growth } = outcome;
  const figures = [
    `${operations} operations in ${rounds} rounds from seed ${options.seed} on`,
    `schedule ${digest.toString(16)}`,
    ...(growth === null ? [] : [`heap ${growth < 0 ? '-' : '+'}${megabytes(Math.abs(growth))} MB`]),
    leak ?? (finding === null ? 'nothing is lost' : 'something is lost'),
  ].join('; ');
  return finding === null ? figures : `${describe(finding, options)}\n${figures}`;
}

function describe({ round, violations, plan }: Finding, { seed, without, stress }: Options): string {
  const others = [...(without.length > 0 ? [`--without ${without.join()}`] : []), ...(stress ? ['--stress'] : [])];
  return [
    ['--- npm run soak --', `--seed ${seed} --round ${round}`, ...others].join(' '),
    ...violations,
    '',
    showPlan(plan),
  ].join('\n');
}
