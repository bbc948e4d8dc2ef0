import type { Edge } from '../../src/domain/chain';

/** A link between two real records that somebody has read and judged. */
export interface CheckedLink {
  /** The public set that both are in. */
  readonly set: 'invictus-ir' | 'stratus-red-team';
  /** Event id, or a resource. */
  readonly from: string;
  readonly edge: Edge;
  /** The record it leads to. */
  readonly to: string;
  readonly why: string;
}

/**
 * Forty links of real records: events taken by a hash of their ids within each kind of edge, and some resources that sampled writes
 * name. Each was checked by reading both records. One link of the sample was wrong; it was repaired, and a test beside this table's holds it.
 */
export const CHECKED_LINKS: readonly CheckedLink[] = [
  {
    set: 'invictus-ir',
    from: '8e7c424e-ba89-4259-a302-ebc251a1d79c',
    edge: 'K1',
    to: '75f05727-9451-4593-9dd2-921cb841f2c3',
    why: "the interface's id is in the answer of the one and in the request of the other",
  },
  {
    set: 'invictus-ir',
    from: '2167caf1-1f45-4db5-836b-475be995bee3',
    edge: 'K11',
    to: '3a1acb39-c13b-4e73-a0e3-dcd8ce5c1a3a',
    why: 'the bucket is that of this trail, and the trail was not yet deleted (12:08:04)',
  },
  {
    set: 'invictus-ir',
    from: '24239609-ea6d-43a3-8dad-894bebe7f6f1',
    edge: 'K11',
    to: '3a1acb39-c13b-4e73-a0e3-dcd8ce5c1a3a',
    why: 'the bucket is that of this trail, and the trail was not yet deleted (12:08:04)',
  },
  {
    set: 'invictus-ir',
    from: '75f05727-9451-4593-9dd2-921cb841f2c3',
    edge: 'K11',
    to: 'fdc74c82-c299-4211-a08e-b5f125ee3b58',
    why: "the database's subnet and security group, a minute after it was asked for; there is no other database",
  },
  {
    set: 'invictus-ir',
    from: '80145923-4b6f-4c30-be56-bbf31603b2f7',
    edge: 'K11',
    to: '3a1acb39-c13b-4e73-a0e3-dcd8ce5c1a3a',
    why: 'the bucket is that of this trail, and the trail was not yet deleted (12:08:04)',
  },
  {
    set: 'invictus-ir',
    from: 'a6e2c503-7c14-4aca-b20f-0b34957b7279',
    edge: 'K11',
    to: 'fdc74c82-c299-4211-a08e-b5f125ee3b58',
    why: 'RDS looks at the subnet of the only database, a second before it connects it',
  },
  {
    set: 'invictus-ir',
    from: 'd7410ea2-02c7-4919-9b8b-43abf3abdacc',
    edge: 'K11',
    to: '3a1acb39-c13b-4e73-a0e3-dcd8ce5c1a3a',
    why: 'the bucket is that of this trail, and the trail was not yet deleted (12:08:04)',
  },
  {
    set: 'invictus-ir',
    from: '4cc5435c-3585-4727-adb6-86894bbb2607',
    edge: 'K3',
    to: 'a0866a65-861e-4e03-a545-43083d1114b9',
    why: 'the ARN of the secret is in both; the deletion was forced, so it follows at once',
  },
  {
    set: 'invictus-ir',
    from: '562aad54-6c48-4319-9be1-7cf6a0fc193e',
    edge: 'K3',
    to: 'a0866a65-861e-4e03-a545-43083d1114b9',
    why: 'the ARN of the secret is in both; the deletion was forced, so it follows at once',
  },
  {
    set: 'invictus-ir',
    from: 'dcfe6489-325d-4579-b3a4-21cfbc3e3807',
    edge: 'K3',
    to: '86b889ea-5df4-4e4b-a10a-34bfef35d11d',
    why: 'the ARN of the secret is in both; the deletion was forced, so it follows at once',
  },
  {
    set: 'invictus-ir',
    from: 'f1b8da82-1691-48ce-9c79-b79f51ccc28a',
    edge: 'K3',
    to: '889a0ca3-a5b9-40f3-b7bf-90a525ede7cd',
    why: 'the ARN of the secret is in both; the deletion was forced, so it follows at once',
  },
  {
    set: 'invictus-ir',
    from: 'f37f7f61-629b-42f0-b6d7-18168b99876d',
    edge: 'K3',
    to: '963b9b1e-70e4-4c39-ac9a-8174ed5c8c09',
    why: 'the ARN of the secret is in both; the deletion was forced, so it follows at once',
  },
  {
    set: 'invictus-ir',
    from: '00d955a7-4797-46c4-ba50-ed0c81867020',
    edge: 'K4',
    to: 'bbe86c7c-5981-4ac8-ad20-9248612b16c1',
    why: 'the key was issued by this call, and by no other',
  },
  {
    set: 'invictus-ir',
    from: '156fe62a-498c-4a54-b91f-5a7bc51b470e',
    edge: 'K4',
    to: '9182290d-3afa-407b-8628-3130627af412',
    why: 'the key was issued by this call, and by no other',
  },
  {
    set: 'invictus-ir',
    from: '91bc9d28-e014-49d4-ac84-bcee8d219c72',
    edge: 'K4',
    to: '9182290d-3afa-407b-8628-3130627af412',
    why: 'the key was issued by this call, and by no other',
  },
  {
    set: 'invictus-ir',
    from: 'be7f89b5-d456-4423-b3e6-0fb0b19bad7c',
    edge: 'K4',
    to: 'c24de5b7-4166-4f8d-870f-038ca2e8ca87',
    why: 'the key was issued by this call, and by no other',
  },
  {
    set: 'invictus-ir',
    from: 'ceb35bc6-147d-4753-8901-56b1d3325cf0',
    edge: 'K4',
    to: '9182290d-3afa-407b-8628-3130627af412',
    why: 'the key was issued by this call, and by no other',
  },
  {
    set: 'invictus-ir',
    from: 'cff3355c-4d4d-44de-b7ad-a5bfb7ba901b',
    edge: 'K4',
    to: 'bbe86c7c-5981-4ac8-ad20-9248612b16c1',
    why: 'the key was issued by this call, and by no other',
  },
  {
    set: 'invictus-ir',
    from: '143ee649-ea0b-4d11-95a4-4f0301ba7012',
    edge: 'K6',
    to: '8feee4c2-5e27-4857-8475-bfa7e7b6d791',
    why: 'the sign-in of that user in the same second as the session began',
  },
  {
    set: 'invictus-ir',
    from: '1a56c748-d92e-4d96-8e09-d60d0d1c48c4',
    edge: 'K6',
    to: '8feee4c2-5e27-4857-8475-bfa7e7b6d791',
    why: 'the sign-in of that user in the same second as the session began',
  },
  {
    set: 'invictus-ir',
    from: '3e6d6cca-ff01-43d6-9a3b-2cb134f04b69',
    edge: 'K6',
    to: '8feee4c2-5e27-4857-8475-bfa7e7b6d791',
    why: 'the sign-in of that user in the same second as the session began',
  },
  {
    set: 'invictus-ir',
    from: '7e23a61a-a9ff-404f-a757-fac40910487b',
    edge: 'K6',
    to: '8feee4c2-5e27-4857-8475-bfa7e7b6d791',
    why: 'the sign-in of that user in the same second as the session began',
  },
  {
    set: 'invictus-ir',
    from: '8a4cb220-3001-4099-8a1e-91f09c765154',
    edge: 'K6',
    to: '8feee4c2-5e27-4857-8475-bfa7e7b6d791',
    why: 'the sign-in of that user in the same second as the session began',
  },
  {
    set: 'invictus-ir',
    from: 'd3283da6-5e7d-45fa-a4d1-f940dc85befe',
    edge: 'K6',
    to: '8feee4c2-5e27-4857-8475-bfa7e7b6d791',
    why: 'the sign-in of that user in the same second as the session began',
  },
  {
    set: 'invictus-ir',
    from: 'ee302e18-c58c-4ded-a28c-e6aebd11a480',
    edge: 'K6',
    to: '8feee4c2-5e27-4857-8475-bfa7e7b6d791',
    why: 'the sign-in of that user in the same second as the session began',
  },
  {
    set: 'invictus-ir',
    from: '13ac74c0-0b70-4d56-befd-84b1c9103937',
    edge: 'K8',
    to: '86eac0ac-8521-4126-aa32-a22f2b74d02e',
    why: 'the session is called by the id of the instance that this call launched',
  },
  {
    set: 'invictus-ir',
    from: '696b9be3-18d2-49ef-844f-3e813af3033d',
    edge: 'K8',
    to: '86eac0ac-8521-4126-aa32-a22f2b74d02e',
    why: 'the session is called by the id of the instance that this call launched',
  },
  {
    set: 'invictus-ir',
    from: '7e486988-6d22-4c5d-9b55-eba68b0f23d9',
    edge: 'K8',
    to: '86eac0ac-8521-4126-aa32-a22f2b74d02e',
    why: 'the session is called by the id of the instance that this call launched',
  },
  {
    set: 'invictus-ir',
    from: 'cee5b78b-b786-4ae9-936c-d169b0c0b61d',
    edge: 'K8',
    to: '86eac0ac-8521-4126-aa32-a22f2b74d02e',
    why: 'the session is called by the id of the instance that this call launched',
  },
  {
    set: 'invictus-ir',
    from: 'ea812b7e-ebeb-4950-8dc8-a4a9af56a8c6',
    edge: 'K8',
    to: '86eac0ac-8521-4126-aa32-a22f2b74d02e',
    why: 'the session is called by the id of the instance that this call launched',
  },
  {
    set: 'stratus-red-team',
    from: '560bcc37-36b9-43f4-8447-2bab2d7cd7cf',
    edge: 'K4',
    to: 'fd179e25-9f1a-406c-8d7d-62f9d4938ef6',
    why: 'the key was issued by this call, and by no other',
  },
  {
    set: 'stratus-red-team',
    from: '95da874e-1cbd-47df-bba6-26dd2ed9ad82',
    edge: 'K4',
    to: 'eebae605-3664-4560-a248-17d33f9ef6ef',
    why: 'the key was issued by this call, and by no other',
  },
  {
    set: 'stratus-red-team',
    from: 'afcc764e-2db4-4fe2-aa74-85d01843d7ca',
    edge: 'K4',
    to: 'fd179e25-9f1a-406c-8d7d-62f9d4938ef6',
    why: 'the key was issued by this call, and by no other',
  },
  {
    set: 'stratus-red-team',
    from: 'b1f34826-4e8b-4527-b17a-ef9cb24ac379',
    edge: 'K4',
    to: 'fd179e25-9f1a-406c-8d7d-62f9d4938ef6',
    why: 'the key was issued by this call, and by no other',
  },
  {
    set: 'stratus-red-team',
    from: 'b307eaf9-2be2-44dd-b942-ce2bc8a3cc57',
    edge: 'K4',
    to: 'eebae605-3664-4560-a248-17d33f9ef6ef',
    why: 'the key was issued by this call, and by no other',
  },
  {
    set: 'invictus-ir',
    from: 'rtb-01a1e48796093c514',
    edge: 'K1',
    to: '923aa14d-1093-486b-8b75-18b98db70fa8',
    why: 'the table was deleted under the id that this call answered with',
  },
  {
    set: 'invictus-ir',
    from: 'vol-0fc2e34e74650e145',
    edge: 'K1',
    to: 'f0cce5bc-5f9e-4ee1-bb48-e20fecb32403',
    why: 'the same, of a volume',
  },
  {
    set: 'invictus-ir',
    from: 'arn:aws:secretsmanager:us-east-1:123837392027:secret:stratus-red-team-retrieve-secret-8-2aONLk',
    edge: 'K1',
    to: '583f575b-9715-4006-be7d-db16838b36b0',
    why: 'the end of the ARN, -2aONLk, is random: it can be no other secret',
  },
  {
    set: 'invictus-ir',
    from: 'stratus-red-team-bdbp-lhfzvgcamn',
    edge: 'K1',
    to: 'ee75d695-6f74-4b72-bfa8-928409cef70e',
    why: 'a bucket of that name was created once and deleted once',
  },
  {
    set: 'invictus-ir',
    from: 'malicious-iam-user',
    edge: 'K1',
    to: '85c89720-8103-4281-9e0e-8977b52bcdbe',
    why: 'a user of that name was created once and deleted once',
  },
];
