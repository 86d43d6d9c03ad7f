/** The folder for ANSIBLE_COLLECTIONS_PATH; undefined where the package that carries the collection cannot be had. */
export function awxCollection(): string | undefined;
