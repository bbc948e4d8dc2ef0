/** Calls that turn up in investigations, by the service that records them. Completion offers them after those of the store. */
const BY_SERVICE: Readonly<Record<string, string>> = {
  'ec2.amazonaws.com': `RunInstances StartInstances StopInstances TerminateInstances RebootInstances DescribeInstances ModifyInstanceAttribute
    GetPasswordData GetConsoleScreenshot CreateNetworkInterface DeleteNetworkInterface AttachNetworkInterface DetachNetworkInterface
    CreateNetworkInterfacePermission CreateSecurityGroup DeleteSecurityGroup AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress
    RevokeSecurityGroupIngress RevokeSecurityGroupEgress ModifySecurityGroupRules CreateVpc DeleteVpc ModifyVpcAttribute CreateSubnet DeleteSubnet
    CreateInternetGateway DeleteInternetGateway AttachInternetGateway DetachInternetGateway CreateNatGateway DeleteNatGateway CreateRoute DeleteRoute
    ReplaceRoute CreateRouteTable DeleteRouteTable CreateNetworkAcl DeleteNetworkAcl CreateNetworkAclEntry DeleteNetworkAclEntry ReplaceNetworkAclEntry
    CreateCustomerGateway DeleteCustomerGateway CreateVpcPeeringConnection AcceptVpcPeeringConnection DeleteVpcPeeringConnection CreateFlowLogs
    DeleteFlowLogs CreateVpcEndpoint DeleteVpcEndpoints AllocateAddress ReleaseAddress AssociateAddress CreateVolume DeleteVolume AttachVolume
    DetachVolume CreateSnapshot DeleteSnapshot ModifySnapshotAttribute CreateImage DeregisterImage ModifyImageAttribute CreateKeyPair ImportKeyPair
    DeleteKeyPair CreateLaunchTemplate DisableEbsEncryptionByDefault DescribeRegions CreateTags DeleteTags`,
  'ecs.amazonaws.com': `CreateCluster DeleteCluster CreateService UpdateService DeleteService RegisterTaskDefinition DeregisterTaskDefinition RunTask
    StartTask StopTask ExecuteCommand PutAccountSettingDefault DescribeClusters DescribeServices DescribeTasks ListClusters`,
  'iam.amazonaws.com': `CreateUser DeleteUser CreateAccessKey UpdateAccessKey DeleteAccessKey CreateLoginProfile UpdateLoginProfile DeleteLoginProfile
    CreateRole DeleteRole UpdateAssumeRolePolicy PassRole AttachUserPolicy DetachUserPolicy AttachRolePolicy DetachRolePolicy AttachGroupPolicy
    DetachGroupPolicy PutUserPolicy PutRolePolicy PutGroupPolicy DeleteUserPolicy DeleteRolePolicy DeleteGroupPolicy CreatePolicy DeletePolicy
    CreatePolicyVersion DeletePolicyVersion SetDefaultPolicyVersion AddUserToGroup RemoveUserFromGroup CreateGroup CreateInstanceProfile
    AddRoleToInstanceProfile CreateSAMLProvider UpdateSAMLProvider CreateOpenIDConnectProvider CreateVirtualMFADevice EnableMFADevice
    DeactivateMFADevice DeleteVirtualMFADevice UpdateAccountPasswordPolicy CreateServiceLinkedRole GetAccountAuthorizationDetails ListUsers ListRoles`,
  'sts.amazonaws.com':
    'AssumeRole AssumeRoleWithSAML AssumeRoleWithWebIdentity AssumeRoot GetCallerIdentity GetFederationToken GetSessionToken',
  'signin.amazonaws.com': 'ConsoleLogin SwitchRole ExitRole CheckMfa PasswordRecoveryRequested PasswordRecoveryCompleted',
  's3.amazonaws.com': `CreateBucket DeleteBucket PutBucketPolicy DeleteBucketPolicy PutBucketAcl PutBucketPublicAccessBlock DeleteBucketPublicAccessBlock
    PutBucketVersioning PutBucketLogging PutBucketEncryption PutBucketLifecycle DeleteBucketLifecycle PutBucketReplication PutBucketCors
    PutAccountPublicAccessBlock GetObject PutObject DeleteObject DeleteObjects CopyObject ListBuckets`,
  'cloudtrail.amazonaws.com': `CreateTrail UpdateTrail DeleteTrail StartLogging StopLogging PutEventSelectors PutInsightSelectors LookupEvents
    DeleteEventDataStore`,
  'config.amazonaws.com': `PutConfigurationRecorder StopConfigurationRecorder DeleteConfigurationRecorder PutDeliveryChannel DeleteDeliveryChannel
    DeleteConfigRule`,
  'guardduty.amazonaws.com':
    'CreateDetector UpdateDetector DeleteDetector CreateIPSet UpdateIPSet CreateFilter DisassociateFromMasterAccount DeleteMembers',
  'securityhub.amazonaws.com': 'DisableSecurityHub BatchDisableStandards DeleteInsight',
  'kms.amazonaws.com':
    'CreateKey DisableKey ScheduleKeyDeletion CancelKeyDeletion PutKeyPolicy CreateGrant Decrypt GenerateDataKey DisableKeyRotation',
  'lambda.amazonaws.com': `CreateFunction20150331 UpdateFunctionCode20150331v2 UpdateFunctionConfiguration20150331v2 AddPermission20150331v2
    DeleteFunction20150331 CreateEventSourceMapping20150331 Invoke`,
  'rds.amazonaws.com': `CreateDBInstance ModifyDBInstance DeleteDBInstance CreateDBSnapshot ModifyDBSnapshotAttribute RestoreDBInstanceFromDBSnapshot
    CreateDBCluster DeleteDBCluster ModifyDBClusterSnapshotAttribute`,
  'secretsmanager.amazonaws.com': 'CreateSecret GetSecretValue BatchGetSecretValue PutSecretValue DeleteSecret ListSecrets',
  'ssm.amazonaws.com': 'SendCommand StartSession ResumeSession TerminateSession GetParameter GetParameters PutParameter CreateAssociation',
  'organizations.amazonaws.com': `CreateAccount InviteAccountToOrganization LeaveOrganization RemoveAccountFromOrganization AttachPolicy DetachPolicy
    CreatePolicy UpdatePolicy DeletePolicy CreateOrganizationalUnit MoveAccount`,
  'logs.amazonaws.com': 'CreateLogGroup DeleteLogGroup DeleteLogStream PutRetentionPolicy PutSubscriptionFilter DeleteSubscriptionFilter',
  'route53.amazonaws.com': 'ChangeResourceRecordSets CreateHostedZone DeleteHostedZone',
  'cloudformation.amazonaws.com': 'CreateStack UpdateStack DeleteStack CreateChangeSet ExecuteChangeSet',
  'eks.amazonaws.com':
    'CreateCluster DeleteCluster UpdateClusterConfig CreateNodegroup DeleteNodegroup CreateAccessEntry AssociateAccessPolicy',
  'ecr.amazonaws.com': 'CreateRepository DeleteRepository SetRepositoryPolicy PutImage BatchDeleteImage GetAuthorizationToken',
  'events.amazonaws.com': 'PutRule DeleteRule DisableRule PutTargets RemoveTargets',
  'ses.amazonaws.com': 'VerifyEmailIdentity VerifyDomainIdentity UpdateAccountSendingEnabled SendEmail GetSendQuota',
  'bedrock.amazonaws.com': 'InvokeModel Converse PutFoundationModelEntitlement DeleteModelInvocationLoggingConfiguration',
};

export const KNOWN_SERVICES: readonly string[] = Object.keys(BY_SERVICE);

/** Operation → the services that have it. */
export const KNOWN_OPERATIONS: ReadonlyMap<string, readonly string[]> = collect();

function collect(): ReadonlyMap<string, readonly string[]> {
  const services = new Map<string, string[]>();
  for (const [service, names] of Object.entries(BY_SERVICE)) {
    for (const name of names.split(/\s+/)) services.set(name, [...(services.get(name) ?? []), service]);
  }
  return services;
}
