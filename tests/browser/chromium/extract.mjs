/** Unpacks the browser into the temp folder that the environment names; run by find-chromium.mjs. */
import chromium from '@sparticuz/chromium'

console.log(await chromium.executablePath())
