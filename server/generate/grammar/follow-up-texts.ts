import type { GroundedQuestion } from '../../domain.ts'

const AND = '(?:(?:and|but|now|then|ok|okay|also|please)[, ]+)*'
const ASKS =
  /^(?:show me|show|list|give me|give|find|get|display|what are|which are|tell me)\s+(?:me\s+)?(?:the\s+|all\s+)?/iu
const SORTED = /[, ]+(?:sorted|ordered|order|sort)(?: them)? by .*$/iu
const GROUPED = /[, ]+(?:per|by|for each|for every|in each|grouped by) .*$/iu
const YEAR = /\b(?:1[5-9]|20|21)\d\d\b/u

/**
 * Whole questions that a question after another may mean, likeliest first: "only those from Berlin", "and by month?",
 * "sort by total", "what about France?". Whoever asks sees which one was read.
 */
export function followUpTexts(previous: GroundedQuestion, next: GroundedQuestion): string[] {
  const before = previous.text.trim().replace(/[?.!\s]+$/u, '')
  const text = next.text.trim().replace(/[?.!\s]+$/u, '')
  const bare = before.replace(ASKS, '')
  const match = (pattern: string) => new RegExp(`^${AND}${pattern}$`, 'iu').exec(text)
  const what =
    match('(?:what|how) about(?: those| the ones)?(?: in| for| from| of| with)? (.+)') ??
    match('(?:for|in|from) (.+)')
  if (what?.[1])
    return [
      ...instead(previous, next, before, what[1]),
      `${before} in ${what[1]}`,
      `${before} with ${what[1]}`,
    ]
  const sort = match(
    '(?:sort|order|rank|sorted|ordered|ranked)(?:ed)?(?: them| it| these| those| the results?| that)? (?:by|from) (.+)',
  )
  if (sort?.[1]) return [`${before.replace(SORTED, '')} sorted by ${sort[1]}`]
  const group = match(
    '(?:show (?:it|them|that) )?(?:by|per|for each|for every|in each|broken down by|split by|grouped by|group by|group them by) (.+)',
  )
  if (group?.[1])
    return [
      `${before.replace(SORTED, '').replace(GROUPED, '')} per ${group[1]}`,
      `${before} per ${group[1]}`,
      `number of ${bare.replace(SORTED, '')} per ${group[1]}`,
    ]
  const cut = /\b(?:top|first|bottom|last|most|least|per|each|by|\w+est)\b/iu.test(before)
  if (!cut && match('how many(?: are there| is that| are they| of them| of those)*(?: are there)?'))
    return [`how many ${bare.replace(SORTED, '')}`]
  const top = match('(?:only |just |show )?(?:the )?(top|first|bottom|last) (\\d+)(?: by (.+))?')
  if (top?.[2]) {
    const by = top[3] === undefined ? '' : ` by ${top[3]}`
    return [`${top[1]} ${top[2]} ${bare}${by}`]
  }
  const only = match(
    '(?:show |keep |list )?(?:only|just)(?: me)?(?: those| the ones| ones| them| these)? ?(.+)',
  )
  if (only?.[1]) {
    const rest = only[1].replace(/ (?:ones|those)$/iu, '')
    return /^\S+$/u.test(rest)
      ? [`${before} that are ${rest}`, `${before} in ${rest}`]
      : [`${before} ${rest}`, `${before} that are ${rest}`]
  }
  const shown = match(
    '(?:(?:show|add|include|with|give me)(?: me)?(?: also)? )?(?:(?:their|its|the) )?(.+?)(?: too| as well)?',
  )
  const condition =
    /^(?:and |but )*(?:with|in|from|since|before|after|over|under|above|below|between|that|who|which|where|whose|during|not|without|except|excluding|of)\b/iu.test(
      text,
    )
  const continues = /^(?:and|also|plus|show|add|include)\b/iu.test(text)
  const things = next.mentions.some(({ targets }) =>
    targets.some(target => target.kind === 'table' && target.match === 'EXACT'),
  )
  if (shown?.[1] && !things && ((continues && !condition) || /^(?:and )?with (?:their|its) /iu.test(text)))
    return [`${before}. Also show ${shown[1]}`]
  const further = match(
    '((?:with|not|without|except|excluding|in|from|since|before|after|over|under|above|below|between|that|who|which|where|whose|those|during|of|the ones|ones) .+)',
  )
  if (further?.[1]) {
    const rest = further[1].replace(/^(?:those|the ones|ones) /iu, '')
    return [`${before} ${rest}`]
  }
  return []
}

/** The earlier question with the new value in the place of one of the same column, or the new year in that of a year. */
function instead(previous: GroundedQuestion, next: GroundedQuestion, before: string, said: string): string[] {
  const columns = next.mentions.flatMap(({ targets }) =>
    targets.flatMap(target => (target.kind === 'value' ? [target.column] : [])),
  )
  const places = previous.mentions.flatMap(({ from, to, targets }) => {
    const fits = targets.some(target => target.kind === 'value' && columns.includes(target.column))
    const [first, last] = [previous.words[from], previous.words[to - 1]]
    return fits && first && last ? [`${before.slice(0, first.start)}${said}${before.slice(last.end)}`] : []
  })
  const year = YEAR.exec(said)
  return [...places, ...(year && YEAR.test(before) ? [before.replace(YEAR, year[0])] : [])]
}
