import type { LintInput } from './lint.ts'

/** Functions of the server that give the same for every row of a statement, and are usual in defaults (pg_proc.provolatile). */
const STEADY = new Set(
  `now transaction_timestamp statement_timestamp timezone date_trunc make_interval make_date make_timestamp to_char
  to_timestamp to_date current_setting current_schema current_database lower upper concat md5 length replace left right
  array_fill jsonb_build_object jsonb_build_array json_build_object json_build_array to_jsonb to_json int4range daterange
  tsrange tstzrange numrange int8range point inet_client_addr txid_current pg_backend_pid`.split(/\s+/),
)

/** The calls of a default that give every row a value of its own; what is not known does. */
export function volatileCalls({ before }: LintInput, calls: readonly string[]): readonly string[] {
  return calls.filter(call => {
    if (STEADY.has(call)) return false
    const own = before.objects.filter(
      ({ kind, name }) => kind === 'FUNCTION' && (name.startsWith(`${call}(`) || name.includes(`.${call}(`)),
    )
    return own.length === 0 || own.some(({ definition }) => !isSteady(definition))
  })
}

/** As pg_get_functiondef writes it, before the body. */
function isSteady(definition: string): boolean {
  const head = definition.split(/\bAS \$|\bBEGIN ATOMIC\b/)[0] ?? ''
  return /\b(IMMUTABLE|STABLE)\b/.test(head)
}
