import { greenlets } from './command.ts';

describe('The example hello', () => {
  it('greets in the order in which the waiting ends', async () => {
    const repository = { folder: process.cwd() };
    const { exitCode, stdout } = await greenlets(repository, 'run', 'examples/hello.ts');
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'Hello, world!\nHello, patience!\n' });
  });
});
