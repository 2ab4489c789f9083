import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkFile } from './architecture/check-file.ts'

const root = new URL('../', import.meta.url).pathname

/** Tests and their fixtures may reach anywhere; generated files are as their generator makes them. */
const NOT_HELD = /\.test\.tsx?$|\.fixture\.ts$|^web\/graphql\/generated\//

const files = ['server', 'web'].flatMap(area =>
  readdirSync(join(root, area), { recursive: true, encoding: 'utf8' })
    .map(name => `${area}/${name}`)
    .filter(path => /\.tsx?$/.test(path) && !path.includes('/node_modules/') && !NOT_HELD.test(path)),
)

describe('the rooms of the house', () => {
  it('are all there', () => {
    expect(files.length).toBeGreaterThan(50)
    expect(files).toContain('server/domain.ts')
    expect(files).toContain('web/root.tsx')
  })

  it.each(files)('%s keeps to the table', path => {
    expect(checkFile(path, readFileSync(join(root, path), 'utf8'))).toEqual([])
  })
})

describe('the check of the rooms', () => {
  it.each([
    [
      'server/ask/ask.ts',
      `import { a } from '../preview/preview.ts'`,
      'ask may not import preview. Move it to server/pipeline/',
    ],
    [
      'server/ask/ask.ts',
      `import { a } from '../databases/database.ts'`,
      'ask may import only types of databases',
    ],
    [
      'server/ask/ask.ts',
      `import { type A, b } from '../store/store.ts'`,
      'ask may import only types of store',
    ],
    ['server/ask/ask.ts', `export { a } from '../api/server.ts'`, 'ask may not import api'],
    ['server/ask/ask.ts', `const a = await import('../execute/execute.ts')`, 'ask may not import execute'],
    ['server/ask/ask.ts', `type A = import('../api/server.ts').A`, 'ask may not import api'],
    ['server/ask/ask.ts', `import '../store/store.ts'`, 'ask may import only types of store'],
    [
      'server/ask/ask.ts',
      `\n\nimport postgres from 'postgres'`,
      'server/ask/ask.ts:3 imports postgres, which belongs to server/databases/postgres/',
    ],
    ['server/ask/ask.ts', `import fs from 'node:fs'`, 'but ask is pure'],
    [
      'server/ask/ask.ts',
      `const a = process.env.HOME`,
      'server/ask/ask.ts:1 reads process.env. Move it to server/config.ts',
    ],
    ['server/ask/ask.ts', `const { HOME } = process.env`, 'reads process.env'],
    ['server/ask/ask.ts', `const a = new Date()`, 'calls new Date(), but ask is pure'],
    ['server/guard/guard.ts', `const a = Date.now()`, 'calls Date.now(), but guard is pure'],
    [
      'server/guard/guard.ts',
      `import { a } from '../sql/postgres/walk-tree.ts'`,
      'furniture of sql. Import server/sql/sql.ts instead',
    ],
    [
      'server/guard/guard.ts',
      `import type { A } from '../databases/database.ts'`,
      'guard may not import databases',
    ],
    ['server/guard/guard.ts', `import { parse } from 'libpg-query'`, 'belongs to server/sql/'],
    ['server/domain.ts', `import { AppError } from './errors.ts'`, 'domain may not import errors'],
    ['server/sql/sql.ts', `import { a } from '../guard/guard.ts'`, 'sql may not import guard'],
    [
      'server/databases/mysql/mysql.ts',
      `import { a } from '../postgres/cells.ts'`,
      'one engine may not import another',
    ],
    [
      'server/databases/mysql/mysql.ts',
      `import postgres from 'postgres'`,
      'belongs to server/databases/postgres/',
    ],
    [
      'server/llm/openai.ts',
      `import Anthropic from '@anthropic-ai/sdk/client'`,
      'belongs to server/llm/anthropic',
    ],
    ['server/store/store.ts', `import type { A } from '../audit/audit.ts'`, 'store may not import audit'],
    ['server/config.ts', `import { a } from './store/store.ts'`, 'config may not import store'],
    [
      'server/pipeline/run-query.ts',
      `import { a } from '../execute/execute.ts'`,
      'pipeline may import only types of execute',
    ],
    [
      'server/api/server.ts',
      `import { a } from '../pipeline/pipeline.ts'`,
      'api may import only types of pipeline',
    ],
    ['server/api/server.ts', `import { a } from '../main.ts'`, 'api may not import main'],
    ['server/main.ts', `import { a } from './ask/read-words.ts'`, 'furniture of ask'],
    ['server/extras/a.ts', ``, 'is in no room'],
    ['server/extras.ts', ``, 'is in no room'],
    [
      'web/routes/a.tsx',
      `import type { A } from '../../server/domain.ts'`,
      'web may not import domain. Move it to server/api/',
    ],
    ['web/routes/a.tsx', `import { a } from '../../tests/a.ts'`, 'which is in no room'],
    ['server/ask/utils.ts', ``, 'nothing is called utils.ts'],
    ['server/ask/helpers/a.ts', ``, 'nothing is called helpers'],
    ['web/components/index.tsx', ``, 'nothing is called index.tsx'],
  ])('finds in %s: %s', (path, text, problem) => {
    expect(checkFile(path, text)).toEqual([expect.stringContaining(problem)])
  })

  it.each([
    [
      'server/ask/ask.ts',
      `import { a } from './read-words.ts'\nimport { b } from '../domain.ts'\nimport { c } from '../sql/sql.ts'`,
    ],
    [
      'server/ask/ask.ts',
      `import type { A } from '../databases/database.ts'\nimport { type B } from '../store/prompts.ts'`,
    ],
    ['server/ask/ask.ts', `const a = new Date(0) // process.env, import('postgres')`],
    [
      'server/main.ts',
      `import { a } from './databases/postgres/postgres.ts'\nimport { b } from './config.ts'`,
    ],
    ['server/config.ts', `const a = process.env.PORT`],
    ['server/pipeline/ask-question.ts', `import type { A } from '../generate/generation.ts'`],
    ['web/routes/_index.tsx', `import { a } from '../components/a.tsx'\nimport { useState } from 'react'`],
  ])('finds nothing in %s: %s', (path, text) => {
    expect(checkFile(path, text)).toEqual([])
  })
})
