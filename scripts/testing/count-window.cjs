// Required by Electron before the app, `electron -r`: counts what each window executes from its first script on.
const { app, webContents } = require('electron')

const VERSION = '1.3'

app.on('web-contents-created', (_event, contents) => {
  contents.debugger.attach(VERSION)
  void contents.debugger.sendCommand('Profiler.enable')
  void contents.debugger.sendCommand('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
})

/** What the windows that are open have executed, as V8 counts it: one entry for each of the app's scripts. */
globalThis.executedInWindows = async () => {
  const counted = await Promise.all(
    webContents
      .getAllWebContents()
      .filter((contents) => contents.debugger.isAttached())
      .map((contents) => contents.debugger.sendCommand('Profiler.takePreciseCoverage')),
  )
  return counted.flatMap(({ result }) => result).filter(({ url }) => url.startsWith('app://'))
}
