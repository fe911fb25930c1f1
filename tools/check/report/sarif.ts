import { relative } from 'node:path';
import { packageVersion } from '../../compile/cache/version.ts';
import { CODES, type Finding, type Place } from '../finding.ts';
import type { Texts } from './texts.ts';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

/** What code hosts and editors read: SARIF 2.1.0. */
export function asSarif(findings: readonly Finding[], texts: Texts): string {
  const rules = Object.entries(CODES).map(([id, level]) => ({ id, defaultConfiguration: { level } }));
  const driver = { name: 'greenlets check', version: packageVersion(), rules };
  const results = findings.map((finding) => result(finding, texts));
  return JSON.stringify({ $schema: SCHEMA, version: '2.1.0', runs: [{ tool: { driver }, results }] }, null, 2);
}

function result({ code, level, message, chain, ...place }: Finding, texts: Texts): object {
  const flow = chain.map(({ text, ...link }) => ({ location: { message: { text }, ...location(link, texts) } }));
  return {
    ruleId: code,
    level,
    message: { text: message },
    locations: [location(place, texts)],
    ...(flow.length > 0 && { codeFlows: [{ threadFlows: [{ locations: flow }] }] }),
  };
}

function location({ filename, start, end }: Place, texts: Texts): object {
  const lines = texts.linesOf(filename);
  const from = lines.positionOf(start);
  const to = lines.positionOf(end);
  const uri = encodeURI(relative('', filename).replaceAll('\\', '/'));
  const region = { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
  return { physicalLocation: { artifactLocation: { uri }, region } };
}
