import type { types as t } from '@babel/core';
import type { FunctionInfo, FunctionKind } from '../../3-analyze/model.ts';
import { callOf, id, metaNewTarget, not, num, set } from '../../syntax/build.ts';
import type { BackEnd } from './handlers.ts';
import { Jumps } from './jumps.ts';
import { Sequence } from './sequence.ts';
import type { ProgramContext } from './program-context.ts';

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
  /** How the function is resumed. */
  readonly backEnd: BackEnd;
  sequence = new Sequence();
  /** What `return` does besides returning: in a constructor, a value that is not an object is replaced. */
  wrapResult: ((value: t.Expression | null) => t.Expression | null) | null = null;
  /** A constructor returns from a `try` or a `for...of`: its value is replaced where no `catch` clause sees an error. */
  wrapsLate = false;
  /** Inside `try` and the like a call is never in tail position. */
  protectedDepth = 0;
  /** The body was moved to an arrow in the function. */
  asArrow = false;
  /** What errors of the engine call the function, if that arrow has another name; empty if it has none in the source. */
  nameInErrors: string | null = null;
  /** In a constructor, how it refers to its class. */
  classSelf: string | null = null;
  /** In a constructor, the position in the source from which on `this` is initialized for sure. */
  hasThisFrom = 0;
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
    this.backEnd = backEndOf(info, program);
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

  /** Adds a statement that contains the yield points emitted last. */
  compound(statement: t.Statement, guarded = false): void {
    this.sequence.compound(statement, this.lastYieldPoint, this.pc, guarded);
  }

  /** Adds a statement with the yield points that have been emitted since `lastYieldPoint` was `before`, if any. */
  addSince(before: number, statement: t.Statement): void {
    if (this.lastYieldPoint > before) this.compound(statement);
    else this.add(statement);
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
    return this.fixed(this.info.async ? 'calls' : 'open');
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

  /** What a generator delegates to where a call suspends. */
  suspension(): t.Identifier {
    return this.helper(this.program.options.hidden ? 'suspensionHidden' : 'suspension');
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
    this.sequence = new Sequence();
    emit();
    const statements = this.sequence.finish();
    this.sequence = outer;
    return statements;
  }
}

function backEndOf({ generator, async }: FunctionInfo, { handlers }: ProgramContext): BackEnd {
  if (!generator) return handlers.reentrant;
  return async ? handlers.asyncGenerator : handlers.generator;
}
