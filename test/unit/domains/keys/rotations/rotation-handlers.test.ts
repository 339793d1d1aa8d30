import { expect, it } from 'vitest'
import { rotationHandlers } from '../../../../../src/main/domains/keys/rotations/rotation-handlers'
import type { NewRotation } from '../../../../../src/main/domains/keys/rotations/rotations'
import type { DomainDetail, DomainKey, DnsRecord } from '../../../../../src/preload/contract/domain'

const RECORD: DnsRecord = {
  ...{ purpose: 'sending', type: 'TXT', name: '', value: 'v', priority: null },
  ...{ valid: 'valid', cached: [], isActive: true },
}

function detail(
  useAutomaticSenderSecurity: boolean | null,
  records: readonly DnsRecord[] = [],
): DomainDetail {
  return { domain: { settings: { useAutomaticSenderSecurity } }, records } as unknown as DomainDetail
}

it('begins no rotation where the provider rotates the keys, also where it is asked to without a plan', () => {
  const alias = { ...RECORD, type: 'CNAME' as const, name: 'pdk1._domainkey.alias.example.com' }
  const details: Readonly<Record<string, DomainDetail>> = {
    'on.example.com': detail(true),
    'alias.example.com': detail(null, [alias]),
    'plain.example.com': detail(false),
  }
  const begun: string[] = []
  const handlers = rotationHandlers({
    rotations: {
      start(rotations: readonly NewRotation[]) {
        begun.push(...rotations.map(({ signingDomain }) => signingDomain))
        return rotations.map((_, at) => at)
      },
    } as never,
    keysOf: () => [],
    detailOf: ({ name }: DomainKey) => details[name],
    signersOf: () => 0,
    readOnly: () => null,
  })
  const names = [...Object.keys(details), 'unknown.example.com']
  const keys = names.map((signingDomain) => ({ accountId: 'a', signingDomain }))
  expect(handlers.start({ keys, bits: 2048, keepDays: 7 })).toMatchObject({
    ...{ done: 2, refused: 2 },
    reason: 'The provider rotates the keys of this domain itself: automatic sender security is on.',
  })
  expect(begun).toEqual(['plain.example.com', 'unknown.example.com'])
})
