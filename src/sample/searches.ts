/** Files that stand beside the logs: saved searches to begin with, and what the folder is about. By path. */
export const COMPANIONS: Readonly<Record<string, string>> = {
  'searches/story.rql': `// Who made a service in a region the team doesn't use?
// name: Services made in Ohio
// time: past 7 days
event from cloud.audit_logs where cloud.region = 'AWS Ohio' AND operation = 'CreateService'

// name: All that people did in Ohio
// time: past 7 days
event from cloud.audit_logs where cloud.region = 'AWS Ohio' AND role MATCHES 'AWSReservedSSO_*'
`,
  'searches/deleted-network-interfaces.rql': `// name: Network interfaces deleted in the past day
// time: past 24 hours
event from cloud.audit_logs where operation = 'DeleteNetworkInterface'

// name: The same interfaces being made
// time: past 24 hours
event from cloud.audit_logs where operation = 'CreateNetworkInterface' AND role = 'AWSServiceRoleForECS'
`,
  'searches/failed-sign-ins.rql': `// name: Failed sign-ins to the console
// time: past 24 hours
event from cloud.audit_logs where operation = 'ConsoleLogin' AND json.rule = $.errorMessage equals 'Failed authentication'

// name: All sign-ins to the console
// time: past 7 days
event from cloud.audit_logs where operation = 'ConsoleLogin'
`,
  'README.md': `# The sample investigation

A week in the life of an invented company with three AWS accounts, as CloudTrail would have written it:
production (111122223333), staging (444455556666) and sandbox (777788889999). It works in us-east-1, eu-west-1 and
eu-central-1. All of it was made on this machine: no account, person or address in it is real.

Yesterday every policy was switched on, and there are 205 alerts, 172 of them high. Is it an attack?

1. Open the dashboard for the past 24 hours. Which policy do the high alerts belong to? Is there a bar that stands out?
2. Open one of those alerts. What was deleted, by whom, and in which region?
3. Look at the last known configuration of what was deleted. Does anybody work in that region?
4. Things that are deleted so often must be made as often. Who asks for them, and on whose behalf?
5. Somebody started it. \`searches/story.rql\` asks who: run it and read the name.

- \`AWSLogs/\`: the log files, and the digests that prove them, where AWS would put them in an S3 bucket
- \`searches/\`: searches to begin with
`,
};
