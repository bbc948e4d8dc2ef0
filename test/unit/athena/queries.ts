/** The event queries that the specification prints (section 7), and some with what its sections 3 and 4 have besides. */
export const QUERIES: readonly string[] = [
  "cloud.region = 'AWS Ohio' AND operation IN ('CreateService', 'CreateCluster')",
  "operation = 'DeleteNetworkInterface' AND cloud.region = 'us-east-2' | timechart 3h by user",
  "user = 'root' AND ip EXISTS AND NOT (crud = 'read')",
  "json.rule = $.errorCode exists and $.userIdentity.arn does not contain 'AWSReservedSSO' addcolumn $.errorCode $.errorMessage",
  "operation MATCHES 'Delete*' AND ip = 203.0.113.0/24 | count by user, operation",
  "user != 'nobody' | timechart 1h",
  "cloud.type = 'aws' | count",
  'cloud.service = iam AND crud IN (create, delete) | count by subject, role, crud limit search records to 5',
  'json.rule = $.requestParameters.ipPermissions.items[?any(ipRanges.items[*].cidrIp contains 0.0.0.0/0 and toPort = 22)] exists',
  "json.rule = $.resources[*].ARN contains 'arn:' and $.readOnly is false addcolumn $.resources[*].ARN, $.requestParameters.bucketName user",
  'json.rule = $.requestParameters.instancesSet.items size greater than 1 or $.userIdentity.sessionContext.attributes.mfaAuthenticated is false',
  "ip = 2001:db8::/32 OR role contains 'Admin' OR subject does not match 'AWS*'",
  'json.rule = $.responseElements.credentials.accessKeyId equals $.userIdentity.accessKeyId | count by $.userIdentity.type',
].map((condition) => `event from cloud.audit_logs where ${condition}`);
