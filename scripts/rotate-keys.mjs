/** `npm run rotate-keys`: seals saved passwords under the first key, see docs/keys.md. */
import { ROTATE_KEYS_FILE } from './steps/build.mjs'
import { runBuiltProgram } from './steps/run-built-program.mjs'

await runBuiltProgram(ROTATE_KEYS_FILE)
