import { contextBridge, ipcRenderer } from 'electron'
import { channelNames, eventNames } from './contract/names'
import { channelName, eventChannel } from './contract/wire'

/** What a page asks first; asked for it here, the answers come while its scripts are read. */
const FIRST = [channelName('settings', 'getView'), channelName('settings', 'get')]
const early = new Map(FIRST.map((channel) => [channel, invoke(channel, {})]))

function invoke(channel: string, request: unknown): Promise<unknown> {
  return ipcRenderer.invoke(channel, request)
}

function ask(channel: string, request: unknown): Promise<unknown> {
  const asked = early.get(channel)
  early.delete(channel)
  return asked ?? invoke(channel, request)
}

/**
 * Builds `window.zonedesk` from the contract's names and nothing else: the main process applies its schemas. It cannot
 * be typed more closely here: the contract's types are asserted where the API is used (renderer/state/api.ts) and
 * answered (main/ipc).
 */
function apiFromContract(): Record<string, unknown> {
  const api: Record<string, unknown> = {}
  for (const [subject, channels] of Object.entries(channelNames)) {
    api[subject] = Object.fromEntries(
      channels.map((name) => [name, (request: unknown) => ask(channelName(subject, name), request)]),
    )
  }
  api['on'] = (name: unknown, listener: (payload: unknown) => void): (() => void) => {
    if (typeof name !== 'string' || !eventNames.includes(name)) throw new TypeError('No such event.')
    // The Electron event is kept back: it carries the sender, which the page has no business with.
    const forward = (_event: unknown, payload: unknown): void => listener(payload)
    ipcRenderer.on(eventChannel(name), forward)
    return () => ipcRenderer.off(eventChannel(name), forward)
  }
  return api
}

contextBridge.exposeInMainWorld('zonedesk', apiFromContract())
