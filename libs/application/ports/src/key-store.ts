/** Where the data keys of owners lie, wrapped: one text per owner. Whatever resolves here has outlived a power cut. */
export interface KeyStore {
  read(owner: string): Promise<string | undefined>;
  /** @returns false when the owner had a text already; it is left as it was */
  createUnlessThere(owner: string, text: string): Promise<boolean>;
  /** Removes the owner's text for good, if there is any. */
  remove(owner: string): Promise<void>;
  /** All owners with a text, in no order. */
  owners(): Promise<readonly string[]>;
}
