import { describe, expect, it } from 'vitest'
import { hear, SILENT } from './roundtable-state.ts'

const token = (role: 'UX_ARCHITECT' | 'SENIOR_TESTER', text: string) => ({
  ...{ __typename: 'RoundtableToken' as const, role, stance: 'SUPPORT' as const, text },
})

describe('what is heard of a roundtable', () => {
  it('is put together role by role, also when several speak in turns', () => {
    const heard = [
      token('UX_ARCHITECT', 'One. '),
      token('SENIOR_TESTER', 'Two.'),
      token('UX_ARCHITECT', 'Three.'),
    ].reduce(hear, { ...SILENT, going: true })
    expect(heard.spoken.map(({ role, text }) => [role, text])).toEqual([
      ['UX_ARCHITECT', 'One. Three.'],
      ['SENIOR_TESTER', 'Two.'],
    ])
    expect(heard.going).toBe(true)
  })
})
