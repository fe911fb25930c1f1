import type { NeverSuspends } from '../interface/options.ts';
import type { types as t } from '@babel/core';
import type { NodeList } from '../syntax/node-list.ts';
import type { KnownTypes } from './types/known-types.ts';

/** What earlier passes note about nodes that they made, or changed. */
export interface Notes {
  readonly movedFields: MovedFields;
  /** The variables at the top level of a module that are initialized in a function, by name. */
  readonly late: ReadonlyMap<string, LateVariable>;
  /** The calls that stand for what patterns assign to, private accessors, and the names of these. */
  readonly privateTargets: ReadonlyMap<t.Node, string>;
  /** The functions that evaluate the parameters of a generator, and then start it. */
  readonly generatorStarts: ReadonlyMap<t.Node, GeneratorStart>;
  readonly types: KnownTypes;
  /** See the option of this name. */
  readonly neverSuspends: NeverSuspends | null;
}

/** What every name and every function of a program is. */
export interface Resolution extends Notes {
  readonly program: FunctionInfo;
  /** The nodes of the program, without those that only the type checker sees. */
  readonly list: NodeList;
  /** Every function of the program, outer ones before inner ones. */
  readonly functions: readonly FunctionInfo[];
  readonly infoOf: ReadonlyMap<t.Node, FunctionInfo>;
  readonly scopeOf: ReadonlyMap<t.Node, Scope>;
  /** What each identifier that is a reference or a declaration stands for. */
  readonly refOf: ReadonlyMap<t.Node, Ref>;
  /** The variables that function declarations in blocks of sloppy code assign to, too. */
  readonly sloppyFunctions: ReadonlyMap<t.FunctionDeclaration, Binding>;
  /** The names that anonymous functions and classes get from where they stand. */
  readonly inferredNames: ReadonlyMap<t.Node, string>;
  /** What is assigned to members: `o.f = () => {}`. It has no name, but V8 calls such a function `o.f` in stacks. */
  readonly assignedToMembers: ReadonlySet<t.Node>;
  /** Every name that occurs anywhere, so that generated names avoid them. */
  readonly names: Set<string>;
  /** Whether there is direct `eval` or `with`: code that may use names which nobody can see. */
  readonly dynamic: boolean;
  readonly replaced: Replacements;
}

/** What a program puts in the place of builtins. */
export interface Replacements {
  /** The names of functions and methods: nothing of that name is taken for a builtin. */
  readonly names: ReadonlySet<string>;
  /** Whether anything that exists already gets another iterator: then no variable is known to hold a plain array. */
  readonly iterators: boolean;
  /** Whether anything gets another `constructor`: methods of arrays may call it. */
  readonly constructors: boolean;
}

/** What may suspend. */
export interface Suspensions {
  /** The `for...of` loops, spreads and array patterns over nothing but arrays, collections and strings. */
  readonly nativeIterations: ReadonlySet<t.Node>;
  /** The spreads and array patterns that may iterate something that blocks. */
  readonly iterations: ReadonlySet<t.Node>;
  /** The calls (and iterations) that may suspend. */
  readonly yieldPoints: ReadonlySet<t.Node>;
  /** The nodes that contain a yield point, inside the same function. */
  readonly yielding: ReadonlySet<t.Node>;
  /** The calls that can only call private functions, and such as cannot suspend. */
  readonly privateCalls: ReadonlySet<t.Node>;
}

/** The facts about a program. The passes after the analysis only read them, and note what new nodes stand for (`inherit`). */
export interface Analysis extends Resolution, Suspensions {
  /** The rest parameters whose arrays nobody but their own function ever sees. */
  readonly ownLists: ReadonlySet<Binding>;
  /** The functions that the program does nothing with but call them. */
  readonly unseen: ReadonlySet<t.Node>;
}

/** A variable of a module whose declaration became an assignment in the function that runs the top level. */
export interface LateVariable {
  /** The name where it is initialized. */
  initial: t.Identifier;
  /** The references that cannot come too early, and where it is declared. */
  timely: Set<t.Node>;
  /** Whether nothing else may assign to it. */
  isConstant: boolean;
  /** The variable that tells whether it is initialized, which may be itself; null if nothing comes too early. */
  state: string | null;
}

/** The fields that are not initialized by the language, since that may block. They stay in their class for their names and keys. */
export interface MovedFields {
  /** The methods that initialize them where the constructor itself cannot, and the private names of these. */
  methods: Map<t.Node, string>;
  /** The fields with computed keys, and where the keys are kept. */
  keys: Map<t.Node, string>;
  /** The private fields, and the classes that add them to objects. */
  adders: Map<t.Node, string>;
  /** The assignments that stand for adding a private field, with the same classes. */
  additions: Map<t.Node, string>;
  /** The calls of the contract that define the others: they call nobody. */
  definitions: Set<t.Node>;
  /** The getters whose computed key is also that of a setter. */
  setters: Map<t.Node, t.ClassMethod>;
  /** The classes that are kept in a variable, of which each evaluation has its own. */
  owners: Map<t.Node, string>;
}

/** How such a function starts the generator: by a call, which needs the function itself as its first argument. */
export interface GeneratorStart {
  call: t.CallExpression;
  async: boolean;
}

export type FunctionKind =
  | 'program'
  | 'function'
  | 'arrow'
  | 'method'
  | 'accessor'
  | 'constructor'
  /** Code that runs as if it were a method: field initializers, static blocks; TypeScript namespaces. */
  | 'initializer';

export interface FunctionInfo {
  node: t.Node;
  kind: FunctionKind;
  parent: FunctionInfo | null;
  marked: boolean;
  async: boolean;
  generator: boolean;
  strict: boolean;
  /** The scope of the parameters and of the body's `var`s. */
  scope: Scope | null;
  /** The names declared anywhere in the function (not in functions nested in it). */
  declares: Set<string>;
  usesThis: boolean;
  usesArguments: boolean;
  /** Whether its parameters must stay the same variables as the elements of its `arguments`. */
  sharesArguments: boolean;
  usesNewTarget: boolean;
  usesSuper: boolean;
  usesSuperCall: boolean;
  directEval: t.Node | null;
  withStatement: t.Node | null;
  /** Whether the emitter rewrites this function: it is marked, of a kind that can suspend, and has yield points. */
  compiled: boolean;
  /** Whether it is compiled, and nothing but calls in compiled functions can call it: it needs no handshake. */
  isPrivate: boolean;
  /** The order number at which the function object comes into being. */
  createdAt: number;
  /** The calls in the function, for the fixpoint. */
  calls: CallSite[];
}

export interface CallSite {
  node: t.Node;
  /** The functions of the program that it may call; null if it may call anything else that could suspend. */
  callees: readonly FunctionInfo[] | null;
}

/** `body`: of a function whose parameters are another scope, since closures among them see other variables. */
export type ScopeKind = 'program' | 'function' | 'body' | 'block' | 'loop' | 'catch' | 'switch' | 'class' | 'name';

export interface Scope {
  kind: ScopeKind;
  node: t.Node;
  parent: Scope | null;
  fn: FunctionInfo;
  bindings: Map<string, Binding>;
}

export type BindingKind = 'var' | 'let' | 'const' | 'class' | 'function' | 'param' | 'catch' | 'self' | 'import';

/**
 * Where the compiled code keeps a variable: where the source had it; as a variable of the function that is saved in
 * the frame; or as a property of an object that closures and resumed activations share.
 */
export type Storage = 'native' | 'hoisted' | 'boxed';

export interface Binding {
  name: string;
  kind: BindingKind;
  scope: Scope;
  /** The order number after which the declaration has been evaluated. */
  initializedAt: number;
  declarations: number;
  refs: Ref[];
  /** Assignments other than the initializing declaration. */
  writes: number;
  captured: boolean;
  /** The function, class or initializer that the binding is declared with; of what is imported, the declaration. */
  value: t.Node | null;
  /** The name of the property that it is taken from: `const { from } = Array`. */
  property: string | null;
  storage: Storage;
  /** Whether some reference may come before the initialization, so that it must be checked. */
  checked: boolean;
  emittedName: string;
  /** Whether it never holds anything but numbers. */
  isNumber: boolean;
}

export interface Ref {
  node: t.Node;
  name: string;
  /** Null for a global. */
  binding: Binding | null;
  fn: FunctionInfo;
  order: number;
  write: boolean;
  /** Whether it may come before the initialization of a variable that lost its native dead zone. */
  checked: boolean;
  /** Inside a `switch`, a later case may be reached without running an earlier one's declarations. */
  scope: Scope;
}
