import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { judgePostgres } from '../../../tests/fixtures/judge-postgres.ts'
import { statementRules, textRules } from './rules.ts'

const ids = [...textRules, ...statementRules].map(rule => rule.id)
const folder = new URL('./', import.meta.url)
const pages = new URL('../../../docs/rules/', import.meta.url)

describe('the list of rules', () => {
  it('has every rule of the folder, each once', () => {
    const files = readdirSync(folder).filter(name => name.endsWith('.ts') && !name.includes('.test.'))
    expect([...ids].sort()).toEqual(
      files
        .map(name => name.slice(0, -3))
        .filter(name => name !== 'rules')
        .sort(),
    )
  })

  it.each(ids)('%s begins with what it does, and has a test and a page', id => {
    expect(id).toMatch(/^(forbid|require|warn)-[a-z-]+$/)
    expect(existsSync(new URL(`${id}.test.ts`, folder))).toBe(true)
    expect(readFileSync(new URL(`${id}.md`, pages), 'utf8')).toContain(`# ${id}\n`)
  })

  it.each(ids)('%s finds the first example of its page and not the second', id => {
    const page = readFileSync(new URL(`${id}.md`, pages), 'utf8')
    const [bad = '', good = ''] = [...page.matchAll(/```sql\n(.*?)\n```/gs)].map(match => match[1])
    const codes = (sql: string): string[] => {
      const { refusals, warnings } = judgePostgres(sql)
      return [...refusals, ...warnings].map(finding => finding.code)
    }
    expect(codes(bad)).toContain(id)
    expect(codes(good)).not.toContain(id)
    expect(judgePostgres(good).allowed).toBe(true)
  })

  it('has no page without a rule', () => {
    // What needs a plan or a catalog as well is a warning of the preview, and has its page among these.
    const ofPreview = readdirSync(new URL('../../preview/', import.meta.url))
      .filter(name => /^warn-[a-z-]+\.ts$/.test(name))
      .map(name => name.slice(0, -3))
    // Those about changes of structure are held to their pages there.
    const ofReview = readdirSync(new URL('../../review/rules/', import.meta.url))
      .filter(name => /^(forbid|require|warn)-[a-z-]+\.ts$/.test(name))
      .map(name => name.slice(0, -3))
    expect(readdirSync(pages).sort()).toEqual(
      [...ids, ...ofPreview, ...ofReview].map(id => `${id}.md`).sort(),
    )
  })
})
