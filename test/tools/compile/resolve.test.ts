import { findSource } from '../../../tools/compile/project/resolve.ts';
import { createProject } from '../project.ts';

/** Where the import of `name` leads, from a file of a project that consists of empty `files`. */
function lookUp(name: string, importer: string, files: string[]): string | null {
  const project = createProject(Object.fromEntries(files.map((file) => [file, ''])));
  const found = findSource(project.path(name), project.path(importer));
  return found === null ? null : found.slice(project.folder.length + 1);
}

describe('findSource', () => {
  it.each([
    ['x.js', 'x.ts'],
    ['x.js', 'x.tsx'],
    ['x.jsx', 'x.tsx'],
    ['x.mjs', 'x.mts'],
    ['x.cjs', 'x.cts'],
    ['x', 'x.ts'],
    ['x', 'x.mjs'],
    ['x', 'x/index.ts'],
    ['x.y', 'x.y.ts'],
  ])('finds for %s the file %s, from TypeScript and from JavaScript', (name, file) => {
    expect(lookUp(name, 'main.ts', [file])).toBe(file);
    expect(lookUp(name, 'main.js', [file])).toBe(file);
  });

  it('leaves a file that is there to Node', () => {
    expect(lookUp('x.js', 'main.ts', ['x.js'])).toBeNull();
    expect(lookUp('x.json', 'main.ts', ['x.json'])).toBeNull();
  });

  it('prefers TypeScript from TypeScript, and JavaScript from JavaScript', () => {
    const files = ['x.ts', 'x.js', 'y.ts', 'y.mjs'];
    expect(lookUp('x.js', 'main.ts', files)).toBe('x.ts');
    expect(lookUp('x.js', 'main.js', files)).toBeNull();
    expect(lookUp('y', 'main.ts', files)).toBe('y.ts');
    expect(lookUp('y', 'main.js', files)).toBe('y.mjs');
  });

  it('does not look into a folder that says itself what it exports', () => {
    expect(lookUp('x', 'main.ts', ['x/index.ts', 'x/package.json'])).toBeNull();
  });

  it('finds nothing where there is nothing', () => {
    expect(lookUp('x.js', 'main.ts', [])).toBeNull();
  });
});
