import { join, resolve } from 'node:path';
import plugin from '../../plugin/index.ts';
import { compileFile } from '../../dev/conformance/packages/compile-file.ts';
import { findFiles } from '../../dev/conformance/packages/find-files.ts';

const INSTALLED = resolve(__dirname, '../../node_modules');

describe('every file of a package that is installed here compiles, with everything marked', () => {
  it.each(['@babel/core/lib/transformation', 'commander', 'mustache', 'p-queue', 'fastq'])('%s', (folder) => {
    const files = findFiles(join(INSTALLED, folder));
    expect(files).not.toHaveLength(0);
    for (const file of files) expect({ file, ...compileFile(file, plugin) }).toMatchObject({ outcome: 'compiled' });
  });
});
