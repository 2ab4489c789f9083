import type { CorpusStatement } from './corpus.ts'
import { MYSQL_HARMFUL } from './mysql/harmful.ts'
import { MYSQL_HARMLESS } from './mysql/harmless.ts'
import { MYSQL_SHOP } from './mysql/shop.ts'
import { startThrowawayMysql } from './mysql/throwaway-mysql.ts'
import { POSTGRES_HARMFUL } from './postgres/harmful.ts'
import { POSTGRES_HARMLESS } from './postgres/harmless.ts'
import { POSTGRES_SHOP } from './postgres/shop.ts'
import { startThrowawayPostgres } from './postgres/throwaway-postgres.ts'
import type { Throwaway, ThrowawayOptions } from './throwaway.ts'

/** The guard's own corpora, one an engine, with the shop that they speak of and a server to try them on. */
export interface Corpus {
  /** As in `npx tsx bench/readonly.ts --engine`. */
  name: string
  harmful: readonly CorpusStatement[]
  harmless: readonly CorpusStatement[]
  shop: readonly string[]
  /** Its reader is the server's own: what the server takes is refused for what it does, never because it was not understood. */
  readsAll: boolean
  start(options: ThrowawayOptions): Promise<Throwaway>
}

export const CORPORA: readonly Corpus[] = [
  {
    name: 'postgres',
    harmful: POSTGRES_HARMFUL,
    harmless: POSTGRES_HARMLESS,
    shop: [POSTGRES_SHOP],
    readsAll: true,
    start: startThrowawayPostgres,
  },
  {
    name: 'mysql',
    harmful: MYSQL_HARMFUL,
    harmless: MYSQL_HARMLESS,
    shop: MYSQL_SHOP,
    readsAll: false,
    start: startThrowawayMysql,
  },
]
