/**
 * The rules of saved connections: who may manage them, what may be saved, when a saved password may be used again, and
 * what an attempt to connect means. Pure: connecting is for `databases/`, saving for `store/`. Bad input is
 * INPUT_INVALID with a message for each field, refusals are FORBIDDEN and DATABASE_LOGIN_CAN_WRITE.
 */
export { describeAddedFunctions } from './added-functions.ts'
export { changedFields, changesTarget, keepsPassword, sampleEditProblems } from './edit-connection.ts'
export { inputInvalid } from './input-invalid.ts'
export { checkNotices, loginRefusal } from './judge-check.ts'
export { validateConnection } from './validate-connection.ts'
export { validateFunctions } from './validate-functions.ts'
export { validateGlossary } from './validate-glossary.ts'
export { mayShowValues, validateSampling } from './validate-sampling.ts'
