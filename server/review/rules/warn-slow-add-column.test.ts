import { describe, expect, it } from 'vitest'
import { COPY, INSTANT, mysqlInput, NOCOPY, REBUILD, severities, UNTRIED } from './mysql-input.fixture.ts'
import { warnSlowAddColumn } from './warn-slow-add-column.ts'

const both = 'alter table customers add a int default 5, add index (email)'

describe('warn-slow-add-column', () => {
  it.each([
    ['with an index in one statement', both, REBUILD, ['INFO']],
    ['that the server writes the table anew for', 'alter table customers add a int first', COPY, ['INFO']],
    ['that is there at once', 'alter table customers add a int', INSTANT, []],
    ['that nothing tried', both, UNTRIED, []],
    ['with an index that was built beside it', both, NOCOPY, []],
    [
      'that is dear by itself',
      'alter table customers add a char(36) default (uuid()), add index (email)',
      COPY,
      [],
    ],
    ['that counts', 'alter table log add id int auto_increment primary key', REBUILD, []],
  ])('finds in a column %s what it should', (_, sql, step, expected) => {
    expect(severities(warnSlowAddColumn, sql, { step })).toEqual(expected)
  })

  it('knows servers that add no column at once', () => {
    expect(severities(warnSlowAddColumn, both, { step: REBUILD, version: '5.7.44' })).toEqual([])
    expect(severities(warnSlowAddColumn, both, { step: REBUILD, version: '8.0.36' })).toEqual(['INFO'])
  })

  it('puts the column into a statement of its own', () => {
    const facts = { steps: [NOCOPY, INSTANT] }
    expect(severities(warnSlowAddColumn, both, { step: REBUILD })).toEqual(['INFO'])
    const [finding] = warnSlowAddColumn.check(mysqlInput(both, { step: REBUILD }))
    expect(finding?.fix).toBe(
      'alter table customers add index (email);\nALTER TABLE customers add a int default 5',
    )
    expect(severities(warnSlowAddColumn, finding?.fix ?? '', facts)).toEqual([])
  })
})
