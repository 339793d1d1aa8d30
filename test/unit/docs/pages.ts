import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../../scripts/setup/paths.mjs'

/** @param path relative to the clone */
export function page(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8')
}

/** @param path relative to the clone */
export function exists(path: string): boolean {
  return existsSync(join(ROOT, path))
}

/** @returns the folders directly in one that hold a file, however deep: Git keeps no others */
export function foldersIn(path: string): string[] {
  return readdirSync(join(ROOT, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && holdsFiles(join(ROOT, path, entry.name)))
    .map((entry) => `${path}/${entry.name}`)
}

function holdsFiles(folder: string): boolean {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).some((entry) => entry.isFile())
}

/** @returns what a page names in code type that is a path of the clone, such as `src/main/app/run.ts` */
export function pathsNamedIn(text: string): string[] {
  const named = text.matchAll(/`((?:src|scripts|test|docs|resources)\/[^\s`*<>]*)`/g)
  return [...new Set([...named].map(([, path]) => path!))]
}

/** @returns the files a page links to, relative to its folder */
export function linksIn(text: string): string[] {
  const links = text.matchAll(/\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)/g)
  return [...new Set([...links].map(([, path]) => path!))]
}
