/** What was to be moved cannot be: it is not whole, or its goal holds something else. Told in one line; nothing was lost. */
export class TransferRefused extends Error {
  override readonly name = 'TransferRefused';
}
