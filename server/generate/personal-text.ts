/**
 * What looks like it belongs to one person, wherever it stands: e-mail addresses, telephone, card, account and social
 * security numbers. Columns are judged by their names elsewhere (`ask/value-columns.ts`); this finds what such names miss.
 * Rough on purpose: a number too many that is masked costs less than one that gets out.
 */

const E_MAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu
const IBAN = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b/g
const CARD = /\b(?:\d[ -]?){13,19}\b/g
const SOCIAL_SECURITY = /\b\d{3}-\d{2}-\d{4}\b/g
/** With a country code, brackets or separators: a bare number may be anything. */
const TELEPHONE = /(?:\+\d{1,3}[ ./-]?|\(\d{1,5}\)[ ./-]?|\b\d{2,5}[ ./-])(?:\d{2,5}[ ./-]?){2,5}\d\b/g
const DATE = /^(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4})/

/** The same text with a placeholder in place of each. */
export function maskPersonal(text: string): string {
  return text
    .replace(E_MAIL, '‹e-mail›')
    .replace(IBAN, '‹account number›')
    .replace(SOCIAL_SECURITY, '‹personal number›')
    .replace(CARD, found => (isCard(found) ? '‹card number›' : found))
    .replace(TELEPHONE, found =>
      DATE.test(found) || found.replace(/\D/g, '').length < 8 ? found : '‹telephone number›',
    )
}

export function looksPersonal(text: string): boolean {
  return maskPersonal(text) !== text
}

/** By Luhn's check digit, which nearly all other numbers fail. */
function isCard(text: string): boolean {
  const digits = text.replace(/\D/g, '').split('').map(Number).reverse()
  const sum = digits.reduce((total, digit, at) => {
    const doubled = at % 2 === 1 ? digit * 2 : digit
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return digits.length >= 13 && sum % 10 === 0
}
