declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** A DynamoDB over HTTP; times in milliseconds. */
  export default function dynalite(options: {
    readonly createTableMs?: number;
    readonly updateTableMs?: number;
    readonly deleteTableMs?: number;
    readonly path?: string;
  }): Server;
}
