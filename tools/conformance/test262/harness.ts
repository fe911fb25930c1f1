import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import vm from 'node:vm';
import type { Realm } from './realm.ts';
import type { Scenario } from './scenario.ts';

/** The suite's own helpers. They stay as they are: they are the unmarked code between the test and its callbacks. */
export class Harness {
  readonly #folder: string;
  readonly #scripts = new Map<string, vm.Script>();

  constructor(suite: string) {
    this.#folder = join(suite, 'harness');
  }

  load({ kind, metadata }: Scenario, realm: Realm): void {
    if (kind === 'raw') return;
    const always = metadata.flags.has('async')
      ? ['assert.js', 'sta.js', 'doneprintHandle.js']
      : ['assert.js', 'sta.js'];
    for (const name of [...always, ...metadata.includes]) this.#script(name).runInContext(realm.context);
  }

  #script(name: string): vm.Script {
    let script = this.#scripts.get(name);
    if (script === undefined) {
      const filename = join(this.#folder, name);
      script = new vm.Script(readFileSync(filename, 'utf8'), { filename });
      this.#scripts.set(name, script);
    }
    return script;
  }
}
