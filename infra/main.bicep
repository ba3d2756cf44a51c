targetScope = 'subscription'

metadata description = 'Everything that a show needs in Azure, in a resource group of its own.'

@description('The name of the azd environment. With the subscription and the region it determines every name.')
@minLength(1)
@maxLength(64)
param environmentName string

@metadata({ azd: { type: 'location' } })
param location string

@description('Two apps from one package: one answers readers, the other does the work. With false, one app does both.')
param separateApps bool = true

@description('Memory of an instance that answers readers: 512, 2048 or 4096. 512 MB has a quarter of a core and is slow to start.')
@minValue(512)
@maxValue(4096)
param webMemoryMB int = 2048

@description('Memory of an instance that transcribes: 2048 or 4096, which has two cores.')
@minValue(2048)
@maxValue(4096)
param workMemoryMB int = 4096

@description('The most instances of each app.')
@minValue(1)
@maxValue(1000)
param maximumInstances int = 40

@description('Instances that always run and answer readers without a cold start. Each costs money all day.')
@minValue(0)
param webAlwaysReady int = 0

@description('Instances that always run for each of the two steps of a transcription.')
@minValue(0)
param workAlwaysReady int = 0

@description('The speech model in the package: ./paperledge package prints its name.')
param whisperModel string = 'builtin'

@description('Further settings of the apps, by the names in local.settings.sample.json. For a secret, a reference to a key vault.')
param settings { *: string } = {}

@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param storageSku string = 'Standard_LRS'

@description('Puts Front Door in front of the web app.')
param frontDoor bool = false

@description('''
Such as podcast.example.org; empty for none. It needs Front Door, which is then added.
Decide before the first episode: the feed's guid is derived from the address.
''')
param customDomain string = ''

@description('The object ID of whoever uploads episodes; empty for none.')
param principalId string = ''

@allowed(['User', 'Group', 'ServicePrincipal'])
param principalType string = 'User'

@description('Receives alerts; empty to show them in the portal only.')
param alertEmail string = ''

@description('In the subscription\'s currency; 0 for no budget.')
@minValue(0)
param monthlyBudget int = 20

@description('The first day of the month of the first deployment, as yyyy-MM-dd; empty for no budget.')
param budgetStart string = ''

@description('GB of logs a day, after which the rest of the day is not recorded.')
@minValue(1)
param dailyLogGB int = 1

var names = loadJsonContent('names.json')
var token = toLower(uniqueString(subscription().id, environmentName, location))
var tags = { 'azd-env-name': environmentName }

// The host shortens an app's name to 32 characters for its records in storage, so these must differ before that.
var webName = 'pl-web-${token}'
var workName = separateApps ? 'pl-work-${token}' : webName
var packageContainer = 'app-package'
var deadLetterContainer = 'dead-letters'
var hasEdge = frontDoor || !empty(customDomain)

var identityName = 'id-${token}'
var storageName = 'pl${token}'
var topicName = 'evgt-${token}'

var webHost = '${webName}.azurewebsites.net'
var siteHost = !empty(customDomain) ? customDomain : (hasEdge ? edge!.outputs.hostName : webHost)

var commonSettings = union(settings, {
  PublicBaseUrl: 'https://${siteHost}'
  TidySchedule: '0 * * * * *'
  AzureWebJobsDisableHomepage: 'true'
  Whisper__Model: whisperModel
})

var readyForReaders = webAlwaysReady == 0 ? [] : [{ name: 'http', instanceCount: webAlwaysReady }]
var readyForWork = workAlwaysReady == 0
  ? []
  : [
      { name: 'function:PrepareEpisode', instanceCount: workAlwaysReady }
      { name: 'function:TranscribePiece', instanceCount: workAlwaysReady }
    ]

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity 'identity.bicep' = {
  scope: group
  params: { name: identityName, location: location, tags: tags }
}

module storage 'storage.bicep' = {
  scope: group
  dependsOn: [identity]
  params: {
    name: storageName
    location: location
    tags: tags
    sku: storageSku
    packageContainer: packageContainer
    deadLetterContainer: deadLetterContainer
    identityName: identityName
    producerPrincipalId: principalId
    producerPrincipalType: principalType
  }
}

module monitoring 'monitoring.bicep' = {
  scope: group
  dependsOn: [identity]
  params: {
    name: token
    location: location
    tags: tags
    identityName: identityName
    dailyLogGB: dailyLogGB
  }
}

module edge 'edge.bicep' = if (hasEdge) {
  scope: group
  params: { name: 'pl-${token}', tags: tags, origin: webHost, customDomain: customDomain }
}

module web 'app.bicep' = {
  scope: group
  dependsOn: [storage]
  params: {
    name: webName
    location: location
    tags: tags
    storageName: storageName
    packageContainer: packageContainer
    identityName: identityName
    insightsConnectionString: monitoring.outputs.connectionString
    memoryMB: separateApps ? webMemoryMB : workMemoryMB
    maximumInstances: maximumInstances
    alwaysReady: separateApps ? readyForReaders : concat(readyForReaders, readyForWork)
    settings: commonSettings
    disabledFunctions: separateApps ? names.workFunctions : []
  }
}

module work 'app.bicep' = if (separateApps) {
  scope: group
  dependsOn: [storage]
  params: {
    name: workName
    location: location
    tags: tags
    storageName: storageName
    packageContainer: packageContainer
    identityName: identityName
    insightsConnectionString: monitoring.outputs.connectionString
    memoryMB: workMemoryMB
    maximumInstances: maximumInstances
    alwaysReady: readyForWork
    settings: commonSettings
    disabledFunctions: names.webFunctions
  }
}

module events 'events.bicep' = {
  scope: group
  dependsOn: [storage]
  params: {
    name: topicName
    location: location
    tags: tags
    storageName: storageName
    deadLetterContainer: deadLetterContainer
  }
}

module alerts 'alerts.bicep' = {
  scope: group
  dependsOn: [events]
  params: {
    name: token
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    topicName: topicName
    email: alertEmail
    monthlyBudget: monthlyBudget
    budgetStart: budgetStart
  }
}

// azd stores these in its environment, where ./paperledge deploy finish finds them.
output AZURE_RESOURCE_GROUP string = group.name
output PAPERLEDGE_WEB_APP string = webName
output PAPERLEDGE_WORK_APP string = workName
output PAPERLEDGE_STORAGE string = storageName
output PAPERLEDGE_EVENT_TOPIC string = topicName
output PAPERLEDGE_DEAD_LETTERS string = deadLetterContainer
output PAPERLEDGE_WEB_ADDRESS string = 'https://${webHost}'
output PAPERLEDGE_SITE string = 'https://${siteHost}'
output PAPERLEDGE_DOMAIN_TARGET string = hasEdge ? edge!.outputs.hostName : ''
output PAPERLEDGE_DOMAIN_PROOF string = hasEdge ? edge!.outputs.domainProof : ''
