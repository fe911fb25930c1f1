import { sleep, spawn, type Greenlet } from 'greenlets';
import { observers, type Observer } from '../../runtime/hub/observers.ts';
import { told } from '../../runtime/hub/told.ts';
import { runVirtually } from '../support/virtual-host.ts';

/** Writes down what it is told. */
function note(log: string[], prefix = ''): Required<Pick<Observer, 'started' | 'waits' | 'woken' | 'ended'>> {
  const name = (greenlet: object): string => (greenlet as Greenlet).name.replace(/-\d+$/, '');
  return {
    started: (greenlet) => void log.push(`${prefix}${name(greenlet)} is started`),
    waits: (greenlet, reason) => void log.push(`${prefix}${name(greenlet)} waits for ${reason}`),
    woken: (greenlet) => void log.push(`${prefix}${name(greenlet)} is woken`),
    ended: (greenlet, failed) => void log.push(`${prefix}${name(greenlet)} ${failed ? 'fails' : 'ends'}`),
  };
}

function nap(): void {
  'use greenlet';
  sleep(1);
}

describe('observers', () => {
  it('are told what greenlets do, as long as they want to know', async () => {
    const log: string[] = [];
    const stop = observers.add(note(log));
    await runVirtually(nap);
    stop();
    await runVirtually(nap);
    expect(log).toEqual(['nap is started', 'nap waits for sleep(1)', 'nap is woken', 'nap ends']);
  });

  it('are told one after the other, each of what it has a method for', async () => {
    const log: string[] = [];
    const stops = [observers.add({ ended: note(log, 'a: ').ended }), observers.add(note(log, 'b: '))];
    await runVirtually(() => {});
    stops.forEach((stop) => stop());
    expect(log).toEqual(['b: greenlet is started', 'a: greenlet ends', 'b: greenlet ends']);
  });

  it('are told once, though they are added twice', async () => {
    const log: string[] = [];
    const observer = note(log);
    observers.add(observer);
    observers.add(observer);
    await runVirtually(() => {});
    observers.remove(observer);
    observers.remove(observer);
    expect(log).toEqual(['greenlet is started', 'greenlet ends']);
  });

  it('may take themselves away when they are told', async () => {
    let starts = 0;
    const once: Observer = {
      started() {
        starts++;
        observers.remove(once);
      },
    };
    observers.add(once);
    await runVirtually(() => {
      'use greenlet';
      spawn(nap).join();
    });
    expect(starts).toBe(1);
  });

  it('are told of a pause only if they were told that it runs', async () => {
    const log: string[] = [];
    let stop = (): void => undefined;
    await runVirtually(() => {
      'use greenlet';
      stop = observers.add({ resumed: () => log.push('goes on'), paused: () => log.push('pauses') });
      sleep(1);
    });
    stop();
    expect(log).toEqual(['goes on', 'pauses']);
  });

  it('cost a comparison where nobody wants to hear of an event', () => {
    expect(told.woken).toBeNull();
    const stop = observers.add({ woken: () => undefined });
    expect(told.woken).not.toBeNull();
    expect(told.waits).toBeNull();
    stop();
    expect(told.woken).toBeNull();
  });
});
