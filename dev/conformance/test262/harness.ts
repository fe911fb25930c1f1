import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import vm from 'node:vm';
import type { Realm } from './realm.ts';
import type { Scenario } from './scenario.ts';
import { isCompiled, type Mode, type Translator } from './translate.ts';

/**
 * The suite's own helpers, as global scripts. They are compiled as the test is, so that what they call can suspend.
 * Without a translator they stay as they are: the unmarked code between the test and its callbacks.
 */
export class Harness {
  readonly #folder: string;
  readonly #translator: Pick<Translator, 'translateHelper'> | null;
  readonly #scripts = new Map<string, vm.Script>();

  constructor(suite: string, translator: Pick<Translator, 'translateHelper'> | null = null) {
    this.#folder = join(suite, 'harness');
    this.#translator = translator;
  }

  load({ kind, metadata }: Scenario, mode: Mode, realm: Realm): void {
    if (kind === 'raw') return;
    const always = metadata.flags.has('async')
      ? ['assert.js', 'sta.js', 'doneprintHandle.js']
      : ['assert.js', 'sta.js'];
    const compiled = this.#translator !== null && isCompiled(mode);
    // Some tests name a helper twice.
    for (const name of new Set([...always, ...metadata.includes])) {
      if (compiled) realm.lend('require', () => realm.runtime.internal);
      this.#script(name, compiled ? mode : 'untouched').runInContext(realm.context);
    }
    Reflect.deleteProperty(realm.global, 'require');
  }

  #script(name: string, mode: Mode): vm.Script {
    const key = `${mode}:${name}`;
    let script = this.#scripts.get(key);
    if (script === undefined) {
      const filename = join(this.#folder, name);
      const source = readFileSync(filename, 'utf8');
      const code =
        mode === 'untouched' ? source : (this.#translator?.translateHelper(source, mode, toName(name)) ?? source);
      script = new vm.Script(code, { filename });
      this.#scripts.set(key, script);
    }
    return script;
  }
}

/** A part of a name that no other helper's file has. */
function toName(file: string): string {
  return file.replace(/\W/g, '_');
}
