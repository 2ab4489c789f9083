const INTEGERS = ['tinyint', 'smallint', 'mediumint', 'int', 'bigint']
const TEXTS = ['tinytext', 'text', 'mediumtext', 'longtext']
const SIZED = /^(varchar|varbinary|decimal|datetime|timestamp|time)\((\d+)(?:,(\d+))?\)$/

/** Every value of the first type keeps all that it is in the second, as far as that is known of these types. */
export function isWider(from: string, to: string): boolean {
  if (from === to) return true
  const [one, other] = [from, to].map(type => type.replace(/^((?:tiny|small|medium|big)?int)\(\d+\)/, '$1'))
  if (one === other) return true
  const whole = INTEGERS.indexOf(one ?? '')
  if (whole >= 0 && INTEGERS.indexOf(other ?? '') > whole) return true
  if (one === 'float' && other === 'double') return true
  const text = TEXTS.indexOf(one ?? '')
  if (text >= 0 && TEXTS.indexOf(other ?? '') > text) return true
  if (from === 'date' && /^datetime/.test(to)) return true
  const [, name, size = '0', scale = '0'] = SIZED.exec(from) ?? []
  if (name === 'varchar' && /^(text|mediumtext|longtext)$/.test(to)) return true
  const [, otherName, otherSize = '0', otherScale = '0'] = SIZED.exec(to) ?? []
  if (isEnum(from) && isEnum(to)) return to.startsWith(from.slice(0, -1))
  if (name === undefined || name !== otherName) return false
  return Number(otherSize) >= Number(size) && scale === otherScale
}

const isEnum = (type: string) => /^(enum|set)\(/.test(type)
