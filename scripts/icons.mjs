// Draws the app's icons from resources/icon.svg and icon-small.svg: `node scripts/icons.mjs`. They are kept in git, so
// that packing needs no window and no image program.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sandboxObstacle } from './setup/electron.mjs'
import { ROOT } from './setup/paths.mjs'
import { prepare } from './setup/prepare.mjs'
import { runScript, say } from './setup/report.mjs'
import { startSession } from './setup/session.mjs'
import { shutdown } from './setup/shutdown.mjs'
import { icnsFile, icoFile } from './icons/containers.mjs'

const RESOURCES = join(ROOT, 'resources')
/** Sides in pixels of the icons of a Linux desktop, as the hicolor theme has them. */
const LINUX = [16, 24, 32, 48, 64, 128, 256, 512]
const WINDOWS = [16, 24, 32, 48, 64, 128, 256]
const MACOS = [32, 64, 128, 256, 512, 1024]
/** Up to here the drawing for small sizes is clearer. */
const SMALL = 32
/** macOS wants 824 of 1024 pixels drawn, the rest left free. The drawing has 448 of 512. */
const MACOS_VIEW = (448 * 1024) / 824

await runScript(async () => {
  const electron = await prepare('test')
  const session = await startSession({ purpose: 'test' })
  const { startPainter } = await import('./icons/painter.mjs')
  const { ELECTRON_RUN_AS_NODE: _, ...env } = session.env
  const noSandbox = (await sandboxObstacle(electron)) !== null
  const painter = await startPainter({ electron, env, noSandbox })
  try {
    const large = readFileSync(join(RESOURCES, 'icon.svg'), 'utf8')
    const small = readFileSync(join(RESOURCES, 'icon-small.svg'), 'utf8')
    /** @type {Map<number, Buffer>} */
    const images = new Map()
    for (const side of LINUX) images.set(side, await painter.paint(side <= SMALL ? small : large, side))
    mkdirSync(join(RESOURCES, 'icons'), { recursive: true })
    for (const [side, png] of images) writeFileSync(join(RESOURCES, 'icons', `${side}x${side}.png`), png)
    writeFileSync(join(RESOURCES, 'icon.png'), images.get(512) ?? '')
    writeFileSync(
      join(RESOURCES, 'icon.ico'),
      icoFile(new Map([...images].filter(([side]) => WINDOWS.includes(side)))),
    )
    const start = (512 - MACOS_VIEW) / 2
    const withMargin = large.replace(
      'viewBox="0 0 512 512"',
      `viewBox="${start} ${start} ${MACOS_VIEW} ${MACOS_VIEW}"`,
    )
    /** @type {Map<number, Buffer>} */
    const forMac = new Map()
    for (const side of MACOS) forMac.set(side, await painter.paint(withMargin, side))
    writeFileSync(join(RESOURCES, 'icon.icns'), icnsFile(forMac))
    say('wrote resources/icons, icon.png, icon.ico and icon.icns')
    return 0
  } finally {
    await painter.close()
  }
}, shutdown)
