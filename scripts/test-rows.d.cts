export function readStoreFor(data: string): string | null;
