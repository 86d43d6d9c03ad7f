const LINE_FEED = 0x0a;

/** No event is so large; whatever has a line like this is no file of ours, and must not fill the memory. */
const LONGEST_LINE = 256 * 1024 * 1024;
const CHUNK = 64 * 1024;

/** Lines of a file as they were written: only a line feed ends one (texts may hold the other separators that Unicode knows). */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let held: Buffer[] = [];
  let size = 0;
  for await (const piece of chunks) {
    const chunk = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      yield Buffer.concat([...held, chunk.subarray(start, end)]).toString('utf8');
      [held, size, start] = [[], 0, end + 1];
    }
    held.push(chunk.subarray(start));
    size += chunk.length - start;
    if (size > LONGEST_LINE) throw new Error('this is no file of lines');
  }
  if (size > 0) yield Buffer.concat(held).toString('utf8');
}

/** Lines with their line feeds, many to a chunk: each chunk is one write. */
export async function* chunksOf(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let held = '';
  for await (const line of lines) {
    held += `${line}\n`;
    if (held.length < CHUNK) continue;
    yield held;
    held = '';
  }
  if (held !== '') yield held;
}
