import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { CLI, PATIENCE, ROOT } from './support/run-example.ts';

jest.setTimeout(PATIENCE);

/** A visitor of the chat room, line by line. */
class Visitor {
  readonly #socket: Socket;
  readonly #lines: AsyncIterator<string>;

  constructor(port: number) {
    this.#socket = connect(port, '127.0.0.1');
    this.#lines = createInterface(this.#socket)[Symbol.asyncIterator]();
  }

  say(line: string): void {
    this.#socket.write(`${line}\n`);
  }

  async hear(): Promise<string> {
    const { value } = await this.#lines.next();
    return value as string;
  }

  leave(): void {
    this.#socket.end();
  }

  static async enter(port: number, name: string): Promise<Visitor> {
    const visitor = new Visitor(port);
    expect(await visitor.hear()).toBe('What is your name?');
    visitor.say(name);
    return visitor;
  }
}

describe('examples/chat-server.ts', () => {
  let server: ChildProcess;
  let output: Interface;
  let port = 0;

  beforeEach(async () => {
    server = spawn(process.execPath, [CLI, 'run', join(ROOT, 'examples/chat-server.ts'), '0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (server.stdout === null) throw new Error('the server has no output');
    output = createInterface(server.stdout);
    const [line] = (await once(output, 'line')) as [string];
    port = Number(/\d+$/.exec(line)?.[0]);
  });

  afterEach(async () => {
    if (server.exitCode === null && server.kill('SIGKILL')) await once(server, 'exit');
    output.close();
  });

  it('tells everybody what one visitor says', async () => {
    const ada = await Visitor.enter(port, 'Ada');
    ada.say('Is anybody there?');
    expect(await ada.hear()).toBe('Ada: Is anybody there?');
    const bob = await Visitor.enter(port, 'Bob');
    expect(await ada.hear()).toBe('Bob has come in');
    bob.say('Yes');
    expect([await ada.hear(), await bob.hear()]).toEqual(['Bob: Yes', 'Bob: Yes']);
    bob.leave();
    expect(await ada.hear()).toBe('Bob has left');
    ada.leave();
  });

  it('asks again for a name that is taken', async () => {
    const ada = await Visitor.enter(port, 'Ada');
    ada.say('first');
    expect(await ada.hear()).toBe('Ada: first');
    const other = await Visitor.enter(port, 'Ada');
    expect(await other.hear()).toBe('What is your name?');
    other.say('Grace');
    expect(await ada.hear()).toBe('Grace has come in');
    ada.leave();
    other.leave();
  });
});
