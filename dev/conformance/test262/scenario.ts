import { readFileSync } from 'node:fs';
import { readMetadata, type Metadata } from './metadata.ts';

/** A test as it is run: most are run twice, in sloppy and in strict mode. */
export interface Scenario {
  file: string;
  kind: 'sloppy' | 'strict' | 'module' | 'raw';
  source: string;
  metadata: Metadata;
}

export function readScenarios(file: string): Scenario[] {
  const text = readFileSync(file, 'utf8');
  const metadata = readMetadata(text);
  return kindsOf(metadata).map((kind) => ({
    file,
    kind,
    source: kind === 'strict' ? `"use strict";\n${text}` : text,
    metadata,
  }));
}

function kindsOf({ flags }: Metadata): Scenario['kind'][] {
  if (flags.has('module')) return ['module'];
  if (flags.has('raw')) return ['raw'];
  if (flags.has('onlyStrict')) return ['strict'];
  if (flags.has('noStrict')) return ['sloppy'];
  return ['sloppy', 'strict'];
}
