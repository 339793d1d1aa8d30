import { join } from 'node:path'
import type { Page } from 'playwright-core'

/** Takes the window's picture in both colours, where the environment names a folder for it, for a person to look at. */
export async function photograph(page: Page, name: string): Promise<void> {
  const pictures = process.env['ZONEDESK_PICTURES']
  if (pictures === undefined) return
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.screenshot({ path: join(pictures, `${name}-${colorScheme}.png`) })
  }
  await page.emulateMedia({ colorScheme: null })
}
