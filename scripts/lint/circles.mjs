// The lint rule against circles: no file of src imports itself by way of others, and no folder does.
import { posix } from 'node:path'
import { graphsOfSources, way } from './graph.mjs'
import { fileOf, importVisitors, pathInClone, staticText } from './imports.mjs'

/**
 * @param {import('./graph.mjs').Graphs} graphs of all other files; what they say of `from` is ignored
 * @param {string} from path of the importing file, relative to the clone, with slashes
 * @param {string} to path of the file it imports
 * @returns {string | null} the circle which that import closes, as one sentence; null when there is none
 */
export function circle({ files, folders }, from, to) {
  // A component that shows itself within itself, as a tree does, imports itself.
  if (from === to) return null
  const back = way(files, to, from)
  if (back !== null) return `A circle of files: ${[from, ...back].join(' > ')}.`

  const [folder, other] = [posix.dirname(from), posix.dirname(to)]
  const folderBack = folder === other ? null : way(folders, other, folder)
  if (folderBack === null) return null
  const imports = folderBack.slice(1).map((next, i) => {
    const proof = /** @type {{ from: string, to: string }} */ (folders.get(folderBack[i] ?? '')?.get(next))
    return `${proof.from} imports ${proof.to}`
  })
  return `A circle of folders: ${[folder, ...folderBack].join(' > ')}, since ${imports.join(', and ')}.`
}

/** @type {import('eslint').Rule.RuleModule} */
export const circles = {
  meta: {
    type: 'problem',
    docs: { description: 'keep src free of circles between files and between folders' },
    schema: [],
    messages: { circle: '{{reason}}' },
  },
  create(context) {
    const from = pathInClone(context.filename)
    if (!from.startsWith('src/')) return {}
    const graphs = graphsOfSources()

    return importVisitors((source) => {
      const target = staticText(source)
      const to = target === null ? null : fileOf(from, target, (path) => graphs.paths.has(path))
      const reason = to === null ? null : circle(graphs, from, to)
      if (reason !== null) context.report({ node: source, messageId: 'circle', data: { reason } })
    })
  },
}
