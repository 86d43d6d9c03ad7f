import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Which files below a directory hold one of the texts: `file: text`. */
export const filesHolding = (directory: string, texts: readonly string[]): readonly string[] =>
  filesBelow(directory).flatMap((file) => {
    const content = readFileSync(file);
    return texts.filter((text) => content.includes(text)).map((text) => `${file}: ${text}`);
  });

/** All files below a directory. */
export const filesBelow = (directory: string): readonly string[] =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => join(directory, name))
    .filter((file) => statSync(file).isFile());
