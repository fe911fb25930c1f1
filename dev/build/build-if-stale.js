import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the build is made from. */
const sources = ['plugin', 'runtime', 'tools', 'package.json', 'tsconfig.json', 'tsdown.config.ts'];
/** Written by every build. */
const built = 'dist/index.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** When the file, or anything in the folder, last changed (ms). Folders change when a file in them is removed. */
function newestChange(path) {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return Math.max(mtimeMs, ...readdirSync(path).map((name) => newestChange(join(path, name))));
}

function isStale() {
  if (!existsSync(join(root, built))) return true;
  const builtAt = statSync(join(root, built)).mtimeMs;
  return sources.some((source) => newestChange(join(root, source)) > builtAt);
}

if (isStale()) execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' });
