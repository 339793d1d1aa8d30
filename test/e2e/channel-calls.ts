import { generateKeyPairSync } from 'node:crypto'
import type { Contract, SubjectName } from '../../src/preload/contract'
import type { Channel, RequestOf } from '../../src/preload/contract/channel'
import type { FailureCode } from '../../src/preload/contract/failure'
import { CATALOGUE } from '../../src/preload/contract/finding-catalogue'

/** What the calls are about. */
export interface CallScene {
  /** An account at a provider, and how the provider is reached. */
  readonly accountId: string
  readonly baseUrl: string
  readonly apiKey: string
  /** Another account, which may go. */
  readonly spareId: string
  /** Three domains of the account. */
  readonly names: readonly [string, string, string]
  /** A job that stopped before its end, and a plan of an edit. */
  readonly jobId: number
  readonly planId: number
  /** A saved state of the first domain. */
  readonly snapshotId: number
  /** The name of a sample domain; null before the sample domains are there. */
  readonly sample: string | null
  /** A preset as its editor shows it. */
  readonly presetText: string
  /** A port that nobody has. */
  readonly port: number
}

/** One call of a channel. */
export interface ChannelCall<Request = unknown> {
  readonly request: (at: CallScene) => Request
  /** With what it may fail where the account may be changed; where this is absent, it has to answer. */
  readonly fails?: readonly FailureCode[]
  /** Whether it changes what Zonedesk keeps of the account itself. */
  readonly changesAccount?: boolean
  /** The file that the system's dialog answers with, by its name. */
  readonly file?: string
}

/** A channel that the contract has and this type's value has not is a type error. */
type EveryChannel = {
  readonly [S in SubjectName]: {
    readonly [C in keyof Contract[S]]: Contract[S][C] extends infer Ch extends Channel
      ? ChannelCall<RequestOf<Ch>>
      : never
  }
}

const VIEW = { filter: 'all', search: '' } as const
const ORDER = { sort: 'name', descending: false } as const
const PEM = generateKeyPairSync('rsa', { modulusLength: 1024 })
  .privateKey.export({ type: 'pkcs1', format: 'pem' })
  .toString()

/** Connections added so far: each has a name of its own. */
let added = 0

const nothing = (): ChannelCall<Record<string, never>> => ({ request: () => ({}) })
const key = ({ accountId, names }: CallScene) => ({ accountId, name: names[0] })
const ofDomain: ChannelCall<ReturnType<typeof key>> = { request: key }
const ofAccount: ChannelCall<{ accountId: string }> = { request: ({ accountId }) => ({ accountId }) }
const ofJob: ChannelCall<{ id: number }> = { request: ({ jobId }) => ({ id: jobId }) }
const scope = ({ accountId, names }: CallScene) => ({
  kind: 'domains' as const,
  keys: names.map((name) => ({ accountId, name })),
})
const noConnection = { connectionId: 'made up' }
const powerDns = ({ port }: CallScene) => ({
  ...{ kind: 'powerdns' as const, url: `http://127.0.0.1:${port}`, serverId: 'localhost' },
})
const entry = (typed: string) => ({
  ...{ where: 'Line 1', typed, options: {}, tags: [], notes: [], problem: null },
})

/** A call of every channel of the contract. Within a subject they are made in this order. */
export const CHANNEL_CALLS: EveryChannel = {
  about: {
    info: nothing(),
    licences: nothing(),
    licenceText: { request: () => ({ name: 'nobody', version: '1' }), fails: ['not-found'] },
    showFile: { request: () => ({ file: 'log' }), fails: ['not-found'] },
  },
  application: {
    info: nothing(),
    dismissNotice: { request: () => ({ id: 'made up' }) },
    openDataFolder: nothing(),
    openWebPage: { request: () => ({ url: Object.values(CATALOGUE)[0]!.source.url }) },
  },
  autostart: {
    get: nothing(),
    set: { request: () => ({ on: false }), fails: ['refused'] },
  },
  bulk: {
    read: { request: () => ({ text: 'new.example.com' }) },
    saveText: { request: () => ({ name: 'list.txt', text: 'new.example.com' }), file: 'list.txt' },
    chooseFile: { request: () => ({}), file: 'list.txt' },
    plan: {
      request: ({ accountId }) => ({ accountId, entries: [entry('new.example.com')], options: {} }),
    },
    edit: { request: ({ planId }) => ({ plan: planId, without: [] }) },
    // The plan before it is forgotten.
    planEdit: { request: (at) => ({ scope: scope(at), changes: { requireTls: true } }) },
    cancelPlan: nothing(),
    // The job is no edit.
    planUndo: { ...ofJob, fails: ['invalid', 'refused', 'not-found'] },
    list: nothing(),
    rows: ofJob,
    pause: ofJob,
    create: {
      request: ({ accountId }) => ({
        ...{ accountId, entries: [entry('new.example.com')], options: {}, tags: [] },
      }),
    },
    start: { request: (at) => ({ kind: 'verify', keys: scope(at).keys }) },
    resume: ofJob,
    retry: ofJob,
    cancel: ofJob,
    dismiss: ofJob,
  },
  checks: {
    get: ofDomain,
    check: { request: (at) => ({ ...key(at), fresh: true }) },
    rehearse: {
      request: (at) => ({
        ...key(at),
        ...{ code: Object.keys(CATALOGUE)[0] as keyof typeof CATALOGUE, subject: null, at: 0, value: '' },
      }),
    },
    stop: ofDomain,
    start: { request: scope },
    cancel: { request: () => ({ id: 1 }) },
    runs: nothing(),
    findings: ofAccount,
  },
  // There is no connection but the one that is added, whose id nobody knows here.
  connections: {
    list: nothing(),
    kinds: nothing(),
    add: {
      request: (at) => ({
        ...{ name: `Office ${++added}`, settings: powerDns(at), secret: 'made-up' },
        ...{ keepSecret: 'session', isReadOnly: false },
      }),
    },
    rename: { request: () => ({ ...noConnection, name: 'Other' }), fails: ['not-found'] },
    change: {
      request: (at) => ({
        ...noConnection,
        ...{ settings: powerDns(at), secret: null, keepSecret: 'session' },
      }),
      fails: ['not-found'],
    },
    setReadOnly: { request: () => ({ ...noConnection, isReadOnly: true }), fails: ['not-found'] },
    remove: { request: () => noConnection, fails: ['not-found'] },
    undoRemove: { request: () => noConnection, fails: ['not-found'] },
    // Nothing listens there.
    testNew: {
      request: (at) => ({ settings: powerDns(at), secret: 'made-up' }),
      fails: ['offline', 'timeout', 'refused'],
    },
    test: { request: () => noConnection, fails: ['not-found'] },
    cancelTest: nothing(),
    zones: { request: () => ({ ...noConnection, fresh: false }), fails: ['not-found'] },
    chosenZones: { request: () => noConnection },
    chooseZone: {
      request: () => ({ ...noConnection, apex: 'example.com', zoneId: 'example.com' }),
      fails: ['not-found'],
    },
    unchooseZone: { request: () => ({ apex: 'example.com' }) },
    readTsigKey: { request: () => ({ text: 'no key' }), fails: ['invalid', 'refused'] },
  },
  dnsHosts: {
    presets: nothing(),
    presetText: { request: () => ({ id: 'cloudflare' }) },
    exportPreset: { request: () => ({ id: 'cloudflare' }), file: 'preset.json' },
    savePreset: { request: ({ presetText }) => ({ id: null, text: presetText }), fails: ['invalid'] },
    importPreset: { request: () => ({}), file: 'preset.json', fails: ['invalid', 'already-exists'] },
    removePreset: { request: () => ({ id: 'own-made-up' }), fails: ['not-found', 'invalid', 'refused'] },
    detect: ofDomain,
    lookUp: ofDomain,
    setChoice: { request: (at) => ({ ...key(at), presetId: 'cloudflare' }) },
    openDnsPage: ofDomain,
    findPanel: { request: key, fails: ['not-found', 'offline', 'timeout'] },
    openPanel: { request: key, fails: ['not-found'] },
    rows: { request: (at) => ({ ...key(at), which: 'all' }) },
    keyRow: { request: (at) => ({ ...key(at), selector: 'mx' }) },
    formats: { request: () => ({ presetId: 'cloudflare' }) },
    export: { request: (at) => ({ scope: scope(at), which: 'all', format: 'bind', to: 'screen' }) },
    handOver: { request: (at) => ({ scope: scope(at), which: 'all' }), file: 'sheet.pdf' },
    cancelExport: nothing(),
  },
  domains: {
    list: { request: ({ accountId }) => ({ accountId, ...VIEW, ...ORDER, after: null, limit: 10 }) },
    count: { request: ({ accountId }) => ({ accountId, ...VIEW }) },
    position: { request: (at) => ({ accountId: at.accountId, ...VIEW, ...ORDER, key: key(at) }) },
    counts: ofAccount,
    get: ofDomain,
    authority: ofDomain,
    refresh: ofDomain,
    checkName: { request: ({ accountId }) => ({ accountId, name: 'new.example.com' }) },
    create: { request: ({ accountId }) => ({ accountId, name: 'new.example.com', options: {} }) },
    update: { request: (at) => ({ ...key(at), changes: { wildcard: true } }) },
    verify: ofDomain,
    delete: { request: (at) => ({ ...key(at), confirmation: at.names[0] }) },
  },
  history: {
    list: { request: (at) => ({ ...key(at), before: null, limit: 10 }) },
    saveSnapshot: { request: (at) => ({ ...key(at), label: 'Now' }) },
    snapshots: ofDomain,
    compare: { request: (at) => ({ ...key(at), id: at.snapshotId }) },
    deleteSnapshot: { request: (at) => ({ ...key(at), id: 9_999 }), fails: ['not-found'] },
  },
  keys: {
    list: ofDomain,
    refresh: ofDomain,
    look: { request: (at) => ({ ...key(at), selector: 'mx' }) },
    create: { request: (at) => ({ ...key(at), selector: 'made', bits: 1024 }) },
    import: { request: (at) => ({ ...key(at), selector: 'imported', pem: PEM }) },
    importFile: { request: (at) => ({ ...key(at), selector: 'from-file' }) },
    activate: { request: (at) => ({ ...key(at), selector: 'mx' }) },
    deactivate: { request: (at) => ({ ...key(at), selector: 'mx' }) },
    delete: { request: (at) => ({ ...key(at), selector: 'mx', confirmation: 'mx' }) },
    setAuthority: { request: (at) => ({ ...key(at), self: true }) },
    setSelector: { request: (at) => ({ ...key(at), selector: 'renamed' }) },
    setRotation: { request: (at) => ({ ...key(at), enabled: true, intervalDays: 30 }) },
    rotateNow: ofDomain,
  },
  links: { take: nothing() },
  listener: {
    status: nothing(),
    // It is kept in the keychain, which a computer may lack. `listener.test.ts` has one.
    setKey: { request: () => ({ apiKey: 'key-of-other-programs' }), fails: ['keychain'] },
    start: { request: ({ port }) => ({ port }), fails: ['keychain', 'invalid'] },
    stop: nothing(),
  },
  moving: {
    contents: nothing(),
    save: { request: () => ({ passphrase: 'correct horse battery staple' }), file: 'all.zonedesk' },
    choose: { request: () => ({}), file: 'all.zonedesk' },
    open: { request: () => ({ passphrase: 'correct horse battery staple' }) },
    apply: { request: () => ({ conflicts: 'file' }) },
    cancel: nothing(),
    forget: nothing(),
  },
  notes: {
    get: ofDomain,
    changeTags: { request: (at) => ({ keys: scope(at).keys, add: ['client-a'], remove: [] }) },
    setNote: { request: (at) => ({ ...key(at), note: 'Ask before changing.' }) },
    tags: ofAccount,
    tagsAmong: { request: (at) => ({ keys: scope(at).keys }) },
    count: ofAccount,
    renameTag: { request: () => ({ tag: 'client-a', to: 'client-b' }) },
    export: { request: () => ({}), file: 'notes.csv' },
    previewImport: { request: () => ({}), file: 'notes.csv' },
    import: nothing(),
    removeTag: { request: () => ({ tag: 'client-b' }) },
    undo: { request: () => ({ undo: 'made up' }), fails: ['not-found'] },
  },
  records: {
    copyField: { request: (at) => ({ ...key(at), index: 0, field: 'name' }) },
    copyRecord: { request: (at) => ({ ...key(at), index: 0, format: 'form' }) },
    copyKey: { request: (at) => ({ ...key(at), selector: 'mx', format: 'form' }) },
    copyAll: { request: (at) => ({ ...key(at), which: 'all', format: 'bind' }) },
    copyText: { request: () => ({ text: 'copied' }) },
  },
  publishing: {
    offer: ofDomain,
    offerRotation: { request: () => ({ id: 1, records: 'publish' }), fails: ['not-found', 'refused'] },
    planRotations: {
      request: () => ({ ids: null, search: '', records: 'publish' }),
      fails: ['refused'],
    },
    plan: { request: (at) => ({ scope: scope(at) }) },
    // The plan is under way, and there is no run: the tests beside its engine have both.
    getPlan: { request: () => ({ id: 1 }), fails: ['not-found'] },
    planAgain: { request: () => ({ id: 1 }), fails: ['not-found'] },
    decide: {
      request: () => ({ id: 1, position: 0, change: 'none', accept: true }),
      fails: ['not-found'],
    },
    stopDeciding: { request: () => ({ id: 1 }) },
    lines: {
      request: () => ({ id: 1, verdict: null, skip: 0, limit: 10 }),
      fails: ['not-found'],
    },
    line: { request: () => ({ id: 1, position: 0 }), fails: ['not-found'] },
    writes: { request: () => ({ id: 1, without: [] }), fails: ['not-found', 'refused', 'invalid'] },
    savePlan: { request: () => ({ id: 1, format: 'json' }), fails: ['not-found', 'refused'] },
    apply: {
      request: () => ({ id: 1, without: [], agreed: null }),
      fails: ['not-found', 'refused', 'invalid'],
    },
    dropPlan: { request: () => ({ id: 1 }), fails: ['not-found'] },
    openPlan: { request: () => ({}), file: 'list.txt', fails: ['invalid'] },
    planUndo: { request: () => ({ id: 1, zones: null }), fails: ['not-found'] },
    planRest: { request: () => ({ id: 1 }), fails: ['not-found'] },
    runs: nothing(),
    zones: { request: () => ({ id: 1, state: null, skip: 0, limit: 10 }), fails: ['not-found'] },
    journal: ofDomain,
    cancel: { request: () => ({ id: 1 }), fails: ['not-found'] },
    resume: { request: () => ({ id: 1 }), fails: ['not-found'] },
  },
  rotations: {
    plan: { request: (at) => ({ scope: scope(at) }) },
    list: {
      request: ({ accountId }) => ({ accountId, waitsFor: null, search: '', skip: 0, limit: 10 }),
    },
    counts: ofAccount,
    get: { request: () => ({ id: 1 }), fails: ['not-found'] },
    ofDomain: {
      request: ({ accountId, names }) => ({ accountId, signingDomain: names[0] }),
    },
    start: {
      request: ({ accountId, names }) => ({
        ...{ keys: [{ accountId, signingDomain: names[0] }], bits: 1024, keepDays: 7 },
      }),
    },
    // There is none: the tests beside its engine have one.
    stop: { request: () => ({ ids: [1] }) },
    takeBack: { request: () => ({ ids: [1] }) },
    goOn: { request: () => ({ ids: [1] }) },
    look: { request: () => ({ ids: [1] }) },
    dismiss: { request: () => ({ ids: [1] }) },
    dismissEnded: ofAccount,
  },
  samples: {
    status: nothing(),
    cancel: nothing(),
    add: nothing(),
    publish: {
      request: ({ sample }) => ({ accountId: 'samples', name: sample ?? 'none.example' }),
      fails: ['not-found'],
    },
    remove: nothing(),
  },
  settings: {
    get: nothing(),
    set: { request: () => ({ theme: 'light' }) },
    getView: nothing(),
    setView: { request: () => ({ search: '' }) },
    getDraft: { request: (at) => ({ ...key(at), form: 'made up' }) },
    setDraft: { request: (at) => ({ ...key(at), form: 'made up', draft: null }) },
  },
  smtpCredentials: {
    list: ofDomain,
    create: { request: (at) => ({ ...key(at), login: 'alice', password: null }) },
    change: { request: (at) => ({ ...key(at), login: `postmaster@${at.names[0]}`, password: null }) },
    delete: { request: (at) => ({ ...key(at), login: `alice@${at.names[0]}` }) },
    deleteAll: { request: (at) => ({ ...key(at), confirmation: at.names[0] }) },
  },
  subaccounts: { list: ofAccount },
  sync: {
    status: nothing(),
    see: { request: (at) => ({ keys: [key(at)] }) },
    networkChanged: { request: () => ({ online: true }) },
    start: ofAccount,
    cancel: ofAccount,
  },
  tracking: {
    get: ofDomain,
    refresh: ofDomain,
    certificate: ofDomain,
    setOpen: { request: (at) => ({ ...key(at), active: true, placeAtTheTop: null }) },
    setClick: { request: (at) => ({ ...key(at), click: 'html-only' }) },
    setUnsubscribe: {
      request: (at) => ({ ...key(at), active: true, htmlFooter: null, textFooter: null }),
    },
    beginCertificate: ofDomain,
    renewCertificate: ofDomain,
  },
  updates: {
    status: nothing(),
    look: nothing(),
    cancel: nothing(),
    download: nothing(),
    skip: nothing(),
    later: nothing(),
    openPage: nothing(),
    // No version is offered, so no notes lead anywhere.
    openLink: { request: () => ({ url: 'https://example.com/' }), fails: ['invalid'] },
    restart: nothing(),
  },
  watches: {
    list: nothing(),
    start: ofDomain,
    stop: ofDomain,
  },
  accounts: {
    list: nothing(),
    add: {
      request: ({ baseUrl, apiKey }) => ({
        ...{ name: 'Third', region: 'own', baseUrl, apiKey, keepKey: 'session', writeMode: 'read-only' },
      }),
      // The second time there is an account of that name.
      fails: ['invalid'],
    },
    rename: {
      request: ({ accountId }) => ({ accountId, name: 'Acme again' }),
      changesAccount: true,
    },
    setKey: { request: ({ accountId, apiKey }) => ({ accountId, apiKey, keepKey: 'session' }) },
    // An account with an address of its own has no region.
    setRegion: {
      request: ({ accountId }) => ({ accountId, region: 'eu' }),
      fails: ['invalid', 'refused'],
    },
    setIncludeSubaccounts: {
      request: ({ accountId }) => ({ accountId, include: true }),
      changesAccount: true,
    },
    confirmWrite: { request: () => ({ token: 'made up' }), fails: ['not-found'] },
    pace: ofAccount,
    setCeiling: { request: ({ accountId }) => ({ accountId, ceiling: 50 }) },
    testNew: { request: ({ baseUrl, apiKey }) => ({ region: 'own', baseUrl, apiKey }) },
    // It asks the two hosts of the provider, which cannot be reached from here.
    findRegion: {
      request: ({ apiKey }) => ({ apiKey }),
      fails: ['offline', 'timeout', 'unauthorized'],
    },
    test: ofAccount,
    keychain: nothing(),
    setWriteMode: {
      request: ({ accountId }) => ({ accountId, writeMode: 'read-only' }),
      changesAccount: true,
    },
    remove: { request: ({ spareId }) => ({ accountId: spareId }), fails: ['not-found'] },
  },
}
