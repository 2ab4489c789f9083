import type { ConnectionPartsFragment } from '../../graphql/generated/graphql.ts'
import { engineInWords, ENVIRONMENT_WORDS } from '../parts/words.ts'

type Searched = Pick<
  ConnectionPartsFragment,
  'name' | 'engine' | 'serverVersion' | 'environment' | 'host' | 'port' | 'database'
>

/** `db.example.com:5432/shop`; an IPv6 address in brackets, as it is written in a URL. */
export function placeOf({ host, port, database }: Pick<Searched, 'host' | 'port' | 'database'>): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}/${database}`
}

/** The connections that hold every word of what was typed: in their name, place, engine or environment. */
export function searchConnections<TConnection extends Searched>(
  connections: readonly TConnection[],
  typed: string,
): readonly TConnection[] {
  const words = typed.toLowerCase().split(/\s+/)
  return connections.filter(connection => {
    const { name, engine, environment } = connection
    const said =
      `${name} ${placeOf(connection)} ${engine} ${engineInWords(connection)} ${ENVIRONMENT_WORDS[environment]}`.toLowerCase()
    return words.every(word => said.includes(word))
  })
}
