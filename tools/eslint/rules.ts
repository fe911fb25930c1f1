import type { Rule } from 'eslint';
import { correctedFirst, type Code } from '../check/finding.ts';
import { findingsIn } from './source.ts';

/** A rule that tells of what `greenlets check` has certain codes for. */
function ruleFor(codes: readonly Code[], description: string): Rule.RuleModule {
  return {
    meta: {
      type: 'problem',
      docs: { description },
      fixable: 'code',
      schema: [],
      messages: { found: '{{code}}: {{message}}' },
    },
    create: (context) => ({
      Program() {
        const { sourceCode } = context;
        const findings = findingsIn(context);
        const corrected = correctedFirst(findings);
        for (const finding of findings) {
          const { code, message, start, end } = finding;
          if (!codes.includes(code)) continue;
          const edits = corrected.includes(finding) ? finding.edits : [];
          context.report({
            messageId: 'found',
            data: { code, message },
            loc: { start: sourceCode.getLocFromIndex(start), end: sourceCode.getLocFromIndex(end) },
            fix: (fixer) => edits.map(({ start, end, text }) => fixer.replaceTextRange([start, end], text)),
          });
        }
      },
    }),
  };
}

export const rules = {
  'no-uncompilable-code': ruleFor(
    ['GREENLETS101', 'GREENLETS102', 'GREENLETS103', 'GREENLETS104'],
    'Disallow what the compiler refuses',
  ),
  'no-freezing-calls': ruleFor(['GREENLETS201'], 'Disallow calls in marked code that freeze the process'),
  'no-misspelt-marks': ruleFor(['GREENLETS202'], 'Disallow what looks like a mark and marks nothing'),
  'no-forgotten-marks': ruleFor(['GREENLETS301'], 'Require marks on functions that call what may block'),
  'no-borders': ruleFor(['GREENLETS302'], 'Disallow calls that may block where nothing can be suspended'),
  'no-combined-calls': ruleFor(['GREENLETS303'], 'Disallow Promise.all of calls that return no promises'),
  'no-dropped-run': ruleFor(['GREENLETS304'], 'Require that somebody looks at the promise of run'),
  'no-idle-marks': ruleFor(['GREENLETS305'], 'Disallow marks that buy nothing'),
} as const;
