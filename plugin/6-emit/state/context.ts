import type { types as t } from '@babel/core';
import type { Analysis, Binding, FunctionInfo, FunctionKind, Scope } from '../../3-analyze/model.ts';
import type { ResolvedOptions } from '../../interface/options.ts';
import { refuse, type RefusedError } from '../../interface/diagnostics.ts';
import { callOf, id, metaNewTarget, not, num, set } from '../../syntax/build.ts';
import { Jumps } from './jumps.ts';
import { Sequence } from './sequence.ts';

/** What the emission of a whole program shares. */
export class ProgramContext {
  readonly analysis: Analysis;
  readonly options: ResolvedOptions;
  /** Local name of each function of the contract that the program uses. */
  readonly helpers = new Map<string, string>();
  /** Statements that a scope must begin with, by the node of the scope. */
  readonly preludes = new Map<t.Node, t.Statement[]>();
  /** Statements that the program begins with, after its imports of the contract. */
  readonly opening: t.Statement[] = [];
  /** Statements that must come right after a class declaration. */
  readonly epilogues = new Map<t.Node, t.Statement[]>();
  /** The variables that stand for `GreenletExit` and `Timeout`. */
  readonly cancellations: ReadonlyMap<Binding, string>;
  /** The functions that the private methods of the classes around became, innermost class last. */
  readonly privateMethods: Map<string, string | null>[] = [];
  /** The private methods that are used otherwise than by calling them. */
  readonly privateValues = new Set<t.Node>();
  /** Where the outer parts of classes mention these by their own names, and the objects that have them. */
  readonly ownNames = new Map<t.Node, string>();
  readonly #boxes = new Map<Scope, string>();
  readonly #fixed = new Map<string, string>();
  /** The first suffix of each generated name that may be free: large programs have thousands. */
  readonly #suffixes = new Map<string, number>();

  constructor(analysis: Analysis, options: ResolvedOptions, cancellations: ReadonlyMap<Binding, string>) {
    this.analysis = analysis;
    this.options = options;
    this.cancellations = cancellations;
  }

  /** The function that a private method became; undefined for one that stayed, and for private fields. */
  privateMethod(name: string): string | undefined {
    return this.privateMethods.findLast((methods) => methods.has(name))?.get(name) ?? undefined;
  }

  refuse(node: t.Node): RefusedError {
    return refuse('GREENLETS103', node);
  }

  /** A reference to a function (or object) of `greenlets/internal`; it is imported in the end. */
  helper(name: string): t.Identifier {
    const local = this.helpers.get(name) ?? this.unique(name);
    this.helpers.set(name, local);
    return id(local);
  }

  /** A name that occurs nowhere in the program; where names may occur unseen, one that nobody would choose. */
  unique(hint: string): string {
    const { names, dynamic } = this.analysis;
    const name = dynamic ? `${hint}$greenlets` : hint;
    let suffix = this.#suffixes.get(name) ?? 0;
    let candidate: string;
    do {
      candidate = suffix === 0 ? name : `${name}_${suffix}`;
      suffix++;
    } while (names.has(candidate));
    names.add(candidate);
    this.#suffixes.set(name, suffix);
    return candidate;
  }

  /** A generated name that all functions of the program use side by side. */
  fixed(name: string): string {
    const local = this.#fixed.get(name) ?? this.unique(name);
    this.#fixed.set(name, local);
    return local;
  }

  /** The variable that holds the shared variables of a scope. */
  box(scope: Scope): string {
    const name = this.#boxes.get(scope) ?? this.unique('scope');
    this.#boxes.set(scope, name);
    return name;
  }
}

/** In the order in which they are declared: functions that look alike compress better. */
const REGISTERS = ['result', 'callee', 'receiver'] as const;
type Register = (typeof REGISTERS)[number];

/** What the emission of one function keeps. */
export class FunctionContext {
  readonly program: ProgramContext;
  readonly info: FunctionInfo;
  readonly jumps = new Jumps();
  /** Variables that the frame saves, in order. */
  readonly saved = new Set<string>();
  /** Calls that need the frame, if there is one. */
  readonly tails: t.CallExpression[] = [];
  sequence: Sequence;
  /** What `return` does besides returning: in a constructor, a value that is not an object is replaced. */
  wrapResult: ((value: t.Expression | null) => t.Expression) | null = null;
  /** A constructor returns from a `try` or a `for...of`: its value is replaced where no `catch` clause sees an error. */
  wrapsLate = false;
  /** Inside `try` and the like a call is never in tail position. */
  protectedDepth = 0;
  /** The body was moved to an arrow in the function. */
  asArrow = false;
  /** In a constructor, how it refers to its class. */
  classSelf: string | null = null;
  /** How a generator refers to its function. */
  self: string | null = null;
  /** In an async generator, the callee of the call about to be made. */
  announced: t.Expression | null = null;
  /** The resources of the innermost block with `using` declarations. */
  resources: string | null = null;
  argumentsName: string | null = null;
  newTargetName: string | null = null;
  readonly #registers = new Set<Register>();
  readonly #numbers = new Set<string>();
  #yieldPoints = 0;
  #temporaries: string[] = [];
  readonly #free: string[] = [];
  readonly #freeNumbers: string[] = [];
  #suspendLabel: string | null = null;

  readonly parent: FunctionContext | null;

  constructor(program: ProgramContext, info: FunctionInfo, parent: FunctionContext | null) {
    this.program = program;
    this.info = info;
    this.parent = parent;
    this.sequence = new Sequence(!info.generator);
  }

  /** Whether the function is called again to resume it. A generator keeps its place and its variables by itself. */
  get reentrant(): boolean {
    return !this.info.generator;
  }

  /** An async generator, which can await whatever suspends. */
  get asyncGenerator(): boolean {
    return this.info.generator && this.info.async;
  }

  /** The context of the function whose `arguments`, `this` and `new.target` this one sees. */
  get thisOwner(): FunctionContext {
    return this.info.kind === 'arrow' && this.parent !== null ? this.parent.thisOwner : this;
  }

  /** `return value`, by the way that leads out of here. */
  emitReturn(value: t.Expression | null): t.Statement[] {
    return this.jumps.emitReturn(this.wrapResult === null || this.wrapsLate ? value : this.wrapResult(value));
  }

  yields(node: t.Node | null | undefined): boolean {
    return node !== null && node !== undefined && this.program.analysis.yielding.has(node);
  }

  add(...statements: t.Statement[]): void {
    this.sequence.add(...statements);
  }

  /** Adds a statement that contains yield points, as emitted since `lastYieldPoint` was read. */
  compound(statement: t.Statement, guarded = false): void {
    this.sequence.compound(statement, this.lastYieldPoint, this.pc, guarded);
  }

  get kind(): FunctionKind {
    return this.asArrow ? 'arrow' : this.info.kind;
  }

  /** Whether only yield points call the function; of one whose body moved to an arrow, that is not asked. */
  get isPrivate(): boolean {
    return this.info.isPrivate && !this.asArrow;
  }

  /** Whether this function's statements are rewritten so that it can suspend. */
  get structured(): boolean {
    return this.info.compiled && !this.info.generator;
  }

  get pc(): string {
    return this.fixed('pc');
  }

  /** Whether the function, called with `new`, returns `this` instead of a value that is no object. */
  get mayConstruct(): boolean {
    const { info, program } = this;
    const isGenerator = program.analysis.generatorStarts.has(info.node);
    return this.kind === 'function' && info.usesThis && !info.async && !isGenerator;
  }

  /** What `new.target` was when the function was called. */
  newTarget(): t.Expression {
    return this.newTargetName === null ? metaNewTarget() : id(this.newTargetName);
  }

  get lastYieldPoint(): number {
    return this.#yieldPoints;
  }

  nextYieldPoint(): number {
    return ++this.#yieldPoints;
  }

  helper(name: string): t.Identifier {
    return this.program.helper(name);
  }

  /** `!pc`: the function runs normally. */
  isNormal(): t.Expression {
    return not(this.isReentry());
  }

  /** `pc`: the function is being re-entered. */
  isReentry(): t.Identifier {
    return id(this.pc);
  }

  /** Under which name a generator remembers whether cooperative code resumed it, and an async one its calls. */
  get open(): string {
    return this.fixed(this.asyncGenerator ? 'calls' : 'open');
  }

  resumedValue(): t.Expression {
    return callOf(this.take(), set(id(this.pc), num(0)));
  }

  /** What yields the value of a resumed call, or throws its error. */
  take(): t.Identifier {
    return this.helper(this.program.options.hidden ? 'takeHidden' : 'take');
  }

  /** The same at a `new` expression. */
  takeNew(): t.Identifier {
    return this.helper(this.program.options.hidden ? 'takeNewHidden' : 'takeNew');
  }

  suspendLabel(): string {
    return (this.#suspendLabel ??= this.fixed('suspend'));
  }

  get suspends(): boolean {
    return this.#suspendLabel !== null;
  }

  fixed(name: string): string {
    return this.program.fixed(name);
  }

  /** Variables that need no saving. */
  get registers(): readonly string[] {
    return REGISTERS.filter((name) => this.#registers.has(name)).map((name) => this.fixed(name));
  }

  register(name: Register): string {
    this.#registers.add(name);
    return this.fixed(name);
  }

  /** Makes a variable one that the frame saves. Several of them may share a name. */
  save(name: string, isNumber: boolean): void {
    if (isNumber && !this.saved.has(name)) this.#numbers.add(name);
    else if (!isNumber) this.#numbers.delete(name);
    this.saved.add(name);
  }

  /** Whether a variable never holds anything but numbers. */
  isNumber(name: string): boolean {
    return this.#numbers.has(name);
  }

  /**
   * A variable for an intermediate value, saved across suspensions; free again at the end of the statement.
   *
   * @param isNumber whether it never holds anything but numbers
   */
  temporary(isNumber = false): t.Identifier {
    const name = (isNumber ? this.#freeNumbers : this.#free).pop() ?? this.program.unique('t');
    this.#temporaries.push(name);
    this.save(name, isNumber);
    return id(name);
  }

  /** Runs `emit`; the temporaries it took are free afterwards. */
  withTemporaries(emit: () => void): void {
    const outer = this.#temporaries;
    this.#temporaries = [];
    emit();
    for (const name of this.#temporaries.reverse()) (this.isNumber(name) ? this.#freeNumbers : this.#free).push(name);
    this.#temporaries = outer;
  }

  /** Collects what `emit` adds into a sequence of its own. */
  inSequence(emit: () => void): t.Statement[] {
    const outer = this.sequence;
    this.sequence = new Sequence(this.reentrant);
    emit();
    const statements = this.sequence.finish();
    this.sequence = outer;
    return statements;
  }
}
