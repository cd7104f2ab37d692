/** What a service's name becomes where a hyphen cannot stand. */

/** The variable that says something of one service: `WAITING_ROOM_URL`. */
export function variableOf(service: string, what: 'URL' | 'DATABASE_URL'): string {
  return `${plain(service).toUpperCase()}_${what}`;
}

/** The database a service gets in a cluster: `usher_waiting_room`. */
export function databaseOf(service: string): string {
  return `usher_${plain(service)}`;
}

function plain(service: string): string {
  return service.replaceAll('-', '_');
}
