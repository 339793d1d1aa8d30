import { announce } from '../../base/announce.svelte'
import { api } from '../../state/api'
import { reportFailure } from '../../state/failures.svelte'
import { toast } from '../../state/toasts.svelte'
import { counted } from '../../base/counted'

/** Copies lines as text, and says so. */
export async function copyLines(text: string, count: number): Promise<void> {
  try {
    await api.records.copyText({ text })
    announce(`${counted(count, 'line')} copied`)
  } catch (error) {
    reportFailure(error, 'Copy')
  }
}

/** Asks where and saves lines as a text file, and says so. */
export async function saveLines(name: string, text: string): Promise<void> {
  try {
    const { path } = await api.bulk.saveText({ name, text })
    if (path !== null) toast({ severity: 'info', message: `Saved as ${path}.` })
  } catch (error) {
    reportFailure(error, 'Save')
  }
}
