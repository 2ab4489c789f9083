import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { RULES } from './rules.ts'

const ids = [...new Set(Object.values(RULES).flatMap(rules => rules.map(({ id }) => id)))].sort()
const files = readdirSync('server/review/rules').filter(name =>
  /^(forbid|require|warn)-[a-z-]+\.ts$/.test(name),
)

describe('the rules about changes', () => {
  it('are one file each, by its id', () => {
    expect(ids.map(id => `${id}.ts`)).toEqual(files.sort())
  })

  it.each(ids)('%s has a page that says what, why and what to write instead', id => {
    const page = `docs/rules/${id}.md`
    expect(existsSync(page)).toBe(true)
    expect(existsSync(`server/review/rules/${id}.test.ts`)).toBe(true)
    const text = readFileSync(page, 'utf8')
    for (const part of [`# ${id}`, '**Why.**', '**Found**', '**Instead**']) expect(text).toContain(part)
  })
})
