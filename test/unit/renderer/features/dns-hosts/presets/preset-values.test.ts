import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parsePreset } from '../../../../../../src/main/dns-hosts/preset-schema'
import {
  changedPreset,
  fieldAt,
  type PresetValues,
  presetValues,
} from '../../../../../../src/renderer/features/dns-hosts/presets/preset-values'

const FOLDER = resolve(import.meta.dirname, '../../../../../../resources/dns-hosts')
const FILES = readdirSync(FOLDER).filter((file) => file.endsWith('.json'))

function textOf(id: string): string {
  return readFileSync(join(FOLDER, `${id}.json`), 'utf8')
}

/** The file after the form changed some of it, as the main process reads it. */
function changed(id: string, changes: Partial<PresetValues>) {
  const text = textOf(id)
  return parsePreset(JSON.parse(changedPreset(text, { ...presetValues(text), ...changes })), 'The preset')
}

describe('a preset through the form', () => {
  it.each(FILES)('%s stays as it is when nothing is changed', (file) => {
    const before = parsePreset(JSON.parse(readFileSync(join(FOLDER, file), 'utf8')), file)
    const { sources, ...after } = changed(file.replace('.json', ''), {})
    expect({ ...after, sources: before.sources }).toEqual(before)
    expect(sources).toMatchObject({ own: { ref: 'Your own', of: 'form' } })
  })

  it('has every rule that was set, put down to the user', () => {
    const source = 'own'
    const preset = changed('generic', {
      ...{
        name: ' Example Hosting ',
        nameServers: 'ns#.example.net, *.dns.example.net',
        dnsPage: 'https://example.net/dns',
      },
      ...{
        host: 'fqdn-dot',
        apex: 'blank',
        target: 'dot',
        txt: 'quoted',
        txtLimit: '512',
        priority: 'inside',
      },
      ...{ ttl: 'seconds', ttlMinimum: '300', apexCname: 'none', proxy: true, importReplacesZone: true },
      ...{ hostLabel: 'Owner', mxLabel: 'Exchange', note: 'Press Apply.' },
    })
    expect(preset).toMatchObject({
      name: 'Example Hosting',
      nameServers: [
        { pattern: 'ns#.example.net', source },
        { pattern: '*.dns.example.net', source },
      ],
      dnsPage: { url: 'https://example.net/dns', source },
      labels: { host: 'Owner', value: { MX: 'Exchange' }, source },
      host: [{ is: 'fqdn-dot', source }],
      apex: [{ is: 'blank', source }],
      target: [{ is: 'dot', source }],
      txt: { entry: { is: 'quoted', source }, limit: { is: { octets: 512, counted: 'text' }, source } },
      priority: { is: 'inside', source },
      ttl: { unit: { is: 'seconds', source }, minimum: { is: 300, source } },
      apexCname: { is: 'none', source },
      proxy: { is: true, source },
      importReplacesZone: { is: true },
      notes: [{ text: 'Press Apply.', source }],
    })
  })

  it('loses what was taken away', () => {
    const preset = changed('cloudflare', {
      ...{ nameServers: '', dnsPage: '', host: 'unknown', txt: 'unknown', txtLimit: '', proxy: false },
      ...{
        typeLabel: '',
        hostLabel: '',
        txtLabel: '',
        cnameLabel: '',
        mxLabel: '',
        priorityLabel: '',
        ttlLabel: '',
      },
    })
    expect(preset).toMatchObject({ nameServers: [], dnsPage: null, host: [], proxy: null, labels: null })
    expect(preset.txt).toMatchObject({ entry: null, limit: null })
    expect(preset.target).toEqual([{ is: 'bare', source: 'm365', types: ['CNAME', 'MX'] }])
  })
})

it.each([
  ['nameServers.0.pattern', 'nameServers'],
  ['labels.value.MX', 'mxLabel'],
  ['txt.limit.is.octets', 'txtLimit'],
  ['name', 'name'],
  ['checked', null],
])('a failure at %s belongs to the field %s', (path, field) => {
  expect(fieldAt(path)).toBe(field)
})
