import { reflectApply, reflectGet } from '../builtins.ts';
import { formattedBy, type EngineCallSite } from './engine.ts';

/** Whatever formats stacks. */
type Format = (error: unknown, sites: readonly EngineCallSite[]) => unknown;

/**
 * What `read` reads of many stacks, whose first lines are the same. Those that were captured in the same place are put into words only once, which takes
 * the engine, and source maps even more, several times as long as to see that the place is the same.
 */
export function readTogether<T>(read: () => T): T {
  const format: unknown = reflectGet(Error, 'prepareStackTrace');
  if (typeof format !== 'function') return read();
  const places = new Step('', '');
  return formattedBy((error, sites) => {
    const place = places.end(sites);
    return (place.text ??= reflectApply(format as Format, Error, [error, sites]));
  }, read);
}

/** A frame, and the callers that it has been seen with. */
class Step {
  text: unknown = undefined;
  readonly #file: unknown;
  /** The engine names the class of the receiver, which may be another one in the same place. */
  readonly #type: unknown;
  readonly #callers = new Map<number, Step[]>();

  constructor(file: unknown, type: unknown) {
    this.#file = file;
    this.#type = type;
  }

  /** The outermost frame of a stack that goes on with these. */
  end(sites: readonly EngineCallSite[]): Step {
    return sites.reduce<Step>((step, site) => step.#caller(site), this);
  }

  #caller(site: EngineCallSite): Step {
    const position = site.getPosition();
    const file = site.getFileName();
    const type = site.getTypeName();
    let callers = this.#callers.get(position);
    if (callers === undefined) this.#callers.set(position, (callers = []));
    const known = callers.find((caller) => caller.#file === file && caller.#type === type);
    if (known !== undefined) return known;
    const caller = new Step(file, type);
    callers.push(caller);
    return caller;
  }
}
