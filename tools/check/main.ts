import { check, type Result } from './check.ts';
import { correctedFirst, type Edit } from './finding.ts';
import { CheckedProject, type ProjectRequest } from './project.ts';
import { asJson } from './report/json.ts';
import { showProgress } from './report/progress.ts';
import { asSarif } from './report/sarif.ts';
import { summarize } from './report/summary.ts';
import { asText } from './report/text.ts';
import { Texts } from './report/texts.ts';
import type { Host } from './host.ts';

export interface CheckRequest extends ProjectRequest {
  readonly format: 'text' | 'json' | 'sarif';
  readonly fix: boolean;
}

/** A mark makes others necessary: of the callers of what it marks. There is an end to it, and this is a guard. */
const ROUNDS = 20;

/**
 * Looks at a project, prints what is found, and corrects what can be corrected.
 *
 * @returns whether there are errors; null, and nothing is printed, if there is no file to look at
 */
export function checkProject(request: CheckRequest): boolean | null {
  const project = new CheckedProject(request);
  const { host, result } = request.fix ? fix(project) : look(project);
  const isWanted = ({ filename }: { filename: string }): boolean => project.isWanted(filename);
  if (!host.files.some(({ fileName }) => project.isWanted(fileName))) return null;
  const findings = result.findings.filter(isWanted);
  const summary = summarize({ findings, blocking: result.blocking.filter(isWanted) });
  const texts = new Texts(host);
  if (request.format === 'json') console.log(asJson(summary, findings, texts));
  else if (request.format === 'sarif') console.log(asSarif(findings, texts));
  else console.log(asText(summary, findings, texts));
  if (request.fix && request.format === 'text') console.log(`\n${project.changed} files changed`);
  return summary.errors > 0;
}

interface Looked {
  readonly host: Host;
  readonly result: Result;
}

function look(project: CheckedProject): Looked {
  const progress = showProgress();
  try {
    const host = project.host((done, total) => progress.update(done, total));
    return { host, result: check(host) };
  } finally {
    progress.stop();
  }
}

function fix(project: CheckedProject): Looked {
  let looked = look(project);
  for (let round = 0; round < ROUNDS; round++) {
    const edits = editsOf(looked.result, project);
    if (edits.size === 0) break;
    for (const [filename, inFile] of edits) project.edit(filename, inFile);
    looked = look(project);
  }
  project.save();
  return looked;
}

function editsOf({ findings }: Result, project: CheckedProject): Map<string, Edit[]> {
  const edits = new Map<string, Edit[]>();
  const wanted = findings.filter((finding) => project.isWanted(finding.filename));
  for (const finding of correctedFirst(wanted)) {
    edits.set(finding.filename, [...(edits.get(finding.filename) ?? []), ...finding.edits]);
  }
  return edits;
}
