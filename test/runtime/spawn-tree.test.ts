'use greenlet';

import {
  addSpawnCallback,
  getCurrent,
  Greenlet,
  Pool,
  removeSpawnCallback,
  sleep,
  spawn,
  spawnerOf,
  spawnLater,
  spawnRaw,
  spawnStackOf,
  trackSpawns,
  treeLocals,
} from 'greenlets';
import { runVirtually } from '../support/virtual-host.ts';

describe('the tree of spawns', () => {
  afterEach(() => {
    trackSpawns(false);
  });

  it('is not recorded unless somebody wants it', async () => {
    const child = await runVirtually(() => ({ child: spawn(() => 1) }));
    expect(spawnerOf(child.child)).toBeUndefined();
    expect(spawnStackOf(child.child)).toBeUndefined();
  });

  it('tells who has started a greenlet, and where', async () => {
    expect(trackSpawns(true)).toBe(false);
    const seen = await runVirtually(function parent() {
      const child = spawn(() => 1);
      return { isParent: spawnerOf(child) === getCurrent(), stack: spawnStackOf(child) };
    });
    expect(trackSpawns(false)).toBe(true);
    expect(seen.isParent).toBe(true);
    expect(seen.stack).toMatch(/^at .*spawn-tree\.test\.ts:\d+:\d+\)?(\n|$)/);
    expect(seen.stack).not.toContain('greenlets/spawning');
  });

  it('has values that all of a tree have in common, and no other', async () => {
    trackSpawns(true);
    const seen = await runVirtually(() => {
      treeLocals().set('request', 7);
      const child = spawn(() => {
        const grandchild = spawn(() => treeLocals().get('request'));
        treeLocals().set('by the child', true);
        return grandchild.get();
      });
      return [child.get(), treeLocals().get('by the child')];
    });
    expect(seen).toEqual([7, true]);
  });

  it('is another one for what is started elsewhere', async () => {
    trackSpawns(true);
    expect(await runVirtually(() => treeLocals().size)).toBe(0);
  });
});

describe('spawn callbacks', () => {
  it('are called when greenlets are started, however', async () => {
    const seen: unknown[] = [];
    const callback = (greenlet: object): void => void seen.push(greenlet);
    const started = await runVirtually(() => {
      addSpawnCallback(callback);
      addSpawnCallback(callback);
      const one = spawn(() => 1);
      const two = spawnLater(1, () => 2);
      const three = new Greenlet(() => 3);
      expect(seen).not.toContain(three);
      three.start();
      three.start();
      sleep(2);
      removeSpawnCallback(callback);
      spawn(() => 4);
      return { all: [one, two, three] };
    });
    expect(seen).toEqual(started.all);
  });

  it('are told of nothing but greenlets that one can wait for', async () => {
    const results = await runVirtually(() => {
      const seen: Greenlet[] = [];
      // The type says so as well.
      const callback = (greenlet: Greenlet): void => void seen.push(greenlet);
      addSpawnCallback(callback);
      spawnRaw(() => sleep(1));
      void (async () => {
        sleep(1);
      })();
      const child = new Pool(1).spawn(() => 'of a pool');
      sleep(2);
      removeSpawnCallback(callback);
      expect(seen).toEqual([child]);
      return seen.map((greenlet) => greenlet.get());
    });
    expect(results).toEqual(['of a pool']);
  });

  it('refuse what is no function', () => {
    expect(() => addSpawnCallback(3 as never)).toThrow('expected a function, got `3` (number)');
  });
});
