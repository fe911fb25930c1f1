import type * as babel from '@babel/core';
import type { NodePath, types } from '@babel/core';
import { TypeValues } from './type-values.ts';

type Decorated = types.ClassMethod | types.ClassProperty | types.ClassPrivateMethod | types.ClassPrivateProperty;
type Member = types.ClassMethod | types.ClassProperty;

/** Options of the plugin. */
export interface MetadataOptions {
  /** Whether `null` and `undefined` are types like any other: `strictNullChecks`. */
  readonly hasNulls: boolean;
}

/**
 * Adds what TypeScript adds to decorators for `emitDecoratorMetadata`, as decorators that come last and so are applied first. As with
 * `isolatedModules`, it says of a type what its own file says. It comes before all that takes the types away.
 *
 *     @Inject() class Shop { constructor(prices: Prices) {} }
 *     @Inject() @metadata("design:paramtypes", (Shop) => [Prices]) class Shop { constructor(prices: Prices) {} }
 */
export function decoratorMetadata(
  { types: t, template }: typeof babel,
  { hasNulls }: MetadataOptions,
): babel.PluginObj {
  return {
    name: 'decorator-metadata',
    visitor: {
      Program(program) {
        const metadata = program.scope.generateUidIdentifier('metadata');
        const values = new TypeValues(t, program, hasNulls);
        const writer = new MetadataWriter(t, metadata, values);
        program.traverse({ Class: (owner) => writer.write(owner) });
        if (!writer.isUsed) return;
        program.pushContainer('body', template.statement(METADATA)({ METADATA: metadata }));
        values.declare();
        program.scope.crawl();
      },
    },
  };
}

/** Without a library that keeps metadata there is none. The types are named when the class is there, and can be one of them. */
const METADATA = `function METADATA(key, typesOf) {
  'use no greenlet';
  return (target, name) => {
    if (typeof Reflect !== 'object' || typeof Reflect.metadata !== 'function') return;
    Reflect.metadata(key, typesOf(typeof target === 'function' ? target : target.constructor))(target, name);
  };
}`;

class MetadataWriter {
  isUsed = false;
  readonly #t: typeof types;
  readonly #metadata: types.Identifier;
  readonly #values: TypeValues;

  constructor(t: typeof types, metadata: types.Identifier, values: TypeValues) {
    this.#t = t;
    this.#metadata = metadata;
    this.#values = values;
  }

  write(owner: NodePath<types.Class>): void {
    const elements = owner.node.body.body;
    const constructor = elements.find((each) => this.#t.isClassMethod(each, { kind: 'constructor' }));
    for (const element of elements)
      if (this.#isDecorated(element)) this.#writeOfMember(element, elements as Member[], owner);
    if (constructor === undefined || !(isDecorated(owner.node) || hasDecoratedParameters(constructor))) return;
    this.#add(owner.node, 'paramtypes', this.#ofParameters(constructor, owner), owner);
  }

  #isDecorated(element: types.Node): element is Member {
    const t = this.#t;
    if (!t.isClassMethod(element) && !t.isClassProperty(element)) return false;
    if (t.isClassMethod(element, { kind: 'constructor' })) return false;
    return isDecorated(element) || (t.isClassMethod(element) && hasDecoratedParameters(element));
  }

  #writeOfMember(member: Member, members: readonly Member[], owner: NodePath<types.Class>): void {
    const t = this.#t;
    if (t.isClassProperty(member)) return this.#add(member, 'type', this.#of(member.typeAnnotation, owner), owner);
    if (member.kind === 'method') {
      this.#add(member, 'type', t.identifier('Function'), owner);
      this.#add(member, 'paramtypes', this.#ofParameters(member, owner), owner);
      this.#add(member, 'returntype', this.#ofResult(member, owner), owner);
      return;
    }
    const { getter, setter } = this.#accessorsOf(member, members);
    const type = parameterType(setter?.params[0]) ?? getter?.returnType;
    this.#add(member, 'type', this.#of(type, owner), owner);
    this.#add(member, 'paramtypes', setter ? this.#ofParameters(setter, owner) : t.arrayExpression(), owner);
  }

  #accessorsOf(
    member: types.ClassMethod,
    members: readonly Member[],
  ): { getter: types.ClassMethod | undefined; setter: types.ClassMethod | undefined } {
    const t = this.#t;
    const find = (kind: 'get' | 'set'): types.ClassMethod | undefined =>
      members.find(
        (other): other is types.ClassMethod =>
          t.isClassMethod(other, { kind, static: member.static }) && t.isNodesEquivalent(other.key, member.key),
      );
    return { getter: find('get'), setter: find('set') };
  }

  #ofResult({ returnType, async }: types.ClassMethod, owner: NodePath<types.Class>): types.Expression {
    const t = this.#t;
    if (returnType) return this.#of(returnType, owner);
    return async ? t.identifier('Promise') : this.#values.nothing();
  }

  #ofParameters({ params }: types.ClassMethod, owner: NodePath<types.Class>): types.Expression {
    const t = this.#t;
    return t.arrayExpression(params.map((param) => this.#values.ofParameter(param, owner)));
  }

  #of(annotation: types.Node | null | undefined, owner: NodePath<types.Class>): types.Expression {
    return this.#values.ofAnnotation(annotation, owner);
  }

  #add(node: Decorated | types.Class, key: string, value: types.Expression, owner: NodePath<types.Class>): void {
    const t = this.#t;
    const own = owner.node.id ? [t.cloneNode(owner.node.id)] : [];
    const types = t.arrowFunctionExpression(own, value);
    const call = t.callExpression(t.cloneNode(this.#metadata), [t.stringLiteral(`design:${key}`), types]);
    node.decorators = [...(node.decorators ?? []), t.decorator(call)];
    this.isUsed = true;
  }
}

function isDecorated(node: types.Node): boolean {
  return 'decorators' in node && (node.decorators?.length ?? 0) > 0;
}

function hasDecoratedParameters(method: types.Node): boolean {
  return 'params' in method && method.params.some((param) => isDecorated(param));
}

function parameterType(param: types.Node | undefined): types.Node | null | undefined {
  return param !== undefined && 'typeAnnotation' in param ? param.typeAnnotation : undefined;
}
