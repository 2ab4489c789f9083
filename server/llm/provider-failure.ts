import { AppError } from '../errors.ts'

/** What is known of a reply that says no. Never its text: a proxy may echo the prompt or the key in it. */
export interface ProviderRefusal {
  /** As people call it, e.g. `Anthropic`. */
  provider: string
  model: string
  /** The HTTP status, or null for an error event inside a stream. */
  status: number | null
  /** The provider's own word for it, e.g. `overloaded_error`. */
  type: string | null
  requestId: string | null
}

type Meaning = 'auth' | 'billing' | 'model' | 'rate' | 'overloaded' | 'too-large' | 'rejected'

const MEANING_OF_TYPE: Readonly<Record<string, Meaning>> = {
  authentication_error: 'auth',
  permission_error: 'auth',
  billing_error: 'billing',
  not_found_error: 'model',
  model_not_found: 'model',
  invalid_api_key: 'auth',
  insufficient_quota: 'billing',
  rate_limit_error: 'rate',
  overloaded_error: 'overloaded',
  api_error: 'overloaded',
  timeout_error: 'overloaded',
  request_too_large: 'too-large',
}

const MEANING_OF_STATUS: Readonly<Record<number, Meaning>> = {
  401: 'auth',
  402: 'billing',
  403: 'auth',
  404: 'model',
  408: 'overloaded',
  413: 'too-large',
  429: 'rate',
}

function meaningOf({ status, type }: ProviderRefusal): Meaning {
  // Asking again does not help against an empty account, which OpenAI tells by the status of a rate limit.
  if (type === 'insufficient_quota') return 'billing'
  // The status first: a gateway between us and the provider sets it without knowing the provider's types.
  if (status !== null) return MEANING_OF_STATUS[status] ?? (status >= 500 ? 'overloaded' : typed(type))
  return typed(type)
}

function typed(type: string | null): Meaning {
  return (type !== null && MEANING_OF_TYPE[type]) || 'rejected'
}

/** The failure that a provider's refusal is to us, in words for a user and hints for whoever runs the server. */
export function refusalFailure(refusal: ProviderRefusal): AppError {
  const { provider, model } = refusal
  const cause = new Error(
    `${provider}: status ${refusal.status ?? 'none'}, type ${refusal.type ?? 'none'}, request ${refusal.requestId ?? 'unknown'}`,
  )
  switch (meaningOf(refusal)) {
    case 'auth':
      return new AppError('LLM_AUTH_FAILED', `${provider} did not accept the API key.`, {
        hints: [
          'Check the API key in the server’s settings.',
          `Check that the key may use the model ${model}.`,
        ],
        cause,
      })
    case 'billing':
      return new AppError('LLM_REQUEST_REJECTED', `${provider} refused the request because of billing.`, {
        hints: [`Check the credit and the spending limit of the account at ${provider}.`],
        cause,
      })
    case 'model':
      return new AppError('LLM_REQUEST_REJECTED', `${provider} does not know the model ${model}.`, {
        hints: ['Check the spelling of LLM_MODEL.', 'Check the base URL, if one is set.'],
        cause,
      })
    case 'rate':
      return new AppError('LLM_RATE_LIMITED', `${provider} is not taking more requests just now.`, {
        hints: ['Wait a minute and ask again.', `Raise the rate limit of the account at ${provider}.`],
        retryable: true,
        cause,
      })
    case 'overloaded':
      return new AppError('LLM_OVERLOADED', `${provider} is overloaded or has a fault.`, {
        hints: ['Ask again in a minute.', `Look at the status page of ${provider}.`],
        retryable: true,
        cause,
      })
    case 'too-large':
      return new AppError('LLM_REQUEST_REJECTED', `The request was too large for ${provider}.`, {
        hints: ['Ask a shorter question, or start a new conversation.'],
        cause,
      })
    case 'rejected':
      return new AppError('LLM_REQUEST_REJECTED', `${provider} rejected the request.`, {
        hints: [
          `Check that the model ${model} can use tools.`,
          'The server’s log holds the id of the request.',
        ],
        cause,
      })
  }
}

export function unreachableFailure(provider: string, cause: unknown): AppError {
  return new AppError('LLM_UNREACHABLE', `${provider} could not be reached, or the connection broke off.`, {
    hints: ['Check the server’s way to the internet.', 'Check the base URL, if one is set.'],
    retryable: true,
    cause,
  })
}

export function timeoutFailure(provider: string, timeoutMs: number): AppError {
  return new AppError(
    'LLM_TIMEOUT',
    `${provider} did not finish its reply within ${Math.round(timeoutMs / 100) / 10} s.`,
    {
      hints: ['Ask again, or ask a simpler question.', 'Raise LLM_TIMEOUT_SECONDS.'],
      retryable: true,
    },
  )
}

export function silenceFailure(provider: string, firstTokenTimeoutMs: number): AppError {
  return new AppError(
    'LLM_TIMEOUT',
    `${provider} did not begin its reply within ${Math.round(firstTokenTimeoutMs / 100) / 10} s.`,
    {
      hints: [
        'Ask again.',
        'Raise LLM_FIRST_TOKEN_SECONDS, for example for a model that is loaded when it is first asked.',
      ],
      retryable: true,
    },
  )
}

export function badReplyFailure(provider: string, cause: unknown): AppError {
  return new AppError('LLM_BAD_REPLY', `${provider} sent a reply that could not be read.`, {
    hints: [
      'Ask again.',
      'Check that the base URL, if one is set, leads to the provider and not to a proxy’s page.',
    ],
    retryable: true,
    cause,
  })
}
