// Runs in the main process of the Electron that is packed, before it looks for a display: V8 takes compiled code back
// under the same flags only, and the flags of Node in Electron are others.
const { Buffer } = require('node:buffer')
const { readFileSync, writeFileSync } = require('node:fs')
const { wrap } = require('node:module')
const { join } = require('node:path')
const process = require('node:process')
const { setFlagsFromString } = require('node:v8')
const { constants, Script } = require('node:vm')

const { folder, names, to } = JSON.parse(process.env['ZONEDESK_COMPILE'] ?? '{}')
try {
  const parts = names.map(compiled)
  const list = Buffer.from(JSON.stringify(parts.map(([name, code]) => [name, code.length])))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(list.length)
  writeFileSync(to, Buffer.concat([length, list, ...parts.map(([, code]) => code)]))
  process.exit(0)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exit(1)
}

/** Every function of it: by default V8 compiles a function when it is first called, and that is at each start. */
function compiled(name) {
  const options = {
    filename: join(folder, name),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  }
  const text = wrap(readFileSync(join(folder, name), 'utf8'))
  setFlagsFromString('--no-lazy')
  const script = new Script(text, options)
  // The code carries the flags that it is taken back under.
  setFlagsFromString('--lazy')
  const code = script.createCachedData()
  if (new Script(text, { ...options, cachedData: code }).cachedDataRejected !== false) {
    throw new Error(`V8 refuses the code of ${name} that it has just made.`)
  }
  return [name, code]
}
