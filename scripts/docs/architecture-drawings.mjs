import { FLOORS, GROUND, OWNERS, ROOMS } from '../lint/walls.mjs'

const MAIN = 'src/main/'

/**
 * The drawings of docs/architecture.md, from the table that the lint keeps.
 *
 * @returns {Record<string, string>} by name, each as lines of plain text
 * @throws {Error} when the rooms may import each other in a circle
 */
export function drawings() {
  return { window: windowFloors(), main: mainFloors(), packages: packageOwners() }
}

function windowFloors() {
  return FLOORS.toReversed()
    .map((floor) => `  ${floor}`)
    .join('\n')
}

function mainFloors() {
  const rooms = Object.keys(ROOMS).filter((room) => room.startsWith(MAIN))
  /** @type {Map<number, string[]>} */
  const floors = new Map()
  for (const room of rooms) floors.set(heightOf(room), [...(floors.get(heightOf(room)) ?? []), room])
  const width = Math.max(...rooms.map((room) => shortName(room).length))
  return [...floors]
    .sort(([a], [b]) => b - a)
    .flatMap(([height, onFloor]) =>
      onFloor.sort().map((room, i) => {
        const below = besidesGround(room).map(shortName).sort().join(', ')
        return `${i === 0 ? String(height) : ' '}  ${shortName(room).padEnd(width)}  ${below}`.trimEnd()
      }),
    )
    .join('\n')
}

/**
 * @param {string} room
 * @param {readonly string[]} [above] the rooms on the way to it
 * @returns {number} one more than the highest of the rooms it may import; 0 without any
 */
function heightOf(room, above = []) {
  if (above.includes(room)) throw new Error(`Rooms may import each other: ${[...above, room].join(' > ')}.`)
  const below = ROOMS[room]?.may.filter((other) => other.startsWith(MAIN)) ?? []
  return 1 + Math.max(-1, ...below.map((other) => heightOf(other, [...above, room])))
}

/** @param {string} room */
function besidesGround(room) {
  return ROOMS[room]?.may.filter((other) => !GROUND.includes(other)) ?? []
}

/** @param {string} room */
function shortName(room) {
  return room.replace(MAIN, '')
}

function packageOwners() {
  const width = Math.max(...Object.keys(OWNERS).map((name) => name.length))
  return Object.entries(OWNERS)
    .map(([name, rooms]) => `  ${name.padEnd(width)}  ${rooms.join(', ')}`)
    .join('\n')
}

/**
 * @param {string} page with a block of text after each mark, such as `<!-- drawing: main -->`
 * @returns {string} the page with the drawings as they are now
 */
export function withDrawings(page) {
  const now = drawings()
  return page.replace(/(<!-- drawing: (\w+) -->\n\n```text\n)[^]*?(?=```)/g, (_, head, name) => {
    if (now[name] === undefined) throw new Error(`There is no drawing ${name}.`)
    return `${head}${now[name]}\n`
  })
}
