/** Every name that package.json and the code must agree on. A unit test holds the two against each other, both ways. */
export const COMMANDS = {
  openSample: 'nephoscope.openSample',
  closeSample: 'nephoscope.closeSample',
  openLogs: 'nephoscope.openLogs',
  loadUris: 'nephoscope.loadUris',
  watchFolder: 'nephoscope.watchFolder',
  stopWatchingFolder: 'nephoscope.stopWatchingFolder',
  connectAccount: 'nephoscope.connectAccount',
  syncNow: 'nephoscope.syncNow',
  syncAccount: 'nephoscope.syncAccount',
  stopSyncing: 'nephoscope.stopSyncing',
  chooseAccountRegions: 'nephoscope.chooseAccountRegions',
  disconnectAccount: 'nephoscope.disconnectAccount',
  showSyncStatus: 'nephoscope.showSyncStatus',
  loadPrefix: 'nephoscope.loadPrefix',
  validateTrail: 'nephoscope.validateTrail',
  openDashboard: 'nephoscope.openDashboard',
  searchAuditEvents: 'nephoscope.searchAuditEvents',
  searchResource: 'nephoscope.searchResource',
  runQuery: 'nephoscope.runQuery',
  saveSearch: 'nephoscope.saveSearch',
  runSearch: 'nephoscope.runSearch',
  openSearch: 'nephoscope.openSearch',
  copySearch: 'nephoscope.copySearch',
  removeSearch: 'nephoscope.removeSearch',
  clearHistory: 'nephoscope.clearHistory',
  searchHistory: 'nephoscope.searchHistory',
  startInvestigation: 'nephoscope.startInvestigation',
  explainQuery: 'nephoscope.explainQuery',
  changeQueryTime: 'nephoscope.changeQueryTime',
  makePolicy: 'nephoscope.makePolicy',
  openConfiguration: 'nephoscope.openConfiguration',
  showHistory: 'nephoscope.showHistory',
  compareWithPrevious: 'nephoscope.compareWithPrevious',
  compareWithNext: 'nephoscope.compareWithNext',
  openRecord: 'nephoscope.openRecord',
  traceCause: 'nephoscope.traceCause',
  copyResource: 'nephoscope.copyResource',
  copyArn: 'nephoscope.copyArn',
  openInConsole: 'nephoscope.openInConsole',
  refreshRow: 'nephoscope.refreshRow',
  filterResources: 'nephoscope.filterResources',
  clearResourceFilter: 'nephoscope.clearResourceFilter',
  showRegionRadar: 'nephoscope.showRegionRadar',
  revealInAlerts: 'nephoscope.revealInAlerts',
  resultsCopy: 'nephoscope.results.copy',
  resultsCopyRows: 'nephoscope.results.copyRows',
  resultsCopyRowsAsJson: 'nephoscope.results.copyRowsAsJson',
  resultsSearchForValue: 'nephoscope.results.searchForValue',
  resultsExcludeValue: 'nephoscope.results.excludeValue',
  resultsOpenConfiguration: 'nephoscope.results.openConfiguration',
  resultsOpenRecord: 'nephoscope.results.openRecord',
  resultsTraceCause: 'nephoscope.results.traceCause',
  resultsSortAscending: 'nephoscope.results.sortAscending',
  resultsSortDescending: 'nephoscope.results.sortDescending',
  resultsFilterColumn: 'nephoscope.results.filterColumn',
  resultsClearFilters: 'nephoscope.results.clearFilters',
  resultsPinColumn: 'nephoscope.results.pinColumn',
  resultsUnpinColumn: 'nephoscope.results.unpinColumn',
  resultsHideColumn: 'nephoscope.results.hideColumn',
  resultsMoveColumnLeft: 'nephoscope.results.moveColumnLeft',
  resultsMoveColumnRight: 'nephoscope.results.moveColumnRight',
  resultsFitColumn: 'nephoscope.results.fitColumn',
  resultsChooseColumns: 'nephoscope.results.chooseColumns',
  resultsResetColumns: 'nephoscope.results.resetColumns',
  resultsSaveColumns: 'nephoscope.results.saveColumns',
  resultsExportRows: 'nephoscope.results.exportRows',
  setTimeRange: 'nephoscope.setTimeRange',
  setSeverity: 'nephoscope.setSeverity',
  filterToRegion: 'nephoscope.filterToRegion',
  filterToStory: 'nephoscope.filterToStory',
  clearFilter: 'nephoscope.clearFilter',
  groupByStory: 'nephoscope.groupBy.story',
  groupByPolicy: 'nephoscope.groupBy.policy',
  groupByResource: 'nephoscope.groupBy.resource',
  groupByActor: 'nephoscope.groupBy.actor',
  showRegionsInUse: 'nephoscope.showRegionsInUse',
  showNewestDay: 'nephoscope.showNewestDay',
  exportEvents: 'nephoscope.exportEvents',
  clearStore: 'nephoscope.clearStore',
  refresh: 'nephoscope.refresh',
  openSettings: 'nephoscope.openSettings',
  showLog: 'nephoscope.showLog',
} as const;
export type CommandId = (typeof COMMANDS)[keyof typeof COMMANDS];

export const CONTAINER = 'nephoscope';

export const VIEWS = {
  accounts: 'nephoscope.accounts',
  alerts: 'nephoscope.alerts',
  investigations: 'nephoscope.investigations',
} as const;

/** Keys for `when` clauses. */
export const CONTEXTS = {
  /** There are events to look at, of the user's own or of the sample. */
  hasData: 'nephoscope.hasData',
  sampleOpen: 'nephoscope.sampleOpen',
  /** New log files of some folder are loaded by themselves. */
  watching: 'nephoscope.watching',
  /** Some account is connected. */
  connected: 'nephoscope.connected',
  /** Accounts are being fetched by this window. */
  syncing: 'nephoscope.syncing',
  /** Anything beyond the time range narrows the lists. */
  narrowed: 'nephoscope.narrowed',
  /** `story`, `policy`, `resource` or `actor`. */
  groupBy: 'nephoscope.groupBy',
} as const;

/** Full names of the settings. */
export const SETTINGS = {
  regionsInUse: 'nephoscope.regions.inUse',
  memoryLimit: 'nephoscope.engine.memoryLimitMB',
  threads: 'nephoscope.engine.threads',
  retentionDays: 'nephoscope.store.retentionDays',
  maximumGigabytes: 'nephoscope.store.maximumGigabytes',
  watchedFolders: 'nephoscope.watchedFolders',
  refreshMinutes: 'nephoscope.live.refreshMinutes',
  inspectIds: 'nephoscope.inspect.ids',
} as const;

export const SUBMENUS = { groupBy: 'nephoscope.groupBy' } as const;

/** Types of our webviews. */
export const WEBVIEWS = { dashboard: 'nephoscope.dashboard', results: 'nephoscope.results', chain: 'nephoscope.chain' } as const;

export const LANGUAGE = 'rql';

export const WALKTHROUGH = 'nephoscope.start';

/** Schemes of the addresses of our own documents and of the rows that wear a decoration. */
export const SCHEMES = {
  configuration: 'nephoscope-config',
  version: 'nephoscope-version',
  record: 'nephoscope-record',
  diagnostic: 'nephoscope-diagnostic',
  explanation: 'nephoscope-explanation',
  live: 'nephoscope-live',
  region: 'nephoscope-region',
} as const;

/** `contextValue` of the rows of the trees: what their menus go by. */
export const ROWS = {
  account: 'account',
  /** Of a connected account. */
  liveAccount: 'liveAccount',
  /** One that can't be asked at present. */
  troubledAccount: 'troubledAccount',
  region: 'region',
  /** Of a connected account: one that is asked, and one that is not. */
  liveRegion: 'liveRegion',
  unaskedRegion: 'unaskedRegion',
  fold: 'fold',
  global: 'global',
  kind: 'kind',
  filteredKind: 'filteredKind',
  unknownKind: 'unknownKind',
  live: 'live',
  story: 'story',
  alert: 'alert',
  resource: 'resource',
  resourceGroup: 'resourceGroup',
  savedSection: 'savedSection',
  recentSection: 'recentSection',
  readyMadeSection: 'readyMadeSection',
  savedSearch: 'savedSearch',
  recentSearch: 'recentSearch',
  readyMadeSearch: 'readyMadeSearch',
} as const;
