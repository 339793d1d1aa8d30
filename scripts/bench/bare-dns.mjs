import { createSocket } from 'node:dgram'
import { decode, encode } from 'dns-packet'

/**
 * What the app's DNS client is measured against: one socket, dns-packet, nothing checked but the id.
 *
 * @param {number} port of a server on 127.0.0.1
 * @param {readonly { name: string, type: 'TXT' | 'CNAME' | 'MX' }[]} questions
 * @param {number} concurrency questions under way at a time
 */
export async function bareLoop(port, questions, concurrency) {
  const socket = createSocket('udp4')
  await new Promise((resolve) => {
    socket.once('connect', () => resolve(undefined))
    socket.connect(port, '127.0.0.1')
  })
  try {
    await new Promise((resolve, reject) => {
      let next = 0
      let done = 0
      const send = () => {
        const question = questions[next]
        if (question === undefined) return
        const id = next & 0xffff
        next += 1
        socket.send(
          encode({
            type: 'query',
            id,
            questions: [question],
            additionals: [
              {
                ...{ type: 'OPT', name: '.', udpPayloadSize: 1232, extendedRcode: 0, ednsVersion: 0 },
                ...{ flags: 0, flag_do: false, options: [] },
              },
            ],
          }),
        )
      }
      socket.on('error', reject)
      socket.on('message', (octets) => {
        if (decode(octets).answers?.length !== 1) reject(new Error('a question had no answer'))
        done += 1
        if (done === questions.length) resolve(undefined)
        else send()
      })
      for (let count = 0; count < concurrency; count += 1) send()
    })
  } finally {
    socket.close()
  }
}
