import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as v from 'valibot'
import { contract } from '../../../../src/preload/contract'
import type { Channel } from '../../../../src/preload/contract/channel'
import { ZonedeskError } from '../../../../src/preload/contract/failure'
import { waitingJob } from './waiting-job'
import { openWritesApp, type WritesApp } from './writes-app'

const NAMES = ['one.example.com', 'two.example.com', 'three.example.com'] as const
const VIEW = { filter: 'all', search: '' } as const
const ORDER = { sort: 'name', descending: false } as const

let app: WritesApp
beforeEach(async () => {
  app = await openWritesApp(NAMES)
})
afterEach(() => app.close())

/** A call of each channel that is not declared as writing, in the order of the contract. */
const CALLS: Readonly<Record<string, (accountId: string, id: number) => unknown>> = {
  'accounts.list': () => ({}),
  'accounts.add': () => ({
    ...{ name: 'Third', region: 'own', baseUrl: app.acme.baseUrl },
    ...{ apiKey: app.acme.apiKey, keepKey: 'session' },
  }),
  'accounts.rename': (accountId) => ({ accountId, name: 'Acme again' }),
  'accounts.setKey': (accountId) => ({ accountId, apiKey: app.acme.apiKey, keepKey: 'session' }),
  'accounts.setRegion': (accountId) => ({ accountId, region: 'eu' }),
  'accounts.setIncludeSubaccounts': (accountId) => ({ accountId, include: true }),
  'accounts.setWriteMode': (accountId) => ({ accountId, writeMode: 'confirm' }),
  'accounts.confirmWrite': () => ({ token: 'made up' }),
  'accounts.pace': (accountId) => ({ accountId }),
  'accounts.setCeiling': (accountId) => ({ accountId, ceiling: 5 }),
  'accounts.remove': (accountId) => ({ accountId }),
  'accounts.testNew': () => ({ region: 'own', baseUrl: app.acme.baseUrl, apiKey: app.acme.apiKey }),
  'accounts.test': (accountId) => ({ accountId }),
  'accounts.keychain': () => ({}),
  'bulk.read': () => ({ text: 'new.example.com' }),
  'bulk.plan': (accountId) => ({
    accountId,
    entries: [{ where: 'Line 1', typed: 'new.example.com', options: {}, tags: [], notes: [], problem: null }],
    options: {},
  }),
  'bulk.planEdit': (accountId) => ({
    scope: { kind: 'domains', keys: [{ accountId, name: NAMES[1] }] },
    changes: { requireTls: true },
  }),
  'bulk.planUndo': (_, id) => ({ id }),
  'bulk.list': () => ({}),
  'bulk.rows': (_, id) => ({ id }),
  'bulk.pause': (_, id) => ({ id }),
  'bulk.cancel': (_, id) => ({ id }),
  'bulk.dismiss': (_, id) => ({ id }),
  'domains.list': (accountId) => ({ accountId, ...VIEW, ...ORDER, after: null, limit: 10 }),
  'domains.count': (accountId) => ({ accountId, ...VIEW }),
  'domains.position': (accountId) => ({ accountId, ...VIEW, ...ORDER, key: { accountId, name: NAMES[1] } }),
  'domains.counts': (accountId) => ({ accountId }),
  'domains.get': (accountId) => ({ accountId, name: NAMES[0] }),
  'domains.authority': (accountId) => ({ accountId, name: NAMES[0] }),
  'domains.refresh': (accountId) => ({ accountId, name: NAMES[0] }),
  'domains.checkName': (accountId) => ({ accountId, name: 'new.example.com' }),
  'history.list': (accountId) => ({ accountId, name: NAMES[0], before: null, limit: 10 }),
  'history.snapshots': (accountId) => ({ accountId, name: NAMES[0] }),
  'history.saveSnapshot': (accountId) => ({ accountId, name: NAMES[0], label: 'Now' }),
  'history.compare': (accountId, id) => ({ accountId, name: NAMES[0], id }),
  'history.deleteSnapshot': (accountId, id) => ({ accountId, name: NAMES[0], id }),
  'keys.list': (accountId) => ({ accountId, name: NAMES[0] }),
  'keys.refresh': (accountId) => ({ accountId, name: NAMES[0] }),
  'rotations.plan': (accountId) => ({ scope: { kind: 'domains', keys: [{ accountId, name: NAMES[1] }] } }),
  'rotations.list': (accountId) => ({ accountId, waitsFor: null, search: '', skip: 0, limit: 10 }),
  'rotations.counts': (accountId) => ({ accountId }),
  'rotations.get': (_, id) => ({ id }),
  'rotations.ofDomain': (accountId) => ({ accountId, signingDomain: NAMES[0] }),
  'rotations.stop': (_, id) => ({ ids: [id] }),
  'rotations.dismiss': (_, id) => ({ ids: [id] }),
  'subaccounts.list': (accountId) => ({ accountId }),
  'smtpCredentials.list': (accountId) => ({ accountId, name: NAMES[0] }),
  'sync.start': () => ({ accountId: null }),
  'sync.cancel': () => ({ accountId: null }),
  'sync.status': () => ({}),
  'sync.see': (accountId) => ({ keys: [{ accountId, name: NAMES[0] }] }),
  'sync.networkChanged': () => ({ online: true }),
  'tracking.get': (accountId) => ({ accountId, name: NAMES[0] }),
  'tracking.refresh': (accountId) => ({ accountId, name: NAMES[0] }),
  'tracking.certificate': (accountId) => ({ accountId, name: NAMES[0] }),
}

const UNDER_WAY = ['waiting', 'listing', 'details']

/** Those that say no to such a call: the rest have to answer. */
const REFUSED = [
  // An account with a base URL of its own has no region.
  'accounts.setRegion',
  // Nothing was asked.
  'accounts.confirmWrite',
  // The job is no edit.
  'bulk.planUndo',
]

/** Those that are not tried, and why. A channel that is in neither list fails the test until somebody decides. */
const NOT_TRIED: readonly { readonly why: string; readonly channels: readonly string[] }[] = [
  {
    why: "They are about the app itself, and are handed no account's client.",
    channels: [
      ...['about.info', 'about.licences', 'about.licenceText', 'about.showFile'],
      ...['application.info', 'application.dismissNotice', 'application.openDataFolder'],
      ...['application.openWebPage', 'autostart.get', 'autostart.set', 'links.take'],
      ...['settings.get', 'settings.set', 'settings.getView', 'settings.setView'],
      ...['settings.getDraft', 'settings.setDraft', 'updates.status', 'updates.look', 'updates.cancel'],
      ...['updates.download', 'updates.restart', 'updates.skip', 'updates.later', 'updates.openPage'],
    ],
  },
  {
    why: 'They ask the person for a file, in a window of Electron.',
    channels: [
      ...['bulk.chooseFile', 'bulk.saveText', 'dnsHosts.importPreset', 'dnsHosts.exportPreset'],
      ...['dnsHosts.export', 'notes.export', 'notes.previewImport', 'notes.import'],
      ...['moving.save', 'moving.choose', 'moving.open'],
    ],
  },
  {
    why: "They read and write the app's own files, and are handed no account's client.",
    channels: [
      ...['moving.contents', 'moving.cancel', 'moving.forget'],
      ...['notes.get', 'notes.changeTags', 'notes.setNote', 'notes.tags', 'notes.tagsAmong', 'notes.count'],
      ...['notes.renameTag', 'notes.removeTag', 'notes.undo'],
      ...['dnsHosts.presets', 'dnsHosts.presetText', 'dnsHosts.savePreset', 'dnsHosts.removePreset'],
      ...['dnsHosts.setChoice', 'dnsHosts.rows', 'dnsHosts.formats', 'dnsHosts.cancelExport'],
    ],
  },
  {
    why: "They fill Electron's clipboard or open its browser, from the cache.",
    channels: [
      ...['dnsHosts.openDnsPage', 'dnsHosts.handOver'],
      ...['records.copyField', 'records.copyRecord', 'records.copyAll', 'records.copyText'],
    ],
  },
  {
    why: "They ask DNS, and are handed no account's client.",
    channels: [
      ...['dnsHosts.detect', 'dnsHosts.lookUp'],
      ...['checks.get', 'checks.check', 'checks.rehearse', 'checks.stop', 'checks.start', 'checks.cancel'],
      ...['checks.runs', 'checks.findings', 'watches.list', 'watches.stop'],
    ],
  },
  {
    why: 'It has the provider verify once DNS has the records, which its own tests try in an account that is read only.',
    channels: ['watches.start'],
  },
  {
    why: 'They reach the service inside the app, or its sample domains, and no provider.',
    channels: [
      ...['listener.status', 'listener.setKey', 'listener.start', 'listener.stop'],
      ...['samples.status', 'samples.add', 'samples.cancel', 'samples.remove', 'samples.publish'],
    ],
  },
  { why: "It fills the app's own files, and begins syncs as `sync.start` does.", channels: ['moving.apply'] },
  { why: 'It asks the two hosts of the provider itself.', channels: ['accounts.findRegion'] },
]

describe('the channels that are not declared as writing', () => {
  it('are called here, or left out with a reason', () => {
    const declared = Object.entries(contract).flatMap(([subject, channels]) =>
      Object.entries(channels as Record<string, Channel>).flatMap(([name, { writes }]) =>
        writes ? [] : [`${subject}.${name}`],
      ),
    )
    const decided = [...Object.keys(CALLS), ...NOT_TRIED.flatMap(({ channels }) => channels)]
    expect(decided.sort()).toEqual(declared.sort())
  })

  it.each(Object.keys(CALLS))('%s asks a provider for nothing but to read', async (where) => {
    const accountId = app.acme.account.id
    const id = await waitingJob(app, NAMES)
    if (where.startsWith('history.')) {
      expect(await app.handlers.history.saveSnapshot({ accountId, name: NAMES[0], label: '' })).toMatchObject(
        {
          id,
        },
      )
    }
    const [subject, name] = where.split('.') as [string, string]
    const { request } = (contract as Record<string, Record<string, Channel>>)[subject]![name]!
    const call = (app.handlers as unknown as Record<string, Record<string, (request: unknown) => unknown>>)[
      subject
    ]![name]!
    const answered = async () => {
      try {
        await call(v.parse(request, CALLS[where]!(accountId, id)))
        return true
      } catch (error) {
        if (error instanceof ZonedeskError && REFUSED.includes(where)) return false
        throw error
      }
    }
    expect(await answered()).toBe(!REFUSED.includes(where))
    // What the call began, as a sync, is waited for.
    await expect
      .poll(async () => (await app.handlers.sync.status({})).filter(({ phase }) => UNDER_WAY.includes(phase)))
      .toEqual([])
    expect([...app.acme.writes(), ...app.other.writes()]).toEqual([])
  })
})
