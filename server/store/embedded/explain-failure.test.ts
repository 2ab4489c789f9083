import { expect, it } from 'vitest'
import { explainFailure } from './explain-failure.ts'

it.each([
  ['initdb: error: could not write file: No space left on device', 'The disk is full'],
  ['could not change permissions of directory "x": Permission denied', 'may not be written'],
  ["Error: EROFS: read-only file system, mkdir '/x'", 'read-only disk'],
  ['FATAL:  could not map anonymous shared memory: Cannot allocate memory', 'short of memory'],
  ['initdb: could not look up effective user ID 12345: user does not exist', '/etc/passwd'],
])('explains «%s»', (output, hint) => {
  expect(explainFailure(output)[0]).toContain(hint)
})

it('names the way out when nothing is known of a failure', () => {
  expect(explainFailure('something else')).toEqual([expect.stringContaining('DATABASE_URL')])
})
