import { expect, it } from 'vitest'
import { inputOf } from './lint-input.fixture.ts'
import { warnDroppedConstraint } from './warn-dropped-constraint.ts'

it('finds what no longer holds, and says more of a primary key', () => {
  const change = { object: 'orders.key', before: 'PRIMARY KEY (id)', after: null }
  const check = (kind: string) => warnDroppedConstraint.check(inputOf({ changes: [{ kind, ...change }] }))
  expect(check('REMOVED CONSTRAINT')).toMatchObject([
    { severity: 'WARNING', message: expect.stringMatching(/told apart/) as unknown },
  ])
  expect(check('REMOVED INDEX')).toEqual([])
})
