import pino from 'pino'
import type { DestinationStream, Logger } from 'pino'

export interface LogOptions {
  level: string
  /** Of what is being answered, if anything is. */
  requestId: () => string | undefined
  /** What may be said of something that was thrown. */
  describeError: (error: unknown) => unknown
  destination?: DestinationStream
}

/** Names that nobody is to log; the censor is a second wall, behind what each place picks to say. */
const SECRET = [
  ...['password', 'passwordHash', 'secret', 'clientSecret', 'token', 'accessToken', 'idToken', 'apiKey'],
  ...[
    'authorization',
    'cookie',
    'setCookie',
    'codeVerifier',
    'nonce',
    'key',
    'privateKey',
    'connectionString',
  ],
]

/** Lines of JSON on standard error. Each says which request it belongs to; errors are named without their messages. */
export function createLog({ level, requestId, describeError, destination }: LogOptions): Logger {
  // What a place has described already is none any more, and stays.
  const described = (value: unknown) =>
    value instanceof Error || typeof value !== 'object' ? describeError(value) : value
  return pino(
    {
      level,
      base: null,
      mixin: () => {
        const id = requestId()
        return id === undefined ? {} : { requestId: id }
      },
      redact: {
        paths: SECRET.flatMap(name => [name, `*.${name}`, `*.*.${name}`]),
        censor: '[secret]',
      },
      hooks: {
        // Without words of ours pino takes the error's message for them.
        logMethod(args, method) {
          const [what, message] = args as [unknown, string | undefined]
          const words = message ?? (typeof what === 'object' ? 'no words' : undefined)
          method.apply(this, words === message ? args : [what, words])
        },
      },
      serializers: { err: described, error: described, cause: described },
    },
    destination ?? pino.destination(2),
  )
}
