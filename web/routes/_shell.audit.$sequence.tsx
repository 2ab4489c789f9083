import { Link, useLoaderData } from '@remix-run/react'
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { ArrowLeft } from 'lucide-react'
import { AuditEventWhole } from '../components/audit/audit-event-whole.tsx'
import { AuditList } from '../components/audit/audit-list.tsx'
import { AUDIT_PATH } from '../components/audit/audit-search.ts'
import { ErrorPage } from '../components/parts/error-page.tsx'
import { AuditEventDocument, AuditStoryDocument } from '../graphql/generated/graphql.ts'
import { load, nothingHere } from '../graphql/load.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Event ${data?.event.sequence ?? ''} · Lovable AI for Databases` },
]

export async function loader(args: LoaderFunctionArgs) {
  const sequence = Number(args.params.sequence)
  if (!Number.isSafeInteger(sequence)) throw nothingHere()
  const { auditEvent } = await load(args, AuditEventDocument, { sequence })
  if (!auditEvent) throw nothingHere()
  const { subjectId } = auditEvent
  const story = subjectId == null ? [] : (await load(args, AuditStoryDocument, { subjectId })).auditStory
  return { event: auditEvent, story }
}

export default function AuditEvent() {
  const { event, story } = useLoaderData<typeof loader>()
  return (
    <div className="mx-auto grid w-full max-w-5xl grid-cols-1 gap-6 px-4 py-8 lg:px-6">
      <Link to={AUDIT_PATH} className="inline-flex items-center gap-1.5 text-sm text-accent">
        <ArrowLeft aria-hidden className="size-4" />
        Audit
      </Link>
      <AuditEventWhole event={event} />
      {story.length > 1 && (
        <section className="grid gap-2">
          <h2 className="font-semibold">The story, oldest first</h2>
          <AuditList
            events={story}
            label="Events of the same subject, oldest first"
            current={event.sequence}
          />
        </section>
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
