/** Numbers of the record types that are read or asked. Source: IANA "Resource Record (RR) TYPEs". */
export const TYPE_NUMBERS = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  DNAME: 39,
  OPT: 41,
  DS: 43,
  RRSIG: 46,
  NSEC: 47,
  DNSKEY: 48,
  NSEC3: 50,
  SPF: 99,
} as const

const MNEMONICS: ReadonlyMap<number, string> = new Map(
  Object.entries({ ...TYPE_NUMBERS, SRV: 33, NSEC3PARAM: 51, TLSA: 52, SVCB: 64, HTTPS: 65, CAA: 257 }).map(
    ([name, number]) => [number, name],
  ),
)

/** The mnemonic of a type, or `TYPE` with its number (RFC 3597 5). */
export function typeName(number: number): string {
  return MNEMONICS.get(number) ?? `TYPE${number}`
}

/** Mnemonics of response codes. Source: IANA "DNS RCODEs". */
const RCODE_NAMES: ReadonlyMap<number, string> = new Map([
  [0, 'NOERROR'],
  [1, 'FORMERR'],
  [2, 'SERVFAIL'],
  [3, 'NXDOMAIN'],
  [4, 'NOTIMP'],
  [5, 'REFUSED'],
  [6, 'YXDOMAIN'],
  [7, 'YXRRSET'],
  [8, 'NXRRSET'],
  [9, 'NOTAUTH'],
  [10, 'NOTZONE'],
  [16, 'BADVERS'],
  [23, 'BADCOOKIE'],
])

/** The response codes that are told apart in the code. */
export const RCODE = {
  NOERROR: 0,
  FORMERR: 1,
  SERVFAIL: 2,
  NXDOMAIN: 3,
  NOTIMP: 4,
  REFUSED: 5,
  BADVERS: 16,
} as const

export function rcodeName(number: number): string {
  return RCODE_NAMES.get(number) ?? `RCODE${number}`
}

/** Class IN (RFC 1035 3.2.4). */
export const CLASS_IN = 1
