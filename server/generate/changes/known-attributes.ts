import { nameWords, singular } from './names.ts'

/** What people keep of things, so that it is a column also where nobody says so. */
const KNOWN = new Set(
  `address age amount area attribute author avatar balance barcode bio birthday body brand budget capacity category city
  code color colour comment company content cost count country created currency date deadline deleted department
  description discount dob duration email extension ext fax fee flag format gender height id image industry ip isbn job
  json label language lastname latitude length level limit link location login longitude manager material maximum
  memo message metadata middle mobile model name nationality nickname note notes number password path payment percentage
  phone photo picture pin position postcode price priority profession quantity rank rate rating reason reference region
  remark revenue role salary score sex size sku slug source stars state status stock street subject subtitle summary
  surname tag tax telephone time timestamp timezone title token total tracking type unit updated url username uuid
  vat value version visits volume weight website width year zip zipcode newsletter subscription verified active enabled
  tier points quota at on until since`.split(/\s+/u),
)

export function isKnownAttribute(name: string): boolean {
  const last = nameWords(name).at(-1) ?? ''
  return KNOWN.has(last) || KNOWN.has(singular(last)) || /^(?:is|has)$/u.test(nameWords(name)[0] ?? '')
}
