import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { doorProblems, JUDGES, judgesBefore } from './architecture/one-door.ts'

const root = new URL('../', import.meta.url).pathname
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const files = readdirSync(join(root, 'server'), { recursive: true, encoding: 'utf8' })
  .map(name => `server/${name}`)
  .filter(path => path.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(path))

describe('SQL for a user', () => {
  it('goes through one door: nothing else plans it or opens a cursor for it', () => {
    expect(files.length).toBeGreaterThan(50)
    expect(files.flatMap(path => doorProblems(path, read(path)))).toEqual([])
  })

  it.each(JUDGES)('is judged in $path before it uses $way', ({ path, way }) => {
    expect(judgesBefore(path, read(path), way)).toBe(true)
  })
})

describe('the check of the door', () => {
  it.each([
    ['const cursor = await opened.database.openCursor(sql, limits)', 'openCursor'],
    ["const cursor = await opened.database['openCursor'](sql, limits)", 'openCursor'],
    ['const { openCursor } = opened.database', 'openCursor'],
    ['const { openCursor: open } = opened.database', 'openCursor'],
    ['const open = database.openCursor', 'openCursor'],
    ['const plan = await opened.database.plan(sql)', 'plan'],
    ['const ask = opened.database.plan.bind(opened.database)', 'plan'],
    ['const { plan } = opened.database', 'plan'],
    ['for await (const event of executor.execute(request)) send(event)', 'execute'],
    ['const { execute } = executor', 'execute'],
    ['const file = executor.export(request, settings)', 'export'],
    ['const cursor = await database.copyCsv?.(sql, options, limits)', 'copyCsv'],
  ])('finds: %s', (text, way) => {
    expect(doorProblems('server/pipeline/exports.ts', `\n${text}`)).toEqual([
      expect.stringContaining(`server/pipeline/exports.ts:2 uses ${way}.`),
    ])
  })

  it.each([
    'const { plan, tables } = request',
    'const { cost } = request.plan',
    'function plan() {} plan()',
    '// opened.database.openCursor(sql)',
  ])('finds nothing in: %s', text => {
    expect(doorProblems('server/preview/preview.ts', text)).toEqual([])
  })

  it('tells whether the guard was asked, and whether before', () => {
    const judge = 'guard.judge(sql)\n'
    const run = 'executor.execute(sql)\n'
    expect(judgesBefore('a.ts', judge + run, 'execute')).toBe(true)
    expect(judgesBefore('a.ts', run + judge, 'execute')).toBe(false)
    expect(judgesBefore('a.ts', run, 'execute')).toBe(false)
    expect(judgesBefore('a.ts', judge, 'execute')).toBe(false)
  })
})
