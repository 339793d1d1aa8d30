import { ZonedeskError } from '../../../preload/contract/failure'
import type { NoneOutcome } from '../../dns/exchange/outcome'
import { rcodeName } from '../../dns/wire/record-types'
import type { TsigVerdict } from './tsig'

/** RFC 1035 section 4.1.1 and RFC 2136 section 2.2. */
export const RCODES = {
  NOERROR: 0,
  FORMERR: 1,
  SERVFAIL: 2,
  NXDOMAIN: 3,
  NOTIMP: 4,
  REFUSED: 5,
  YXDOMAIN: 6,
  YXRRSET: 7,
  NXRRSET: 8,
  NOTAUTH: 9,
  NOTZONE: 10,
} as const

/**
 * Why no answer came.
 *
 * @param server as the user wrote it
 */
export function unanswered({ reason, message }: NoneOutcome, server: string): ZonedeskError {
  switch (reason) {
    case 'cancelled':
      return new ZonedeskError('cancelled', 'The exchange with the DNS server was stopped.')
    case 'timeout':
      return new ZonedeskError('timeout', `The DNS server ${server} did not answer in time. ${message}`, {
        fix: 'Check that the server is up and takes connections over TCP from this computer, then try again.',
      })
    case 'malformed':
    case 'mismatch':
    case 'truncated':
      return notDns(server, message)
    case 'unreachable':
    case 'closed':
    case 'http':
    case 'unaskable':
    case 'no-address':
      return new ZonedeskError('offline', `The DNS server ${server} cannot be reached. ${message}`, {
        fix: 'Check its name and its port, and that it takes connections over TCP from this computer.',
      })
  }
}

/** What came is no DNS message. */
export function notDns(server: string, why: string): ZonedeskError {
  return new ZonedeskError(
    'bad-answer',
    `What listens at ${server} does not answer as a DNS server. ${why}`,
    {
      fix: 'Check that the server and the port are those of the zone’s primary.',
    },
  )
}

/** An answer that may be anybody's. */
export function unbelieved(why: string): ZonedeskError {
  return new ZonedeskError('bad-answer', `An answer came that Zonedesk does not believe. ${why}`, {
    fix: 'Check that the server has the same key, and that no other device answers in its place.',
  })
}

/** Some servers do not sign REFUSED. It is told, and nothing else is concluded from it. */
export function unsignedRefusal(): ZonedeskError {
  return new ZonedeskError('forbidden', 'The server refuses, but does not sign its refusal (REFUSED).', {
    fix: 'Check that the server holds the zone, and lets the key ask for it and change it.',
  })
}

/** PowerDNS says so little of a key, a secret or a clock that is wrong. */
export function unsignedNotAuth(): ZonedeskError {
  return new ZonedeskError(
    'unauthorized',
    'The server does not take the signature, and does not say why (NOTAUTH).',
    {
      fix: 'Check the name, the algorithm and the secret of the key, and that both clocks agree to within five minutes.',
    },
  )
}

/**
 * Why the server did not take the signature of a request.
 *
 * @param verdict.serverTime seconds since the epoch
 * @param now milliseconds since the epoch
 */
export function badSignature(
  { error, serverTime }: Extract<TsigVerdict, { kind: 'refused' }>,
  keyName: string,
  now: number,
): ZonedeskError {
  switch (error) {
    case 'BADKEY':
      // Knot DNS says so of a key that it knows, too, where no "acl" lets the key do what was asked.
      return new ZonedeskError(
        'unauthorized',
        `The server does not know the key ${keyName}, or does not let it do this (BADKEY).`,
        {
          fix: 'Check the name and the algorithm of the key against the server’s configuration, and what the key may do there.',
        },
      )
    case 'BADSIG':
      return new ZonedeskError(
        'unauthorized',
        `The server knows the key ${keyName}, but the secret does not match (BADSIG).`,
        { fix: 'Paste the secret of this key again from the server’s configuration.' },
      )
    case 'BADTIME':
      return new ZonedeskError(
        'unauthorized',
        serverTime === null
          ? 'The clock of this computer and that of the server differ too much (BADTIME).'
          : `The clock of this computer is ${difference(now / 1_000 - serverTime)} that of the server (BADTIME).`,
        { fix: 'Set the clock that is wrong; both must agree to within five minutes.' },
      )
    case 'BADTRUNC':
      return new ZonedeskError('unauthorized', 'The server wants signatures of another length (BADTRUNC).', {
        fix: 'Have the server take whole signatures for this key: name its algorithm without a number of bits behind it.',
      })
    case null:
      return new ZonedeskError(
        'unauthorized',
        'The server did not take the signature, for a reason of its own.',
        {
          fix: 'Look into the log of the server.',
        },
      )
  }
}

/**
 * The server answered a question about the zone with a code other than NOERROR, and signed that.
 *
 * @param rcode of the answer. REFUSED and NOTAUTH say that the key may not ask for the zone (`forbidden`); any other code
 *   says that the server failed (`bad-answer`)
 */
export function refusedQuestion(rcode: number, apex: string): ZonedeskError {
  const name = rcodeName(rcode)
  if (rcode === RCODES.REFUSED || rcode === RCODES.NOTAUTH) {
    return new ZonedeskError(
      'forbidden',
      `The server does not let this key read the zone ${apex} (${name}).`,
      {
        fix: 'Allow the key to ask for the zone, or to transfer it, in the server’s configuration.',
      },
    )
  }
  return new ZonedeskError('bad-answer', `The server could not answer about the zone ${apex} (${name}).`, {
    fix: 'Look into the log of the server, then try again.',
  })
}

/** An update that the server declined, said so with its signature, and did not make (RFC 2136 section 3). */
export function refusedUpdate(rcode: number, apex: string): ZonedeskError {
  switch (rcode) {
    case RCODES.REFUSED:
      return new ZonedeskError(
        'forbidden',
        `The server refuses these changes of the zone ${apex}, and does not say why (REFUSED).`,
        {
          // BIND checks records, too: "check-names" and, in update.c, an MX record to a name of the zone without address.
          fix: 'Allow the key to update these names, by "allow-update" or "update-policy" of BIND, an "acl" of Knot DNS, or "TSIG-ALLOW-DNSUPDATE" of PowerDNS. If the key may do that, look into the log of the server: BIND also refuses an MX record that leads to a name of the zone without an address, and names that no host may have.',
        },
      )
    case RCODES.NOTAUTH:
      return new ZonedeskError(
        'refused',
        `The server does not hold the zone ${apex} as its primary (NOTAUTH).`,
        {
          fix: 'Connect to the primary of the zone.',
        },
      )
    case RCODES.NOTZONE:
      return new ZonedeskError('refused', `A name of the change is not in the zone ${apex} (NOTZONE).`, {
        fix: 'Look at the zone on the server: a part of it may have become a zone of its own.',
      })
    case RCODES.NOTIMP:
      return new ZonedeskError('refused', 'The server takes no updates (NOTIMP).', {
        fix: 'Turn dynamic updates on at the server ("dnsupdate=yes" of PowerDNS), or publish by another way.',
      })
    default:
      return new ZonedeskError('refused', `The server did not take the update (${rcodeName(rcode)}).`, {
        fix: 'Look into the log of the server.',
      })
  }
}

const MINUTE = 60
const HOUR = 3_600
const DAY = 86_400

/** @param seconds how much this computer's clock is ahead */
function difference(seconds: number): string {
  const amount = Math.abs(seconds)
  const words =
    amount < 2 * MINUTE
      ? count(amount, 'second')
      : amount < 2 * HOUR
        ? count(amount / MINUTE, 'minute')
        : amount < 2 * DAY
          ? count(amount / HOUR, 'hour')
          : count(amount / DAY, 'day')
  return `${words} ${seconds > 0 ? 'ahead of' : 'behind'}`
}

function count(amount: number, unit: string): string {
  const whole = Math.round(amount)
  return `${whole} ${unit}${whole === 1 ? '' : 's'}`
}
