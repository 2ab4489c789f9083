import { useLoaderData } from '@remix-run/react'
import type { ShouldRevalidateFunctionArgs } from '@remix-run/react'
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useEffect } from 'react'
import { DeletedConnection } from '../components/ask/deleted-connection.tsx'
import { NoConnection } from '../components/ask/no-connection.tsx'
import { Workspace } from '../components/ask/workspace.tsx'
import { workspacePath } from '../components/ask/workspace-path.ts'
import { ErrorPage } from '../components/parts/error-page.tsx'
import {
  EditedQueryDocument,
  ExampleQuestionsDocument,
  PromptDocument,
  ShellDocument,
} from '../graphql/generated/graphql.ts'
import { pickHere } from '../graphql/here.ts'
import { leaveFor, load, nothingHere } from '../graphql/load.ts'
import { useHere } from '../hooks/use-here.ts'
import type { loader as shellLoader } from './_shell.tsx'

export const meta: MetaFunction<typeof loader, { 'routes/_shell': typeof shellLoader }> = ({
  data,
  matches,
}) => {
  const shell = matches.find(({ id }) => id === 'routes/_shell')?.data
  const here = shell?.connections.find(({ id }) => id === shell.hereId)
  const question = data?.prompt?.text ?? 'Ask'
  if (here === undefined) return [{ title: question }]
  return [
    { title: `${here.environment === 'PRODUCTION' ? '🔴 PRODUCTION · ' : ''}${question} · ${here.name}` },
  ]
}

export async function loader(args: LoaderFunctionArgs) {
  const search = new URL(args.request.url).searchParams
  const promptId = search.get('prompt')
  const connectionId = search.get('connection')
  if (promptId === null && connectionId === null) {
    const here = pickHere(args.request, (await load(args, ShellDocument)).connections)
    if (here !== null) throw leaveFor(workspacePath({ connectionId: here.id }))
  }
  const { prompt, translators } =
    promptId === null ? NO_PROMPT : await load(args, PromptDocument, { id: promptId })
  if (promptId !== null && prompt === null) throw nothingHere()
  if (prompt !== null && prompt.connection.id !== connectionId)
    throw leaveFor(workspacePath({ connectionId: prompt.connection.id, promptId: prompt.id }))

  const queryId = search.get('query')
  const edited =
    queryId === null ? null : (await load(args, EditedQueryDocument, { id: queryId })).generatedQuery
  return {
    prompt,
    edited,
    translators,
    examples: prompt === null ? examplesOf(args, connectionId) : NO_EXAMPLES,
  }
}

const NO_PROMPT = { prompt: null, translators: [] as const }
const NO_EXAMPLES = Promise.resolve<readonly string[]>([])

/** Examples are read from the user's database, which may be slow or away: they follow the page and never fail it. */
function examplesOf(
  { context }: LoaderFunctionArgs,
  connectionId: string | null,
): Promise<readonly string[]> {
  if (connectionId === null) return NO_EXAMPLES
  return context.graphql
    .execute(ExampleQuestionsDocument, { connectionId })
    .then(({ connection }) => connection?.exampleQuestions ?? [])
    .catch(() => [])
}

/** Saving one's own SQL only names it in the address: what is on the page is newer than what a loader would bring. */
export function shouldRevalidate({
  currentUrl,
  nextUrl,
  defaultShouldRevalidate,
}: ShouldRevalidateFunctionArgs) {
  const place = (url: URL) => `${url.searchParams.get('connection')} ${url.searchParams.get('prompt')}`
  return place(currentUrl) === place(nextUrl) ? false : defaultShouldRevalidate
}

export default function Index() {
  const here = useHere()
  const { prompt, edited, translators, examples } = useLoaderData<typeof loader>()
  useEffect(() => {
    // Who goes on before they have come cuts them off: nobody misses them then.
    examples.catch(() => undefined)
  }, [examples])
  if (prompt?.connection.deletedAt != null) return <DeletedConnection prompt={prompt} />
  if (here == null) return <NoConnection />
  return (
    <Workspace
      connection={here}
      prompt={prompt}
      edited={edited}
      translators={translators}
      examples={examples}
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
