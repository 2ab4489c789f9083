import { useLoaderData } from '@remix-run/react'
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { DetailSection } from '../components/connections/detail-section.tsx'
import { ErrorPage } from '../components/parts/error-page.tsx'
import { ModelFacts } from '../components/settings/model-facts.tsx'
import { ModelTest } from '../components/settings/model-test.tsx'
import { sumBy } from '../components/settings/usage-sums.ts'
import { UsageTable } from '../components/settings/usage-table.tsx'
import { SettingsDocument } from '../graphql/generated/graphql.ts'
import { load } from '../graphql/load.ts'
import { useMay } from '../hooks/use-may.ts'

const DAYS = 30

export const meta: MetaFunction = () => [{ title: 'Settings · Lovable AI for Databases' }]

export async function loader(args: LoaderFunctionArgs) {
  return load(args, SettingsDocument, { days: DAYS })
}

export default function Settings() {
  const { modelSettings, modelUsage } = useLoaderData<typeof loader>()
  const may = useMay()
  const configured = modelSettings.model !== null
  return (
    <div className="mx-auto grid w-full max-w-5xl grid-cols-[minmax(0,1fr)] gap-5 px-4 py-8 lg:px-6">
      <h1 className="text-xl font-semibold tracking-tight">Settings</h1>
      <DetailSection
        title="Language model"
        words={
          <p>
            {configured
              ? 'Answers what the built-in translator is not certain of. It is set by the environment of the server, which has to be started anew for a change.'
              : 'None is set: the built-in translator answers alone, and nothing leaves this server. LLM_PROVIDER and a key set one.'}
          </p>
        }
      >
        <ModelFacts settings={modelSettings} />
        {configured && may('CHANGE_SETTINGS') && <ModelTest />}
      </DetailSection>
      <DetailSection
        title="Usage"
        words={
          <p>
            {`Tokens of the last ${DAYS} days (UTC), cost at the prices that are set now. Cached input is a part of the input that costs less.`}
          </p>
        }
      >
        {modelUsage.length === 0 ? (
          <p className="text-sm text-ink-soft">No model was asked in these days.</p>
        ) : (
          <>
            <UsageTable of="Day" sums={sumBy(modelUsage, ({ day }) => day)} />
            <UsageTable of="Person" sums={sumBy(modelUsage, ({ user }) => user?.name ?? 'unknown')} />
            <UsageTable of="Model" sums={sumBy(modelUsage, ({ model }) => model)} />
          </>
        )}
      </DetailSection>
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
