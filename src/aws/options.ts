/** How AWS is reached. Endpoints, files and credentials are what the environment and the shared files say. */
export interface LiveOptions {
  readonly proxy?: {
    /** Such as `http://proxy.example.com:3128`. */
    readonly url: string;
    /** Whether its certificate, and those of what is behind it, must be good. */
    readonly strictSSL: boolean;
  };
}
