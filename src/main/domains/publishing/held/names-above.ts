/** The names above a name within a zone, the nearest first and the apex last; none for the apex itself. */
export function namesAbove(name: string, apex: string): string[] {
  const names: string[] = []
  let at = name
  while (at !== apex && at.endsWith(`.${apex}`)) {
    at = at.slice(at.indexOf('.') + 1)
    names.push(at)
  }
  return names
}
