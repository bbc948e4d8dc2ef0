/** Names of the product's columns and of the database's. */
export const COLUMNS = {
  time: 'time',
  eventId: 'event_id',
  account: 'account',
  region: 'region',
  service: 'service',
  operation: 'operation',
  user: 'user_name',
  subject: 'subject',
  role: 'role',
  ip: 'ip',
  errorCode: 'error_code',
} as const;
export type Column = keyof typeof COLUMNS;
