/** Who has worked in one region of an account, in all that the store holds. */
export interface RegionLife {
  /** Successful writes by people whom their records name, by services and named programs, and by sessions of roles, which another record would have to name. */
  readonly humanWrites: number;
  readonly serviceWrites: number;
  readonly roleWrites: number;
  /** Who was the last of those people, and when. */
  readonly lastHuman?: { readonly name: string; readonly at: number };
}
