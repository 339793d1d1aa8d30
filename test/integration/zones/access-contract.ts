import { characterStrings } from '../../../src/main/dns/diagnosis/records/presentation'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  hasSameData,
  isWritable,
  type RrsetChange,
  type WritableData,
  type WritableRrset,
  type WritableType,
} from '../../../src/main/zones/rrset'
import type { HostedZone, WriteOutcome, ZoneAccess } from '../../../src/main/zones/zone-access'

/** A DNS host that the contract is tried on, with one zone. */
export interface ContractHost {
  readonly apex: string
  /** Seconds: a TTL that the host takes and does not choose itself. */
  readonly ttl: number
  /** Whether the host does not keep backslashes. */
  readonly keepsPlainTextsOnly?: true
  readonly secret: string
  /** Puts the zone back: SOA and NS at the apex, and these RRsets. */
  reset(sets: readonly WritableRrset[]): Promise<void>
  /** Opens the host with the right secret, or with another. */
  open(secret?: string): Promise<ZoneAccess>
  /** Opens it so that every write is carried out and its answer is lost. */
  openLosingAnswers(): Promise<ZoneAccess>
  /** The values of an RRset as the host itself spells them, past the adapter; empty where there is none. */
  held(name: string, type: WritableType): Promise<readonly string[]>
  /** Another editor puts an RRset in place of what is there, or removes it. */
  setElsewhere(name: string, type: WritableType, set: WritableRrset | null): Promise<void>
  /** A number that rises with every change that the host makes. */
  edits(): Promise<number>
  stop(): Promise<void>
}

const never = new AbortController().signal

/**
 * What every adapter promises, tried on one host.
 *
 * @param start begins a host with a zone; it is stopped at the end
 * @param options.takesAnySecret whether the host looks at no secret, as another program's stand-in for one may
 */
export function accessContract(
  title: string,
  start: () => Promise<ContractHost>,
  { takesAnySecret = false }: { takesAnySecret?: boolean } = {},
): void {
  describe(`${title} as a writable DNS host`, () => {
    let host: ContractHost
    let access: ZoneAccess
    let zone: HostedZone

    const at = (label: string): string => `${label}.${host.apex}`
    const set = (
      label: string,
      type: WritableType,
      data: readonly WritableData[],
      ttl = host.ttl,
    ): WritableRrset => ({ name: at(label), type, ttl, data })
    const texts = (label: string, ...values: string[]): WritableRrset =>
      set(
        label,
        'TXT',
        values.map((value) => ({ type: 'TXT', strings: characterStrings(value) })),
      )
    const mail = (label: string, ...values: [number, string][]): WritableRrset =>
      set(
        label,
        'MX',
        values.map(([preference, exchange]) => ({ type: 'MX', preference, exchange })),
      )
    const alias = (label: string, target: string): WritableRrset =>
      set(label, 'CNAME', [{ type: 'CNAME', target }])
    const addresses = (label: string, ...values: string[]): WritableRrset =>
      set(
        label,
        'A',
        values.map((address) => ({ type: 'A', address })),
      )
    const change = (before: WritableRrset | null, after: WritableRrset | null): RrsetChange => ({
      name: (after ?? before)!.name,
      type: (after ?? before)!.type,
      before,
      after,
    })
    const write = (...changes: RrsetChange[]): Promise<WriteOutcome> => access.write(zone, changes, never)
    const readSet = async (name: string, type: WritableType): Promise<WritableRrset | null> => {
      const { rrsets } = await access.read(zone, [name], never)
      return rrsets.filter(isWritable).find((one) => one.name === name && one.type === type) ?? null
    }
    const expectHeld = async (wanted: WritableRrset): Promise<void> => {
      const found = await readSet(wanted.name, wanted.type)
      expect(found).not.toBeNull()
      expect(hasSameData(found, wanted), JSON.stringify(found)).toBe(true)
      expect(found?.ttl).toBe(wanted.ttl)
    }

    const SPF = 'v=spf1 include:spf.example.net ~all'
    let FOREIGN = 'other-service-verification=AbC "quoted" \\ and; more'

    beforeAll(async () => {
      host = await start()
      if (host.keepsPlainTextsOnly === true) FOREIGN = FOREIGN.replace('\\', '/')
    })
    beforeEach(async () => {
      await host.reset([
        texts('text', SPF, FOREIGN),
        mail('mail', [10, 'mxa.example.net'], [20, 'mxb.example.net']),
        alias('alias', 'target.example.net'),
        addresses('host', '192.0.2.1', '192.0.2.2'),
      ])
      access = await host.open()
      const [found] = await access.find(host.apex, never)
      zone = found!
    })
    afterAll(async () => {
      access.close()
      await host.stop()
    })

    it('finds the zone by its apex, and no other', async () => {
      expect(zone).toMatchObject({ apex: host.apex, notWritable: null })
      expect(await access.find('not-here.example', never)).toEqual([])
      if (!access.capabilities.listsZones) return
      const listed = await access.zones(never)
      expect(listed.find(({ id }) => id === zone.id)).toMatchObject({ apex: host.apex })
    })

    it('reads RRsets whole, each once, with their TTL', async () => {
      await expectHeld(texts('text', SPF, FOREIGN))
      await expectHeld(mail('mail', [10, 'mxa.example.net'], [20, 'mxb.example.net']))
      await expectHeld(alias('alias', 'target.example.net'))
      await expectHeld(addresses('host', '192.0.2.1', '192.0.2.2'))
      const { rrsets } = await access.read(zone, ['text', 'mail', 'alias', 'host'].map(at), never)
      const keys = rrsets.map(({ name, type }) => `${name} ${type}`)
      expect(new Set(keys).size).toBe(keys.length)
    })

    it('adds an RRset, also a text of several character-strings', async () => {
      const key = `k=rsa; p=${'MIIBIjANBgkq+/'.repeat(30)}`
      const wanted = [
        texts('pic._domainkey', key),
        mail('new', [10, 'mxa.example.net']),
        alias('email', 'mail.example.net'),
        addresses('www', '192.0.2.7'),
        set('www', 'AAAA', [{ type: 'AAAA', address: '2001:db8::7' }]),
      ]
      expect(await write(...wanted.map((one) => change(null, one)))).toMatchObject({ state: 'written' })
      for (const one of wanted) await expectHeld(one)
    })

    it('adds a value and leaves the others as the host spells them', async () => {
      const before = await readSet(at('text'), 'TXT')
      const spelt = await host.held(at('text'), 'TXT')
      expect(spelt).toHaveLength(2)
      const after = texts('text', FOREIGN, 'new=1', SPF)
      expect(await write(change(before, after))).toMatchObject({ state: 'written' })
      await expectHeld(after)
      expect(await host.held(at('text'), 'TXT')).toEqual(expect.arrayContaining([...spelt]))
      expect(await host.held(at('text'), 'TXT')).toHaveLength(3)
    })

    it('replaces one value in place: there never is a second SPF record', async () => {
      const before = await readSet(at('text'), 'TXT')
      const after = texts('text', 'v=spf1 include:spf.example.net include:new.example ~all', FOREIGN)
      expect(await write(change(before, after))).toMatchObject({ state: 'written' })
      await expectHeld(after)
      const held = await host.held(at('text'), 'TXT')
      expect(held.filter((value) => /v=spf1/.test(value))).toHaveLength(1)
    })

    it('replaces an MX record and a CNAME record', async () => {
      const mailAfter = mail('mail', [10, 'mxa.example.org'], [20, 'mxb.example.net'])
      const aliasAfter = alias('alias', 'other.example.net')
      const outcome = await write(
        change(await readSet(at('mail'), 'MX'), mailAfter),
        change(await readSet(at('alias'), 'CNAME'), aliasAfter),
      )
      expect(outcome).toMatchObject({ state: 'written' })
      await expectHeld(mailAfter)
      await expectHeld(aliasAfter)
    })

    it('removes one value, and a whole RRset', async () => {
      const after = texts('text', FOREIGN)
      const outcome = await write(
        change(await readSet(at('text'), 'TXT'), after),
        change(await readSet(at('host'), 'A'), null),
      )
      expect(outcome).toMatchObject({ state: 'written' })
      await expectHeld(after)
      expect(await readSet(at('host'), 'A')).toBeNull()
      expect(await host.held(at('host'), 'A')).toEqual([])
    })

    it('sends nothing where only quoting, case, dots and order differ', async () => {
      const before = await readSet(at('text'), 'TXT')
      const edits = await host.edits()
      const split = set('text', 'TXT', [
        { type: 'TXT', strings: [FOREIGN.slice(0, 5), FOREIGN.slice(5)] },
        { type: 'TXT', strings: [SPF.slice(0, 9), SPF.slice(9)] },
      ])
      const outcome = await write(
        change(before, split),
        change(
          mail('mail', [20, 'MXB.example.net.'], [10, 'mxa.EXAMPLE.net']),
          mail('mail', [10, 'mxa.example.net.'], [20, 'mxb.example.net']),
        ),
      )
      expect(outcome).toMatchObject({ state: 'written' })
      expect(await host.edits()).toBe(edits)
    })

    it('changes a TTL only where the change says so', async () => {
      const before = await readSet(at('mail'), 'MX')
      const after = { ...before!, ttl: host.ttl + 60 }
      expect(await write(change(before, after))).toMatchObject({ state: 'written' })
      await expectHeld(after)
    })

    it.each([
      ['another value', () => texts('text', SPF, 'other=2')],
      ['another TTL', () => ({ ...texts('text', SPF, FOREIGN), ttl: host.ttl + 120 })],
      ['no RRset', () => null],
    ])('says conflict and writes nothing where someone else left %s', async (_, elsewhere) => {
      const before = await readSet(at('text'), 'TXT')
      await host.setElsewhere(at('text'), 'TXT', elsewhere())
      const edits = await host.edits()
      const outcome = await write(
        change(null, texts('fresh', 'new=1')),
        change(before, texts('text', SPF, FOREIGN, 'new=1')),
      )
      expect(outcome).toMatchObject({
        state: 'conflict',
        differs: [{ change: { name: at('text'), type: 'TXT' } }],
      })
      expect(await host.edits()).toBe(edits)
      expect(await readSet(at('fresh'), 'TXT')).toBeNull()
    })

    it('says conflict where someone else made the RRset first', async () => {
      await host.setElsewhere(at('first'), 'TXT', texts('first', SPF))
      expect(await write(change(null, texts('first', 'v=spf1 -all')))).toMatchObject({ state: 'conflict' })
      await expectHeld(texts('first', SPF))
    })

    it('never touches SOA and NS, nor a name outside the zone', async () => {
      const edits = await host.edits()
      for (const type of ['SOA', 'NS', 'CAA'] as const) {
        const odd = { name: host.apex, type: type as string as WritableType, ttl: host.ttl, data: [] }
        expect(await write(change(odd, null))).toMatchObject({
          state: 'unchanged',
          error: { failure: { code: 'invalid' } },
        })
      }
      const outside = { ...texts('x', 'a'), name: `x.${host.apex}.example.net` }
      expect(await write(change(null, outside))).toMatchObject({ state: 'unchanged' })
      const beside = { ...texts('x', 'a'), name: `not-${host.apex}` }
      expect(await write(change(null, beside))).toMatchObject({ state: 'unchanged' })
      expect(await host.edits()).toBe(edits)
    })

    it('puts no CNAME beside other data, and no other data beside a CNAME', async () => {
      const edits = await host.edits()
      expect(await write(change(null, alias('host', 'target.example.net')))).toMatchObject({
        state: 'conflict',
      })
      expect(await write(change(null, texts('alias', 'a=1')))).toMatchObject({ state: 'conflict' })
      const both = [change(null, alias('both', 'target.example.net')), change(null, texts('both', 'a=1'))]
      expect(await write(...both)).toMatchObject({ state: 'conflict' })
      const apex = { ...alias('x', 'target.example.net'), name: host.apex }
      expect(await write(change(null, apex))).toMatchObject({ state: 'conflict' })
      expect(await host.edits()).toBe(edits)
    })

    it('puts a CNAME in place of other data, and other data in place of a CNAME', async () => {
      const outcome = await write(
        change(null, alias('host', 'target.example.net')),
        change(await readSet(at('host'), 'A'), null),
        change(null, addresses('alias', '192.0.2.9')),
        change(await readSet(at('alias'), 'CNAME'), null),
      )
      expect(outcome).toMatchObject({ state: 'written' })
      await expectHeld(alias('host', 'target.example.net'))
      await expectHeld(addresses('alias', '192.0.2.9'))
    })

    it('does not know how a write ended whose answer was lost', async () => {
      const losing = await host.openLosingAnswers()
      const outcome = await losing.write(zone, [change(null, texts('lost', 'a=1'))], never)
      losing.close()
      expect(outcome).toMatchObject({ state: 'unknown' })
      await expectHeld(texts('lost', 'a=1'))
    })

    it('sends nothing once it is cancelled', async () => {
      const edits = await host.edits()
      const outcome = await access.write(zone, [change(null, texts('late', 'a=1'))], AbortSignal.abort())
      expect(outcome).toMatchObject({ state: 'unchanged', error: { failure: { code: 'cancelled' } } })
      expect(await host.edits()).toBe(edits)
    })

    if (takesAnySecret) return
    it('names a wrong secret as such, and repeats no secret', async () => {
      const wrong = [...host.secret].toReversed().join('')
      const stranger = await host.open(wrong)
      const failed: unknown = await stranger.read(zone, [host.apex], never).catch((error: unknown) => error)
      const outcome = await stranger.write(zone, [change(null, texts('x', 'a=1'))], never)
      stranger.close()
      expect(failed).toMatchObject({
        failure: { code: expect.stringMatching(/^(?:unauthorized|forbidden)$/) as string },
      })
      expect(outcome).toMatchObject({ state: 'unchanged' })
      const said = [failed, outcome].map(everything).join('\n')
      expect(said).not.toContain(wrong)
      expect(said).not.toContain(Buffer.from(wrong).toString('base64'))
    })
  })
}

/** Every word of an error, an outcome, and of what caused it. */
function everything(thing: unknown, depth = 0): string {
  if (depth > 6 || typeof thing !== 'object' || thing === null) return String(thing)
  const own = Object.getOwnPropertyNames(thing).map((name) => (thing as Record<string, unknown>)[name])
  return own.map((one) => everything(one, depth + 1)).join('\n')
}
