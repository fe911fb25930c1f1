'use greenlet';

import * as library from 'greenlets';
import { iterate, sleep, spawn } from 'greenlets';

/** A module of a program that may be there once for each copy of the runtime. Its functions are compiled for that copy. */

export { library };

export function later<T>(value: T): T {
  sleep(1);
  return value;
}

export function bound<F extends () => unknown>(f: F): F {
  return f.bind(null) as F;
}

export class Parent {
  field = later('field of the parent');
  own: string;
  constructor(own: string) {
    this.own = later(own);
  }
}

export function derived(parent: new (own: string) => object): object {
  class Child extends parent {
    more = later('field of the child');
    constructor() {
      super('given');
      sleep(1);
    }
  }
  return new Child();
}

export async function* lines(log: string[]): AsyncGenerator<string> {
  try {
    yield 'first';
    sleep(60_000);
  } finally {
    log.push('closed');
  }
}

export function read(source: AsyncIterable<string>): void {
  for (const line of iterate(source)) later(line);
}

export function startForever(log: string[]): void {
  spawn(() => {
    try {
      sleep(60_000);
    } finally {
      log.push('ended');
    }
  });
  sleep(60_000);
}
