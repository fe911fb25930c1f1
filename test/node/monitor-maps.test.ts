import fs from 'node:fs';
import * as nodeModule from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { mapOf } from '../../runtime/observe/monitor/thread.ts';

describe('The lines that a monitor tells of a script', () => {
  const map = { version: 3, sources: ['main.ts'], names: [], mappings: 'AAEA' };
  const text = JSON.stringify(map);
  const file = join(tmpdir(), `map-${String(process.pid)}.json`);
  const modules = { fs, module: nodeModule };

  beforeAll(() => fs.writeFileSync(file, text));
  afterAll(() => fs.rmSync(file));

  it.each([
    ['stand in itself', `data:application/json;charset=utf-8;base64,${Buffer.from(text).toString('base64')}`],
    ['are in a file', file],
    ['are in a file with a URL', pathToFileURL(file).href],
  ])('are those of the source where they %s', (_, sourceMapURL) => {
    const urls = ['file:///app/main.js', '/app/main.js'];
    for (const url of urls)
      expect(mapOf({ url, sourceMapURL }, modules)?.findEntry(0, 0)).toMatchObject({ originalLine: 2 });
  });

  it.each([undefined, '', 'none.map', 'data:,'])('are its own where there is no map: %p', (sourceMapURL) => {
    expect(
      mapOf({ url: 'file:///app/main.js', ...(sourceMapURL !== undefined && { sourceMapURL }) }, modules),
    ).toBeNull();
  });
});
