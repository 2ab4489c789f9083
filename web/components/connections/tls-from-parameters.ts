import type { TlsMode } from '../../graphql/generated/graphql.ts'

/** What drivers call the same four things, written without `-`, `_` and capitals. */
const MODES: Partial<Record<string, TlsMode>> = {
  disable: 'DISABLE',
  disabled: 'DISABLE',
  false: 'DISABLE',
  no: 'DISABLE',
  off: 'DISABLE',
  0: 'DISABLE',
  allow: 'PREFER',
  prefer: 'PREFER',
  preferred: 'PREFER',
  require: 'REQUIRE',
  required: 'REQUIRE',
  true: 'REQUIRE',
  yes: 'REQUIRE',
  on: 'REQUIRE',
  1: 'REQUIRE',
  skipverify: 'REQUIRE',
  trust: 'REQUIRE',
  acceptinvalidcerts: 'REQUIRE',
  // There is no mode of ours that trusts the certificate but not its name: the stricter one is taken.
  verifyca: 'VERIFY_FULL',
  verifyfull: 'VERIFY_FULL',
  verifyidentity: 'VERIFY_FULL',
  strict: 'VERIFY_FULL',
}

/** In the order in which they win over each other; `ssl` and the like only say that there is TLS, not how strict. */
const NAMES = ['sslmode', 'sslaccept', 'tls', 'ssl', 'usessl']

/**
 * The TLS mode that a URL's parameters ask for, whichever driver they were written for; undefined when they say nothing.
 * @param jdbcPostgres there `ssl=true` means a verified certificate
 */
export function tlsFromParameters(
  parameters: ReadonlyMap<string, string>,
  jdbcPostgres: boolean,
): TlsMode | undefined {
  const plain = new Map(
    [...parameters].map(([name, value]) => [name.toLowerCase().replace(/[-_]/g, ''), value] as const),
  )
  const said = NAMES.map(name => ({ name, value: plain.get(name) })).find(({ value }) => value !== undefined)
  if (said?.value === undefined) return undefined
  if (said.value.startsWith('{')) return modeFromJson(said.value)
  const mode = MODES[said.value.toLowerCase().replace(/[-_]/g, '')]
  const verified = plain.get('verifyservercertificate')?.toLowerCase() === 'true'
  const strict = said.name === 'ssl' ? jdbcPostgres || verified : said.name === 'usessl' && verified
  return mode === 'REQUIRE' && strict ? 'VERIFY_FULL' : mode
}

/** `ssl={"rejectUnauthorized":true}`, as drivers of Node.js take it. */
function modeFromJson(text: string): TlsMode {
  return /"rejectUnauthorized"\s*:\s*true/.test(text) ? 'VERIFY_FULL' : 'REQUIRE'
}
