/** Every case of docs/schema-change-cases.md is held by a test that names it. */
import { readdir, readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'

const CASE = /\b4\.[1-8]-\d+\b/g

async function namedByTests(): Promise<Set<string>> {
  const found = new Set<string>()
  for (const folder of ['server', 'tests']) {
    const files = (await readdir(folder, { recursive: true })).filter(file => file.endsWith('.test.ts'))
    for (const file of files) {
      const text = await readFile(`${folder}/${file}`, 'utf8')
      for (const [, title = ''] of text.matchAll(/(?:\bit|\bdescribe|\)|\])\(\s*['"`](\d\.\d-[^\n]*)/g))
        for (const [name] of title.matchAll(CASE)) found.add(name)
    }
  }
  return found
}

it('finds a test for each case, and a case for each number that a test names', async () => {
  const text = await readFile('docs/schema-change-cases.md', 'utf8')
  const cases = [...text.matchAll(/^- \*\*(4\.[1-8]-\d+)\*\*/gm)].map(([, name]) => name)
  expect(cases.map(name => Number(name?.split('-')[1]))).toEqual(
    Array.from({ length: 39 }, (_, at) => at + 1),
  )
  expect([...(await namedByTests())].sort()).toEqual([...cases].sort())
})
