import { USE_OWN_SERVER } from './platform-package.ts'

const KNOWN: readonly (readonly [RegExp, string])[] = [
  [
    /no space left on device|ENOSPC/i,
    'The disk is full: free some space, or set DATA_DIR to a folder on another disk.',
  ],
  [
    /permission denied|EACCES|EPERM/i,
    'The folder may not be written: mend its permissions, or set DATA_DIR to another.',
  ],
  [
    /read-only file system|EROFS/i,
    'The folder is on a read-only disk: set DATA_DIR to one that can be written.',
  ],
  [
    /could not create shared memory|ENOMEM|cannot allocate memory/i,
    'The machine is short of memory: free some.',
  ],
  [
    /could not look up effective user ID/,
    'PostgreSQL wants its user to have a name: add this user id to /etc/passwd, or start as another user.',
  ],
]

/** What a person can do about PostgreSQL's own words. */
export function explainFailure(output: string): string[] {
  const known = KNOWN.filter(([pattern]) => pattern.test(output)).map(([, hint]) => hint)
  return [...known, USE_OWN_SERVER]
}
