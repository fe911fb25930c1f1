import type { Interface } from 'node:readline';
import { isClosed, type KeptLines } from './kept-lines.ts';

/** The `question` of an interface itself. */
export type Question = (query: unknown, options: object, answered: (answer: string) => void) => void;

/** A question that a greenlet waits for. */
interface Asked {
  readonly query: unknown;
  /** What the interface is told. */
  readonly options: object;
  /** Takes the question back from the interface. */
  readonly withdrawal: AbortController;
  readonly resolve: (answer: string) => void;
  readonly reject: (error: unknown) => void;
  /** Stops listening. */
  stop: () => void;
}

/**
 * The questions that greenlets ask one interface. It asks one after the other. An interface forgets the lines that come while nothing is
 * asked: a callback asks the next question before the next line comes. A greenlet goes on later, so lines are kept for it.
 */
export class Questions {
  readonly #line: Interface;
  readonly #question: Question;
  readonly #kept: KeptLines;
  /** In their order. The interface knows about the first one. */
  readonly #asked: Asked[] = [];

  constructor(line: Interface, question: Question, kept: KeptLines) {
    this.#line = line;
    this.#question = question;
    this.#kept = kept;
  }

  /** Asks, and promises the answer. */
  ask(query: unknown, given: unknown, abandoned: AbortSignal): Promise<string> {
    const own: { signal?: unknown } = Object(given) as object;
    const hasSignal = own.signal instanceof AbortSignal;
    const signal = hasSignal ? AbortSignal.any([own.signal as AbortSignal, abandoned]) : abandoned;
    const withdrawal = new AbortController();
    // The interface refuses what is no signal.
    const options = hasSignal || !own.signal ? { ...own, signal: withdrawal.signal } : own;
    return new Promise((resolve, reject) => {
      if (signal.aborted) throw abortError(signal);
      const asked: Asked = { query, options, withdrawal, resolve, reject, stop: () => undefined };
      this.#watch(asked, signal);
      if (this.#asked.push(asked) === 1) this.#begin(asked);
    });
  }

  #watch(asked: Asked, signal: AbortSignal): void {
    const aborted = (): void => {
      asked.withdrawal.abort();
      this.#settle(asked, () => asked.reject(abortError(signal)));
    };
    // Every other question hears of it itself.
    const closed = (): void => {
      if (this.#remove(asked)) asked.reject(closedError());
    };
    signal.addEventListener('abort', aborted, { once: true });
    this.#line.once('close', closed);
    asked.stop = () => {
      signal.removeEventListener('abort', aborted);
      this.#line.off('close', closed);
    };
  }

  #begin(asked: Asked): void {
    this.#kept.keep();
    const kept = this.#kept.take();
    if (kept !== undefined) this.#answerBy(asked, kept);
    else this.#askNow(asked);
  }

  #askNow(asked: Asked): void {
    try {
      this.#question(asked.query, asked.options, (answer) => this.#settle(asked, () => asked.resolve(answer)));
    } catch (error) {
      this.#settle(asked, () => asked.reject(error));
    }
  }

  /** The question is shown as the interface shows it. */
  #answerBy(asked: Asked, answer: string): void {
    if (!isClosed(this.#line)) {
      const prompt = this.#line.getPrompt();
      this.#line.setPrompt(asked.query as string);
      this.#line.prompt();
      this.#line.setPrompt(prompt);
    }
    this.#settle(asked, () => asked.resolve(answer));
  }

  /** After the first one, the next is asked. */
  #settle(asked: Asked, settle: () => void): void {
    const isFirst = this.#asked[0] === asked;
    if (!this.#remove(asked)) return;
    settle();
    const [next] = this.#asked;
    if (isFirst && next !== undefined) this.#begin(next);
  }

  /** Returns false if it has been settled. */
  #remove(asked: Asked): boolean {
    const at = this.#asked.indexOf(asked);
    if (at === -1) return false;
    this.#asked.splice(at, 1);
    asked.stop();
    return true;
  }
}

/** The input has come to its end; a callback would never be called. */
function closedError(): Error {
  return Object.assign(new Error('readline was closed before the question was answered'), {
    code: 'ERR_USE_AFTER_CLOSE',
  });
}

function abortError({ reason }: AbortSignal): Error {
  const error = new Error('The operation was aborted', { cause: reason });
  error.name = 'AbortError';
  return Object.assign(error, { code: 'ABORT_ERR' });
}
