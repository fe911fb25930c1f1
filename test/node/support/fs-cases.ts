import fs from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { implemented } from '../../../runtime/node/fs/index.ts';

/** One call: which function, and how its arguments are made for a folder that `createFolder` has filled. */
export interface FsCase {
  name: (typeof implemented)[number];
  title: string;
  args: (folder: string) => unknown[];
  /** Of the error, only the code is the same: Node's two forms disagree about the rest. */
  sameCodeOnly: boolean;
}

type Cases = [title: string, args: FsCase['args'], disagree?: 'only the code is the same'][];
const CODE_ONLY = 'only the code is the same';

const at = (name: string) => (folder: string) => [join(folder, name)];
const missing = at('missing');
const invalid = () => [{ not: 'a path' }];
const badFd = () => [987654];
const wrongFd = () => ['not a descriptor'];
/** Numbers that are no descriptors. */
const numbers: readonly [title: string, value: number][] = [
  ['a fraction', 5.5],
  ['NaN', NaN],
  ['infinity', -Infinity],
  ['a number that is too large', 2 ** 31],
  ['a number below zero', -1],
  ['the number of no open file', 987654],
];

const opened = new Set<number>();

/** Opens a file with the original, until `closeOpened`. */
function open(folder: string, name: string, flags = 'r'): number {
  const fd = fs.openSync(join(folder, name), flags);
  opened.add(fd);
  return fd;
}

/** Closes what the arguments of cases had open; a case may have closed it. */
export function closeOpened(): void {
  for (const fd of opened) {
    try {
      fs.closeSync(fd);
    } catch {
      // Closed already.
    }
  }
  opened.clear();
}

const cases: Record<FsCase['name'], Cases> = {
  accessSync: [
    ['a file', at('file.txt')],
    ['a mode', (folder) => [join(folder, 'file.txt'), fs.constants.R_OK]],
    ['a missing file', missing],
    ['an invalid path', invalid],
    ['an invalid mode', (folder) => [join(folder, 'file.txt'), 'x']],
  ],
  appendFileSync: [
    ['text', (folder) => [join(folder, 'file.txt'), ' more']],
    ['a buffer and options', (folder) => [join(folder, 'new'), Buffer.from([1, 2]), { mode: 0o600 }]],
    ['an encoding', (folder) => [join(folder, 'new'), '6869', 'hex']],
    ['a descriptor', (folder) => [open(folder, 'file.txt', 'a'), ' more']],
    ['a folder', (folder) => [folder, 'x']],
    ['invalid data', (folder) => [join(folder, 'new'), 5]],
    ...numbers.map(([title, number]): Cases[number] => [title, () => [number, 'x']]),
  ],
  chmodSync: [
    ['a mode', (folder) => [join(folder, 'file.txt'), 0o600]],
    ['an octal string', (folder) => [join(folder, 'file.txt'), '640']],
    ['a missing file', (folder) => [join(folder, 'missing'), 0o600]],
    ['an invalid mode', (folder) => [join(folder, 'file.txt'), 'x']],
  ],
  chownSync: [
    ['the owner', (folder) => [join(folder, 'file.txt'), process.getuid?.(), process.getgid?.()]],
    ['a missing file', (folder) => [join(folder, 'missing'), 0, 0]],
    ['an invalid owner', (folder) => [join(folder, 'file.txt'), 'root', 0]],
  ],
  closeSync: [
    ['a descriptor', (folder) => [open(folder, 'file.txt')]],
    ['a bad descriptor', badFd],
    ['no descriptor', wrongFd],
  ],
  copyFileSync: [
    ['a file', (folder) => [join(folder, 'file.txt'), join(folder, 'copy')]],
    ['COPYFILE_EXCL', (folder) => [join(folder, 'file.txt'), join(folder, 'data.bin'), fs.constants.COPYFILE_EXCL]],
    ['a missing file', (folder) => [join(folder, 'missing'), join(folder, 'copy')]],
    ['an invalid destination', (folder) => [join(folder, 'file.txt'), 1]],
  ],
  cpSync: [
    ['a file', (folder) => [join(folder, 'file.txt'), join(folder, 'copy')]],
    ['a tree', (folder) => [join(folder, 'tree'), join(folder, 'copy'), { recursive: true }]],
    ['a tree, not recursively', (folder) => [join(folder, 'tree'), join(folder, 'copy')], CODE_ONLY],
    [
      'a filter',
      (folder) => [
        join(folder, 'tree'),
        join(folder, 'copy'),
        { recursive: true, filter: (path: string) => !path.endsWith('b') },
      ],
    ],
    ['a missing file', (folder) => [join(folder, 'missing'), join(folder, 'copy')]],
    ['invalid options', (folder) => [join(folder, 'file.txt'), join(folder, 'copy'), 'x']],
  ],
  existsSync: [
    ['a file', at('file.txt')],
    ['a missing file', missing],
    ['an invalid path', invalid],
  ],
  fchmodSync: [
    ['a mode', (folder) => [open(folder, 'file.txt'), 0o600]],
    ['a bad descriptor', () => [987654, 0o600]],
    ['an invalid mode', (folder) => [open(folder, 'file.txt'), 'x']],
  ],
  fchownSync: [
    ['the owner', (folder) => [open(folder, 'file.txt'), process.getuid?.(), process.getgid?.()]],
    ['a bad descriptor', () => [987654, 0, 0]],
  ],
  fdatasyncSync: [
    ['a descriptor', (folder) => [open(folder, 'file.txt', 'r+')]],
    ['a bad descriptor', badFd],
    ['no descriptor', wrongFd],
  ],
  fstatSync: [
    ['a descriptor', (folder) => [open(folder, 'file.txt')]],
    ['bigint', (folder) => [open(folder, 'file.txt'), { bigint: true }]],
    ['a bad descriptor', badFd],
    ['null options', (folder) => [open(folder, 'file.txt'), null]],
  ],
  fsyncSync: [
    ['a descriptor', (folder) => [open(folder, 'file.txt', 'r+')]],
    ['a bad descriptor', badFd],
  ],
  ftruncateSync: [
    ['a length', (folder) => [open(folder, 'file.txt', 'r+'), 2]],
    ['no length', (folder) => [open(folder, 'file.txt', 'r+')]],
    ['a file open for reading', (folder) => [open(folder, 'file.txt'), 2]],
    ['an invalid length', (folder) => [open(folder, 'file.txt', 'r+'), 'x']],
  ],
  futimesSync: [
    ['times', (folder) => [open(folder, 'file.txt', 'r+'), 1000, new Date(2_000_000)]],
    ['a bad descriptor', () => [987654, 1, 1]],
    ['invalid times', (folder) => [open(folder, 'file.txt', 'r+'), {}, 1]],
  ],
  lchmodSync: [],
  lchownSync: [
    ['the owner of a link', (folder) => [join(folder, 'link'), process.getuid?.(), process.getgid?.()]],
    ['a missing file', (folder) => [join(folder, 'missing'), 0, 0]],
  ],
  linkSync: [
    ['a file', (folder) => [join(folder, 'file.txt'), join(folder, 'hard')]],
    ['a missing file', (folder) => [join(folder, 'missing'), join(folder, 'hard')]],
    ['an existing name', (folder) => [join(folder, 'file.txt'), join(folder, 'data.bin')]],
  ],
  lstatSync: [
    ['a link', at('link')],
    ['bigint', (folder) => [join(folder, 'link'), { bigint: true }]],
    ['a missing file', missing],
    ['a missing file, throwIfNoEntry: false', (folder) => [join(folder, 'missing'), { throwIfNoEntry: false }]],
    ['a file as a folder, throwIfNoEntry: false', (folder) => [join(folder, 'file.txt/x'), { throwIfNoEntry: false }]],
    ['an invalid path', invalid],
  ],
  lutimesSync: [
    ['times', (folder) => [join(folder, 'link'), 1000, 2000]],
    ['a missing file', (folder) => [join(folder, 'missing'), 1, 1]],
  ],
  mkdirSync: [
    ['a folder', at('new')],
    ['a mode', (folder) => [join(folder, 'new'), 0o700]],
    ['recursively', (folder) => [join(folder, 'new/a/b'), { recursive: true }]],
    ['recursively, existing', (folder) => [join(folder, 'tree'), { recursive: true }]],
    ['an existing folder', at('tree')],
    ['in a missing folder', at('missing/a')],
    ['below a file, recursively', (folder) => [join(folder, 'file.txt/a'), { recursive: true }]],
    ['invalid options', (folder) => [join(folder, 'new'), { recursive: 'yes' }]],
  ],
  mkdtempSync: [
    ['a prefix', at('temp-')],
    ['a buffer', (folder) => [join(folder, 'temp-'), 'buffer']],
    ['in a missing folder', at('missing/temp-')],
    ['in a missing folder, as a buffer', (folder) => [Buffer.from(join(folder, 'missing/temp-')), 'buffer']],
    ['below a file', at('file.txt/temp-')],
    ['too long a prefix', (folder) => [join(folder, 'x'.repeat(300))]],
    ['an invalid prefix', invalid],
  ],
  openSync: [
    ['for reading', at('file.txt')],
    ['for writing, with a mode', (folder) => [join(folder, 'new'), 'w', 0o600]],
    ['numeric flags', (folder) => [join(folder, 'file.txt'), fs.constants.O_RDWR]],
    ['a missing file', missing],
    ['wx and an existing file', (folder) => [join(folder, 'file.txt'), 'wx']],
    ['invalid flags', (folder) => [join(folder, 'file.txt'), 'nope']],
    ['an invalid path', invalid],
  ],
  opendirSync: [
    ['a folder', at('tree')],
    ['options', (folder) => [join(folder, 'tree'), { bufferSize: 1, encoding: 'utf8' }]],
    ['a missing folder', missing, CODE_ONLY],
    ['a file', at('file.txt'), CODE_ONLY],
    ...[0, undefined].map((bufferSize): Cases[number] => [
      `a buffer of the size ${String(bufferSize)}`,
      (folder) => [join(folder, 'tree'), { bufferSize }],
    ]),
  ],
  readFileSync: [
    ['a buffer', at('data.bin')],
    ['text', (folder) => [join(folder, 'file.txt'), 'utf8']],
    ['options', (folder) => [join(folder, 'data.bin'), { encoding: 'base64', flag: 'r' }]],
    ['a URL', (folder) => [pathToFileURL(join(folder, 'file.txt')), 'utf-8']],
    ['a buffer as the path', (folder) => [Buffer.from(join(folder, 'file.txt')), 'latin1']],
    ['an empty file', at('empty')],
    ['a descriptor', (folder) => [open(folder, 'file.txt'), 'utf8']],
    ['a descriptor, as a buffer', (folder) => [open(folder, 'file.txt')]],
    ['a descriptor, with an encoding', (folder) => [open(folder, 'file.txt'), { encoding: 'hex' }]],
    ['a descriptor of a file without a size', () => [open('/proc/self', 'comm'), 'utf8']],
    ['a descriptor of an empty file', (folder) => [open(folder, 'empty'), 'utf8']],
    ['a descriptor that is only for writing', (folder) => [open(folder, 'file.txt', 'a')], CODE_ONLY],
    ['a descriptor that is only for writing, as text', (folder) => [open(folder, 'file.txt', 'a'), 'utf8'], CODE_ONLY],
    ['a descriptor of a folder', (folder) => [open(folder, '.')]],
    ['a descriptor of a folder, as text', (folder) => [open(folder, '.'), 'utf8']],
    ['a descriptor and an unknown encoding', (folder) => [open(folder, 'file.txt'), 'klingon']],
    ['a descriptor and invalid options', (folder) => [open(folder, 'file.txt'), 5]],
    ['a file without a size', () => ['/proc/self/comm']],
    ['a missing file', missing],
    ['a missing file, as text', (folder) => [join(folder, 'missing'), 'utf8']],
    ['a folder', (folder) => [folder]],
    ['a folder, as text', (folder) => [folder, 'utf8']],
    ...numbers.map(([title, number]): Cases[number] => [title, () => [number]]),
    ['a number below zero, as text', () => [-1, 'utf8']],
    ['a bad descriptor, as text', () => [987654, 'utf8'], CODE_ONLY],
    ['an invalid flag', (folder) => [join(folder, 'file.txt'), { flag: 'nope' }]],
    ['an unknown encoding', (folder) => [join(folder, 'file.txt'), 'klingon']],
    ['an invalid path', invalid],
  ],
  readSync: [
    ['all arguments', (folder) => [open(folder, 'file.txt'), Buffer.alloc(8), 1, 4, 2]],
    ['a null position', (folder) => [open(folder, 'file.txt'), Buffer.alloc(8), 1, 4, null]],
    ['a bigint position', (folder) => [open(folder, 'file.txt'), Buffer.alloc(8), 0, 4, 2n]],
    ['a buffer only', (folder) => [open(folder, 'file.txt'), Buffer.alloc(8)]],
    ['options', (folder) => [open(folder, 'file.txt'), Buffer.alloc(8), { offset: 2, length: 3, position: 1 }]],
    ['undefined options', (folder) => [open(folder, 'file.txt'), Buffer.alloc(8), undefined]],
    ['a typed array', (folder) => [open(folder, 'file.txt'), new Uint16Array(4)]],
    ['no length', (folder) => [open(folder, 'file.txt'), Buffer.alloc(8), 0, undefined, null]],
    ['a bad descriptor', () => [987654, Buffer.alloc(8)]],
    ['an empty buffer', (folder) => [open(folder, 'file.txt'), Buffer.alloc(0), 0, 4, null]],
    ['an offset out of range', (folder) => [open(folder, 'file.txt'), Buffer.alloc(8), 9, 1, null]],
    ['no buffer', (folder) => [open(folder, 'file.txt'), 'text']],
    ['a number for options', (folder) => [open(folder, 'file.txt'), Buffer.alloc(8), 5]],
  ],
  readdirSync: [
    ['a folder', (folder) => [folder]],
    ['an encoding', (folder) => [folder, 'buffer']],
    ['withFileTypes', (folder) => [folder, { withFileTypes: true }]],
    ['recursively', (folder) => [folder, { recursive: true }]],
    ['recursively, from a URL', (folder) => [pathToFileURL(folder), { recursive: true }]],
    ['recursively, withFileTypes', (folder) => [folder, { recursive: true, withFileTypes: true }]],
    ['a missing folder', missing],
    ['a missing folder, recursively', (folder) => [join(folder, 'missing'), { recursive: true }]],
    ['a file', at('file.txt')],
    ['invalid options', (folder) => [folder, { recursive: 'yes' }]],
  ],
  readlinkSync: [
    ['a link', at('link')],
    ['a buffer', (folder) => [join(folder, 'link'), { encoding: 'buffer' }]],
    ['a file', at('file.txt')],
    ['a missing file', missing],
  ],
  readvSync: [
    ['buffers', (folder) => [open(folder, 'file.txt'), [Buffer.alloc(2), Buffer.alloc(3)]]],
    ['a position', (folder) => [open(folder, 'file.txt'), [Buffer.alloc(2)], 3]],
    ['a bad descriptor', () => [987654, [Buffer.alloc(2)]]],
    ['no buffers', (folder) => [open(folder, 'file.txt'), 'text']],
  ],
  realpathSync: [
    ['a link', at('link')],
    ['a link to a folder', at('tree/to-a/one.txt')],
    ['a buffer', (folder) => [join(folder, 'link'), 'buffer']],
    ['a missing file', missing],
    ['a broken link', at('broken')],
  ],
  renameSync: [
    ['a file', (folder) => [join(folder, 'file.txt'), join(folder, 'renamed')]],
    ['a missing file', (folder) => [join(folder, 'missing'), join(folder, 'renamed')]],
    ['an invalid path', (folder) => [join(folder, 'file.txt'), null]],
  ],
  rmSync: [
    ['a file', at('file.txt')],
    ['a tree', (folder) => [join(folder, 'tree'), { recursive: true }]],
    ['a missing file, force', (folder) => [join(folder, 'missing'), { force: true }]],
    ['a missing file', missing],
    ['a tree, not recursively', at('tree')],
    ...['file.txt/x', 'loop/x', 'x'.repeat(300)].map((name): Cases[number] => [
      `${name.slice(0, 10)}, which cannot be looked at, by force`,
      (folder) => [join(folder, name), { recursive: true, force: true, maxRetries: 2 }],
    ]),
    ['a folder as itself, by force', (folder) => [`${folder}/hollow/.`, { recursive: true, force: true }]],
    ['invalid options', (folder) => [join(folder, 'tree'), { recursive: 'yes' }]],
    ['a number of tries below zero', (folder) => [join(folder, 'tree'), { recursive: true, maxRetries: -1 }]],
  ],
  rmdirSync: [
    ['an empty folder', at('hollow')],
    ['a full folder', at('tree')],
    ['a missing folder', missing],
    ['a file', at('file.txt')],
  ],
  statSync: [
    ['a file', at('file.txt')],
    ['a link', at('link')],
    ['bigint', (folder) => [join(folder, 'file.txt'), { bigint: true }]],
    ['a missing file', missing],
    ['a missing file, throwIfNoEntry: false', (folder) => [join(folder, 'missing'), { throwIfNoEntry: false }]],
    ['a file as a folder, throwIfNoEntry: false', (folder) => [join(folder, 'file.txt/x'), { throwIfNoEntry: false }]],
    ['a loop of links, throwIfNoEntry: false', (folder) => [join(folder, 'loop'), { throwIfNoEntry: false }]],
  ],
  statfsSync: [
    ['a folder', (folder) => [folder]],
    ['bigint', (folder) => [folder, { bigint: true }]],
    ['a missing file', missing],
  ],
  symlinkSync: [
    ['a file', (folder) => ['file.txt', join(folder, 'new')]],
    ['a type', (folder) => ['tree', join(folder, 'new'), 'dir']],
    ['an existing name', (folder) => ['file.txt', join(folder, 'data.bin')]],
    ['an invalid type', (folder) => ['file.txt', join(folder, 'new'), 'nope']],
  ],
  truncateSync: [
    ['a length', (folder) => [join(folder, 'file.txt'), 3]],
    ['no length', at('file.txt')],
    ['a missing file', missing],
    ['a missing file and an invalid length', (folder) => [join(folder, 'missing'), 'x']],
    ['an invalid length', (folder) => [join(folder, 'file.txt'), 'x']],
    ['null for the length', (folder) => [join(folder, 'file.txt'), null]],
    ['a folder', (folder) => [folder]],
  ],
  unlinkSync: [
    ['a file', at('file.txt')],
    ['a missing file', missing],
    ['a folder', at('tree')],
  ],
  utimesSync: [
    ['times', (folder) => [join(folder, 'file.txt'), 1000, '2000']],
    ['a missing file', (folder) => [join(folder, 'missing'), 1, 1]],
    ['invalid times', (folder) => [join(folder, 'file.txt'), {}, 1]],
  ],
  writeFileSync: [
    ['text', (folder) => [join(folder, 'file.txt'), 'new text']],
    ['a buffer', (folder) => [join(folder, 'new'), Buffer.from('abc')]],
    ['options', (folder) => [join(folder, 'new'), '616263', { encoding: 'hex', mode: 0o600, flag: 'wx' }]],
    ['a descriptor', (folder) => [open(folder, 'file.txt', 'r+'), 'XY']],
    ['wx and an existing file', (folder) => [join(folder, 'file.txt'), 'x', { flag: 'wx' }]],
    ['in a missing folder', (folder) => [join(folder, 'missing/new'), 'x']],
    ['a folder', (folder) => [folder, 'x']],
    ['invalid data', (folder) => [join(folder, 'new'), { toString: () => 'x' }]],
    ...numbers.map(([title, number]): Cases[number] => [title, () => [number, 'x']]),
    ['a buffer and a number below zero', () => [-1, Buffer.from('x')]],
  ],
  writeSync: [
    ['a buffer', (folder) => [open(folder, 'file.txt', 'r+'), Buffer.from('WXYZ')]],
    ['all arguments', (folder) => [open(folder, 'file.txt', 'r+'), Buffer.from('WXYZ'), 1, 2, 3]],
    [
      'options',
      (folder) => [open(folder, 'file.txt', 'r+'), Buffer.from('WXYZ'), { offset: 1, length: 2, position: 3 }],
    ],
    ['text', (folder) => [open(folder, 'file.txt', 'r+'), 'WXYZ']],
    ['text at a position', (folder) => [open(folder, 'file.txt', 'r+'), 'WXYZ', 2]],
    ['text with an encoding', (folder) => [open(folder, 'file.txt', 'r+'), '5758', 1, 'hex']],
    ['a file open for reading', (folder) => [open(folder, 'file.txt'), 'x']],
    ['an offset out of range', (folder) => [open(folder, 'file.txt', 'r+'), Buffer.from('WXYZ'), 9]],
    ['invalid data', (folder) => [open(folder, 'file.txt', 'r+'), 5]],
  ],
  writevSync: [
    ['buffers', (folder) => [open(folder, 'file.txt', 'r+'), [Buffer.from('W'), Buffer.from('X')]]],
    ['a position', (folder) => [open(folder, 'file.txt', 'r+'), [Buffer.from('W')], 3]],
    ['an empty list', (folder) => [open(folder, 'file.txt', 'r+'), []]],
    ['a bad descriptor', () => [987654, [Buffer.from('W')]]],
  ],
};

export const fsCases: FsCase[] = Object.entries(cases).flatMap(([name, list]) =>
  list.map(([title, args, disagree]) => ({
    name: name as FsCase['name'],
    title,
    args,
    sameCodeOnly: disagree !== undefined,
  })),
);
