import { describe, expect, it } from 'vitest'
import { refusedBy } from '../../../tests/fixtures/judge-postgres.ts'

describe('forbid-unlisted-setting', () => {
  it.each([
    `show all`,
    `show data_directory`,
    `show primary_conninfo`,
    `show ssl_passphrase_command`,
    `show hba_file`,
    `show app.secret`,
    `show "Data_Directory"`,
  ])('refuses %s', sql => {
    expect(refusedBy(sql)).toEqual(['forbid-unlisted-setting'])
  })

  it.each([
    `show server_version`,
    `SHOW TimeZone`,
    `show time zone`,
    `show transaction isolation level`,
    `show search_path -- mine`,
  ])('allows %s', sql => {
    expect(refusedBy(sql)).toEqual([])
  })
})
