import type { ServerTrait } from '../schema-changes.ts'
import type { ServerIdentity } from './server-identity.ts'

/** From which version on, and before which; null: never. */
interface Since {
  trait: ServerTrait
  mysql: readonly [from: number, until: number] | null
  mariadb: readonly [from: number, until: number] | null
}

const EVER = 999_999

/** By the manuals of both; what is said of MariaDB 10.11 was measured. */
const TRAITS: readonly Since[] = [
  { trait: 'IGNORES_INLINE_REFERENCES', mysql: [0, 90_000], mariadb: [0, 100_500] },
  { trait: 'IGNORES_CHECKS', mysql: [0, 80_016], mariadb: [0, 100_201] },
  { trait: 'ADDS_LAST_COLUMN_AT_ONCE', mysql: [80_012, EVER], mariadb: [100_302, EVER] },
  { trait: 'ADDS_ANY_COLUMN_AT_ONCE', mysql: [80_029, EVER], mariadb: [100_400, EVER] },
  { trait: 'COUNTS_ROW_VERSIONS', mysql: [80_029, EVER], mariadb: null },
  { trait: 'IGNORED_INDEXES', mysql: null, mariadb: [100_600, EVER] },
  { trait: 'INVISIBLE_INDEXES', mysql: [80_000, EVER], mariadb: null },
  { trait: 'CASCADES_NEED_LOCK', mysql: [0, EVER], mariadb: null },
  { trait: 'TIMESTAMP_ENDS_2038', mysql: [0, EVER], mariadb: [0, 110_500] },
  { trait: 'DISPLAY_WIDTH_DEPRECATED', mysql: [80_017, EVER], mariadb: null },
  { trait: 'SHORT_TEXT_GROWS_AT_ONCE', mysql: null, mariadb: [100_403, EVER] },
  { trait: 'EXPRESSION_DEFAULTS', mysql: [80_013, EVER], mariadb: [100_201, EVER] },
  { trait: 'WAITS_BY_STATEMENT', mysql: null, mariadb: [100_300, EVER] },
]

/** What rules about changes have to know of this server: by its version, and by what it is set to. */
export function serverTraits(
  { product, versionNumber }: ServerIdentity,
  settings: ReadonlyMap<string, string> = new Map(),
): readonly ServerTrait[] {
  const isOn = (name: string) => /^(ON|1)$/i.test(settings.get(name) ?? '')
  const bySettings: readonly [ServerTrait, boolean][] = [
    ['BINARY_LOG', isOn('log_bin')],
    [
      'ROW_IMAGES',
      /^ROW$/i.test(settings.get('binlog_format') ?? '') &&
        /^FULL$/i.test(settings.get('binlog_row_image') ?? ''),
    ],
    ['CLUSTER', isOn('wsrep_on')],
  ]
  return [
    ...TRAITS.flatMap(({ trait, mysql, mariadb }) => {
      const range = product === 'MariaDB' ? mariadb : mysql
      return range !== null && versionNumber >= range[0] && versionNumber < range[1] ? [trait] : []
    }),
    ...bySettings.flatMap(([trait, holds]) => (holds ? [trait] : [])),
  ]
}

export const TRAIT_SETTINGS: readonly string[] = ['log_bin', 'binlog_format', 'binlog_row_image', 'wsrep_on']
