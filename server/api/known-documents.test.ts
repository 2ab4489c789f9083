import { parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { createKnownDocuments } from './known-documents.ts'

const [A, B, C] = ['{ a }', '{ b }', '{ c }'] as const

describe('the documents that are known', () => {
  it('are found by their text, the very same ones', () => {
    const known = createKnownDocuments()
    const document = parse(A)
    known.add(A, document)
    expect(known.find(A)).toBe(document)
    expect(known.find(B)).toBeNull()
  })

  it('leave in the order in which they were last asked for, when there are too many', () => {
    const known = createKnownDocuments(A.length + B.length)
    known.add(A, parse(A))
    known.add(B, parse(B))
    known.find(A)
    known.add(C, parse(C))
    expect([A, B, C].filter(text => known.find(text) !== null)).toEqual([A, C])
  })

  it('take no document that is too long to be a common one', () => {
    const known = createKnownDocuments()
    const text = `{ a } ${'#'.repeat(20_000)}`
    known.add(text, parse(text))
    expect(known.find(text)).toBeNull()
  })

  it('count a text once however often it is added', () => {
    const known = createKnownDocuments(A.length + B.length)
    for (let time = 0; time < 3; time += 1) known.add(A, parse(A))
    known.add(B, parse(B))
    expect(known.find(A)).not.toBeNull()
  })
})
