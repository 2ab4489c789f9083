import { describe, expect, it } from 'vitest'
import { sqlDiagnostics } from './sql-diagnostics.ts'

const finding = { code: 'c', severity: 'WARNING' as const, message: 'Odd.', hint: null, start: 2, end: 5 }

describe('sqlDiagnostics', () => {
  it('underlines a finding where it is', () =>
    expect(sqlDiagnostics([finding], 10)).toMatchObject([{ from: 2, to: 5, severity: 'warning' }]))
  it('underlines refusals as errors', () =>
    expect(sqlDiagnostics([{ ...finding, severity: 'BLOCKING' }], 10)).toMatchObject([{ severity: 'error' }]))
  it('stays within SQL that has become shorter', () =>
    expect(sqlDiagnostics([finding], 3)).toMatchObject([{ from: 2, to: 3 }]))
  it('underlines at least one character', () =>
    expect(sqlDiagnostics([{ ...finding, end: 2 }], 10)).toMatchObject([{ from: 2, to: 3 }]))
  it.each([
    ['has no place', { start: null, end: null }],
    ['lies behind the end', { start: 10, end: 12 }],
    ['merely informs', { severity: 'INFO' as const }],
  ])('leaves out a finding that %s', (_, change) =>
    expect(sqlDiagnostics([{ ...finding, ...change }], 10)).toEqual([]),
  )
})
