import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RCODES, refusedUpdate } from '../../../../src/main/zones/rfc2136/failures'
import { dataOctets } from '../../../../src/main/zones/rfc2136/record-data'
import { SIGNED_TIMING, SignedServer } from '../../../../src/main/zones/rfc2136/signed-server'
import { tsigKey } from '../../../../src/main/zones/rfc2136/tsig-key'
import { writeUpdate } from '../../../../src/main/zones/rfc2136/write-message'
import type { HostedZone } from '../../../../src/main/zones/zone-access'
import { newTsigKey, type PrimaryServer, type TestTsigKey } from '../../../dns-server/primary'
import { zoneFor } from '../../../dns-server/zone'
import { APEX, change, dig, open, signal, STARTERS, texts, zoneOf } from './servers'

const HOSTED: HostedZone = { id: APEX, apex: APEX, nameServers: null, notWritable: null }
const ELSEWHERE = 'not-here.example'

describe.each(STARTERS)('%s, which declines with a signature', (name, start) => {
  let server: PrimaryServer
  let key: TestTsigKey
  let reader: TestTsigKey

  beforeAll(async () => {
    key = newTsigKey('zonedesk-test')
    reader = newTsigKey('zonedesk-reader')
    server = await start({ zones: { [APEX]: zoneFor(APEX, []) }, keys: [key], readers: [reader] })
  })
  afterAll(() => server.stop())

  /** The code with which the server answers an update of one name, past all that Zonedesk looks at before. */
  const rcodeOf = async (by: TestTsigKey, apex: string, owner: string): Promise<number> => {
    const signed = new SignedServer(
      ...[server.host, server.port, tsigKey(by.name, by.algorithm, by.secret)],
      ...[Date.now, SIGNED_TIMING],
    )
    const data = dataOctets({ type: 'TXT', strings: ['x'] })
    const added = { name: owner, type: 16, class: 1, ttl: 60, data }
    const sent = await signed.update((id) => writeUpdate(id, apex, [], [added]), signal())
    signed.close()
    if (sent.kind === 'lost') throw sent.error
    return sent.message.rcode
  }

  it('is not writable for a key that may only read, and says so where it is tried all the same', async () => {
    const access = open(server, reader)
    const zone = await zoneOf(access)
    expect(zone.notWritable).toBe('The server does not let this key change the zone.')
    const edits = dig(server, APEX, 'SOA')
    const outcome = await access.write(HOSTED, [change(null, texts(`no.${APEX}`, ['x']))], signal())
    // Knot DNS says BADKEY, without a signature, of a key that no "acl" lets update. Without a signature it is not known
    // that nothing was written, and the zone is read.
    const isKnot = name === 'Knot DNS'
    expect(outcome.state).toBe(isKnot ? 'unknown' : 'unchanged')
    const words = isKnot ? 'does not let it do this (BADKEY)' : 'REFUSED'
    expect(outcome).toMatchObject({
      error: {
        failure: {
          code: isKnot ? 'unauthorized' : 'forbidden',
          message: expect.stringContaining(words) as string,
        },
      },
    })
    expect(dig(server, APEX, 'SOA')).toEqual(edits)
    access.close()
  })

  it('does not hold another zone, and says NOTAUTH or REFUSED of an update of one', async () => {
    const access = open(server, key)
    expect(await access.find(ELSEWHERE, signal())).toEqual([])
    await expect(
      access.read({ ...HOSTED, id: ELSEWHERE, apex: ELSEWHERE }, [ELSEWHERE], signal()),
    ).rejects.toMatchObject({ failure: { code: 'forbidden' } })
    access.close()
    const rcode = await rcodeOf(key, ELSEWHERE, `x.${ELSEWHERE}`).catch((error: unknown) => error)
    if (typeof rcode === 'number') {
      expect([RCODES.NOTAUTH, RCODES.REFUSED]).toContain(rcode)
      expect(refusedUpdate(rcode, ELSEWHERE).failure.message).toMatch(/NOTAUTH|REFUSED/)
    } else {
      expect(rcode).toMatchObject({
        failure: { message: expect.stringMatching(/NOTAUTH|REFUSED/) as string },
      })
    }
  })

  it('says NOTZONE of a name that is not in the zone, which is told so', async () => {
    const rcode = await rcodeOf(key, APEX, `x.${ELSEWHERE}`)
    expect(rcode).toBe(RCODES.NOTZONE)
    expect(refusedUpdate(rcode, APEX).failure).toMatchObject({
      code: 'refused',
      message: `A name of the change is not in the zone ${APEX} (NOTZONE).`,
    })
  })
})
