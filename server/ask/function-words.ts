/**
 * Words that carry grammar rather than content. They never stand for a value by themselves, even where the data holds
 * one that is spelled alike (`IN`, `OR` and `ME` are codes of American states): who means that one puts it in quotes.
 */
const FUNCTION_WORDS = new Set(
  `a about above after all alone alphabetical alphabetically an and any are as ascending at average be before being
  below between both but by can could count descending did different distinct do does each every except find first
  for from get give had has have having her here highest his how i in into is it its last least less list lowest
  many maximum me mean minimum more most much my name named names never no not number of on only or order ordered
  our out over per please same she show some sort sorted sum than that the their them then there these they this
  those to top total under unique up us was we were what when where which who whom whose why will with within
  without would yes you your`.split(/\s+/u),
)

export function isFunctionWord(normal: string): boolean {
  return FUNCTION_WORDS.has(normal)
}
