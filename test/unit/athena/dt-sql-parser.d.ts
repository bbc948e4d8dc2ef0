/** What is used of it; its own types bring those of all its dialects. */
declare module 'dt-sql-parser/dist/parser/trino' {
  export class TrinoSQL {
    validate(sql: string): readonly { readonly message: string }[];
  }
}
