import { Ring } from '../../runtime/hub/ring.ts';

describe('Ring', () => {
  it('gives back in order while it wraps around and grows', () => {
    const ring = new Ring<number>();
    const taken: (number | undefined)[] = [];
    let next = 0;
    for (let round = 0; round < 20; round++) {
      for (let i = 0; i < 7; i++) ring.push(next++);
      for (let i = 0; i < 5; i++) taken.push(ring.shift());
    }
    expect(ring.length).toBe(40);
    expect(ring.peek()).toBe(100);
    while (ring.length > 0) taken.push(ring.shift());
    expect(taken).toEqual(Array.from({ length: 140 }, (_, i) => i));
  });

  it('is empty after clear', () => {
    const ring = new Ring<number>();
    ring.push(1);
    ring.clear();
    expect(ring.length).toBe(0);
    expect(ring.shift()).toBeUndefined();
    expect(ring.peek()).toBeUndefined();
  });
});
