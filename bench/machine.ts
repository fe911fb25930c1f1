import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import type { Report } from './types.ts';

/** Packages that take part. */
const PACKAGES =
  'effect effection p-limit p-map p-queue fastq gensync acorn marked mustache postcss liquidjs @babel/core @babel/preset-env'.split(
    ' ',
  );

/** How to ask programs that are no packages. */
const COMMANDS: Record<string, [string, string[]]> = {
  Python: ['/usr/bin/python3', ['-c', 'import platform; print(platform.python_version())']],
  'Python greenlet': ['/usr/bin/python3', ['-c', 'import greenlet; print(greenlet.__version__)']],
  gevent: ['/usr/bin/python3', ['-c', 'import gevent; print(gevent.__version__)']],
  Go: ['go', ['env', 'GOVERSION']],
};

/** @param node the program that runs the benchmarks */
export function describeMachine(node: string): Omit<Report, 'planned' | 'cases'> {
  const versions = execFileSync(node, ['-p', 'process.version + " " + process.versions.v8'], { encoding: 'utf8' });
  const [version = '', v8 = ''] = versions.trim().split(' ');
  const processors = cpus();
  return {
    node: version,
    v8,
    cpu: processors[0]?.model.trim() ?? 'unknown',
    processors: processors.length,
    platform: `${process.platform} ${process.arch}`,
    date: new Date().toISOString().slice(0, 10),
    versions: { ...packageVersions(), ...programVersions() },
  };
}

function packageVersions(): Record<string, string> {
  return Object.fromEntries(
    PACKAGES.map((name) => {
      const { version } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as { version: string };
      return [name, version];
    }),
  );
}

/** Those that are installed. */
function programVersions(): Record<string, string> {
  const versions: Record<string, string> = {};
  for (const [name, [command, args]] of Object.entries(COMMANDS)) {
    try {
      versions[name] = execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
        .trim()
        .replace(/^go/, '');
    } catch {
      // The page says who is left out.
    }
  }
  return versions;
}
