import { format } from 'pretty-format';
import { Suite, type Action, type Hook } from './suite.ts';

/** The file's own suite, in which `describe` and `it` declare theirs. */
export const root = new Suite('', null, false);

let current = root;

/** What both `it` and `describe` can do. */
interface Declare {
  (name: string, body: Action): void;
  skip: Declare;
  each: (rows: readonly unknown[]) => (name: string, body: (...args: never[]) => unknown) => void;
}

/** `describe` and `it` as in Jest, with `each` and `skip`. */
export const describe = declaring((name, body, skipped) => {
  const suite = new Suite(name, current, skipped);
  current.entries.push(suite);
  current = suite;
  try {
    body();
  } catch (thrown) {
    suite.error = { thrown };
  } finally {
    current = suite.parent ?? root;
  }
});

export const it = declaring((name, body, skipped) => {
  current.entries.push({ name, body, skipped });
});

/** Declares a hook of the block. */
export function hook(name: Hook): (action: Action) => void {
  return (action) => void current.hooks[name].push(action);
}

function declaring(add: (name: string, body: Action, skipped: boolean) => void): Declare {
  const make = (skipped: boolean): Declare => {
    const declare = ((name, body) => add(name, body, skipped)) as Declare;
    declare.skip = skipped ? declare : make(true);
    declare.each = (rows) => (name, body) => {
      for (const [index, row] of rows.entries()) {
        const args = (Array.isArray(row) ? row : [row]) as never[];
        add(titleOf(name, args, index), () => body(...args), skipped);
      }
    };
    return declare;
  };
  return make(false);
}

/** The name of a row of `each`: `%s`, `%p`... stand for one value after the other, `$name` for a property of the first. */
function titleOf(name: string, args: readonly unknown[], index: number): string {
  let next = 0;
  const filled = name.replace(/%([spdijo#%])/g, (all, letter: string) => {
    if (letter === '%') return '%';
    if (letter === '#') return String(index);
    if (next === args.length) return all;
    const value = args[next++];
    return letter === 's' && Object(value) !== value ? String(value) : format(value, { maxDepth: 1, min: true });
  });
  const [first] = args;
  return Object(first) !== first
    ? filled
    : filled.replace(/\$(\w+)/g, (all, key: string) =>
        key in (first as object) ? format((first as Record<string, unknown>)[key], { min: true }) : all,
      );
}
