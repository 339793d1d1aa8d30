import { existsSync, rmSync } from 'node:fs'
import { applyToHistory } from '../../../src/main/moving/transfer/apply'
import { applyPlan, openFile } from '../../../src/main/moving/transfer/bring-in'
import type { OwnFiles } from '../../../src/main/moving/transfer/own-files'
import { discard } from '../../../src/main/moving/transfer/staging'

/** Brings a file in, and says when the changes begin; the one who started it kills it at some moment. */
const [json = '', path = ''] = (process.argv.at(-1) ?? '').split('\n')
const files = JSON.parse(json) as OwnFiles
const { signal } = new AbortController()
if (existsSync(files.staging)) rmSync(files.staging)
const plan = await openFile(files, path, 'correct horse battery', { signal })
process.stdout.write('applying\n')
await applyPlan(files, plan, 'file', { signal, onStep: () => undefined, now: Date.now() })
applyToHistory(files)
discard(files.staging)
// Waits for the kill.
setInterval(() => undefined, 1_000)
