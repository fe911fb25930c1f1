import vm from 'node:vm';
import type { Harness } from './harness.ts';
import type { RuntimeModules } from './runtime-modules.ts';
import { Modules } from './modules.ts';
import { describeThrown, judge, type Failure, type Outcome } from './outcome.ts';
import { Realm } from './realm.ts';
import type { Scenario } from './scenario.ts';
import { isCompiled, isParseError, refusalOf, type Form, type Mode, type Translator } from './translate.ts';

/** What all runs share. */
export interface Equipment {
  harness: Harness;
  translator: Pick<Translator, 'translate'>;
  runtimeScript: vm.Script;
  /** What modules import instead. */
  runtimeModules?: RuntimeModules;
}

const TIME_LIMIT = 10_000;
const TURNS = 40;
const TURNS_WITH_TIMERS = 2000;

/** Runs a scenario once, in a realm of its own. Code whose outcome is `known` is not run again. */
export async function execute(
  scenario: Scenario,
  form: Form,
  mode: Mode,
  equipment: Equipment,
  known = new Map<string, Outcome>(),
): Promise<Outcome> {
  let code: string;
  try {
    code = equipment.translator.translate(scenario.source, form, mode);
  } catch (error) {
    return notTranslated(error, scenario);
  }
  const outcome = known.get(code) ?? (await run(scenario, code, form, mode, equipment));
  known.set(code, outcome);
  return outcome;
}

async function run(scenario: Scenario, code: string, form: Form, mode: Mode, equipment: Equipment): Promise<Outcome> {
  const realm = new Realm(equipment.runtimeScript, equipment.runtimeModules);
  if (form === 'module' && isCompiled(mode)) await realm.loadModules();
  equipment.harness.load(scenario, mode, realm);
  const modules = new Modules(realm, mode, equipment.translator);
  const failure =
    form === 'module'
      ? await runModule(scenario, code, modules)
      : runScript(scenario, code, form, mode, realm, modules);
  if (failure === null && scenario.metadata.flags.has('async')) await settle(realm);
  return judge(scenario.metadata, failure, realm.printed);
}

function notTranslated(error: unknown, { metadata }: Scenario): Outcome {
  const code = refusalOf(error);
  if (code !== null) return { status: 'refused', detail: code };
  const message = error instanceof Error ? error.message : String(error);
  if (isParseError(error))
    return judge(metadata, { phase: 'parse', type: 'SyntaxError', message: `Babel: ${message}` }, []);
  return { status: 'crash', detail: error instanceof Error ? (error.stack ?? message) : message };
}

async function runModule({ file }: Scenario, code: string, modules: Modules): Promise<Failure | null> {
  let phase: Failure['phase'] = 'parse';
  try {
    const module = modules.create(file, code);
    phase = 'resolution';
    await modules.link(module);
    phase = 'runtime';
    await module.evaluate({ timeout: TIME_LIMIT });
    return null;
  } catch (error) {
    return describeThrown(error, phase);
  }
}

function runScript(
  { file }: Scenario,
  code: string,
  form: Form,
  mode: Mode,
  realm: Realm,
  modules: Modules,
): Failure | null {
  let phase: Failure['phase'] = 'parse';
  try {
    const script = new vm.Script(form === 'function' ? `greenletsRun(function (require) {${code}\n});` : code, {
      filename: file,
      // With this option, Node keeps the realm forever.
      ...(code.includes('import') && { importModuleDynamically: modules.importer(file) as never }),
    });
    phase = 'runtime';
    if (form === 'function') realm.lend('greenletsRun', runner(realm, mode));
    else if (code.includes('greenlets/internal')) realm.lend('require', () => realm.runtime.internal);
    script.runInContext(realm.context, { timeout: TIME_LIMIT });
    return null;
  } catch (error) {
    return describeThrown(error, phase);
  }
}

type Factory = (require: () => unknown) => () => unknown;

/** Runs the function that a test was made, which the factory returns; compiled, in a greenlet. */
function runner(realm: Realm, mode: Mode): (factory: Factory) => void {
  if (!isCompiled(mode)) return (factory) => void factory(() => null).call(realm.global);
  const { runtime } = realm;
  return (factory) =>
    void runtime.runInGreenlet(
      factory(() => runtime.internal),
      realm.global,
    );
}

/** Gives promises, dynamic imports and timers the time to finish. */
async function settle(realm: Realm): Promise<void> {
  const turns = 'setTimeout' in realm.global ? TURNS_WITH_TIMERS : TURNS;
  for (let turn = 0; turn < turns && realm.printed.length === 0; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
