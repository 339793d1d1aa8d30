/** Asks the user for files; null when the user chose none. */
export interface FileDialogs {
  /** @param name the file's name to begin with, whose ending says what it is */
  save(title: string, name: string): Promise<string | null>
  /** @param extension without dot */
  open(title: string, extension: string): Promise<string | null>
  /** A folder, in which new ones may be made. */
  folder(title: string): Promise<string | null>
}
