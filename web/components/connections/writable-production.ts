import type { ConnectionPartsFragment } from '../../graphql/generated/graphql.ts'

/** Production whose login could write: said wherever it is chosen or asked. Not where nobody has looked yet. */
export function isWritableProduction({
  environment,
  loginCanWrite,
}: Pick<ConnectionPartsFragment, 'environment' | 'loginCanWrite'>): boolean {
  return environment === 'PRODUCTION' && loginCanWrite === true
}
