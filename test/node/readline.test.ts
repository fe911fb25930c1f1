import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import realReadline from 'node:readline';
import { run, sleep, spawn, SwitchError } from 'greenlets';
import readline, { createInterface, implemented } from '../../runtime/node/readline/index.ts';

function terminal(): { input: PassThrough; output: PassThrough } {
  return { input: new PassThrough(), output: new PassThrough() };
}

/** Errors of Node are of another realm than the test. */
function errorOf(block: () => unknown): unknown {
  'use greenlet';
  try {
    block();
  } catch (error) {
    return error;
  }
  throw new Error('no error was thrown');
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
    expect(errorOf(ask)).toBeInstanceOf(SwitchError);
    expect(errorOf(ask)).toHaveProperty(
      'message',
      expect.stringMatching(/^readline\.question\(\) would block, but no greenlet is running/),
    );
    line.close();
  });

  describe('keeps the lines that come while nothing is asked', () => {
    it('for the questions that follow, also when the input has ended', async () => {
      const { input, output } = terminal();
      input.end('Anna\n42\nblue\n');
      const answers = await run(() => {
        'use greenlet';
        const line = createInterface({ input, output });
        const name = line.question('Name? ');
        sleep(1);
        return [name, line.question('Age? '), line.question('Colour? '), errorOf(() => line.question('More? '))];
      });
      expect(answers).toEqual(['Anna', '42', 'blue', expect.objectContaining({ code: 'ERR_USE_AFTER_CLOSE' })]);
      expect(await text(output.end())).toBe('Name? ');
    });

    it('and shows what is asked all the same', async () => {
      const { input, output } = terminal();
      input.write('Anna\n42\n');
      const answers = await run(() => {
        'use greenlet';
        const line = createInterface({ input, output, prompt: '> ' });
        const answers = [line.question('Name? '), line.question('Age? ')];
        line.prompt();
        line.close();
        return answers;
      });
      expect(answers).toEqual(['Anna', '42']);
      expect(await text(output.end())).toBe('Name? Age? > ');
    });

    it('for whoever iterates then', async () => {
      const { input } = terminal();
      const lines = await run(() => {
        'use greenlet';
        const line = createInterface({ input });
        spawn(() => void input.write('title\none\n'));
        const lines = [line.question('Title? ')];
        sleep(1);
        spawn(() => void input.end('two\n'));
        for (const text of line as AsyncIterable<string> as unknown as Iterable<string>) lines.push(text);
        return lines;
      });
      expect(lines).toEqual(['title', 'one', 'two']);
    });

    it('for whoever iterates when the input has ended', async () => {
      const { input } = terminal();
      input.end('title\none\ntwo\n');
      const lines = await run(() => {
        'use greenlet';
        const line = createInterface({ input });
        const lines = [line.question('Title? ')];
        sleep(1);
        for (const text of line as AsyncIterable<string> as unknown as Iterable<string>) lines.push(text);
        return lines;
      });
      expect(lines).toEqual(['title', 'one', 'two']);
    });

    it('but not those that somebody else hears', async () => {
      const { input } = terminal();
      const heard: string[] = [];
      input.write('Anna\n42\n');
      const answer = await run(() => {
        'use greenlet';
        const line = createInterface({ input }).on('line', (text) => heard.push(text));
        line.question('Name? ');
        spawn(() => void input.write('blue\n'));
        return line.question('Colour? ');
      });
      expect([answer, heard]).toEqual(['blue', ['42']]);
    });

    it('and pauses the input when there are many', async () => {
      const { input } = terminal();
      const line = createInterface({ input });
      const last = await run(() => {
        'use greenlet';
        const write = (from: number, to: number): unknown =>
          input.write(Array.from({ length: to - from }, (_, i) => `${from + i}\n`).join(''));
        spawn(() => write(0, 2000));
        line.question('');
        sleep(1);
        expect((line as unknown as { paused: boolean }).paused).toBe(true);
        write(2000, 2001);
        let last = '';
        for (let count = 0; count < 2000; count++) last = line.question('');
        return last;
      });
      expect(last).toBe('2000');
      line.close();
    });
  });

  describe('asks one question after the other', () => {
    it('where several greenlets ask', async () => {
      const { input, output } = terminal();
      const answers = await run(() => {
        'use greenlet';
        const line = createInterface({ input, output });
        const asking = ['a', 'b', 'c'].map((name) => spawn(() => name + line.question(`${name}? `)));
        sleep(0);
        spawn(() => void input.write('1\n2\n'));
        spawn(() => void input.write('3\n'));
        return asking.map((greenlet) => greenlet.get());
      });
      expect(answers).toEqual(['a1', 'b2', 'c3']);
      expect(await text(output.end())).toBe('a? b? c? ');
    });

    it('and forgets those whose greenlets are killed', async () => {
      const { input } = terminal();
      const answers = await run(() => {
        'use greenlet';
        const line = createInterface({ input });
        const asking = ['a', 'b', 'c', 'd'].map((name) => spawn(() => name + line.question(`${name}? `)));
        sleep(0);
        asking[0]?.kill();
        asking[2]?.kill();
        spawn(() => void input.write('1\n2\n'));
        return [asking[1]?.get(), asking[3]?.get(), line.listenerCount('close')];
      });
      expect(answers).toEqual(['b1', 'd2', createInterface({ input }).listenerCount('close')]);
    });

    it('all of which throw if the input ends', async () => {
      const { input } = terminal();
      const errors = await run(() => {
        'use greenlet';
        const line = createInterface({ input });
        const asking = ['a', 'b'].map((name) => spawn(() => errorOf(() => line.question(name))));
        sleep(0);
        input.end();
        return asking.map((greenlet) => greenlet.get());
      });
      const ended = expect.objectContaining({ message: 'readline was closed before the question was answered' });
      expect(errors).toEqual([ended, ended]);
    });
  });

  it('asks nothing if the signal has been aborted already', async () => {
    const { input, output } = terminal();
    const error = await run(() => {
      'use greenlet';
      const line = createInterface({ input, output });
      const error = errorOf(() => line.question('Name? ', { signal: AbortSignal.abort('enough') }));
      line.close();
      return error;
    });
    expect(error).toMatchObject({ name: 'AbortError', code: 'ABORT_ERR', cause: 'enough' });
    expect(await text(output.end())).toBe('');
  });

  it('refuses what is no signal, as the original does, and asks the next question', async () => {
    const { input } = terminal();
    const [error, answer] = await run(() => {
      'use greenlet';
      const line = createInterface({ input });
      spawn(() => void input.write('Anna\n'));
      return [errorOf(() => line.question('Name? ', { signal: 5 as unknown as AbortSignal })), line.question('Name? ')];
    });
    expect(error).toMatchObject({
      code: 'ERR_INVALID_ARG_TYPE',
      message: expect.stringContaining('options.signal') as string,
    });
    expect(answer).toBe('Anna');
  });
});

async function ask(line: realReadline.Interface, input: PassThrough): Promise<string> {
  const answered = new Promise<string>((resolve) => line.question('Name? ', resolve));
  input.write('Anna\n');
  const answer = await answered;
  line.close();
  return answer;
}
