/** The connection for a server on this data directory, the same at each of its starts; null for a file. */
export function logFor(data: string): Promise<string | null>;
