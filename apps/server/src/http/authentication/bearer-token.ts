const BEARER = /^bearer +([\w.~+/=-]+) *$/i;

/** The token of a Bearer header; undefined for anything else. */
export const bearerToken = (header: string | undefined): string | undefined => BEARER.exec(header ?? '')?.[1];
