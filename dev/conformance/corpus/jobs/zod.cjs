const { z } = require('zod');
const { blocking } = require('./support/blocking.cjs');

/** Validates and transforms; the refinements, transforms and defaults block. */
module.exports = function job() {
  const taken = new Set(['ann@example.org']);
  const user = z
    .object({
      email: z
        .string()
        .email()
        .refine((value) => !blocking(taken.has(value)), 'is taken'),
      age: z.coerce
        .number()
        .int()
        .min(18)
        .transform((age) => blocking(age) + 1),
      role: z.enum(['admin', 'user']).default(() => blocking('user')),
      tags: z.array(z.string().min(2)).max(3).optional(),
      shape: z
        .discriminatedUnion('kind', [
          z.object({ kind: z.literal('a'), a: z.number() }),
          z.object({ kind: z.literal('b'), b: z.string() }),
        ])
        .nullable(),
    })
    .strict()
    .superRefine((value, ctx) => {
      if (blocking(value.email).startsWith('root'))
        ctx.addIssue({ code: 'custom', message: 'not root', path: ['email'] });
    });
  const inputs = [
    { email: 'bob@example.org', age: '41', shape: { kind: 'b', b: 'x' } },
    { email: 'ann@example.org', age: 41, shape: null },
    { email: 'root@example.org', age: 20, shape: null, tags: ['ab'] },
    { email: 'x', age: 3.5, shape: { kind: 'c' }, tags: ['a', 1, 'bb', 'cc'], more: 1 },
  ];
  return inputs.map((input) => {
    const { success, data, error } = user.safeParse(input);
    return success ? data : JSON.stringify(error.format());
  });
};
