import { join } from 'node:path';
import { RuleTester } from 'eslint';
import { house } from './house.mjs';

const tester = new RuleTester();
const at = (path) => join(process.cwd(), path);

tester.run('names', house.rules.names, {
  valid: [
    { code: '', filename: at('libs/record-schema/src/write-rule.ts') },
    { code: '', filename: at('apps/processor/src/handler.spec.ts') },
    { code: '', filename: at('apps/infra/src/config/communal.ts') },
  ],
  invalid: [
    { code: '', filename: at('libs/record-schema/src/utils.ts'), errors: [{ messageId: 'nothing' }] },
    { code: '', filename: at('apps/processor/src/common/rows.ts'), errors: [{ messageId: 'nothing' }] },
    { code: '', filename: at('apps/processor/src/row-helper.ts'), errors: [{ messageId: 'nothing' }] },
    { code: '', filename: at('apps/processor/src/WriteRow.ts'), errors: [{ messageId: 'kebab' }] },
  ],
});

tester.run('only-create-handler', house.rules['only-create-handler'], {
  valid: [
    { code: "import { createHandler } from '@pipeline/processor';", filename: at('tools/simulator/src/run.ts') },
    { code: "import { anything } from '@pipeline/record-schema';", filename: at('tools/simulator/src/run.ts') },
    { code: "import { processBatch } from '@pipeline/processor';", filename: at('apps/processor/src/x.ts') },
  ],
  invalid: [
    {
      code: "import { createHandler, processBatch } from '@pipeline/processor';",
      filename: at('tools/simulator/src/run.ts'),
      errors: [{ messageId: 'only', data: { app: '@pipeline/processor' } }],
    },
    {
      code: "import processor from '@pipeline/processor';",
      filename: at('tools/bench/src/run.ts'),
      errors: [{ messageId: 'only' }],
    },
  ],
});
