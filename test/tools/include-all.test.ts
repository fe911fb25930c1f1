import { greenlets } from './command.ts';
import { createProject } from './project.ts';

describe('greenlets run --mark all --include "**"', () => {
  it.each(['main.cjs', 'main.mjs'])('does not compile what it compiles with: %s', async (main) => {
    const project = createProject({
      'main.cjs': `
        const { run, sleep } = require('greenlets');
        const nap = require('nap');
        run(() => nap(sleep)).then((text) => console.log(text));`,
      'main.mjs': `
        import { run, sleep } from 'greenlets';
        import nap from 'nap';
        console.log(await run(() => nap(sleep)));`,
      'node_modules/nap/index.js': `module.exports = (sleep) => { sleep(0); return 'rested'; };`,
    });
    const outcome = await greenlets(project, 'run', '--mark', 'all', '--include', '**', main);
    expect(outcome).toEqual({ exitCode: 0, stdout: 'rested\n', stderr: '' });
  });
});
