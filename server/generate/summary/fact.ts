/** Something about a result that was computed from its rows: all that a model is told of them. */
export interface Fact {
  /** As the model reads it, e.g. `highest order_count: 122 ("Germany")`. */
  text: string
  /** The number of this fact and whose it is, where it belongs to somebody. */
  belongs: { number: string; to: readonly string[] } | null
}
