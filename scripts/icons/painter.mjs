import { join } from 'node:path'
import { _electron } from 'playwright-core'
import { ROOT } from '../setup/paths.mjs'

/**
 * Starts a window that paints drawings.
 *
 * @param {object} runtime
 * @param {string} runtime.electron path of the executable
 * @param {NodeJS.ProcessEnv} runtime.env
 * @param {boolean} runtime.noSandbox
 * @returns {Promise<{ paint: (svg: string, side: number) => Promise<Buffer>, close: () => Promise<void> }>} `paint`
 *   answers with a square PNG of `side` pixels, transparent where nothing is drawn
 */
export async function startPainter({ electron, env, noSandbox }) {
  const app = await _electron.launch({
    executablePath: electron,
    args: [...(noSandbox ? ['--no-sandbox'] : []), join(ROOT, 'scripts', 'bench', 'empty-window')],
    env: /** @type {Record<string, string>} */ (env),
    cwd: ROOT,
  })
  const page = await app.firstWindow()
  return {
    async paint(svg, side) {
      const encoded = await page.evaluate(async ([source, length]) => {
        const image = new globalThis.Image()
        image.src = `data:image/svg+xml,${encodeURIComponent(source)}`
        await image.decode()
        const canvas = new globalThis.OffscreenCanvas(length, length)
        canvas.getContext('2d')?.drawImage(image, 0, 0, length, length)
        const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer())
        return btoa(String.fromCharCode(...bytes))
      }, /** @type {const} */ ([svg, side]))
      return Buffer.from(encoded, 'base64')
    },
    close: () => app.close(),
  }
}
