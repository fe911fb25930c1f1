import { Event, Greenlet, GreenletExit, kill, Queue, sleep, spawn, SwitchError, Timeout } from 'greenlets';
import { getCurrent, Greenlet as RawGreenlet } from 'greenlets/core';
import { runVirtually, settle, useVirtualHost } from '../support/virtual-host.ts';
import { errorOf } from './support/error-of.ts';

describe('kill', () => {
  /** Logs how it is left; its cleanup blocks. */
  function careful(log: string[]): void {
    'use greenlet';
    try {
      log.push('running');
      sleep(1000);
    } catch (error) {
      log.push(error instanceof GreenletExit ? 'exit' : 'error');
      throw error;
    } finally {
      sleep(5);
      log.push('finally');
    }
  }

  it('E26: one that has not run never runs, was successful, and its links fire', async () => {
    const body = jest.fn();
    const linked = jest.fn();
    const greenlet = await runVirtually(() => {
      'use greenlet';
      const target = spawn(body);
      target.link(linked);
      target.kill();
      sleep(1);
      return [target];
    });
    const [target] = greenlet;
    expect(body).not.toHaveBeenCalled();
    expect(target?.successful()).toBe(true);
    expect(target?.value).toBeInstanceOf(GreenletExit);
    expect(target?.dead).toBe(true);
    expect(linked).toHaveBeenCalledWith(target);
  });

  it('E26: one that was to start later never starts, and its timer is gone', async () => {
    const host = useVirtualHost();
    const body = jest.fn();
    const greenlet = new Greenlet(body);
    greenlet.startLater(50);
    greenlet.kill(GreenletExit, { block: false });
    await host.drain();
    expect(host.awaitsTimer).toBe(false);
    expect(body).not.toHaveBeenCalled();
  });

  it('E28: without block it returns at once; the target dies in a later pass, handlers before finally', async () => {
    const log: string[] = [];
    await runVirtually(() => {
      'use greenlet';
      const target = spawn(careful, log);
      sleep(0);
      target.kill(GreenletExit, { block: false });
      log.push(target.dead ? 'dead' : 'alive');
      target.join();
    });
    expect(log).toEqual(['running', 'alive', 'exit', 'finally']);
  });

  it('E29: with block it returns when the cleanup is finished, which may block', async () => {
    const log: string[] = [];
    await runVirtually(() => {
      'use greenlet';
      const target = spawn(careful, log);
      sleep(0);
      target.kill();
      log.push('killed');
    });
    expect(log).toEqual(['running', 'exit', 'finally', 'killed']);
  });

  it('E30: a kill that comes between two sleep(0) is not lost', async () => {
    const spins = await runVirtually(() => {
      'use greenlet';
      let count = 0;
      const spinner = spawn(() => {
        for (;;) {
          count++;
          sleep(0);
        }
      });
      sleep(0);
      sleep(0);
      spinner.kill();
      return count;
    });
    expect(spins).toBeLessThan(5);
  });

  it('E31: one that swallows GreenletExit is waited for until it ends by itself', async () => {
    const host = useVirtualHost();
    const main = spawn(() => {
      'use greenlet';
      const target = spawn(stubborn);
      sleep(0);
      target.kill(GreenletExit, { timeout: 10 });
      const times = [host.now()];
      const alive = !target.dead;
      target.kill();
      times.push(host.now());
      return { times, alive, value: target.value };
    });
    expect(await settle(host, main)).toEqual({ times: [10, 60], alive: true, value: 'done' });
  });

  function stubborn(): string {
    'use greenlet';
    for (let tries = 0; tries < 2; tries++) {
      try {
        sleep(1000);
      } catch (error) {
        if (!(error instanceof GreenletExit)) throw error;
      }
    }
    sleep(50);
    return 'done';
  }

  it('E32: with another error the target has failed', async () => {
    const [successful, error] = await runVirtually(() => {
      'use greenlet';
      const target = spawn(sleep, 1000);
      sleep(0);
      target.kill(RangeError);
      return [target.successful(), errorOf(() => target.get())];
    });
    expect(successful).toBe(false);
    expect(error).toBeInstanceOf(RangeError);
  });

  it('E34: a dead one is left alone', async () => {
    const value = await runVirtually(() => {
      'use greenlet';
      const target = spawn(() => 'result');
      target.join();
      target.kill();
      target.kill(RangeError, { block: false });
      sleep(1);
      return target.get();
    });
    expect(value).toBe('result');
  });

  it('E35: one that kills itself dies here, or at its next wait', async () => {
    const log: string[] = [];
    await runVirtually(() => {
      'use greenlet';
      const here: Greenlet = spawn(() => {
        here.kill();
        log.push('not reached');
      });
      here.join();
      const later: Greenlet = spawn(() => {
        later.kill(GreenletExit, { block: false });
        log.push('goes on');
        sleep(0);
        log.push('not reached');
      });
      later.join();
      log.push(String(here.successful() && later.successful()));
    });
    expect(log).toEqual(['goes on', 'true']);
  });

  it('E37: the function of run() can be killed like any other; its promise is rejected', async () => {
    const promise = runVirtually(() => {
      'use greenlet';
      const main = getCurrent();
      spawn(() => kill(main));
      sleep(1000);
      return 'not reached';
    });
    await expect(promise).rejects.toBeInstanceOf(GreenletExit);
  });

  it('a result that was handed over before the kill is not lost: the target dies at its next wait', async () => {
    const log: unknown[] = [];
    await runVirtually(() => {
      'use greenlet';
      const queue = new Queue();
      const target = spawn(() => {
        log.push(queue.get());
        queue.get();
        log.push('not reached');
      });
      sleep(0);
      queue.put('item');
      target.kill();
      log.push(target.dead);
    });
    expect(log).toEqual(['item', true]);
  });

  it('can be called from outside greenlets if it need not wait', async () => {
    const host = useVirtualHost();
    const greenlet = spawn(sleep, 1000);
    await host.turnUntil(() => greenlet.active);
    expect(() => greenlet.kill()).toThrow(SwitchError);
    expect(greenlet.dead).toBe(false);
    greenlet.kill(GreenletExit, { block: false });
    await host.drain();
    expect(greenlet.dead).toBe(true);
  });

  it('makes an instance of any class of errors, Error itself among them', async () => {
    const errors = await runVirtually(() => {
      'use greenlet';
      const killed = spawn(sleep, 10);
      sleep(0);
      killed.kill(Error);
      const raised = errorOf(() => {
        Timeout.startNew(0, Error);
        sleep(10);
      });
      return [errorOf(() => killed.get()).constructor, raised.constructor];
    });
    expect(errors).toEqual([Error, Error]);
  });

  it('refuses what is not an error', async () => {
    const error = await runVirtually(() => {
      'use greenlet';
      return errorOf(() => spawn(sleep, 1).kill('x' as never));
    });
    expect(error.message).toBe('expected an Error, or a class of errors, got `"x"` (string)');
  });

  describe('the function', () => {
    it('kills raw greenlets, wherever they wait', async () => {
      const log: string[] = [];
      await runVirtually(() => {
        'use greenlet';
        const main = getCurrent();
        // As with gevent, what dies must not deliver to a greenlet that waits for something else.
        const waiting: RawGreenlet = new RawGreenlet(() => {
          try {
            main.switch();
          } finally {
            log.push('finally');
          }
        }, main.parent);
        const unstarted: RawGreenlet = new RawGreenlet(() => log.push('not reached'), main.parent);
        waiting.switch();
        kill(waiting);
        kill(unstarted);
        log.push('killed');
        sleep(1);
        log.push(`${String(waiting.dead)} ${String(unstarted.dead)}`);
      });
      expect(log).toEqual(['killed', 'finally', 'true true']);
    });

    it('refuses the main greenlet, and what is no greenlet', () => {
      expect(() => kill(getCurrent())).toThrow(SwitchError);
      expect(() => kill({} as never)).toThrow('expected a greenlet, got an instance of `Object` (object)');
    });

    it('reaches a raw greenlet that has come to wait since', async () => {
      const log: string[] = [];
      await runVirtually(() => {
        'use greenlet';
        const event = new Event();
        const main = getCurrent();
        const raw: RawGreenlet = new RawGreenlet(() => {
          main.switch();
          try {
            event.wait();
          } finally {
            log.push('finally');
          }
        }, main.parent);
        raw.switch();
        spawn(() => raw.switch());
        spawn(() => kill(raw));
        sleep(5);
      });
      expect(log).toEqual(['finally']);
    });
  });
});
