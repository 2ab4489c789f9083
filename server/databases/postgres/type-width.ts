const INTEGERS = ['smallint', 'integer', 'bigint', 'numeric']
const SIZED = /^(character varying|varchar|numeric|bit varying|character)\((\d+)(?:,(-?\d+))?\)$/

/** Every value of the first type keeps all that it is in the second, as far as that is known of the built-in types. */
export function isWider(from: string, to: string): boolean {
  if (from === to) return true
  const whole = INTEGERS.indexOf(from)
  if (whole >= 0 && INTEGERS.indexOf(to) > whole) return true
  if (from === 'real' && to === 'double precision') return true
  if (from === 'date' && /^timestamp( |$)/.test(to)) return true
  const text = /^character varying/.test(from)
  if (text && (to === 'text' || to === 'character varying')) return true
  if (from === 'text' && to === 'character varying') return true
  if (/^numeric\(/.test(from) && to === 'numeric') return true
  const [, name, size, scale] = SIZED.exec(from) ?? []
  const [, otherName, otherSize, otherScale] = SIZED.exec(to) ?? []
  if (name === undefined || name !== otherName || name === 'character') return false
  return Number(otherSize) >= Number(size) && (scale ?? '0') === (otherScale ?? '0')
}
