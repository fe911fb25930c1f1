import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Installs the packages of the corpus into a cache folder, unless these versions are there. Returns the folder. */
export function install(root: string): string {
  const manifest = readFileSync(join(root, 'dev/conformance/corpus/packages.json'), 'utf8');
  const folder = join(root, 'node_modules/.cache/corpus');
  const stamp = join(folder, 'installed.json');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === manifest) return folder;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), manifest);
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: folder, stdio: 'inherit' });
  writeFileSync(stamp, manifest);
  return folder;
}
