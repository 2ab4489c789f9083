import type { SettingsQuery } from '../../graphql/generated/graphql.ts'
import { formatCount } from './usage-sums.ts'

type Settings = SettingsQuery['modelSettings']

/** What the environment says of the model. */
export function ModelFacts({ settings }: { settings: Settings }) {
  return (
    <dl className="grid grid-cols-[minmax(0,7.5rem)_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-sm sm:grid-cols-[auto_minmax(0,1fr)] sm:gap-x-6">
      {factsOf(settings).map(([name, words]) => (
        <div key={name} className="contents">
          <dt className="text-ink-faint">{name}</dt>
          <dd className="wrap-anywhere tabular-nums">{words}</dd>
        </div>
      ))}
    </dl>
  )
}

function factsOf(settings: Settings): [string, string][] {
  const { prices } = settings
  const tokens = (count: number) => (count === 0 ? 'no limit' : `${formatCount(count)} a day`)
  return [
    ['Provider', settings.provider ?? 'none'],
    ['Model', settings.model ?? 'none'],
    ['Address', settings.baseUrl ?? 'the provider’s own'],
    ['API key', settings.hasKey ? 'set' : 'not set'],
    ['A question may take', `${settings.maxRequests} requests, ${settings.timeoutSeconds} s in all`],
    ['A reply begins within', `${settings.firstTokenSeconds} s`],
    ['Told as a whole', `catalogs of at most ${formatCount(settings.contextTokens)} tokens`],
    ['Tokens of everybody', tokens(settings.tokensPerDay)],
    ['Tokens of a person', tokens(settings.userTokensPerDay)],
    [
      'Prices per million tokens',
      prices == null
        ? 'not set'
        : `$${prices.input} input, $${prices.cachedInput} cached, $${prices.output} output`,
    ],
  ]
}
