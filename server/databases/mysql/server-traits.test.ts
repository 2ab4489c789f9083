import { describe, expect, it } from 'vitest'
import type { ServerTrait } from '../schema-changes.ts'
import { readServerIdentity } from './server-identity.ts'
import { serverTraits } from './server-traits.ts'

const traitsOf = (version: string) => serverTraits(readServerIdentity(version))

describe('what a server is known for', () => {
  it.each<[ServerTrait, string, boolean]>([
    ['IGNORES_INLINE_REFERENCES', '10.4.34-MariaDB', true],
    ['IGNORES_INLINE_REFERENCES', '10.5.1-MariaDB', false],
    ['IGNORES_INLINE_REFERENCES', '8.4.2', true],
    ['IGNORES_INLINE_REFERENCES', '9.0.0', false],
    ['IGNORES_CHECKS', '5.7.44', true],
    ['IGNORES_CHECKS', '8.0.15', true],
    ['IGNORES_CHECKS', '8.0.16', false],
    ['ADDS_LAST_COLUMN_AT_ONCE', '5.7.44', false],
    ['ADDS_LAST_COLUMN_AT_ONCE', '8.0.12', true],
    ['ADDS_ANY_COLUMN_AT_ONCE', '8.0.28', false],
    ['ADDS_ANY_COLUMN_AT_ONCE', '8.0.29', true],
    ['ADDS_ANY_COLUMN_AT_ONCE', '10.3.39-MariaDB', false],
    ['ADDS_ANY_COLUMN_AT_ONCE', '10.11.6-MariaDB', true],
    ['COUNTS_ROW_VERSIONS', '8.0.36', true],
    ['COUNTS_ROW_VERSIONS', '11.4.2-MariaDB', false],
    ['IGNORED_INDEXES', '10.6.0-MariaDB', true],
    ['IGNORED_INDEXES', '8.0.36', false],
    ['INVISIBLE_INDEXES', '8.0.36', true],
    ['INVISIBLE_INDEXES', '5.7.44', false],
    ['TIMESTAMP_ENDS_2038', '11.4.2-MariaDB', true],
    ['TIMESTAMP_ENDS_2038', '11.8.2-MariaDB', false],
    ['DISPLAY_WIDTH_DEPRECATED', '8.0.36', true],
    ['DISPLAY_WIDTH_DEPRECATED', '10.11.6-MariaDB', false],
  ])('%s of %s: %s', (trait, version, holds) => {
    expect(traitsOf(version).includes(trait)).toBe(holds)
  })

  it('is also what it is set to', () => {
    const settings = new Map([
      ['log_bin', 'ON'],
      ['binlog_format', 'ROW'],
      ['binlog_row_image', 'FULL'],
      ['wsrep_on', 'OFF'],
    ])
    const traits = serverTraits(readServerIdentity('8.0.36'), settings)
    expect(traits).toContain('BINARY_LOG')
    expect(traits).toContain('ROW_IMAGES')
    expect(traits).not.toContain('CLUSTER')
  })
})
