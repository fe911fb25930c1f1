import { isCompileError } from '../compile/compile-error.ts';

/** The command was called with something that it cannot work on. */
export class UsageError extends Error {}

/** Ends the command with a message that tells what is wrong; errors of the program that was run are Node's to show. */
export function report(error: unknown): never {
  if (error instanceof UsageError) exit(`error: ${error.message}`, 2);
  if (isCompileError(error)) exit(error.message, 1);
  throw error;
}

function exit(message: string, exitCode: number): never {
  console.error(message);
  process.exit(exitCode);
}
