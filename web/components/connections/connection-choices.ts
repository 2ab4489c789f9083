import type { Choice } from '../parts/choice-cards.tsx'
import type { Engine, Environment, PrivacyLevel, TlsMode } from '../../graphql/generated/graphql.ts'

export const ENGINE_CHOICES: readonly Choice<Engine>[] = [
  { value: 'POSTGRES', title: 'PostgreSQL' },
  { value: 'MYSQL', title: 'MySQL or MariaDB' },
]

export const ENVIRONMENT_CHOICES: readonly (Choice<Environment> & { meaning: string })[] = [
  {
    value: 'DEVELOPMENT',
    title: 'Development',
    meaning: 'Made to be tried out on. Marked in green; developers may change its settings.',
    chosenLook: 'has-checked:border-safe has-checked:bg-safe-soft',
  },
  {
    value: 'PRODUCTION',
    title: 'PRODUCTION',
    meaning:
      'Real data that people rely on. Marked in red wherever it is open; read, and changed only after review.',
    chosenLook: 'has-checked:border-danger has-checked:bg-danger-soft',
  },
]

/** The words in brackets are those that the hints of failures use. */
export const TLS_CHOICES: readonly (Choice<TlsMode> & { title: string; meaning: string })[] = [
  {
    value: 'DISABLE',
    title: 'Not encrypted (off)',
    meaning: 'Only for a database on this machine or a network that you trust entirely.',
  },
  {
    value: 'PREFER',
    title: 'Encrypted if the server offers it (prefer)',
    meaning: 'Falls back to plain text where it does not: somebody in between could make it do so.',
  },
  {
    value: 'REQUIRE',
    title: 'Always encrypted (require)',
    meaning: 'Refuses plain text, but takes any certificate: it does not prove who answers.',
  },
  {
    value: 'VERIFY_FULL',
    title: 'Encrypted and verified (verify)',
    meaning: 'The certificate must be trusted and name this very host. The safest; right for the internet.',
  },
]

export const PRIVACY_CHOICES: readonly (Choice<PrivacyLevel> & { title: string; meaning: string })[] = [
  {
    value: 'CATALOG',
    title: 'Names and types only',
    meaning: 'A language model sees names of tables and columns, their comments, and your glossary. No data.',
  },
  {
    value: 'VALUES',
    title: 'Also sample values',
    meaning: 'It also sees some values of columns that may be sampled, such as countries or categories.',
  },
  {
    value: 'ROWS',
    title: 'Also result rows',
    meaning:
      'It also sees rows of results, to put them into words. Only where the data may leave this house.',
  },
]
