import { readFile, stat } from 'node:fs/promises'
import type { Handlers } from '../../../preload/contract'
import type { PresetSummary } from '../../../preload/contract/dns-host'
import { ZonedeskError } from '../../../preload/contract/failure'
import type { OwnPresetStore } from '../../profile/own-preset-store'
import { writeWholeFile } from '../../profile/whole-file'
import { parsePreset, type Preset } from '../../dns-hosts/preset-schema'
import { bundledPresets, presetById, presetSummary } from '../../dns-hosts/presets'
import type { Emit } from '../../../preload/contract/events'
import type { FileDialogs } from './file-dialogs'

/** Bundled ids never begin with this, so that an own preset cannot take the place of one. */
export const OWN_PREFIX = 'own-'
/** Longest id, in characters, by the schema of presets. */
const MAX_ID = 64
/** The largest file that is read, in bytes: a preset has a few thousand. */
const MAX_FILE_BYTES = 100_000

type Channels = Pick<
  Handlers['dnsHosts'],
  'presets' | 'presetText' | 'savePreset' | 'removePreset' | 'importPreset' | 'exportPreset'
>

/** The presets there are: the user's own, and those that come with the app. */
export interface OwnPresets {
  /** The user's own first. */
  all(): readonly Preset[]
  own(): readonly Preset[]
  isOwn(id: string): boolean
  /** Reads the user's own anew, after they changed by another way than this. */
  reload(): void
  readonly handlers: Channels
}

interface OwnPresetsDependencies {
  readonly store: OwnPresetStore
  readonly dialogs: Pick<FileDialogs, 'save' | 'open'>
  readonly emit: Emit
}

export function createOwnPresets({ store, dialogs, emit }: OwnPresetsDependencies): OwnPresets {
  let kept: readonly Preset[] | null = null

  function own(): readonly Preset[] {
    kept ??= store
      .list()
      .flatMap(({ id, content }) => readable(id, content))
      .sort((one, other) => one.name.localeCompare(other.name, 'en'))
    return kept
  }

  const isOwn = (id: string): boolean => own().some((preset) => preset.id === id)

  function changed(): void {
    kept = null
    emit('presetsChanged', {})
    // Another preset may now be the one that name servers point to.
    emit('zoneChanged', { name: null })
  }

  function save(id: string | null, text: string, where: string): PresetSummary {
    if (id !== null) requireOwn(id)
    const content = jsonOf(text, where)
    // The name is checked before an id is made of it, so this check uses an id that is always valid.
    const checked = parsePreset(withId(content, id ?? OWN_PREFIX + 'new'), where)
    const preset = { ...checked, id: id ?? freeId(checked.name) }
    store.put(preset.id, preset)
    changed()
    return presetSummary(preset, true)
  }

  function requireOwn(id: string): void {
    if (isOwn(id)) return
    throw new ZonedeskError('not-found', 'There is no such DNS host of your own.', {
      fix: 'Choose one from the list.',
    })
  }

  function freeId(name: string): string {
    const words = name
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
    const base = `${OWN_PREFIX}${words === '' ? 'host' : words}`.slice(0, MAX_ID - 5)
    const taken = new Set(store.list().map(({ id }) => id))
    let id = base
    for (let number = 2; taken.has(id); number++) id = `${base}-${number}`
    return id
  }

  const all = (): readonly Preset[] => [...own(), ...bundledPresets()]

  return {
    all,
    own,
    isOwn,
    reload: changed,
    handlers: {
      presets: () => all().map((preset) => presetSummary(preset, isOwn(preset.id))),
      presetText: ({ id }) => ({ text: textOf(presetById(id, all())) }),
      savePreset: ({ id, text }) => save(id, text, 'The preset'),
      removePreset({ id }) {
        requireOwn(id)
        store.remove(id)
        changed()
        return {}
      },
      async importPreset() {
        const path = await dialogs.open('Import a preset', 'json')
        if (path === null) return { path, preset: null }
        return { path, preset: save(null, await textIn(path), 'The file') }
      },
      async exportPreset({ id }) {
        const preset = presetById(id, all())
        const path = await dialogs.save('Export a preset', `${id}.json`)
        if (path === null) return { path }
        await writeWholeFile(path, textOf(preset)).catch((cause: unknown) => {
          throw new ZonedeskError('storage', `${path} could not be written.`, {
            fix: 'Choose a folder that you can write to and that has space left.',
            cause,
          })
        })
        return { path }
      },
    },
  }
}

function textOf(preset: Preset): string {
  return `${JSON.stringify(preset, null, 2)}\n`
}

/** One that no longer fits the schema is passed over; it stays stored. */
function readable(id: string, content: unknown): Preset[] {
  try {
    return [parsePreset(withId(content, id), id)]
  } catch (error) {
    if (error instanceof ZonedeskError) return []
    throw error
  }
}

function withId(content: unknown, id: string): unknown {
  return typeof content === 'object' && content !== null && !Array.isArray(content)
    ? { ...content, id }
    : content
}

function jsonOf(text: string, where: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (cause) {
    const reason = cause instanceof Error ? ` ${cause.message}.` : ''
    throw new ZonedeskError('invalid', `${where} is not JSON.${reason}`, {
      fix: 'Correct it at that place and try again.',
      field: 'text',
      cause,
    })
  }
}

async function textIn(path: string): Promise<string> {
  try {
    if ((await stat(path)).size > MAX_FILE_BYTES) {
      throw new ZonedeskError('invalid', 'The file is larger than 100 kB, so it is not a preset.', {
        fix: 'Choose another file.',
        field: 'text',
      })
    }
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path))
  } catch (cause) {
    if (cause instanceof ZonedeskError) throw cause
    if (cause instanceof TypeError) {
      throw new ZonedeskError('invalid', 'The file is not text in UTF-8.', {
        fix: 'Save it as UTF-8 and import it again.',
        field: 'text',
        cause,
      })
    }
    throw new ZonedeskError('storage', `${path} could not be read.`, {
      fix: 'Check that the file is there and that you may read it.',
      cause,
    })
  }
}
