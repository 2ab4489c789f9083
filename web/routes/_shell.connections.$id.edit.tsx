import { Link, useLoaderData, useNavigate } from '@remix-run/react'
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { ConnectionForm } from '../components/connections/connection-form.tsx'
import { draftOf } from '../components/connections/connection-draft.ts'
import { connectionPath } from '../components/connections/connection-paths.ts'
import { WhoManages } from '../components/connections/who-manages.tsx'
import { ErrorPage } from '../components/parts/error-page.tsx'
import { ConnectionDetailDocument } from '../graphql/generated/graphql.ts'
import { load, nothingHere } from '../graphql/load.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => {
  if (data === undefined) return [{ title: 'Connections · Lovable AI for Databases' }]
  const { name, environment } = data.connection
  return [{ title: `${environment === 'PRODUCTION' ? '🔴 PRODUCTION · ' : ''}Edit ${name}` }]
}

export async function loader(args: LoaderFunctionArgs) {
  const { connection } = await load(args, ConnectionDetailDocument, { id: args.params.id ?? '' })
  if (connection === null) throw nothingHere()
  return { connection }
}

export default function EditConnection() {
  const { connection } = useLoaderData<typeof loader>()
  const navigate = useNavigate()
  const { id, name, sample, canEdit, allowedFunctions } = connection
  return (
    <div className="mx-auto grid w-full max-w-5xl gap-5 px-4 py-8 lg:px-6">
      <div>
        <p className="text-sm">
          <Link
            to={connectionPath(id)}
            className="text-ink-soft underline-offset-4 hover:text-accent hover:underline"
          >
            {name}
          </Link>
        </p>
        <h1 className="mt-1 text-xl font-semibold tracking-tight">Edit connection</h1>
      </div>
      {canEdit ? (
        <ConnectionForm
          key={id}
          saved={{ id, sample, listedFunctions: allowedFunctions.length }}
          initial={draftOf(connection)}
          onSaved={() => void navigate(connectionPath(id), { replace: true })}
        />
      ) : (
        <WhoManages what="You can look at this connection, but not edit it." />
      )}
    </div>
  )
}

export function ErrorBoundary() {
  return (
    <div className="px-6 py-16">
      <ErrorPage />
    </div>
  )
}
