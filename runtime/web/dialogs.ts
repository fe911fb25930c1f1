import { link } from '../contract/link.ts';
import { cancellations } from '../contract/cancellations/cancellations.ts';
import { checkOptions } from '../core/errors/options.ts';
import { expected } from '../core/errors/expected.ts';
import { Semaphore } from '../sync/semaphore.ts';
import { promised } from '../waiting/promises/promised.ts';
import { assertCanWait } from '../waiting/waiter/can-wait.ts';
import { Waiter } from '../waiting/waiter/waiter.ts';
import { showDialog, type DialogContent, type OpenDialog } from './dialog-element.ts';

/** The names that this module replaces. */
export const implemented = ['alert', 'confirm', 'prompt'] as const;

/** What shows the dialogs of a page. Each may block, or return a promise. */
export interface Dialogs {
  /** Shows a message until it is dismissed. */
  readonly alert: (message: string) => unknown;
  /** Asks a question; true stands for yes. */
  readonly confirm: (message: string) => boolean | PromiseLike<boolean>;
  /** Asks for a text; null if nobody wants to answer. `answer` is what is proposed. */
  readonly prompt: (message: string, answer: string) => string | null | PromiseLike<string | null>;
}

const BY_ELEMENT: Dialogs = {
  alert: (message) => {
    'use greenlet';
    ask({ message, answer: null, canCancel: false });
  },
  confirm: (message) => {
    'use greenlet';
    return ask({ message, answer: null, canCancel: true }) !== null;
  },
  prompt: (message, answer) => {
    'use greenlet';
    return ask({ message, answer, canCancel: true });
  },
};

const NAMES = [...implemented];
let dialogs = BY_ELEMENT;
/** One dialog at a time, as those of the platform. */
const turn = new Semaphore(1, { name: 'dialogs' });

/**
 * Shows dialogs in another way from now on, in that of a component library for example. What is left out is shown by `<dialog>`.
 *
 * @throws {TypeError} if there is no such dialog, or it is no function
 */
export function useDialogs(others: Partial<Dialogs>): void {
  checkOptions(others, NAMES);
  for (const name of NAMES) {
    const show: unknown = others[name];
    if (show !== undefined && typeof show !== 'function') throw expected(`a function as \`${name}\``, show);
  }
  dialogs = { ...BY_ELEMENT, ...others };
}

/** Shows a dialog when it is its turn, and blocks until it is answered. */
function show<T>(call: string, open: () => T | PromiseLike<T>): T {
  'use greenlet';
  assertCanWait(call);
  turn.acquire();
  try {
    const since = cancellations.tick();
    return promised(open(), call, since);
  } finally {
    turn.release();
  }
}

function ask(content: DialogContent): string | null {
  'use greenlet';
  const waiter = new Waiter<string | null>('a dialog');
  const dialog: OpenDialog = showDialog(content, (answer) => void waiter.wake(answer));
  let isAnswered = false;
  try {
    const answer = waiter.wait();
    isAnswered = true;
    return answer;
  } finally {
    if (!isAnswered) dialog.close();
  }
}

/** Outside greenlets, and in workers, where there is nothing to show, the originals are called. */
function isNative(): boolean {
  return link.home === null || (typeof document !== 'object' && dialogs === BY_ELEMENT);
}

/**
 * `alert`, which blocks only the greenlet until somebody has closed it; the page goes on. Outside greenlets it is the original.
 *
 * Kill and timeout safety: the dialog is taken away.
 *
 * @throws {SwitchError} in a greenlet, if unmarked code stands between the greenlet and the call; nothing has been shown then
 */
export function alert(message: unknown = ''): void {
  'use greenlet';
  if (isNative()) return globalThis.alert(message);
  show('alert()', () => {
    'use greenlet';
    return dialogs.alert(String(message));
  });
}

/**
 * `confirm`, which blocks only the greenlet: true if the question was answered by OK. Outside greenlets it is the original.
 *
 * Kill and timeout safety: the dialog is taken away.
 *
 * @throws {SwitchError} as `alert`
 */
export function confirm(message: unknown = ''): boolean {
  'use greenlet';
  if (isNative()) return globalThis.confirm(String(message));
  return show('confirm()', () => {
    'use greenlet';
    return dialogs.confirm(String(message));
  });
}

/**
 * `prompt`, which blocks only the greenlet: what was entered, or null if the question was not answered. Outside greenlets it is the original.
 *
 * Kill and timeout safety: the dialog is taken away.
 *
 * @throws {SwitchError} as `alert`
 */
export function prompt(message: unknown = '', answer: unknown = ''): string | null {
  'use greenlet';
  if (isNative()) return globalThis.prompt(String(message), String(answer));
  return show('prompt()', () => {
    'use greenlet';
    return dialogs.prompt(String(message), String(answer));
  });
}
