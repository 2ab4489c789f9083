import { useQuery } from '@apollo/client/react'
import { TablesDocument } from '../graphql/generated/graphql.ts'
import { problemOf } from '../graphql/problem.ts'
import type { CatalogTable } from '../components/sql/sql-language.ts'

const MOST_TABLES = 500
const NONE: readonly CatalogTable[] = []

/**
 * The tables that the connection's login can see, best match first when there is a search. Fetched by the browser and
 * not by the loader: a database that is away must not take the page with it.
 */
export function useCatalog(connectionId: string, search?: string) {
  const { data, previousData, loading, error } = useQuery(TablesDocument, {
    variables: { connectionId, search: search === '' ? undefined : search, first: MOST_TABLES },
    ssr: false,
  })
  return {
    tables: (data ?? previousData)?.connection?.tables ?? NONE,
    loading,
    problem: error === undefined ? null : problemOf(error),
  }
}
