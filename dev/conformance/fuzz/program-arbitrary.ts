import { Arbitrary, Stream, Value, type Random } from 'fast-check';
import { Choices } from './generate/choices.ts';
import { writeProgram } from './generate/program.ts';
import { reductions } from './reduce.ts';

/** Programs for fast-check. They shrink by leaving out parts of the source. */
export class ProgramArbitrary extends Arbitrary<string> {
  override generate(random: Random): Value<string> {
    return new Value(writeProgram(new Choices(random)), undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is string {
    return typeof value === 'string';
  }

  override shrink(value: string, context?: unknown): Stream<Value<string>> {
    const from = typeof context === 'number' ? context : 0;
    return new Stream(reductions(value, from)).map(({ source, position }) => new Value(source, position));
  }
}
