import type { Port } from '@application/ports';

export const log = (port: Port): Port => port;
