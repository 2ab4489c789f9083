/** Controls, direction marks, zero-width and other characters that nobody sees; variation selectors belong to emoji. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u2800]|(?![\uFE0E\uFE0F])\p{Default_Ignorable_Code_Point}/u
const CONTROL = /[\p{Cc}\p{Cs}]/u

/** A URL with a login in it, or a list of settings with a password: pasted into the wrong field, it would be kept and shown. */
const HOLDS_PASSWORD = /:\/\/[^\s/]*@|\b(password|passwd|pwd)\s*=/i

/** What a text field holds, or why it cannot be taken. */
export type Read<T> = { value: T } | { problem: string }

/** One line that a person reads: composed (NFC), single spaces, nothing hidden. @param what e.g. `the name` */
export function readVisibleLine(text: string, what: string, maxLength: number): Read<string> {
  const value = text.trim().normalize('NFC')
  if (value === '') return { problem: `Enter ${what}` }
  if (HIDDEN.test(value))
    return { problem: `${capital(what)} holds characters that cannot be seen: type it anew` }
  const line = value.replace(/\s+/g, ' ')
  return [...line].length <= maxLength ? { value: line } : tooLong(what, maxLength)
}

/** A name of the server's own, kept as it is but for spaces around it. */
export function readServerName(text: string, what: string, maxLength: number): Read<string> {
  const value = text.trim()
  if (value === '') return { problem: `Enter ${what}` }
  if (CONTROL.test(value)) return { problem: `${capital(what)} holds control characters: type it anew` }
  return value.length <= maxLength ? { value } : tooLong(what, maxLength)
}

/** Text of one or more lines, with nothing hidden in it but line ends and tabs. */
export function readText(text: string, what: string, maxLength: number): Read<string> {
  const value = text.trim()
  if (HIDDEN.test(value.replace(/[\n\r\t]/g, ' ')))
    return { problem: `${capital(what)} holds characters that cannot be seen: type it anew` }
  return [...value].length <= maxLength ? { value } : tooLong(what, maxLength)
}

/** What has been read, unless it seems to hold a password; the message never repeats it. */
export function withoutPassword(read: Read<string>, what: string): Read<string> {
  if (!('value' in read) || !HOLDS_PASSWORD.test(read.value)) return read
  return { problem: `Only ${what} belongs here: this seems to hold a password, which has a field of its own` }
}

function tooLong(what: string, maxLength: number): { problem: string } {
  return { problem: `${capital(what)} can have ${maxLength} characters at most` }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
