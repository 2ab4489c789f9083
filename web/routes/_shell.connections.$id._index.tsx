import { useLoaderData, useNavigate, useRevalidator } from '@remix-run/react'
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useCallback } from 'react'
import { ConnectionDetail } from '../components/connections/connection-detail.tsx'
import { CONNECTIONS_PATH } from '../components/connections/connection-paths.ts'
import { WhoManages } from '../components/connections/who-manages.tsx'
import { ErrorPage } from '../components/parts/error-page.tsx'
import { ConnectionDetailDocument } from '../graphql/generated/graphql.ts'
import { load, nothingHere } from '../graphql/load.ts'
import { useMay } from '../hooks/use-may.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => {
  if (data === undefined) return [{ title: 'Connections · Lovable AI for Databases' }]
  const { name, environment } = data.connection
  return [{ title: `${environment === 'PRODUCTION' ? '🔴 PRODUCTION · ' : ''}${name} · Connections` }]
}

export async function loader(args: LoaderFunctionArgs) {
  const { connection } = await load(args, ConnectionDetailDocument, { id: args.params.id ?? '' })
  if (connection === null) throw nothingHere()
  return { connection }
}

export default function Connection() {
  const { connection } = useLoaderData<typeof loader>()
  const navigate = useNavigate()
  const { revalidate } = useRevalidator()
  const may = useMay()
  const saved = useCallback(() => revalidate(), [revalidate])
  if (!may('INSPECT_CONNECTIONS'))
    return (
      <div className="mx-auto grid w-full max-w-5xl gap-5 px-4 py-8 lg:px-6">
        <h1 className="text-xl font-semibold tracking-tight">{connection.name}</h1>
        <WhoManages what="You can ask this database; developers and administrators manage how it is reached." />
      </div>
    )
  return (
    <ConnectionDetail
      key={connection.id}
      connection={connection}
      onSaved={saved}
      onDeleted={() => void navigate(CONNECTIONS_PATH, { replace: true })}
    />
  )
}

export function ErrorBoundary() {
  return (
    <div className="px-6 py-16">
      <ErrorPage />
    </div>
  )
}
