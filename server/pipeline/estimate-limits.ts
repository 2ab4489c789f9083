/** How much work a person of one role may ask a database for, by the engine's own plan. 0 each: no limit. */
export interface EstimateLimits {
  /** Rows of the result from which on a check warns. */
  warnRows: number
  /** In the engine's own unit. */
  warnCost: number
  /** Above these a run has to be confirmed. */
  confirmRows: number
  confirmCost: number
  /** Above these nothing runs. */
  maxEstimatedRows: number
  maxCost: number
}
