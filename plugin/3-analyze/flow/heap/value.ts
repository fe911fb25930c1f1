import type { FunctionInfo } from '../../model.ts';
import { Place, type Worklist } from './place.ts';

/**
 * `unknown`: whatever code outside this file makes. `array`: arrays, typed arrays and iterators over them.
 * `builtin`: builtin functions that call nobody back, constructors, and what functions are properties of.
 * The values of a kind `object` are those of literals, of `new`, and prototypes.
 */
export type Kind =
  'unknown' | 'primitive' | 'array' | 'map' | 'set' | 'regexp' | 'builtin' | 'object' | 'function' | 'class';

/** The field for what is defined on a builtin under a name that is not known. */
export const ANYTHING = '*';

// Hardly any value has any of these, and there are tens of thousands of values: those that have none share empty ones.
const NO_NAMES: ReadonlySet<string> = new Set();
const NO_ACCESSORS: ReadonlyMap<string, Value> = new Map();
const NO_TYPES: ReadonlyMap<string, () => Value> = new Map();

/** All values that one place in the program makes: the closures of a function, the objects of a literal or a class. */
export class Value {
  readonly kind: Kind;
  /** The function, or the constructor of the class. */
  info: FunctionInfo | null = null;
  /** Where a builtin is found: `Object.prototype.toString`. */
  path = '';
  /** What may be stored under a name that is not known, and the elements of an array. */
  readonly elements: Place;
  /** Every property. */
  readonly everything: Place;
  /** The objects that properties are inherited from. */
  readonly parents: Place;
  /** The objects that a class or function makes when it is constructed, or one derived from it is. */
  readonly instances: Place;
  getters = NO_ACCESSORS;
  setters = NO_ACCESSORS;
  readonly fields = new Map<string, Place>();
  /** What unknown values are in the properties whose types are declared. */
  types = NO_TYPES;
  /** The same for the objects that a class makes. */
  instanceTypes = NO_TYPES;
  /** The methods that hide inherited ones. */
  methods = NO_NAMES;
  /** The properties that it has of its own from the moment when anybody else can see it. */
  readonly own = new Set<string>();
  /** The same for the objects that a class makes which extends nothing. */
  ownOfInstances = NO_NAMES;
  /** The class or function whose object it is. */
  maker: Value | null = null;
  /** The object that `new` makes of the class or function. */
  instance: Value | null = null;
  /** Once code outside this file may have it: what that may store in it. */
  outsider: Value | null = null;
  readonly #work: Worklist;

  constructor(kind: Kind, work: Worklist) {
    this.kind = kind;
    this.#work = work;
    this.elements = new Place(work);
    this.everything = new Place(work);
    this.parents = new Place(work);
    this.instances = new Place(work);
    this.elements.flowTo(this.everything);
  }

  /** Notes the type of a property. */
  declare(name: string, foreign: () => Value): void {
    this.types = withEntry(this.types, name, foreign);
    const field = this.fields.get(name);
    if (field !== undefined) field.foreign = foreign;
  }

  /** Nobody is expected to replace the methods of an array or a map. */
  get isBuiltin(): boolean {
    return this.kind === 'array' || this.kind === 'regexp' || isCollection(this);
  }

  /** The property of that name, without those that are inherited. */
  field(name: string): Place {
    let field = this.fields.get(name);
    if (field === undefined) {
      field = new Place(this.#work);
      field.foreign = this.types.get(name) ?? null;
      this.fields.set(name, field);
      field.flowTo(this.everything);
      if (this.outsider !== null && !this.isBuiltin) field.add(this.outsider);
    }
    return field;
  }
}

/** A map with one more entry: the same one unless it is empty. */
export function withEntry<T>(map: ReadonlyMap<string, T>, name: string, value: T): ReadonlyMap<string, T> {
  if (map.size === 0) return new Map([[name, value]]);
  return (map as Map<string, T>).set(name, value);
}

/** A set with one more name: the same one unless it is empty. */
export function withName(names: ReadonlySet<string>, name: string): ReadonlySet<string> {
  return names.size === 0 ? new Set([name]) : (names as Set<string>).add(name);
}

export function isCollection({ kind }: Value): boolean {
  return kind === 'map' || kind === 'set';
}
