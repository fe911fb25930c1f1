import { Timers } from '../../runtime/hub/time/timers.ts';

describe('Timers', () => {
  function drain(timers: Timers, now: number): unknown[] {
    const targets: unknown[] = [];
    for (let timer; (timer = timers.takeDue(now)) !== undefined;) targets.push(timer.target);
    return targets;
  }

  const target = (name: string): { name: string; expire(): void } => ({ name, expire() {} });
  const names = (targets: unknown[]): string[] => targets.map((each) => (each as { name: string }).name);

  it('gives the earliest first, and keeps those that are not due', () => {
    const timers = new Timers();
    for (const deadline of [30, 10, 50, 20, 40]) timers.add(deadline, target(String(deadline)), true);
    expect(names(drain(timers, 30))).toEqual(['10', '20', '30']);
    expect(timers.next?.deadline).toBe(40);
  });

  it('E06: gives equal deadlines in the order in which they were added', () => {
    const timers = new Timers();
    for (let i = 0; i < 20; i++) timers.add(i % 2, target(`${String(i % 2)}/${String(i)}`), true);
    const order = names(drain(timers, 1));
    const expected = [0, 1].flatMap((deadline) =>
      Array.from({ length: 10 }, (_, i) => `${String(deadline)}/${String(2 * i + deadline)}`),
    );
    expect(order).toEqual(expected);
  });

  it('removes timers from anywhere, once', () => {
    const timers = new Timers();
    const added = Array.from({ length: 50 }, (_, i) => timers.add((i * 7) % 50, target(String((i * 7) % 50)), true));
    for (const timer of added) if (timer.deadline % 3 === 0) timers.remove(timer);
    for (const timer of added) if (timer.deadline % 3 === 0) timers.remove(timer);
    expect(names(drain(timers, 50)).map(Number)).toEqual(
      Array.from({ length: 50 }, (_, i) => i).filter((i) => i % 3 !== 0),
    );
  });

  it('knows whether any timer keeps the process alive', () => {
    const timers = new Timers();
    const quiet = timers.add(1, target('quiet'), false);
    expect(timers.hasRef).toBe(false);
    const loud = timers.add(2, target('loud'), true);
    expect(timers.hasRef).toBe(true);
    timers.remove(loud);
    timers.remove(loud);
    timers.remove(quiet);
    expect(timers.hasRef).toBe(false);
    timers.add(3, target('again'), true);
    drain(timers, 3);
    expect(timers.hasRef).toBe(false);
  });
});
