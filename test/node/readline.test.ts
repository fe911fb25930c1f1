import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import realReadline from 'node:readline';
import { run, sleep, spawn, SwitchError } from 'greenlets';
import readline, { createInterface, implemented } from '../../runtime/node/readline/index.ts';

function terminal(): { input: PassThrough; output: PassThrough } {
  return { input: new PassThrough(), output: new PassThrough() };
}

describe('greenlets/node/readline', () => {
  it('implements createInterface', () => {
    expect(implemented).toEqual(['createInterface']);
    expect(Object.keys(readline)).toEqual(Object.keys(realReadline));
    expect(createInterface.name).toBe('createInterface');
  });

  it('asks in blocking style', async () => {
    const { input, output } = terminal();
    const answers = await run(() => {
      'use greenlet';
      const line = createInterface({ input, output });
      spawn(() => void input.write('Anna\n'));
      const name = line.question('Name? ');
      spawn(() => void input.write('42\n'));
      const age = line.question('Age? ');
      line.close();
      return [name, age];
    });
    expect(answers).toEqual(['Anna', '42']);
    expect(await text(output.end())).toBe('Name? Age? ');
  });

  it('is what node:readline stands for in marked code, where unmarked code asks by callbacks', async () => {
    const { input } = terminal();
    const line = await run(() => {
      'use greenlet';
      return realReadline.createInterface({ input });
    });
    const answered = new Promise((resolve) => line.question('Name? ', resolve));
    input.write('Anna\n');
    expect(await answered).toBe('Anna');
    line.close();
  });

  it('is read line by line', async () => {
    const { input } = terminal();
    input.end('one\ntwo\n');
    const lines = await run(() => {
      'use greenlet';
      const lines: string[] = [];
      for (const line of createInterface({ input }) as AsyncIterable<string> as unknown as Iterable<string>)
        lines.push(line);
      return lines;
    });
    expect(lines).toEqual(['one', 'two']);
  });

  it('throws if the input ends before the answer', async () => {
    const { input } = terminal();
    const error = await run(() => {
      'use greenlet';
      const line = createInterface({ input });
      spawn(() => void input.end());
      return line.question('Name? ');
    }).catch((error: unknown) => error);
    expect(error).toMatchObject({
      code: 'ERR_USE_AFTER_CLOSE',
      message: 'readline was closed before the question was answered',
    });
  });

  it('throws an AbortError when the signal fires, and takes the question back', async () => {
    const { input } = terminal();
    const controller = new AbortController();
    const line = createInterface({ input });
    const error = await run(() => {
      'use greenlet';
      spawn(() => controller.abort('enough'));
      return line.question('Name? ', { signal: controller.signal });
    }).catch((error: unknown) => error);
    expect(error).toMatchObject({ name: 'AbortError', code: 'ABORT_ERR', cause: 'enough' });
    expect(await ask(line, input)).toBe('Anna');
  });

  it('takes the question back when its greenlet is killed', async () => {
    const { input } = terminal();
    const line = createInterface({ input });
    const before = line.listenerCount('close');
    await run(() => {
      'use greenlet';
      const asking = spawn(() => line.question('Name? '));
      sleep(0);
      asking.kill();
    });
    expect(line.listenerCount('close')).toBe(before);
    expect(await ask(line, input)).toBe('Anna');
  });

  it('throws a SwitchError outside greenlets', () => {
    const { input } = terminal();
    const line = createInterface({ input });
    const ask = (): string => {
      'use greenlet';
      return line.question('Name? ');
    };
    expect(ask).toThrow(SwitchError);
    expect(ask).toThrow('readline.question() would block, but no greenlet is running');
    line.close();
  });
});

async function ask(line: realReadline.Interface, input: PassThrough): Promise<string> {
  const answered = new Promise<string>((resolve) => line.question('Name? ', resolve));
  input.write('Anna\n');
  const answer = await answered;
  line.close();
  return answer;
}
