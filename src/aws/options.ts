/** How AWS is reached. Endpoints, files and credentials are what the environment and the shared files say. */
export interface LiveOptions {
  readonly proxy?: {
    /** Such as `http://proxy.example.com:3128`; may hold a name and a password, so it is never logged. */
    readonly url: string;
    /** Whether its certificate, and those of what is behind it, must be good. */
    readonly strictSSL: boolean;
    /** Hosts that are reached without it, such as `example.com` (also what is below it), `.example.com` or `*`; absent: none. */
    readonly noProxy?: readonly string[];
  };
  /** Milliseconds until a connection must stand, and until an answer must come or go on. Absent: what suits AWS. */
  readonly patience?: { readonly connect?: number; readonly answer?: number };
}
