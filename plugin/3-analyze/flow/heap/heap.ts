import { isBuiltin } from '../../yield-points/builtins.ts';
import type { FunctionInfo } from '../../model.ts';
import type { BuiltinType } from '../../../interface/type-source.ts';
import { Place, Worklist } from './place.ts';
import { Lookups } from './lookups.ts';
import { Trust } from './trust.ts';
import { ANYTHING, isCollection, Value, type Kind } from './value.ts';

/** What passes through a function: `this`, its parameters, its results. */
export interface Activation {
  value: Value;
  self: Place;
  params: Place[];
  /** The array of a rest parameter. */
  rest: Value | null;
  returns: Place;
  /** Whether some call of it has been found; otherwise nothing is known about its parameters. */
  called: boolean;
  /** Whether it may be called otherwise than by the calls found: by unknown code, the language, or a builtin. */
  implicit: boolean;
}

/** All values of a program and what their properties may hold. */
export class Heap {
  readonly work = new Worklist();
  readonly unknown = new Value('unknown', this.work);
  readonly primitive = new Value('primitive', this.work);
  /** What the analysis knows nothing about, and the results of operators: one place each, since there are so many. */
  readonly anything = Place.constant(this.unknown, this.work);
  readonly result = Place.constant(this.primitive, this.work);
  readonly activations = new Map<FunctionInfo, Activation>();
  readonly values: Value[] = [];
  /** The accesses that may run code outside this file, if it puts accessors on the prototypes that all objects share. */
  readonly lookups = new Lookups();
  readonly trust = new Trust();
  /** The names of the builtins that the program replaces. */
  readonly replaced: ReadonlySet<string>;
  readonly #builtins = new Map<string, Value>();

  constructor(replaced: ReadonlySet<string>) {
    this.replaced = replaced;
  }

  /** What a place holds is given to methods that it inherits, or that are builtin. */
  convert(place: Place): void {
    if (this.trust.isLost) this.escape(place);
    else if (place !== this.anything && place !== this.result) this.trust.noteConverted(place);
  }

  place(...values: Value[]): Place {
    const place = new Place(this.work);
    for (const value of values) place.add(value);
    return place;
  }

  /** What a path from a global leads to. */
  builtin(path: string): Value {
    if (!isBuiltin(path) || path.split('.').some((name) => this.replaced.has(name))) return this.unknown;
    let value = this.#builtins.get(path);
    if (value === undefined) {
      value = new Value('builtin', this.work);
      value.path = path;
      value.outsider = this.unknown;
      this.#builtins.set(path, value);
    }
    return value;
  }

  value(kind: Kind): Value {
    const value = new Value(kind, this.work);
    this.values.push(value);
    return value;
  }

  array(elements: Place): Value {
    const array = this.value('array');
    elements.flowTo(array.elements);
    return array;
  }

  /**
   * What comes from elsewhere, but has a type that the program states. If it states the wrong one, a call that was thought
   * to suspend nobody is a border: whatever has been given to unknown code looks out for that.
   */
  foreign(type: BuiltinType): () => Value {
    let value: Value | null = null;
    return () => (value ??= this.#makeForeign(type));
  }

  #makeForeign({ kind, elements }: BuiltinType): Value {
    const value = this.value(kind);
    if (elements !== null) value.elements.foreign = this.foreign(elements);
    if (kind === 'primitive') value.outsider = this.unknown;
    else this.release(value);
    return value;
  }

  activation(info: FunctionInfo): Activation {
    let activation = this.activations.get(info);
    if (activation === undefined) {
      const value = this.value('function');
      value.info = info;
      for (const name of ['name', 'length']) value.own.add(name);
      activation = {
        value,
        self: this.place(),
        params: [],
        rest: null,
        returns: this.place(),
        called: false,
        implicit: false,
      };
      this.activations.set(info, activation);
    }
    return activation;
  }

  /** The values of a place come into the hands of code outside this file. */
  escape(place: Place): void {
    place.each((value) => this.release(value));
  }

  release(value: Value): void {
    if (value.outsider !== null || value.kind === 'unknown' || value.kind === 'primitive') return;
    value.outsider = this.unknown;
    if (!value.isBuiltin) for (const field of value.fields.values()) field.add(this.unknown);
    value.elements.add(this.unknown);
    this.escape(value.everything);
    this.escape(value.parents);
    for (const accessor of [...value.getters.values(), ...value.setters.values()]) this.release(accessor);
    if (value.info !== null) this.expose(value.info);
    if (value.kind === 'class') this.release(this.instanceOf(value));
  }

  /** The function may be called by anybody with anything. */
  expose(info: FunctionInfo): void {
    this.activation(info).self.add(this.unknown);
    this.exposeParameters(info);
  }

  /** The function may be called with anything, but only on the objects that it is known to belong to. */
  exposeParameters(info: FunctionInfo): void {
    const activation = this.activation(info);
    activation.called = true;
    activation.implicit = true;
    for (const param of activation.params) param.add(this.unknown);
    activation.rest?.elements.add(this.unknown);
    this.escape(activation.returns);
  }

  /** The objects that `new` makes. */
  instanceOf(constructor: Value): Value {
    if (constructor.instance === null) {
      const instance = this.value('object');
      constructor.instance = instance;
      instance.maker = constructor;
      for (const [name, foreign] of constructor.instanceTypes) instance.declare(name, foreign);
      constructor.field('prototype').flowTo(instance.parents);
      constructor.instances.add(instance);
      if (constructor.outsider !== null) this.release(instance);
    }
    return constructor.instance;
  }

  /** `from.name`; the name is null where it is computed. */
  load(from: Place, name: string | null, into: Place): void {
    this.lookups.note({ receivers: from, from, name, stored: null });
    from.each((value) => this.loadFrom(value, value, name, into));
  }

  /** `super.name`: what it finds, it finds in `from`, but accessors get `self` as their `this`. */
  loadSuper(from: Place, self: Place, name: string | null, into: Place): void {
    this.lookups.note({ receivers: self, from, name, stored: null });
    from.each((value) => self.each((receiver) => this.loadFrom(value, receiver, name, into)));
  }

  loadFrom(value: Value, receiver: Value, name: string | null, into: Place, seen = new Set<Value>()): void {
    if (seen.has(value)) return;
    seen.add(value);
    if (value.kind === 'unknown') into.add(this.unknown);
    else if (value.kind === 'builtin') into.add(this.builtin(`${value.path}.${name ?? ''}`));
    else if (value.kind === 'primitive' || value.kind === 'regexp') this.#loadFromBuiltin(name, into);
    else if (value.kind === 'array' || isCollection(value)) this.#loadFromArray(value, name, into);
    else this.#loadFromObject(value, receiver, name, into, seen);
  }

  #loadFromBuiltin(name: string | null, into: Place): void {
    into.add(name === 'length' ? this.primitive : this.unknown);
  }

  #loadFromArray(value: Value, name: string | null, into: Place): void {
    if (name === 'length' || name === 'size') into.add(this.primitive);
    else if (name === null || isIndex(name)) value.elements.flowTo(into);
    else {
      value.field(name).flowTo(into);
      into.add(this.unknown);
    }
  }

  #loadFromObject(value: Value, receiver: Value, name: string | null, into: Place, seen: Set<Value>): void {
    if (name === null) value.everything.flowTo(into);
    else {
      const field = value.field(name);
      field.flowTo(into);
      // Where else it may be found, it has the declared type as well.
      if (value.types.has(name)) into = field;
      value.elements.flowTo(into);
      if (OUTSIDE.has(name)) into.add(this.unknown);
    }
    for (const [key, getter] of value.getters) {
      if (name === null || key === name) this.#get(getter, receiver, into);
    }
    // Private names of two classes are different ones, even if they look alike.
    if (name !== null && value.methods.has(name) && !name.startsWith('#')) return;
    value.parents.each((parent) => this.loadFrom(parent, receiver, name, into, seen));
  }

  #get(getter: Value, receiver: Value, into: Place): void {
    if (getter.info === null) return;
    const activation = this.activation(getter.info);
    activation.called = true;
    activation.self.add(receiver);
    activation.returns.flowTo(into);
  }

  /** `target.name = value` */
  store(target: Place, name: string | null, value: Place): void {
    this.lookups.note({ receivers: target, from: target, name, stored: value });
    target.each((object) => this.#storeIn(object, name, value));
  }

  /** `super.name = value`: a setter is looked for in `from`; without one, it is stored in `self`. */
  storeSuper(from: Place, self: Place, name: string | null, value: Place): void {
    this.lookups.note({ receivers: self, from, name, stored: value });
    from.each((holder) => self.each((receiver) => this.#set(holder, receiver, name, value, new Set())));
    self.each((object) => this.#storeIn(object, name, value));
  }

  #storeIn(object: Value, name: string | null, value: Place): void {
    // Of these, everything but elements may be a method that is called, or tells how it is iterated.
    if (object.isBuiltin && (name === null ? object.kind !== 'array' : !isIndex(name))) this.define(object, name);
    if (UNFOLLOWED.has(object.kind)) this.escape(value);
    else if (name === null || isIndex(name)) value.flowTo(object.elements);
    else value.flowTo(object.field(name));
    if (name !== null && OUTSIDE.has(name)) {
      this.escape(value);
      this.release(object);
    }
    this.#set(object, object, name, value, new Set());
  }

  /** Somebody defines a property of an array, a collection or a regular expression. */
  define(object: Value, name: string | null): void {
    if (object.isBuiltin) object.field(name === null || OUTSIDE.has(name) ? ANYTHING : name).add(this.unknown);
  }

  #set(holder: Value, receiver: Value, name: string | null, value: Place, seen: Set<Value>): void {
    if (seen.has(holder)) return;
    seen.add(holder);
    for (const [key, { info }] of holder.setters) {
      if ((name !== null && key !== name) || info === null) continue;
      const activation = this.activation(info);
      activation.called = true;
      activation.self.add(receiver);
      const [param] = activation.params;
      if (param !== undefined) value.flowTo(param);
    }
    holder.parents.each((parent) => this.#set(parent, receiver, name, value, seen));
  }

  /** What iterating over the values of a place yields. */
  elementsOf(place: Place): Place {
    const elements = this.place();
    place.each((value) => {
      if (value.kind === 'primitive') elements.add(this.primitive);
      else if (value.kind === 'array' || value.kind === 'set') value.elements.flowTo(elements);
      else if (value.kind === 'map') elements.add(this.array(value.elements));
      else {
        this.release(value);
        elements.add(this.unknown);
      }
    });
    // Arrays and collections may have got another iterator.
    this.convert(place);
    return elements;
  }
}

/** What is stored in the properties of these is not followed. */
const UNFOLLOWED: ReadonlySet<Kind> = new Set(['unknown', 'primitive', 'regexp', 'builtin']);

/** Properties through which one gets at objects that the analysis does not follow. */
const OUTSIDE = new Set(['__proto__', '__defineGetter__', '__defineSetter__', '__lookupGetter__', '__lookupSetter__']);

/** Whether a property of that name is an element. */
export function isIndex(name: string): boolean {
  return /^\d+$/.test(name);
}
