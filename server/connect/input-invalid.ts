import type { FieldProblem } from '../domain.ts'
import { AppError } from '../errors.ts'

/** The failure of an input with these wrong fields; there is at least one. */
export function inputInvalid(what: string, fields: readonly FieldProblem[]): AppError {
  const message =
    fields.length === 1 ? `${what} has a field to correct` : `${what} has ${fields.length} fields to correct`
  return new AppError('INPUT_INVALID', message, {
    hints: fields.map(({ field, message: why }) => `${field}: ${why}`),
    fields,
  })
}
