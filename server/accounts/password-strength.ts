import { AppError } from '../errors.ts'
import { MAX_PASSWORD_LENGTH } from './passwords.ts'

export const MIN_PASSWORD_LENGTH = 10
/** Of 0 to 4; below 3 an attacker with the hash needs less than 10^8 guesses. */
const LEAST_SCORE = 3
/** Estimating takes milliseconds with these, seconds with the library's own for passwords that are made for it. */
const ESTIMATE = { maxLength: 40, l33tMaxSubstitutions: 5 }
/** Words that everybody here would try first. */
const OURS = ['lovable', 'database', 'databases', 'postgres', 'postgresql', 'mysql', 'mariadb', 'northwind']

type Estimate = (
  password: string,
  own: string[],
) => { score: number; feedback: { warning: string | null; suggestions: string[] } }

let estimator: Promise<Estimate> | null = null

/** Its lists of words and leaked passwords take 60 MB: they are read when the first password is chosen. */
async function loadEstimator(): Promise<Estimate> {
  const [core, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ])
  core.zxcvbnOptions.setOptions({
    ...ESTIMATE,
    dictionary: { ...common.dictionary, ...english.dictionary, ours: OURS },
    graphs: common.adjacencyGraphs,
    translations: english.translations,
  })
  return core.zxcvbn
}

/**
 * ACCOUNTS_PASSWORD_REFUSED, with words that help, for a password that is short, leaked or easy to guess. Nothing but a
 * length and a guess: no rules of capital letters and digits.
 * @param own what others know of the user: e-mail address and name
 */
export async function requireStrongPassword(password: string, own: readonly string[]): Promise<void> {
  if (password.length < MIN_PASSWORD_LENGTH) {
    throw refused(`A password needs at least ${MIN_PASSWORD_LENGTH} characters`, [])
  }
  if (password.length > MAX_PASSWORD_LENGTH) {
    throw refused(`A password has at most ${MAX_PASSWORD_LENGTH} characters`, [])
  }
  const estimate = await (estimator ??= loadEstimator())
  const words = own.flatMap(text => [text, ...text.split(/[\s@._+-]+/)]).filter(word => word.length > 2)
  const { score, feedback } = estimate(password, words)
  if (score >= LEAST_SCORE) return
  const why = feedback.warning ?? ''
  throw refused(
    'This password is too easy to guess',
    why === '' ? feedback.suggestions : [why, ...feedback.suggestions],
  )
}

function refused(message: string, hints: readonly string[]): AppError {
  return new AppError('ACCOUNTS_PASSWORD_REFUSED', message, {
    hints: [
      ...hints.map(hint => hint.replace(/\.$/, '')),
      'Take four or five words that do not belong together',
    ],
    fields: [{ field: 'password', message }],
  })
}
