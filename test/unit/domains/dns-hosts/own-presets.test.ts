import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { OWN_PREFIX } from '../../../../src/main/domains/dns-hosts/own-presets'
import { bundledPresets, presetById } from '../../../../src/main/dns-hosts/presets'
import { usualRecords } from '../../dns-hosts/arbitrary-records'
import { ACCOUNT, cacheWith, failureOf, dnsHostsOver } from './dns-hosts-under-test'

const KEY = { accountId: ACCOUNT, name: 'mg.example.com' }

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'zonedesk-presets-'))))
afterEach(() => rmSync(folder, { recursive: true }))

async function over(file: string | null = null) {
  const cache = await cacheWith({ [KEY.name]: usualRecords() })
  const dialogs = { save: async () => file, open: async () => file, folder: async () => null }
  return dnsHostsOver(cache, { dialogs })
}

const textOf = (changes: object, base = 'generic'): string =>
  JSON.stringify({ ...presetById(base), ...changes })

describe('own presets', () => {
  it('are added with an id of their own, come first, and can be changed and removed', async () => {
    const { dnsHosts, named } = await over()
    const { presets, presetText, removePreset, savePreset } = dnsHosts.handlers.dnsHosts
    const added = await savePreset({ id: null, text: textOf({ name: 'Ünser Netz', id: 'cloudflare' }) })
    expect(added).toMatchObject({ id: 'own-u-nser-netz', name: 'Ünser Netz', own: true })
    const again = await savePreset({ id: null, text: textOf({ name: 'Ünser Netz' }) })
    expect(again.id).toBe('own-u-nser-netz-2')
    await savePreset({ id: again.id, text: textOf({ name: 'Another name' }) })
    const others = bundledPresets().map(({ id, name }) => [id, name, false])
    expect((await presets({})).slice(0, 3).map(({ id, name, own }) => [id, name, own])).toEqual([
      ['own-u-nser-netz-2', 'Another name', true],
      ['own-u-nser-netz', 'Ünser Netz', true],
      expect.toSatisfy((preset: unknown) => others.some((one) => isDeepStrictEqual(one, preset))),
    ])
    expect(JSON.parse((await presetText({ id: again.id })).text)).toMatchObject({ name: 'Another name' })
    await removePreset({ id: again.id })
    expect((await presets({})).filter(({ own }) => own)).toHaveLength(1)
    expect(named('presetsChanged')).toHaveLength(4)
  })

  it('never have the id of one that comes with the app', () => {
    expect(bundledPresets().filter(({ id }) => id.startsWith(OWN_PREFIX))).toEqual([])
  })

  it('are refused with the field that is wrong', async () => {
    const { dnsHosts } = await over()
    const { presets, savePreset } = dnsHosts.handlers.dnsHosts
    const fieldOf = async (text: string) => {
      const { code, field } = await failureOf(() => savePreset({ id: null, text }))
      return [code, field]
    }
    expect(await fieldOf('{')).toEqual(['invalid', 'text'])
    expect(await fieldOf('[]')).toEqual(['invalid', expect.anything()])
    expect(await fieldOf(textOf({ name: '' }))).toEqual(['invalid', 'name'])
    expect(
      await fieldOf(textOf({ ttl: { unit: null, minimum: { is: -1, source: 'x' }, choices: null } })),
    ).toEqual(['invalid', 'ttl.minimum.is'])
    expect(await fieldOf(textOf({ host: [{ is: 'relative', source: 'nowhere' }] }))).toEqual([
      ...['invalid', 'host.0.source'],
    ])
    expect((await presets({})).filter(({ own }) => own)).toEqual([])
  })

  it('cannot be changed or removed when they are the app’s', async () => {
    const { dnsHosts } = await over()
    const { removePreset, savePreset } = dnsHosts.handlers.dnsHosts
    expect((await failureOf(() => removePreset({ id: 'cloudflare' }))).code).toBe('not-found')
    expect((await failureOf(() => savePreset({ id: 'cloudflare', text: textOf({}) }))).code).toBe('not-found')
  })

  it('take the place of the app’s where both claim the name servers, and give it back', async () => {
    const { dnsHosts, seen } = await over()
    const { lookUp, removePreset, savePreset, setChoice } = dnsHosts.handlers.dnsHosts
    seen.set(KEY.name, {
      ...{ state: 'found', apex: 'example.com', nameServers: ['kim.ns.cloudflare.com'], reason: '' },
    })
    const { id } = await savePreset({ id: null, text: textOf({ name: 'Ours' }, 'cloudflare') })
    expect((await lookUp(KEY)).detected).toEqual({ id, name: 'Ours', by: 'name-servers' })
    await setChoice({ ...KEY, presetId: id })
    await removePreset({ id })
    expect(await lookUp(KEY)).toMatchObject({ chosen: null, detected: { id: 'cloudflare' } })
  })

  it('go to a file and come back from it', async () => {
    const path = join(folder, 'preset.json')
    const { dnsHosts } = await over(path)
    const { exportPreset, importPreset } = dnsHosts.handlers.dnsHosts
    expect(await exportPreset({ id: 'hetzner' })).toEqual({ path })
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(presetById('hetzner'))
    expect(await importPreset({})).toMatchObject({ path, preset: { id: 'own-hetzner', own: true } })
  })

  it('are not taken from a file that is no preset', async () => {
    const path = join(folder, 'preset.json')
    const { dnsHosts } = await over(path)
    const { importPreset } = dnsHosts.handlers.dnsHosts
    expect((await failureOf(() => importPreset({}))).code).toBe('storage')
    for (const content of [Buffer.from([0xff, 0xfe, 0x00]), 'x'.repeat(100_001), 'no JSON']) {
      writeFileSync(path, content)
      expect((await failureOf(() => importPreset({}))).code).toBe('invalid')
    }
  })

  it('stay as they are when no file is chosen', async () => {
    const { dnsHosts } = await over(null)
    const { exportPreset, importPreset } = dnsHosts.handlers.dnsHosts
    expect(await importPreset({})).toEqual({ path: null, preset: null })
    expect(await exportPreset({ id: 'hetzner' })).toEqual({ path: null })
  })

  it('that no longer read back are passed over and kept', async () => {
    const { dnsHosts, profile } = await over()
    profile.ownPresets.put('own-old', { name: 'Of another version' })
    expect((await dnsHosts.handlers.dnsHosts.presets({})).filter(({ own }) => own)).toEqual([])
    expect(profile.ownPresets.list().map(({ id }) => id)).toEqual(['own-old'])
  })
})
