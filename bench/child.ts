/** Measures one case in a process of its own, so that the engine has seen nothing else; sends the result to the parent. */
import { prepareCase } from './cases/index.ts';
import { measure } from './measure.ts';
import type { CaseName, Effort } from './types.ts';

process.once('message', (message) => {
  const { benchmark, effort } = message as { benchmark: CaseName; effort: Effort };
  void answer(benchmark, effort);
});

async function answer(benchmark: CaseName, effort: Effort): Promise<void> {
  const measured = await measure(await prepareCase(benchmark, effort.quick), effort);
  process.send?.(measured, () => process.exit());
}
