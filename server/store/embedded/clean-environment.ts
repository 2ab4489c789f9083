/**
 * The environment for PostgreSQL's programs: without PGDATA, PGPORT and the like, which would override arguments,
 * without the app's secrets, and with messages in English, because some of them are read.
 */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const { PATH, TMPDIR, TEMP, SystemRoot, NODE_ENV } = process.env
  return { PATH, TMPDIR, TEMP, SystemRoot, NODE_ENV, LC_ALL: 'C' }
}
