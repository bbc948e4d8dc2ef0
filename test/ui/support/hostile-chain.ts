/** Text that would do something wherever it isn't shown as the text that it is. */
export const HOSTILE = '<img src=x onerror="document.title=1"> [x](command:workbench.action.quit) $(flame) \u202eevil';
const LONG = 'a-name-that-never-ends-'.repeat(24);

const ACCOUNT = '111122223333';
const DAY = '2026-03-02';
/** Made by somebody with a hostile name, deleted by a service. */
export const OWN = 'eni-0aaaaaaaaaaaaaaa1';
/** Deleted by a session that no record tells the beginning of. */
export const ORPHAN = 'eni-0bbbbbbbbbbbbbbb2';

const base = {
  eventVersion: '1.08',
  eventSource: 'ec2.amazonaws.com',
  awsRegion: 'us-west-2',
  recipientAccountId: ACCOUNT,
  eventType: 'AwsApiCall',
  eventCategory: 'Management',
  readOnly: false,
};
const attacker = { type: 'IAMUser', principalId: 'AIDAEXAMPLEHOSTILE001', accountId: ACCOUNT, userName: `${HOSTILE} ${LONG}` };

/** A log file as AWS delivers it, whose records somebody wrote who wants to be more than text. */
export const HOSTILE_LOG = JSON.stringify({
  Records: [
    {
      ...base,
      eventID: '11111111-1111-4111-8111-111111111101',
      eventTime: `${DAY}T10:00:00Z`,
      eventName: 'CreateNetworkInterface',
      userIdentity: attacker,
      userAgent: `${HOSTILE} ${LONG}`,
      sourceIPAddress: '203.0.113.9',
      requestParameters: { subnetId: 'subnet-0aaaaaaaaaaaaaaa1', description: HOSTILE },
      responseElements: { networkInterface: { networkInterfaceId: OWN, description: HOSTILE } },
    },
    {
      ...base,
      eventID: '11111111-1111-4111-8111-111111111102',
      eventTime: `${DAY}T11:30:00Z`,
      eventName: 'DeleteNetworkInterface',
      userIdentity: {
        type: 'AssumedRole',
        principalId: 'AROAEXAMPLESERVICE001:ecs-eni-provisioning',
        arn: `arn:aws:sts::${ACCOUNT}:assumed-role/AWSServiceRoleForECS/ecs-eni-provisioning`,
        accountId: ACCOUNT,
        sessionContext: {
          sessionIssuer: {
            type: 'Role',
            principalId: 'AROAEXAMPLESERVICE001',
            arn: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`,
            userName: 'AWSServiceRoleForECS',
          },
        },
        invokedBy: 'ecs.amazonaws.com',
      },
      userAgent: 'ecs.amazonaws.com',
      sourceIPAddress: 'ecs.amazonaws.com',
      requestParameters: { networkInterfaceId: OWN },
      responseElements: { _return: true },
    },
    {
      ...base,
      eventID: '11111111-1111-4111-8111-111111111103',
      eventTime: `${DAY}T12:00:00Z`,
      eventName: 'DeleteNetworkInterface',
      userIdentity: {
        type: 'AssumedRole',
        principalId: 'AROAEXAMPLEUNKNOWN001:somebody',
        arn: `arn:aws:sts::${ACCOUNT}:assumed-role/deploy/somebody`,
        accountId: ACCOUNT,
        accessKeyId: 'ASIAEXAMPLEUNKNOWN01',
        sessionContext: {
          attributes: { creationDate: `${DAY}T11:59:00Z`, mfaAuthenticated: 'false' },
          sessionIssuer: {
            type: 'Role',
            principalId: 'AROAEXAMPLEUNKNOWN001',
            arn: `arn:aws:iam::${ACCOUNT}:role/deploy`,
            userName: 'deploy',
          },
        },
      },
      userAgent: 'Boto3/1.34.0',
      sourceIPAddress: '203.0.113.10',
      requestParameters: { networkInterfaceId: ORPHAN },
      responseElements: { _return: true },
    },
  ],
});
