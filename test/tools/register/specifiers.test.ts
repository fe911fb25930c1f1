import { pathToFileURL } from 'node:url';
import { createOptions } from '../../../tools/compile/options.ts';
import { isMissingRuntime, isPathLike, redirect } from '../../../tools/register/hooks/specifiers.ts';
import { createProject } from '../project.ts';

const project = createProject({ 'x y.ts': '', 'node_modules/a/b.ts': '' });
const options = createOptions({}, [], project.folder);
const url = (file: string): string => pathToFileURL(project.path(file)).href;

describe('redirect', () => {
  it.each(['./x y.js', './x%20y.js', './lib/../x y', url('x y.js')])('leads %s to the TypeScript file', (specifier) => {
    expect(redirect(specifier, url('main.ts'), options)).toBe(url('x y.ts'));
  });

  it('keeps query and hash, which make a module of their own', () => {
    expect(redirect('./x y.js?v=1#a', url('main.ts'), options)).toBe(`${url('x y.ts')}?v=1#a`);
  });

  it.each(['x y.js', 'node:fs', '#x', 'https://x/y.js', './z.js'])('leaves %s alone', (specifier) => {
    expect(redirect(specifier, url('main.ts'), options)).toBe(specifier);
  });

  it('leaves the imports of installed packages, and of code without a file, alone', () => {
    expect(redirect('./b', url('node_modules/a/a.js'), options)).toBe('./b');
    expect(redirect('./x y.js', 'data:text/javascript,', options)).toBe('./x y.js');
    expect(redirect('./x y.js', undefined, options)).toBe('./x y.js');
  });
});

describe('isPathLike', () => {
  it('tells files from packages', () => {
    expect(['.', '..', './a', '../a', '/a', 'file:///a'].every(isPathLike)).toBe(true);
    expect(['a', '@a/b', '#a', 'node:fs', '.a', '...'].some(isPathLike)).toBe(false);
  });
});

describe('isMissingRuntime', () => {
  const notFound = Object.assign(new Error(), { code: 'ERR_MODULE_NOT_FOUND' });

  it('is true for this package only, and only if it was not found', () => {
    expect(isMissingRuntime('greenlets', notFound)).toBe(true);
    expect(isMissingRuntime('greenlets/internal', Object.assign(new Error(), { code: 'MODULE_NOT_FOUND' }))).toBe(true);
    expect(isMissingRuntime('greenlets-extra', notFound)).toBe(false);
    expect(isMissingRuntime('./greenlets', notFound)).toBe(false);
    expect(isMissingRuntime('greenlets', new Error('broken'))).toBe(false);
  });
});
