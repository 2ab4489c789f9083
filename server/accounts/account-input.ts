import { AppError } from '../errors.ts'

const LONGEST_NAME = 100
/** RFC 5321's limit of a path, less its brackets. */
const LONGEST_EMAIL = 254
/** One @ with something before it and a name after it: what else is right only the mail server knows. */
const EMAIL = /^[^\s@]+@[^\s@]+$/u

/** INPUT_INVALID about one field. */
export function inputInvalid(field: string, message: string): AppError {
  return new AppError('INPUT_INVALID', message, { fields: [{ field, message }] })
}

/** As it is kept: without spaces around it. INPUT_INVALID for none, a long one, or one with characters that cannot be seen. */
export function readName(given: string): string {
  const name = given.trim()
  if (name === '') throw inputInvalid('name', 'A name is needed')
  if (name.length > LONGEST_NAME) throw inputInvalid('name', `A name has at most ${LONGEST_NAME} characters`)
  if (/\p{C}/u.test(name)) throw inputInvalid('name', 'A name has only characters that can be seen')
  return name
}

/** As it is kept. INPUT_INVALID for what is no e-mail address. */
export function readEmail(given: string): string {
  const email = given.trim()
  if (!EMAIL.test(email) || email.length > LONGEST_EMAIL || /\p{C}/u.test(email))
    throw inputInvalid('email', 'This is no e-mail address')
  return email
}
