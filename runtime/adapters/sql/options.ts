import { misuse } from '../../core/errors/expected.ts';
import { checkOptions } from '../../core/errors/options.ts';

/** Options of a transaction. */
export interface TransactionOptions {
  readonly isolation?: 'read committed' | 'repeatable read' | 'serializable';
  readonly readOnly?: boolean;
}

const ISOLATION: readonly unknown[] = [undefined, 'read committed', 'repeatable read', 'serializable'];

/** How SQL says the options of a transaction: nothing for those that are missing. */
export interface Modes {
  readonly isolation: string;
  readonly access: string;
}

/** @throws {TypeError} if an option is wrong, or does not exist */
export function modesOf(options: TransactionOptions): Modes {
  checkOptions(options, ['isolation', 'readOnly']);
  const { isolation, readOnly = false } = options;
  if (!ISOLATION.includes(isolation))
    throw misuse(
      new TypeError(`expected "read committed", "repeatable read" or "serializable", got ${JSON.stringify(isolation)}`),
    );
  return {
    isolation: isolation === undefined ? '' : ` ISOLATION LEVEL ${isolation.toUpperCase()}`,
    access: readOnly ? ' READ ONLY' : '',
  };
}
