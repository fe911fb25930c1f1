import { createRequire } from 'node:module';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { LoadedFile } from './loader.ts';

/** How large code is (bytes): as it is, minified, and minified and compressed. */
export interface Sizes {
  raw: number;
  minified: number;
  compressed: number;
}

interface Minifier {
  transform(code: string, options: { minify: boolean; charset: 'utf8'; format: 'cjs' }): Promise<{ code: string }>;
}

/** The sizes of a library before and after. The minifier is one of the installed packages. */
export async function sizesOf(files: LoadedFile[], packages: string): Promise<{ published: Sizes; emitted: Sizes }> {
  const minifier = createRequire(join(packages, 'index.js'))('esbuild') as Minifier;
  const published = await measure(
    files.map(({ source }) => source),
    minifier,
  );
  const emitted = await measure(
    files.map(({ code }) => code),
    minifier,
  );
  return { published, emitted };
}

/** All files are modules: their top-level names are shortened like any others. */
async function measure(sources: string[], minifier: Minifier): Promise<Sizes> {
  const sizes: Sizes = { raw: 0, minified: 0, compressed: 0 };
  for (const source of sources) {
    const { code } = await minifier.transform(source, { minify: true, charset: 'utf8', format: 'cjs' });
    sizes.raw += Buffer.byteLength(source);
    sizes.minified += Buffer.byteLength(code);
    sizes.compressed += gzipSync(code).length;
  }
  return sizes;
}
