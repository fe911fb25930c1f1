const Ajv = require('ajv');

/** Compiles a schema and validates with it. */
module.exports = function job() {
  const ajv = new Ajv({ allErrors: true, code: { source: true } });
  ajv.addKeyword({
    keyword: 'even',
    type: 'number',
    schemaType: 'boolean',
    validate: (on, value) => !on || value % 2 === 0,
    errors: false,
  });
  const validate = ajv.compile({
    $id: 'https://example.org/s',
    type: 'object',
    required: ['id', 'tree'],
    additionalProperties: false,
    properties: {
      id: { type: 'integer', even: true, minimum: 2 },
      tree: { $ref: '#/definitions/node' },
      names: { type: 'array', items: { type: 'string', pattern: '^[a-z]+$' }, uniqueItems: true },
    },
    definitions: {
      node: {
        type: 'object',
        properties: { left: { $ref: '#/definitions/node' }, value: { anyOf: [{ type: 'number' }, { type: 'null' }] } },
        required: ['value'],
      },
    },
  });
  const inputs = [
    { id: 2, tree: { value: 1, left: { value: null } } },
    { id: 3, tree: { left: {} }, more: 1 },
    { id: '4', tree: { value: 'x' }, names: ['a', 'a', 'B'] },
  ];
  return [inputs.map((input) => [validate(input), validate.errors]), validate.source.validateCode];
};
