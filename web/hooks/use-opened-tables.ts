import { useApolloClient } from '@apollo/client/react'
import { useCallback, useEffect, useState } from 'react'
import { tableKey } from '../components/connections/catalog-rows.ts'
import type { NamedTable, OpenedTable } from '../components/connections/catalog-rows.ts'
import { TablesDocument } from '../graphql/generated/graphql.ts'
import { problemOf } from '../graphql/problem.ts'

const NONE: ReadonlyMap<string, OpenedTable> = new Map()

/**
 * The tables that are open in the list, and their columns, each fetched when it opens: those of thousands of tables
 * would be megabytes that nobody looks at.
 * @param version of the catalog: with a new one all are closed
 */
export function useOpenedTables(connectionId: string, version: string | undefined) {
  const client = useApolloClient()
  const [opened, setOpened] = useState(NONE)
  useEffect(() => setOpened(NONE), [connectionId, version])

  const put = useCallback((key: string, inside: OpenedTable) => {
    // One that was closed meanwhile stays closed.
    setOpened(current => (current.has(key) ? new Map(current).set(key, inside) : current))
  }, [])

  const toggle = useCallback(
    (table: NamedTable) => {
      const key = tableKey(table)
      if (opened.has(key)) {
        setOpened(current => new Map([...current].filter(([other]) => other !== key)))
        return
      }
      setOpened(current => new Map(current).set(key, 'loading'))
      client
        .query({
          query: TablesDocument,
          // The whole name is the best match there is.
          variables: { connectionId, search: `${table.schema}.${table.name}`, first: 1 },
          fetchPolicy: 'no-cache',
        })
        .then(({ data }) => {
          const found = data?.connection?.tables.find(candidate => tableKey(candidate) === key)
          put(key, found ?? { problem: 'This table is not there any more.' })
        })
        .catch((error: unknown) => put(key, { problem: problemOf(error).message }))
    },
    [client, connectionId, opened, put],
  )
  return { opened, toggle }
}
