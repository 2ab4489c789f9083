import type { CatalogColumn, CatalogTable } from '../../domain.ts'
import { spokenName } from './naming-columns.ts'

const SECRET =
  /\b(password|passwd|passphrase|pwd|secret|token|salt|private key|api key|credential|otp|cvv)\b/u

/** The columns that a list of whole rows shows: all but those that look like secrets, which must be asked for by name. */
export function openColumns(table: CatalogTable): readonly CatalogColumn[] {
  return table.columns.filter(({ name }) => !SECRET.test(spokenName(name)))
}
