import { api } from '../../state/api'
import { reportFailure } from '../../state/failures.svelte'
import { toast } from '../../state/toasts.svelte'

/** Own presets to and from files, which the user chooses. */
export const presetFile = {
  async import(): Promise<void> {
    try {
      const { preset } = await api.dnsHosts.importPreset({})
      if (preset !== null)
        toast({ severity: 'info', message: `${preset.name} is one of your DNS hosts now.` })
    } catch (error) {
      reportFailure(error, 'Import')
    }
  },
  async export(id: string, name: string): Promise<void> {
    try {
      const { path } = await api.dnsHosts.exportPreset({ id })
      if (path !== null) toast({ severity: 'info', message: `${name} was exported.`, fix: path })
    } catch (error) {
      reportFailure(error, 'Export')
    }
  },
}
