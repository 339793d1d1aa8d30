import { pages, pictures } from '../../../../docs/guide/index.md'
import { findingsPage } from './findings-page'
import { GuideSearch } from './guide-search'
import type { GuidePage } from './page-tree'

/** Every page of the guide, in the order of its contents. */
export const GUIDE: readonly GuidePage[] = [...pages, findingsPage()]

/** The search in all of them. */
export const guideSearch = new GuideSearch(GUIDE)

/** The address of a picture, by its file. */
export function pictureAddress(file: string): string {
  return pictures[file] ?? ''
}
