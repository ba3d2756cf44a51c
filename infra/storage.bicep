metadata description = 'The storage account with all that the app keeps in it, and who may use it.'

param name string
param location string
param tags { *: string }
param sku string

@description('Holds the zip file that the function apps run.')
param packageContainer string

@description('Holds events that Event Grid could not deliver.')
param deadLetterContainer string

@description('The identity that the apps run under.')
param identityName string

@description('The object ID of the person or program that uploads episodes; empty for none.')
param producerPrincipalId string
param producerPrincipalType string

// Days.
var deletedBlobsKept = 7
var leftoversKept = 30
var deadLettersKept = 90

var names = loadJsonContent('names.json')

// https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/storage
var blobOwner = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b')
var blobContributor = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'ba92f5b4-2d11-453d-a403-e96b0029c9fe')
var queueContributor = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '974c5e8b-45b9-4653-ba55-5f855dd0fb88')
var tableContributor = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3')

// The Functions host needs the owner's role, since it makes containers of its own. The app only reads the inbox, so this role must not
// change it: https://learn.microsoft.com/azure/storage/blobs/storage-auth-abac-examples
var blob = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs'
var changes = [
  '!(ActionMatches{\'${blob}/write\'})'
  '!(ActionMatches{\'${blob}/add/action\'})'
  '!(ActionMatches{\'${blob}/delete\'})'
]
var inbox = first(filter(names.uploads, upload => upload.function == 'RegisterEpisode'))!.container
var container = '@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:name]'
var inboxIsReadOnly = '((${join(changes, ' AND ')}) OR (${container} StringNotEquals \'${inbox}\'))'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: sku }
  properties: {
    // Listeners read audio by addresses that the app signs with a key of its own identity (a user delegation key), so no blob is public
    // and nothing needs the account's keys.
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: 'Enabled'
  }
}

resource blobService 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' = {
  parent: account
  name: 'default'
  properties: {
    deleteRetentionPolicy: { enabled: true, days: deletedBlobsKept }
    containerDeleteRetentionPolicy: { enabled: true, days: deletedBlobsKept }
    // Scripts in other sites' pages, such as players, follow the app's redirects to storage. The app sets the same rule on Azurite.
    cors: {
      corsRules: [
        {
          allowedOrigins: ['*']
          allowedMethods: ['GET', 'HEAD', 'OPTIONS']
          allowedHeaders: ['*']
          exposedHeaders: ['Accept-Ranges', 'Content-Length', 'Content-Range', 'ETag', 'Last-Modified']
          maxAgeInSeconds: 86400
        }
      ]
    }
  }
}

resource containers 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = [
  for container in union(names.containers, [packageContainer, deadLetterContainer]): {
    parent: blobService
    name: container
  }
]

resource queueService 'Microsoft.Storage/storageAccounts/queueServices@2025-06-01' = {
  parent: account
  name: 'default'
}

resource queues 'Microsoft.Storage/storageAccounts/queueServices/queues@2025-06-01' = [
  for queue in names.queues: {
    parent: queueService
    name: queue
  }
]

resource tableService 'Microsoft.Storage/storageAccounts/tableServices@2025-06-01' = {
  parent: account
  name: 'default'
}

resource tables 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-06-01' = [
  for table in names.tables: {
    parent: tableService
    name: table
  }
]

// Only what nothing refers to any more. Published audio and transcripts are never touched here: the feed may name them.
resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2025-06-01' = {
  parent: account
  name: 'default'
  dependsOn: [blobService]
  properties: {
    policy: {
      rules: [
        {
          name: 'delete-leftover-work'
          type: 'Lifecycle'
          definition: {
            filters: { blobTypes: ['blockBlob'], prefixMatch: ['work/'] }
            actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: leftoversKept } } }
          }
        }
        {
          name: 'delete-old-dead-letters'
          type: 'Lifecycle'
          definition: {
            filters: { blobTypes: ['blockBlob'], prefixMatch: ['${deadLetterContainer}/'] }
            actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: deadLettersKept } } }
          }
        }
      ]
    }
  }
}

resource appBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account
  name: guid(account.id, identity.id, blobOwner)
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: blobOwner
    condition: inboxIsReadOnly
    conditionVersion: '2.0'
  }
}

resource appQueues 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account
  name: guid(account.id, identity.id, queueContributor)
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: queueContributor
  }
}

resource appTables 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account
  name: guid(account.id, identity.id, tableContributor)
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: tableContributor
  }
}

resource inboxes 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' existing = [
  for upload in names.uploads: {
    parent: blobService
    name: upload.container
  }
]

resource producer 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (upload, index) in names.uploads: if (!empty(producerPrincipalId)) {
    scope: inboxes[index]
    name: guid(inboxes[index].id, producerPrincipalId, blobContributor)
    dependsOn: [containers]
    properties: {
      principalId: producerPrincipalId
      principalType: producerPrincipalType
      roleDefinitionId: blobContributor
    }
  }
]
